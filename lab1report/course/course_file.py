"""The file `course.json` in the folder of a course: whose reports there are to be."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report.course.report_task import columns
from lab1report.course.roster import Roster
from lab1report.course.student import Student
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.quoting import reason
from lab1report.regular_file import read_at_most
from lab1report.report.json_text import pretty
from lab1report.store.atomic_write import write_all

COURSE_FILE: Final = "course.json"
FORMAT: Final = 1
_MOST_BYTES: Final = 2**28  # of 100,000 students


@dataclass(frozen=True, kw_only=True)
class Course:
    """The students whose reports a folder is for, and when the last build of them began.

    Each of `students` has `folder`, `assignment` as in `results.json`, and the roster's columns
    under `student`. `bad_lines` are those of the roster, each with `line` and `problems`. `started`
    is a moment (ISO 8601, UTC).
    """

    roster: str
    started: str
    students: tuple[Mapping[str, Any], ...]
    bad_lines: tuple[Mapping[str, Any], ...]


def write(out: Path, roster: Roster) -> None:
    """Write down whom the build is for, before it begins.

    Raises:
        UserError: the folder cannot be made, or nothing be written there.
    """
    document = {
        "format": FORMAT,
        "roster": roster.path.name,
        "started": datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds"),
        "students": [_expected(student) for student in roster.students],
        "bad_lines": [
            {"line": bad.line, "problems": list(bad.problems)} for bad in roster.bad_lines
        ],
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_all({out / COURSE_FILE: pretty(document).encode()})
    except OSError as error:
        raise UserError(
            _("--out {folder}: cannot be written ({reason})").format(
                folder=out, reason=reason(error)
            )
        ) from error


def read(out: Path) -> Course:
    """Whose reports the folder `out` is for.

    Raises:
        UserError: it is no folder of a course.
    """
    try:
        document = json.loads(read_at_most(out / COURSE_FILE, _MOST_BYTES) or b"")
        if document["format"] != FORMAT:
            raise ValueError
        return Course(
            roster=document["roster"],
            started=document["started"],
            students=_records(document["students"]),
            bad_lines=_records(document["bad_lines"]),
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise UserError(
            _(
                "{folder}: no reports of a course, which have a file {name}; "
                "'lab1report course build' makes it"
            ).format(folder=out, name=COURSE_FILE)
        ) from None


def _records(found: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    return tuple(dict(one) for one in found)


def _expected(student: Student) -> dict[str, Any]:
    return {
        "folder": student.folder,
        "student": columns(student),
        "assignment": student.settings.assignment.to_document(),
    }
