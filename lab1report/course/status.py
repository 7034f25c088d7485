"""How far a course is: what is done, what failed and why, what is to do and how long it takes."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab1report.course import course_file, result_file
from lab1report.course.result_file import StudentResult


@dataclass(frozen=True, kw_only=True)
class CourseStatus:
    """The reports of a course's folder, in the order of the roster.

    `results` are those that were made, by folder; `to_do` the folders of those that were not.
    `made` is how many since the last start of a build, which was `elapsed` seconds ago until the
    last of them was finished. `remaining` is how many seconds the rest takes if it goes on like
    that; None if there is nothing to judge from.
    """

    course: course_file.Course
    results: Mapping[str, StudentResult]
    to_do: tuple[str, ...]
    made: int
    elapsed: float
    remaining: float | None

    def in_state(self, state: str) -> tuple[StudentResult, ...]:
        """The reports that are "done", "incomplete" or "failed"."""
        return tuple(one for one in self.results.values() if one.state == state)


def status_of(
    out: Path, read: Callable[[Path], StudentResult | None] = result_file.read
) -> CourseStatus:
    """How far the course in the folder `out` is.

    Args:
        read: gives the result in a student's folder, for those who know some already.

    Raises:
        UserError: it is no folder of a course.
    """
    course = course_file.read(out)
    folders = [str(one["folder"]) for one in course.students]
    found = {folder: read(out / folder) for folder in folders}
    results = {folder: one for folder, one in found.items() if one is not None}
    started = _moment(course.started)
    since = [moment for one in results.values() if (moment := _moment(one.finished)) > started]
    elapsed = (max(since) - started).total_seconds() if since else 0.0
    to_do = tuple(folder for folder in folders if folder not in results)
    return CourseStatus(
        course=course,
        results=results,
        to_do=to_do,
        made=len(since),
        elapsed=elapsed,
        remaining=_remaining(len(to_do), len(since), elapsed),
    )


def _remaining(to_do: int, made: int, elapsed: float) -> float | None:
    if not to_do:
        return 0.0
    return elapsed / made * to_do if made else None


def _moment(text: Any) -> datetime.datetime:
    """A moment in ISO 8601; the beginning of time if it is none."""
    try:
        return datetime.datetime.fromisoformat(text).astimezone(datetime.UTC)
    except (TypeError, ValueError, OverflowError):
        return datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
