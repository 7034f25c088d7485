"""Finds out which servers answer, within a fixed time whatever the network does."""

import threading
import time
from collections.abc import Sequence

import httpx

SECONDS = 5.0


class Probes:
    """Asks every address at once for its headers, and gives all of them `seconds` together.

    Name resolution cannot be given a time limit, so each address has a thread of its own. The
    threads are daemons: one that hangs delays neither the caller nor the exit of the interpreter.
    """

    def __init__(self, urls: Sequence[str], *, seconds: float = SECONDS) -> None:
        self._deadline = time.monotonic() + seconds
        self._outcomes: dict[str, str | None] = {}
        self._threads = {
            url: threading.Thread(target=self._ask, args=(url, seconds), daemon=True)
            for url in urls
        }
        for thread in self._threads.values():
            thread.start()

    def fault(self, url: str) -> str | None:
        """Why `url` cannot be used, or None when it answered; waits until the time is over."""
        self._threads[url].join(max(self._deadline - time.monotonic(), 0))
        return self._outcomes.get(url, "no answer")

    def _ask(self, url: str, seconds: float) -> None:
        try:
            httpx.head(url, timeout=seconds)
        except Exception as error:  # whatever the reason, this server is of no use
            self._outcomes[url] = str(error) or type(error).__name__
        else:
            self._outcomes[url] = None
