"""Work that this process does in a thread while it waits for others."""

from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread


class Background:
    """Does one thing after another, in the order in which they were added.

    It is for work that makes later work shorter, such as filling a cache: if it fails, the later
    work will find out. A context manager: where the block ends by an exception, what has not begun
    is dropped.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread: Thread | None = None

    def __enter__(self) -> "Background":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            with suppress(Empty):
                while True:
                    self._waiting.get_nowait()
        # In the middle of C code a thread would crash the interpreter that ends around it
        self.finish()

    def add(self, work: Callable[[], object]) -> None:
        """Do `work` after what was added before; the first begins at once."""
        self._waiting.put(work)
        if self._thread is None:
            # A daemon, so that a second Ctrl-C need not wait for it
            self._thread = Thread(target=self._work, daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """Wait until all is done; nothing can be added after that."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            try:
                work()
            except Exception:  # noqa: S112 - whoever needs the result meets the same error
                continue
