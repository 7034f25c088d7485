"""Reads a roster, CSV or XLSX: the students whose reports can be made, and what is wrong with it.

Nothing is written or computed. A line that is wrong costs no other one its report; what makes the
whole file useless, as a head without a column for the variant, is an error.
"""

import itertools
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report.course.columns import Columns, columns_of
from lab1report.course.delimited import delimited_rows
from lab1report.course.folder_names import same_folder
from lab1report.course.row import Row
from lab1report.course.student import Cells, Given, Student, as_columns, read_student
from lab1report.course.workbook import workbook_rows
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.progress import Progress, track
from lab1report.quoting import cut, quoted, unreadable
from lab1report.regular_file import open_regular
from lab1report.settings.options import check, placed

MOST_LINES: Final = 100_000
"""More is no course, and the settings of each take memory."""

_MOST_BYTES: Final = 32 * 2**20
_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel until 2003, and locked workbooks


@dataclass(frozen=True, kw_only=True)
class BadLine:
    """A line of which no report is made, and a sentence for each reason."""

    line: int
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a teacher should know of good lines: of one, or of all (`line` None)."""

    line: int | None
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Roster:
    """What a roster says: its lines in their order, each a student or bad; none is left out.

    `further` are the heads of columns that mean nothing here and go into what is written of the
    students.
    """

    path: Path
    students: tuple[Student, ...]
    bad_lines: tuple[BadLine, ...]
    remarks: tuple[Remark, ...]
    further: tuple[str, ...]


def read_roster(path: Path, options: Mapping[str, Any], progress: Progress) -> Roster:
    """See `lab1report.read_roster` for arguments and errors."""
    shared = placed(options)
    check(shared)
    try:
        head, *rows = _rows(path)
        if head.problem:
            raise UserError(
                _("line {line}, which has to name the columns: {problem}").format(
                    line=head.number, problem=head.problem
                )
            )
        reading = _Reading(path, columns_of(head.cells), shared)
        if not rows:
            raise UserError(_("there is no line below the head; add one for each student"))
    except OSError as error:
        raise unreadable(cut(str(path)), error) from error
    except UserError as error:
        raise UserError(f"{cut(str(path))}: {error}") from error
    for row in track(progress, _("reading the roster"), rows):
        reading.take(row)
    return reading.roster()


def _rows(path: Path) -> list[Row]:
    """The rows that are not blank, one at least.

    Raises:
        UserError: there are none, or more than a course has.
        OSError: the file cannot be read.
    """
    every = (row for row in _rows_of_kind(path) if not row.is_blank)
    rows = list(itertools.islice(every, MOST_LINES + 2))
    if len(rows) > MOST_LINES + 1:
        raise UserError(
            _("more than {most} lines; is it the roster of a course? split it").format(
                most=MOST_LINES
            )
        )
    if not rows:
        raise UserError(_("there is nothing in it; the first line has to name the columns"))
    return rows


def _rows_of_kind(path: Path) -> Iterator[Row]:
    """By the kind of the file, and not by its name."""
    with open_regular(path) as file:
        start, size = file.read(len(_COMPOUND)), file.seek(0, os.SEEK_END)
    if start.startswith(_COMPOUND):
        raise UserError(
            _("an Excel file of an old kind, or a locked one; save it as XLSX without a password")
        )
    if size > _MOST_BYTES:
        raise UserError(
            _("more than {most} MB; is it the roster of a course? split it").format(
                most=_MOST_BYTES // 2**20
            )
        )
    return workbook_rows(path) if start.startswith(_ZIP) else delimited_rows(path)


class _Reading:
    """What was read so far, and who was there already."""

    def __init__(self, path: Path, columns: Columns, shared: Given) -> None:
        self.students: list[Student] = []
        self.bad_lines: list[BadLine] = []
        self._path, self._columns, self._shared = path, columns, shared
        self._remarks: dict[Remark, None] = {}
        self._lines: dict[str, dict[object, int]] = {"id": {}, "variant": {}, "email": {}}

    def take(self, row: Row) -> None:
        """Another line of the roster."""
        try:
            self._require_readable(row)
            cells = Cells(self._columns, row.cells)
            student = read_student(
                row.number, cells, beside_roster=self._path.parent, shared=self._shared
            )
            self._require_new(student)
        except UserError as error:
            problems = tuple(str(error).split("\n"))
            self.bad_lines.append(BadLine(line=row.number, problems=problems))
            return
        self.students.append(student)
        self._remark(student)

    def roster(self) -> Roster:
        return Roster(
            path=self._path,
            students=tuple(self.students),
            bad_lines=tuple(self.bad_lines),
            remarks=tuple(self._remarks),
            further=tuple(self._columns.further),
        )

    def _require_readable(self, row: Row) -> None:
        if row.problem:
            raise UserError(row.problem)
        width = len(self._columns.heads)
        if any(row.cells[width:]):
            raise UserError(
                _(
                    "it has {cells} cells and the head {columns}; put quotes around a cell with a "
                    "separator in it"
                ).format(cells=len(row.cells), columns=width)
            )

    def _require_new(self, student: Student) -> None:
        earlier = self._earlier("id", same_folder(student.folder), student.line)
        if earlier is not None:
            named = student.id or student.email or student.name
            raise UserError(
                _(
                    "{student} stands on line {line} already; delete one of the two, or give each "
                    "student an id of its own"
                ).format(student=quoted(named), line=earlier)
            )

    def _remark(self, student: Student) -> None:
        """Tell of what is seldom meant, and what was understood otherwise than it may be meant."""
        for notice in student.settings.notices:
            self._remarks[Remark(line=None, sentence=as_columns(notice, self._columns))] = None
        assignment = student.settings.assignment
        group = assignment.group_code or f"{assignment.group} {assignment.stream or ''}".strip()
        if not assignment.named_by_teacher:
            variant = group, assignment.variant, assignment.year
            self._tell_doubled(
                "variant",
                variant,
                student.line,
                _("group {group} has variant {variant} on line {line} already; is it right twice?"),
                {"group": group, "variant": str(assignment.variant)},
            )
        if student.email:
            self._tell_doubled(
                "email",
                student.email.casefold(),
                student.line,
                _("{email} stands on line {line} already; is it right twice?"),
                {"email": cut(student.email)},
            )

    def _tell_doubled(
        self, kind: str, value: object, line: int, said: str, fields: Mapping[str, str]
    ) -> None:
        earlier = self._earlier(kind, value, line)
        if earlier is not None:
            self._remarks[Remark(line=line, sentence=said.format(**fields, line=earlier))] = None

    def _earlier(self, kind: str, value: object, line: int) -> int | None:
        """The first line with this value, if it is another one."""
        first = self._lines[kind].setdefault(value, line)
        return first if first != line else None
