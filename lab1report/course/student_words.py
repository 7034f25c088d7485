"""The students' own words in a course: what of them no report can have, and what a report is of."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lab1report.course.roster import Roster
from lab1report.editions.content import LANGUAGE
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.own_words.finding import words_in
from lab1report.own_words.folder import MOST_BYTES, files_in
from lab1report.own_words.mistakes import in_order
from lab1report.own_words.possible_names import impossible_names
from lab1report.progress import Progress, track
from lab1report.quoting import first_of
from lab1report.regular_file import read_at_most

_MOST: Final = 3


@dataclass(frozen=True, kw_only=True)
class WrongWords:
    """Words of the student of a roster's `line` that no report can have.

    `problems` are sentences with file and line. Where several students have one folder, they stand
    at the first, whose line is `same_as` of the others.
    """

    line: int
    name: str
    problems: tuple[str, ...] = ()
    same_as: int | None = None

    @property
    def first_few(self) -> tuple[str, ...]:
        """The first of `problems`, and how many there are besides."""
        return first_few(self.problems)


def first_few(problems: Sequence[str]) -> tuple[str, ...]:
    """As many as are said of a student where others are told of as well."""
    return tuple(first_of(problems, _MOST))


def check_words(roster: Roster, progress: Progress) -> tuple[WrongWords, ...]:
    """See `lab1report.check_words`."""
    having = [(one, one.settings.words) for one in roster.students if one.settings.words]
    first: dict[Path, int] = {}
    found: dict[int, WrongWords] = {}
    for student, folder in track(progress, _("reading the students' words"), having):
        line, name = student.line, student.name
        earlier = first.setdefault(folder.resolve(), line)
        if earlier == line:
            if problems := _problems(folder):
                found[line] = WrongWords(line=line, name=name, problems=problems)
        elif earlier in found:
            found[line] = WrongWords(line=line, name=name, same_as=earlier)
    return tuple(found.values())


def _problems(folder: Path) -> tuple[str, ...]:
    """What is wrong with the words in `folder`, whatever the numbers will be."""
    try:
        found = words_in(folder, language=LANGUAGE)
    except UserError as error:
        return (str(error),)
    return in_order([*found.mistakes, *impossible_names(found.words)])


def hashes_of_words(folder: Path) -> dict[str, str]:
    """A hash for each file that is read of the words in `folder`; of one that cannot be, ""."""
    try:
        return {path.name: _hash_of(path) for path in files_in(folder)}
    except OSError:  # as the student's report says
        return {}


def _hash_of(path: Path) -> str:
    try:
        return hashlib.sha256(read_at_most(path, MOST_BYTES) or b"").hexdigest()
    except OSError:
        return ""
