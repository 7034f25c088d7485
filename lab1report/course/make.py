"""Makes what a course's folder holds: the reports, then the page and the tables of them all."""

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from lab1report.course import course_file, page, tables
from lab1report.course.asked import require_scheduler, shard_of
from lab1report.course.building import CourseOutcome, Told, build_course
from lab1report.course.roster import Roster
from lab1report.course.running import announced
from lab1report.course.status import status_of
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.progress import Progress
from lab1report.quoting import reason


def make(
    roster: Roster,
    out: Path,
    progress: Progress,
    *,
    workers: int | None,
    scheduler: str | None,
    shard: str | None,
    told: Told | None,
) -> CourseOutcome:
    """Make the reports that are not there yet, and the tables; see `lab1report.build_course`."""
    if not roster.students:
        raise UserError(
            _("{roster}: no line of it is good, so that there is no report to make").format(
                roster=roster.path
            )
        )
    own = shard_of(shard, scheduler=scheduler)
    require_scheduler(scheduler, roster.students[0].settings.device)
    course_file.write(out, roster)
    try:
        with announced(out, progress) as announcing:
            outcome = build_course(
                roster.students,
                out,
                announcing,
                workers=workers or os.cpu_count() or 1,
                scheduler=scheduler,
                shard=own,
                told=told,
            )
    except BaseException:
        with suppress(UserError):  # what ends the course is said, not that a table is not written
            _write_tables(out)
        raise
    return replace(outcome, files=_write_tables(out))


def _write_tables(out: Path) -> tuple[Path, ...]:
    """Write what is about all students; also about those of a course that was interrupted.

    Raises:
        UserError: a file cannot be written; the reports are there all the same.
    """
    status = status_of(out)
    try:
        return (*page.write(out, status), *tables.write(out, status))
    except OSError as error:
        raise UserError(
            _(
                "{file} cannot be written ({reason}); if it is open in another program, close it "
                "there; if it is a folder, move it away; and run the command again"
            ).format(file=error.filename2 or error.filename or out, reason=reason(error))
        ) from error
