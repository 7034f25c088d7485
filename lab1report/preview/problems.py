"""What is wrong with the student's words, as a page can show it beside the place."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from lab1report.own_words.folder import Words

_PLACE: Final = re.compile(r"([^/:\n]+/([^/:\n]+)\.md)(?::(\d+))?: (.+)")
_TABLE, _HEADING_OF_TABLE = "table", "results"

Kind = Literal["error", "warning"]
About = Literal["words", "settings"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One sentence on one place.

    `file` is how the user knows it ("words/cifar.md"), `line` counts from 1; `place` is the id of
    the heading in the page under which the file's words stand, `beside` that of a figure, table or
    heading within below which they stand from the line `since` on. "" and None are not known.
    """

    kind: Kind
    sentence: str
    file: str = ""
    line: int | None = None
    place: str = ""
    beside: str = ""
    since: int = 0
    about: About = "words"

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        return f"{where}: {self.sentence}" if where else self.sentence

    def to_document(self) -> dict[str, Any]:
        """The same for JSON."""
        return asdict(self)


def problems(kind: Kind, message: str, about: About = "words") -> Iterator[Problem]:
    """What a message of the program says, which has a line for each problem."""
    for line in message.splitlines():
        if found := _PLACE.fullmatch(line):
            file, section, number, sentence = found.groups()
            yield Problem(
                kind=kind,
                sentence=sentence,
                file=file,
                line=int(number) if number else None,
                place=_heading(section),
            )
        else:
            yield Problem(kind=kind, sentence=line, about=about)


def placed(problem: Problem, words: Words) -> Problem:
    """The same with what it is `beside`, if the text there has a place within the section."""
    for own in words.values():
        if own.file == problem.file and problem.line is not None:
            for expression in own.prose.expressions:
                line = int(expression.place.rpartition(":")[2])
                if expression.is_place and line <= problem.line:
                    beside = expression.instead or expression.references[0].in_page
                    problem = replace(problem, beside=beside, since=line)
    return problem


def _heading(section: str) -> str:
    """The id of the heading of the section for which a file is, as the templates give it."""
    return _HEADING_OF_TABLE if section == _TABLE else section.replace(".", "-")
