"""Work that this process does in a thread while it waits for others."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread


class Background:
    """Does one thing after another, in the order in which they were added.

    It is for work that makes later work shorter, such as filling a cache: if it fails, the later
    work will find out.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def add(self, work: Callable[[], object]) -> None:
        """Do `work` after what was added before; the first begins at once."""
        self._waiting.put(work)
        if self._thread is None:
            # A daemon, so that Ctrl-C need not wait for it
            self._thread = Thread(target=self._work, daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """Wait until all is done; nothing can be added after that."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            try:
                work()
            except Exception:  # noqa: S112 - whoever needs the result meets the same error
                continue
