"""Says what is wrong in the student's words, by file and line."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from lab1report.errors import UserError
from lab1report.messages import joined, ngettext

_MOST: Final = 20
"""So many mistakes of a file are said: one with more is of another kind, such as saved HTML."""
_PLACE: Final = re.compile(r"(.+?\.md)(?::(\d+))?: ")


def in_order(messages: Iterable[str]) -> tuple[str, ...]:
    """Each once; those of a file stand together, by their lines."""
    files: dict[str, int] = {}

    def key(message: str) -> tuple[int, int]:
        found = _PLACE.match(message)
        line = found[2] if found else None
        return files.setdefault(_file(message), len(files)), int(line or 0)

    return tuple(sorted(dict.fromkeys(messages), key=key))


class MistakesError(UserError):
    """The words cannot be printed; `mistakes` are all that is wrong, the message the first few."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__(joined("\n", _first(mistakes)))
        self.mistakes = mistakes


def refusal(messages: Iterable[str]) -> MistakesError:
    """An error that says them, a line each, and of a file with many how many there are besides."""
    return MistakesError(in_order(messages))


def _first(messages: Iterable[str]) -> Iterator[str]:
    for file, every in groupby(messages, key=_file):
        of_file = list(every)
        most = _MOST if file else len(of_file)
        yield from of_file[:most]
        if more := len(of_file[most:]):
            text = ngettext("{file}: and {count} more", "{file}: and {count} more", more)
            yield text.format(file=file, count=more)


def _file(message: str) -> str:
    """The file that a message names, empty for none."""
    return found[1] if (found := _PLACE.match(message)) else ""
