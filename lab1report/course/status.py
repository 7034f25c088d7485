"""How far a course is: what is done, what failed and why, what is to do and how long it takes."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lab1report.course import course_file, result_file
from lab1report.course.result_file import RESULT_FILE, StudentResult
from lab1report.course.running import Builds, RunningBuild
from lab1report.course.student_folder import require_own
from lab1report.errors import UserError


@dataclass(frozen=True, kw_only=True)
class CourseStatus:
    """The reports of a course's folder, in the order of the roster.

    `results` are those that were made and are whole, by folder; `to_do` the folders of all others,
    which the next build makes. Of these `damaged` names the files of those that were made already:
    they are missing, or not as they were written.
    `made` is how many since the last start of a build, which was `elapsed` seconds ago until the
    last of them was finished. `remaining` is how many seconds the rest takes if it goes on like
    that, without those that are `damaged`; None if there is nothing to judge from. `builds` are
    those that run now, as far as somebody has looked.
    """

    course: course_file.Course
    results: Mapping[str, StudentResult]
    to_do: tuple[str, ...]
    made: int
    elapsed: float
    remaining: float | None
    damaged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    builds: tuple[RunningBuild, ...] = ()

    def in_state(self, state: str) -> tuple[StudentResult, ...]:
        """The reports that are "done", "incomplete" or "failed"."""
        return tuple(one for one in self.results.values() if one.state == state)

    @property
    def made_up(self) -> tuple[StudentResult, ...]:
        """The reports of the demo set, whose images are drawn by the program."""
        return tuple(one for one in self.results.values() if (one.report or {}).get("demo"))

    @property
    def is_done(self) -> bool:
        """Whether every line of the roster has its report, whole and complete."""
        every = len(self.course.students)
        return not self.course.bad_lines and len(self.in_state("done")) == every


def status_of(
    out: Path,
    read: Callable[[Path], StudentResult | None] = result_file.read,
    damaged: Callable[[Path, StudentResult], tuple[str, ...]] = result_file.damaged,
) -> CourseStatus:
    """How far the course in the folder `out` is.

    Args:
        read: gives the result in a student's folder, for those who know some already.
        damaged: names the files of a report that make it one to be made again.

    Raises:
        UserError: it is no folder of a course.
    """
    course = course_file.read(out)
    results: dict[str, StudentResult] = {}
    to_do, broken = [], {}
    for student in course.students:
        folder, result = str(student["folder"]), _found(out, student, read)
        files = _unreadable(out / folder) if result is None else damaged(out / folder, result)
        if result is not None and not files:
            results[folder] = result
            continue
        to_do.append(folder)
        if files:
            broken[folder] = files
    started = _moment(course.started)
    since = [moment for one in results.values() if (moment := _moment(one.finished)) > started]
    elapsed = (max(since) - started).total_seconds() if since else 0.0
    return CourseStatus(
        course=course,
        results=results,
        to_do=tuple(to_do),
        made=len(since),
        elapsed=elapsed,
        # What only its files have lost is stored: it takes no training
        remaining=_remaining(len(to_do) - len(broken), len(since), elapsed),
        damaged=broken,
    )


def with_builds(out: Path) -> CourseStatus:
    """The same, with the builds that run now.

    Raises:
        UserError: it is no folder of a course.
    """
    return replace(status_of(out), builds=Builds(out).look())


def _found(
    out: Path, student: Mapping[str, Any], read: Callable[[Path], StudentResult | None]
) -> StudentResult | None:
    """The student's result; without a place for the folder it is a failure that no file says."""
    try:
        require_own(out / student["folder"])
    except UserError as error:
        return StudentResult(
            folder=student["folder"],
            key="",
            state="failed",
            student=student["student"],
            reasons=(str(error),),
        )
    return read(out / student["folder"])


def _unreadable(folder: Path) -> tuple[str, ...]:
    """The result of a report that cannot be read, if there is one."""
    try:
        return (RESULT_FILE,) if (folder / RESULT_FILE).is_file() else ()
    except (OSError, ValueError):
        return ()


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
