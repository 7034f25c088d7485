"""A line of a roster as the settings of one report: the checks are those of a single build."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from lab1report import resources
from lab1report.course.columns import Columns
from lab1report.course.folder_names import folder_name
from lab1report.course.spoilt_letters import problem_of_names
from lab1report.errors import UserError
from lab1report.messages import _, joined, mapped
from lab1report.own_words.folder import files_in
from lab1report.quoting import cut, quoted
from lab1report.settings.options import Settings, beside, settings_of

_OF_REPORTS: Final = (
    *("group_code", "group", "stream", "variant", "year", "classes", "teacher", "seed", "words"),
)
"""The columns that are options of a report, by the same names."""

_NUMBERS: Final = ("group", "variant", "year", "seed")
_NAMES: Final = (
    *("student_id", "last_name", "first_name", "middle_name", "student", "teacher"),
    *("group_code", "group", "stream"),
)
_WHOLE: Final = re.compile(r"([0-9]+)[.,]0+")  # 7.0, as programs write a column with gaps
_SHORTENED: Final = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+")  # 1.23457E+11 of a spreadsheet
_LANGUAGE: Final = "ru"
_OPTION: Final = re.compile(rf"--({'|'.join(_OF_REPORTS).replace('_', '-')})\b")

Given = Mapping[str, tuple[Any, str]]
"""Values of options by name, each with what a message calls its place."""


@dataclass(frozen=True, kw_only=True)
class Student:
    """Somebody of the course, and the settings of the report that is to be made.

    `line` is that of the roster. `id`, names and `email` are as they stand there, "" where they do
    not; `name` is how a table shows the student. `folder` is the name of a folder that no other
    student has. `language` is that of the report. `further` are the other columns, by their heads.
    `settings` are checked; whoever builds the report gives them an output folder.
    """

    line: int
    id: str
    last_name: str
    first_name: str
    email: str
    name: str
    folder: str
    language: str
    settings: Settings
    further: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cells:
    """The cells of a line by what they mean; those that are empty or not there are ""."""

    columns: Columns
    texts: Sequence[str]

    def __getitem__(self, name: str) -> str:
        place = self.columns.known.get(name)
        return "" if place is None or place >= len(self.texts) else self.texts[place]

    @property
    def further(self) -> dict[str, str]:
        there = self.columns.further.items()
        return {name: self.texts[place] for name, place in there if place < len(self.texts)}

    @cached_property
    def first_names(self) -> str:
        return " ".join(filter(None, (self["first_name"], self["middle_name"])))

    @property
    def name(self) -> str:
        """In full, the family's first, so that it sorts."""
        return self["student"] or " ".join(filter(None, (self["last_name"], self.first_names)))

    @property
    def signature(self) -> str:
        """As the title page has it: initials, then the family's name."""
        if self["student"] or not (self["last_name"] and self.first_names):
            return self.name
        words = self.first_names.split()
        initials = ("-".join(f"{part[0]}." for part in word.split("-") if part) for word in words)
        return f"{''.join(initials)} {self['last_name']}"

    @property
    def identity(self) -> str:
        """What no two students of a course share."""
        group = self["group_code"] or self["group"]
        named = f"{self.name} {group}".strip() if self.name else ""
        return self["student_id"] or self["email"] or named


def read_student(line: int, cells: Cells, *, beside_roster: Path, shared: Given) -> Student:
    """The student of a line; `shared` are options that hold where the line has none.

    Raises:
        UserError: a sentence for each problem, a line each.
    """
    given = {**shared, **_options(cells, beside_roster)}
    problems = [
        *_missing(cells, given),
        *_unknown_language(cells),
        *_words_elsewhere(cells, beside_roster),
    ]
    settings = None
    if not problems:
        try:
            settings = settings_of(given)
        except UserError as error:
            problems.append(as_columns(str(error), cells.columns))
    if settings is None:
        raise UserError(joined("\n", problems))
    return Student(
        line=line,
        id=cells["student_id"],
        last_name=cells["last_name"],
        first_name=cells.first_names,
        email=cells["email"],
        name=cells.name or cells.identity,
        folder=folder_name(cells.identity),
        language=cells["lang"].casefold() or _LANGUAGE,
        settings=settings,
        further=cells.further,
    )


def require_written(cells: Cells) -> None:
    """Find out whether what a report needs of a line is as somebody has written it.

    Raises:
        UserError: it was spoilt on the way, or goes over several lines.
    """
    for name in cells.columns.known:
        if name != "classes" and len(cells[name].splitlines()) > 1:
            said = _(
                "{column} {value}: there is a line break in it; write it on one line, and see "
                "that a quote is closed where it should be"
            )
            column = cut(cells.columns.called(name))
            raise UserError(said.format(column=column, value=quoted(cells[name])))
    if problem := problem_of_names("\n".join(cells[name] for name in _NAMES)):
        raise UserError(problem)


def as_columns(message: str, columns: Columns) -> str:
    """A message that calls options as the command line does, with the names of columns."""

    def spelled(text: str) -> str:
        return _OPTION.sub(lambda found: quoted(columns.called(found[1].replace("-", "_"))), text)

    return mapped(spelled, message)


def _options(cells: Cells, beside_roster: Path) -> dict[str, tuple[Any, str]]:
    given: dict[str, tuple[Any, str]] = {}
    for name in _OF_REPORTS:
        if text := cells[name]:
            place = f"{cut(cells.columns.called(name))} {quoted(text)}"
            value: Any = text
            if name in _NUMBERS and (whole := _WHOLE.fullmatch(text)):
                value = whole[1]
            if name == "classes":  # a comma may part the cells of the roster
                value = [one for one in re.split(r"[\s,;]+", text) if one]
            given[name] = (beside(beside_roster, name, value), place)
    # Many rosters have the whole code in a column that is called "group"
    if "group" in given and "group_code" not in given and _has_letters(cells["group"]):
        given["group_code"] = given.pop("group")
    if cells.name:
        given["student"] = (cells.signature, quoted(cells.name))
    return given


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _missing(cells: Cells, given: Given) -> list[str]:
    """What is empty without which there is no report, with the name of the column to fill."""
    problems: list[str] = []
    if not cells.identity:
        problems.append(_("nobody is named; fill one of the columns that say who is meant"))
    if _SHORTENED.fullmatch(cells["student_id"]):
        problems.append(
            _(
                "{number} was shortened by a spreadsheet; make its column one of text, and type "
                "the number again"
            ).format(number=quoted(cells["student_id"]))
        )
    if "classes" in given:
        return problems
    called = cells.columns.called
    if "variant" not in given:
        problems.append(
            _("no variant; fill the column {column}, or name three classes").format(
                column=quoted(called("variant"))
            )
        )
    if not {"group", "group_code"} & given.keys():
        column = "group" if "group_code" not in cells.columns.known else "group_code"
        problems.append(
            _("no group; fill the column {column}").format(column=quoted(called(column)))
        )
    return problems


def _unknown_language(cells: Cells) -> list[str]:
    language = cells["lang"].casefold()
    if not language or language in (known := _languages()):
        return []
    problem = _(
        "{column} {value}: there are reports in {languages} only; write {language}, or leave the "
        "cell empty"
    ).format(
        language=_LANGUAGE,
        column=cut(cells.columns.called("lang")),
        value=quoted(cells["lang"]),
        languages=", ".join(known),
    )
    return [problem]


def _words_elsewhere(cells: Cells, beside_roster: Path) -> list[str]:
    """Words outside of the roster's folder: whoever wrote a line would say what is read there."""
    if not (given := cells["words"]):
        return []
    try:
        is_within = (beside_roster / given).resolve().is_relative_to(beside_roster.resolve())
    except (OSError, ValueError, RuntimeError):
        return []  # no such folder, as is said of it anyway
    column, value = cut(cells.columns.called("words")), quoted(given)
    if not is_within or given.startswith("~"):
        problem = _(
            "{column} {value}: the folder has to lie beside the roster, or in a folder there"
        )
        return [problem.format(column=column, value=value)]
    if (link := _link_elsewhere(beside_roster / given, beside_roster)) is None:
        return []
    problem = _("{column} {value}: {file} is a link to elsewhere; put the file itself there")
    return [problem.format(column=column, value=value, file=cut(link))]


def _link_elsewhere(folder: Path, beside_roster: Path) -> str | None:
    """The first file of a student's words that lies outside of the roster's folder."""
    root = beside_roster.resolve()
    try:
        return next(
            (path.name for path in files_in(folder) if not path.resolve().is_relative_to(root)),
            None,
        )
    except (OSError, RuntimeError):
        return None  # which is said when the words are read


def _languages() -> list[str]:
    """Those that have a title page."""
    pages = resources.folder("templates").glob("*/title.html.j2")
    return sorted(page.parent.name for page in pages)
