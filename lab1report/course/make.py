"""Makes what a course's folder holds: the reports, then the page and the tables of them all."""

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from lab1report.course import course_file, page, tables
from lab1report.course.building import CourseOutcome, Shard, Told, build_course
from lab1report.course.roster import Roster
from lab1report.course.running import announced
from lab1report.course.status import status_of
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.progress import Progress
from lab1report.quoting import quoted

_SHARD: Final = re.compile(r"([1-9][0-9]{0,5})/([1-9][0-9]{0,5})")


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
    own = shard_of(shard)
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
    finally:  # also of what was made until an interruption
        status = status_of(out)
        files = (*page.write(out, status), *tables.write(out, status))
    return replace(outcome, files=files)


def shard_of(given: str | None) -> Shard | None:
    """The shard that a user wrote as "3/20".

    Raises:
        UserError: there is no such one.
    """
    if given is None:
        return None
    found = _SHARD.fullmatch(given)
    if found is None or int(found[1]) > int(found[2]):
        raise UserError(
            _("--shard {given}: must be such as 3/20, the third of twenty parts").format(
                given=quoted(given)
            )
        )
    return Shard(int(found[1]), int(found[2]))
