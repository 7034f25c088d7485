"""Makes what a course's folder holds: the reports, then the page and the tables of them all."""

import os
import re
from contextlib import suppress
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
from lab1report.model import CPU, DeviceChoice
from lab1report.progress import Progress
from lab1report.quoting import quoted
from lab1report.settings.device import resolve

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
    if scheduler is not None:
        _require_scheduler(scheduler, roster.students[0].settings.device)
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
        with suppress(OSError):  # what ends the course is said, not that a table is not written
            _write_tables(out)
        raise
    return replace(outcome, files=_write_tables(out))


def _write_tables(out: Path) -> tuple[Path, ...]:
    """Write what is about all students; also about those of a course that was interrupted."""
    status = status_of(out)
    return (*page.write(out, status), *tables.write(out, status))


def _require_scheduler(address: str, device: DeviceChoice) -> None:
    """Find out before any work whether there is one.

    Raises:
        UserError: there is none, or its workers cannot do what is asked.
    """
    if resolve(device) != CPU:
        raise UserError(
            _("--scheduler: workers train on their processors; give --device cpu as well")
        )
    from lab1report.runs.cluster.client import require  # which takes Dask

    require(address)


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
