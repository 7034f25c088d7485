"""What the connection to a scheduler tells of."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Arrived:
    """The outcome of what `submit` has returned the number of."""

    number: int
    outcome: Any


@dataclass(frozen=True)
class Failed:
    """It could not be computed: for this reason, or because a worker `died` time and again.

    `again` says that the connection or all workers were lost before.
    """

    number: int
    error: BaseException
    again: bool
    died: bool = False


@dataclass(frozen=True)
class Remark:
    """What the user must know of a worker: above all why it is refused."""

    sentence: str


@dataclass(frozen=True)
class Broken:
    """A fault of the program, in the thread that looks after the connection."""

    error: Exception


@dataclass(frozen=True)
class Joined:
    """Workers have been accepted; they are `alone` if all earlier ones are gone.

    Then the scheduler gives them nothing of what it has: it looks at what a worker may do when it
    registers, which is before it is accepted.
    """

    alone: bool


class Lost:
    """The connection to the scheduler is lost."""


class Found:
    """It is there again."""
