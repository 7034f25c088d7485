"""Where warnings go if a program asks for no progress."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab1report.progress import Progress


def told(progress: "Progress | None") -> "Progress":
    """`progress`, or else one that tells the logger "lab1report"."""
    from lab1report.progress import LoggedProgress

    return LoggedProgress() if progress is None else progress
