"""What is wrong with the student's words, as a page can show it beside the place."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

_PLACE: Final = re.compile(r"([^/:\n]+/([^/:\n]+)\.md)(?::(\d+))?: (.+)")
_TABLE, _HEADING_OF_TABLE = "table", "results"

Kind = Literal["error", "warning"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One sentence on one place.

    `file` is how the user knows it ("words/cifar.md"), `line` counts from 1; `place` is the id of
    the heading in the page under which the file's words stand. "" and None are not known.
    """

    kind: Kind
    sentence: str
    file: str = ""
    line: int | None = None
    place: str = ""

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part)
        return f"{where}: {self.sentence}" if where else self.sentence

    def to_document(self) -> dict[str, Any]:
        """The same for JSON."""
        return asdict(self)


def problems(kind: Kind, message: str) -> Iterator[Problem]:
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
            yield Problem(kind=kind, sentence=line)


def _heading(section: str) -> str:
    """The id of the heading of the section for which a file is, as the templates give it."""
    return _HEADING_OF_TABLE if section == _TABLE else section.replace(".", "-")
