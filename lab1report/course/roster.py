"""Reads a roster, CSV or XLSX: the students whose reports can be made, and what is wrong with it.

Nothing is written or computed. A line that is wrong costs no other one its report; what makes the
whole file useless, as a head without a column for the variant, is an error.
"""

import itertools
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report.course.columns import Columns, columns_of
from lab1report.course.delimited import delimited_rows
from lab1report.course.file_kind import (
    EXAMINED,
    is_workbook,
    require_table,
    require_workbook,
)
from lab1report.course.folder_names import same_folder
from lab1report.course.row import Row
from lab1report.course.spoilt_letters import problem_of_names
from lab1report.course.student import (
    Cells,
    Given,
    Student,
    as_columns,
    read_student,
    require_written,
)
from lab1report.course.workbook import workbook_rows
from lab1report.errors import UserError
from lab1report.messages import _, joined, split_lines
from lab1report.progress import Progress, track
from lab1report.quoting import cut, quoted, unreadable
from lab1report.regular_file import open_regular
from lab1report.settings.options import check, placed

MOST_LINES: Final = 100_000
"""More is no course, and the settings of each take memory."""

_MOST_ABOVE: Final = 10  # lines above the head, such as the name of a group
_FEW: Final = 2  # columns
_OTHER_SEPARATOR: Final = re.compile(r"[,;\t].*[,;\t]")
_MOST_BYTES: Final = 32 * 2**20


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
        reading = _Reading(path, _columns(head, rows), shared)
        if not rows:
            raise UserError(_("there is no line below the head; add one for each student"))
    except OSError as error:
        raise unreadable(cut(str(path)), error) from error
    except UserError as error:
        raise UserError(joined(": ", (cut(str(path)), error))) from error
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
        start, size = file.read(EXAMINED), file.seek(0, os.SEEK_END)
    if size > _MOST_BYTES:
        raise UserError(
            _("more than {most} MB; is it the roster of a course? split it").format(
                most=_MOST_BYTES // 2**20
            )
        )
    if is_workbook(start):
        require_workbook(path)
        return workbook_rows(path)
    require_table(start)
    return delimited_rows(path)


def _columns(head: Row, rows: Sequence[Row]) -> Columns:
    """The columns that the `head` names.

    Raises:
        UserError: it names too few of them; perhaps since it cannot be read, or stands below.
    """
    problem = head.problem
    try:
        if not problem:
            return columns_of(head.cells)
    except UserError:
        problem = problem_of_names("\n".join(head.cells))
        if not problem:
            _require_no_head_in(rows[:_MOST_ABOVE])
            raise
    raise UserError(
        _("line {line}, which has to name the columns: {problem}").format(
            line=head.number, problem=problem
        )
    )


def _require_no_head_in(rows: Sequence[Row]) -> None:
    for row in rows:
        with suppress(UserError):
            columns_of(row.cells)
            break
    else:
        return
    raise UserError(
        _("the first line has to name the columns, as line {line} does; delete those above").format(
            line=row.number
        )
    )


class _Reading:
    """What was read so far, and who was there already."""

    def __init__(self, path: Path, columns: Columns, shared: Given) -> None:
        self.students: list[Student] = []
        self.bad_lines: list[BadLine] = []
        self._path, self._columns, self._shared = path, columns, shared
        self._remarks: dict[Remark, None] = {}
        self._lines: dict[str, dict[object, int]] = {"variant": {}, "email": {}}
        self._folders: dict[str, tuple[int, str]] = {}

    def take(self, row: Row) -> None:
        """Another line of the roster."""
        try:
            self._require_readable(row)
            cells = Cells(self._columns, row.cells)
            require_written(cells)
            student = read_student(
                row.number, cells, beside_roster=self._path.parent, shared=self._shared
            )
            self._require_new(student)
        except UserError as error:
            problems = split_lines(str(error))
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
        if row.cells == self._columns.heads[: len(row.cells)]:
            raise UserError(_("it names the columns once more; delete it"))
        width = len(self._columns.heads)
        if width > _FEW and len(row.cells) == 1 and _OTHER_SEPARATOR.search(row.cells[0]):
            raise UserError(
                _("its cells are parted by another sign than those of the first line; use that one")
            )
        if any(row.cells[width:]):
            raise UserError(
                _(
                    "it has {cells} cells and the head {columns}; put quotes around a cell with a "
                    "separator in it"
                ).format(cells=len(row.cells), columns=width)
            )

    def _require_new(self, student: Student) -> None:
        named = student.id or student.email or student.name
        line, earlier = self._folders.setdefault(same_folder(student.folder), (student.line, named))
        if line == student.line:
            return
        said = (
            _(
                "{student} stands on line {line} already; delete one of the two, or give each "
                "student an id of its own"
            )
            if named == earlier
            else _(
                "{student} and {other} on line {line} differ in capitals, spaces or the encoding "
                "of their letters alone, and would have one folder; delete one of the two, or give "
                "each student an id of its own"
            )
        )
        raise UserError(said.format(student=quoted(named), other=quoted(earlier), line=line))

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
