"""Reports the progress of long work to whoever started it.

The program's layers call a `Progress`; the command line draws it. The base class says nothing.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
_log = logging.getLogger("lab1report")


class Progress:
    """Receives the progress of one piece of work after another; this one is silent."""

    def start(
        self,
        title: str,
        total: float | None = None,
        *,
        unit: str = "steps",
        seconds: float | None = None,
    ) -> None:
        """A new piece of work begins; `total` is None if unknown.

        `unit` is "steps" or "bytes". `seconds` is a guess of how long all of it takes, which is
        right within a factor of two or so.
        """

    def update(self, done: float) -> None:
        """`done` of the current total is finished (absolute, not an increment)."""

    def doing(self, what: str) -> None:
        """What of the current piece of work is being done just now."""

    def finish(self) -> None:
        """The current piece of work is over."""

    def note(self, message: str) -> None:
        """Something the user should know that is not an error."""

    def warn(self, message: str) -> None:
        """Something the user must know that is not an error."""


class Remarks(Progress):
    """Passes on what there is to say, but no share, which would not be that of the whole."""

    def __init__(self, progress: Progress) -> None:
        self.note, self.warn = progress.note, progress.warn  # type: ignore[method-assign]


class LoggedProgress(Progress):
    """Notes and warnings go to the logger "lab1report", for programs that pass no other one."""

    def note(self, message: str) -> None:
        _log.info(message)

    def warn(self, message: str) -> None:
        _log.warning(message)


def track(progress: Progress, title: str, items: Sequence[T]) -> Iterator[T]:
    """Yield `items` as one piece of work, telling `progress` about every hundredth part."""
    progress.start(title, len(items))
    every = max(len(items) // 100, 1)
    for done, item in enumerate(items, start=1):
        yield item
        if done % every == 0:
            progress.update(done)
    progress.finish()
