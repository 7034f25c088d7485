"""What the server shows just now; whoever shows it to a browser can wait for the next."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from lab1report.preview.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A page, and what is wrong with the newest words; `version` is that of the page."""

    page: bytes
    version: str
    problems: Sequence[Problem] = ()


class Board:
    """Holds one notice; may be used from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._notice: Notice | None = None
        self._count = 0
        self._closed = False

    @property
    def notice(self) -> Notice | None:
        """The newest one."""
        with self._changed:
            return self._notice

    def publish(self, notice: Notice) -> None:
        with self._changed:
            self._notice = notice
            self._count += 1
            self._changed.notify_all()

    def close(self) -> None:
        """End every wait."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def newer(self, count: int, *, seconds: float) -> tuple[int, Notice | None] | None:
        """Wait for the notice after number `count`.

        Returns:
            its number and itself; no notice where none came within `seconds`; None at the end.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._count > count, timeout=seconds)
            if self._closed:
                return None
            return self._count, self._notice if self._count > count else None
