"""The file `course.json` in the folder of a course: whose reports there are to be."""

import datetime
import errno
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report.course.report_task import columns
from lab1report.course.roster import Roster
from lab1report.course.student import Student
from lab1report.errors import UserError
from lab1report.messages import _, from_each, in_each, marked
from lab1report.quoting import cut, reason, unreadable
from lab1report.regular_file import is_link, read_at_most
from lab1report.report.json_text import pretty
from lab1report.store.atomic_write import write_all

COURSE_FILE: Final = "course.json"
FORMAT: Final = 2
_READ: Final = (1, FORMAT)  # the first had sentences in one language
_MOST_BYTES: Final = 2**28  # of 100,000 students
_NOWHERE: Final = marked(
    "{folder}: there is no such folder; name the one that 'lab1report course build' wrote, which "
    "its --out says (by default reports)"
)
_A_FILE: Final = marked(
    "{folder}: a file; name the folder that 'lab1report course build' wrote, which its --out says "
    "(by default reports)"
)
_NO_COURSE: Final = marked(
    "{folder}: no reports of a course, which have a file {name}; 'lab1report course build' makes it"
)
_DAMAGED: Final = marked(
    "{folder}: its {name} is damaged, or of another version of lab1report; the same 'lab1report "
    "course build' writes it again, and makes no report that is there"
)
_ELSEWHERE: Final = frozenset("/\\:\0")  # in what is no name of a folder


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
            {"line": bad.line, "problems": [in_each(problem) for problem in bad.problems]}
            for bad in roster.bad_lines
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
        UserError: it is no folder of a course, or its file is damaged; with the remedy.
    """
    try:
        if is_link(out / COURSE_FILE):  # the next build replaces it
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        document = json.loads(read_at_most(out / COURSE_FILE, _MOST_BYTES) or b"")
        if document["format"] not in _READ:
            raise ValueError
        students, bad_lines = document["students"], [*map(_bad_line, document["bad_lines"])]
        if not all(map(_is_student, students)):
            raise ValueError
        return Course(
            roster=document["roster"],
            started=document["started"],
            students=tuple(students),
            bad_lines=tuple(bad_lines),
        )
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENOTDIR):
            raise unreadable(cut(str(out / COURSE_FILE)), error) from error
        said = _(_NO_COURSE) if out.is_dir() else _(_A_FILE) if out.exists() else _(_NOWHERE)
    except (ValueError, KeyError, TypeError, RecursionError):
        said = _(_DAMAGED)
    raise UserError(said.format(folder=cut(str(out)), name=COURSE_FILE))


def _is_student(one: Any) -> bool:
    """Whether it is an entry as `_expected` makes it, whose folder leads nowhere else."""
    match one:
        case {
            "folder": str() as folder,
            "student": {"name": _, "group": _},
            "assignment": {
                "group": _,
                "variant": _,
                "stream": _,
                "year": _,
                "classes": list() as classes,
            },
        }:
            is_name = bool(folder) and folder[0] != "." and not _ELSEWHERE.intersection(folder)
            return is_name and all(map(_is_class, classes))
    return False


def _is_class(one: Any) -> bool:
    return isinstance(one, dict) and "id" in one


def _bad_line(one: Any) -> Mapping[str, Any]:
    """The entry with its sentences in the user's language.

    Raises:
        ValueError: it is none.
    """
    match one:
        case {"line": int() as line, "problems": list() as problems}:
            sentences = [*map(from_each, problems)]
            if None not in sentences:
                return {"line": line, "problems": sentences}
    raise ValueError


def _expected(student: Student) -> dict[str, Any]:
    return {
        "folder": student.folder,
        "student": columns(student),
        "assignment": student.settings.assignment.to_document(),
    }
