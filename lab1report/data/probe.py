"""Finds out which servers answer, within a fixed time whatever the network does."""

import threading
import time
from collections.abc import Callable, Sequence

import httpx

from lab1report.data.network_fault import network_fault
from lab1report.messages import _

SECONDS = 5.0


def answers(url: str, seconds: float) -> None:
    """Ask for the headers, whatever these say.

    Raises:
        Exception: nobody answers.
    """
    httpx.head(url, timeout=seconds)


class Probes:
    """Asks every address at once for its headers, and gives all of them `seconds` together.

    Name resolution cannot be given a time limit, so each address has a thread of its own. The
    threads are daemons: one that hangs delays neither the caller nor the exit of the interpreter.
    """

    def __init__(
        self,
        urls: Sequence[str],
        *,
        seconds: float = SECONDS,
        ask: Callable[[str, float], None] = answers,
    ) -> None:
        self._deadline = time.monotonic() + seconds
        self._outcomes: dict[str, str | None] = {}
        self._threads = {
            url: threading.Thread(target=self._ask, args=(ask, url, seconds), daemon=True)
            for url in urls
        }
        for thread in self._threads.values():
            thread.start()

    def fault(self, url: str) -> str | None:
        """Why `url` cannot be used, or None when it answered; waits until the time is over."""
        self._threads[url].join(max(self._deadline - time.monotonic(), 0))
        return self._outcomes.get(url, _("no answer"))

    def _ask(self, ask: Callable[[str, float], None], url: str, seconds: float) -> None:
        try:
            ask(url, seconds)
        except Exception as error:  # whatever the reason, this server is of no use
            self._outcomes[url] = network_fault(error)
        else:
            self._outcomes[url] = None
