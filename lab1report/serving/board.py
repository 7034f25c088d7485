"""What a server shows just now; whoever shows it to a browser can wait for the next."""

import asyncio
import threading
from typing import Generic, TypeVar

Shown = TypeVar("Shown")


class Board(Generic[Shown]):
    """Holds one thing that is shown; any thread may put another in its place."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: Shown | None = None
        self._count = 0
        self._closed = False
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    @property
    def shown(self) -> Shown | None:
        """The newest one."""
        return self._shown

    def publish(self, shown: Shown) -> None:
        with self._lock:
            self._shown = shown
            self._count += 1
            self._wake()

    def close(self) -> None:
        """End every wait."""
        with self._lock:
            self._closed = True
            self._wake()

    async def newer(self, count: int, *, seconds: float) -> tuple[int, Shown | None] | None:
        """Wait for what comes after number `count`; whoever is slow gets the newest alone.

        Returns:
            its number and itself; nothing shown where none came within `seconds`; None at the end.
        """
        changed = asyncio.Event()
        waiter = (asyncio.get_running_loop(), changed)
        with self._lock:
            self._waiting.add(waiter)
            if self._closed or self._count > count:
                changed.set()
        try:
            await asyncio.wait_for(changed.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._waiting.discard(waiter)
        with self._lock:
            if self._closed:
                return None
            return self._count, self._shown if self._count > count else None

    def _wake(self) -> None:
        for loop, changed in self._waiting:
            loop.call_soon_threadsafe(changed.set)
        self._waiting.clear()
