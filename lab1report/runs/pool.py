"""What does the tasks of a build or of a course, wherever that may be."""

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Final, Protocol, Self, TypeVar

from lab1report.runs.workers import Task

PATIENCE: Final = 600.0
"""Seconds to wait for what should come back: a scheduler, room on a disk."""

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Pool(Protocol[Item, Outcome]):
    """A context manager to which tasks are added, and which tells of their outcomes.

    `Workers` is one of this machine's processes.

    Attributes:
        to_come: a guess of the seconds of all that has not been added yet.
    """

    to_come: float

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> Any: ...

    def add(self, task: Task[Item, Outcome], *, rank: float) -> None:
        """Add `task`, to be done after those of lower rank and, among equals, after longer ones."""
        ...

    def outcomes(self) -> Iterator[tuple[Item, Outcome]]:
        """Yield the outcome of each item as soon as it is there; tasks may be added meanwhile."""
        ...

    @property
    def count(self) -> int:
        """How many tasks can be done at once."""
        ...

    @property
    def waiting(self) -> int:
        """How many tasks nobody has begun or been given."""
        ...

    def share(self) -> float:
        """The finished share of all work by its guessed seconds, from 0 to 1; it never falls."""
        ...
