"""The rows of the teacher's page: a student each, expected or found, with what became of them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, get_args
from urllib.parse import quote

from lab1report.course.page_numbers import Numbers, numbers_of
from lab1report.course.result_file import State, StudentResult
from lab1report.messages import in_language
from lab1report.pages.glyphs import cleaned
from lab1report.report.headlines import Trained

RowState = State | Literal["missing"]
"""`missing`: no report has been made yet."""

Quantity = Literal["base", "best"]
QUANTITIES: Final[tuple[Quantity, ...]] = get_args(Quantity)
"""The networks whose accuracies are looked at: the base, and the one that was chosen."""

Edition = Literal["pdf", "html", "ipynb"]
_EDITIONS: Final[tuple[Edition, ...]] = ("pdf", "html", "ipynb")
_OWN_COLUMNS: Final = frozenset({"student_id", "last_name", "first_name", "name", "email", "group"})
"""Of `report_task.columns`; the others are the roster's own."""

_MOST_OF_REASON: Final = 400  # characters in a row; more is folded
_LONG: Final = 200
_MISSING: Final[Mapping[str, Any]] = {"state": "missing"}
_MOST_NUMBER: Final = 2**53  # up to which every program reads whole numbers as they are


@dataclass(frozen=True, kw_only=True)
class CourseRow:
    """A student of the course.

    Texts are without control characters and marks of direction. `classes` are the numbers and
    titles of the three; `links` lead from the course's folder to the student's files, as far as
    the result names them. `unreadable`: the result is not one that this program
    writes.  `further` are the roster's other columns.
    """

    place: int
    name: str
    student_id: str
    email: str
    group: str
    variant: int | None
    stream: str
    year: int | None
    classes: tuple[tuple[int, str], ...]
    folder: str
    on_roster: bool
    state: RowState
    reasons: tuple[str, ...] = ()
    numbers: Numbers | None = None
    unreadable: bool = False
    links: Mapping[Edition, str] = field(default_factory=dict)
    pages: int | None = None
    seconds: float | None = None
    finished: str = ""
    host: str = ""
    version: str = ""
    further: Mapping[str, str] = field(default_factory=dict)

    @property
    def class_ids(self) -> tuple[int, ...]:
        return tuple(id for id, _ in self.classes)

    @property
    def triple(self) -> tuple[int, ...]:
        """The classes in the order of their numbers: equal for students with the same images."""
        return tuple(sorted(self.class_ids))

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The reasons, each with its beginning if it is too long for a row, else with nothing."""
        return tuple(
            (f"{one[:_LONG]}…" if len(one) > _MOST_OF_REASON else "", one) for one in self.reasons
        )

    @property
    def measurement(self) -> tuple[object, ...] | None:
        """Equal for rows whose numbers come from the same trainings; None without numbers."""
        return None if self.numbers is None else (self.triple, self.numbers.measured)


@dataclass(frozen=True, kw_only=True)
class SameVariant:
    """Students of one group who have the same variant and classes, two at least."""

    group: str
    variant: int
    rows: tuple[CourseRow, ...]


def rows_of(
    expected: Sequence[Mapping[str, Any]],
    results: Mapping[str, StudentResult],
    language: str = "ru",
) -> tuple[CourseRow, ...]:
    """The expected students in their order, then results that are nobody's on the roster.

    Args:
        expected: the students as `course_file.Course` has them.
        results: by the students' folders.
        language: of the reasons why a report is not done.
    """
    found = {folder: _of_result(result, language) for folder, result in results.items()}
    rows = [
        _row(place, one["folder"], one["student"], one["assignment"], found.get(one["folder"]))
        for place, one in enumerate(expected)
    ]
    known = {row.folder for row in rows}
    for folder, result in sorted(results.items()):
        if folder not in known:
            assignment = _mapping(_mapping(result.report).get("assignment"))
            row = _row(len(rows), folder, _mapping(result.student), assignment, found[folder])
            rows.append(replace(row, on_roster=False))
    return tuple(rows)


def measurements(rows: Sequence[CourseRow]) -> list[CourseRow]:
    """The first row of each measurement: equal trainings say nothing twice."""
    first: dict[object, CourseRow] = {}
    for row in rows:
        if row.measurement is not None:
            first.setdefault(row.measurement, row)
    return [*first.values()]


def accuracy_of(row: CourseRow, quantity: Quantity) -> Trained | None:
    """The base or the best network of a row."""
    return getattr(row.numbers, quantity) if row.numbers is not None else None


def same_variant(rows: Sequence[CourseRow]) -> tuple[SameVariant, ...]:
    """The variants of the roster that several students of a group have with the same classes.

    Where the teacher named other classes for one of them, the variant decides nothing.
    """
    found: dict[tuple[str, int, tuple[int, ...]], list[CourseRow]] = {}
    for row in rows:
        if row.on_roster and row.variant is not None:
            found.setdefault((row.group, row.variant, row.class_ids), []).append(row)
    return tuple(
        SameVariant(group=group, variant=variant, rows=tuple(same))
        for (group, variant, _), same in found.items()
        if len(same) > 1
    )


def _row(
    place: int,
    folder: str,
    student: Mapping[str, Any],
    assignment: Mapping[str, Any],
    found: Mapping[str, Any] | None,
) -> CourseRow:
    classes = tuple(_classes(assignment.get("classes")))
    stream = _text(assignment.get("stream"))
    group = _text(student.get("group"))
    return CourseRow(
        place=place,
        name=_text(student.get("name")) or _text(folder),
        student_id=_text(student.get("student_id")),
        email=_text(student.get("email")),
        group=f"{group} {stream}".strip() if group.isdigit() else group,
        variant=_whole(assignment.get("variant")),
        stream=stream,
        year=_whole(assignment.get("year")),
        classes=classes,
        folder=folder,
        on_roster=True,
        further={
            head: _text(value)
            for name, value in student.items()
            if name not in _OWN_COLUMNS and (head := _text(name))
        },
        **(_MISSING if found is None else found),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _classes(found: object) -> Iterator[tuple[int, str]]:
    for one in found if isinstance(found, list | tuple) else ():
        match one:
            case {"id": id, "title": title} if (number := _whole(id)) is not None:
                yield number, _text(title)


def _of_result(result: StudentResult, language: str) -> dict[str, Any]:
    """What the result says; its file may have been changed by anybody."""
    try:
        return _as_written(result, language)
    except (TypeError, AttributeError, ValueError):
        return {"state": "failed", "unreadable": True}


def _as_written(result: StudentResult, language: str) -> dict[str, Any]:
    if result.state not in get_args(State):
        raise ValueError("no state of a result")
    seconds = result.seconds if isinstance(result.seconds, int | float) else None
    return {
        "state": result.state,
        "reasons": tuple(_text(in_language(one, language)) for one in result.reasons),
        "numbers": numbers_of(result),
        "links": _links(result),
        "pages": _whole(result.pages),
        "seconds": float(seconds) if seconds is not None and math.isfinite(seconds) else None,
        "finished": _text(result.finished),
        "host": _text(result.host),
        "version": _text(result.versions.get("lab1report")),
    }


def _links(result: StudentResult) -> dict[Edition, str]:
    """The first file of each edition; a name that is more than a name is none."""
    if not _is_name(result.folder):
        return {}
    found: dict[Edition, str] = {}
    for edition in _EDITIONS:
        for name in result.files:
            if name.endswith(f".{edition}") and _is_name(name):
                found[edition] = f"{quote(result.folder, safe='')}/{quote(name, safe='')}"
                break
    return found


def _is_name(name: str) -> bool:
    return name not in ("", ".", "..") and not any(sign in name for sign in "/\\\0")


def _whole(value: object) -> int | None:
    return value if type(value) is int and abs(value) < _MOST_NUMBER else None


def _text(value: object) -> str:
    """A text as it can stand in a line, whatever was given."""
    return cleaned(str(value)) or "" if value is not None else ""
