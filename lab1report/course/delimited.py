"""The rows of a table in a text file: commas, semicolons or tabs between cells, quotes about some.

A quote that does not close would make one cell of the rest of the file. So a cell goes on over a
few lines at most, and only if the row then has the columns of the head; else the line has a
problem, and the next is read by itself.
"""

import csv
import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from lab1report.course.row import MOST_CHARACTERS, MOST_COLUMNS, Row, clean
from lab1report.course.text_lines import Line, text_lines
from lab1report.messages import _

_DELIMITERS: Final = (",", ";", "\t")
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # which Excel writes and hides
_MOST_JOINED: Final = 10  # lines of one cell


def delimited_rows(path: Path) -> Iterator[Row]:
    """The rows, without blank lines.

    Raises:
        OSError: as of `text_lines`.
    """
    lines = text_lines(path)
    filled = (line for line in lines if line.problem or line.text.strip(" \t\r\n,;\ufeff"))
    delimiter = ""
    if (first := next(filled, None)) and (named := _SEPARATOR_LINE.fullmatch(first.text)):
        delimiter, first = named[1], next(filled, None)
    if first is None:
        return
    yield from _rows(itertools.chain([first], filled), delimiter or _delimiter(first.text))


def _delimiter(head: str) -> str:
    """What parts the head into the most cells."""
    return max(_DELIMITERS, key=lambda one: len(_cells([head], one) or ()))


def _rows(lines: Iterable[Line], delimiter: str) -> Iterator[Row]:
    width = 0
    source, waiting = iter(lines), deque[Line]()
    while line := waiting.popleft() if waiting else next(source, None):
        if line.problem:
            yield Row(number=line.number, problem=line.problem)
            continue
        cells = _cells([line.text], delimiter)
        if cells is None:
            waiting.extend(itertools.islice(source, _MOST_JOINED - len(waiting)))
            taken, cells = _joined(line, waiting, delimiter, width)
            for _unused in range(taken):
                waiting.popleft()
        if cells is None:
            yield Row(number=line.number, problem=_unclosed())
        elif len(cells) > MOST_COLUMNS:
            yield Row(number=line.number, problem=_too_wide())
        else:
            width = width or len(cells)
            yield Row(number=line.number, cells=cells)


def _joined(
    line: Line, following: Sequence[Line], delimiter: str, width: int
) -> tuple[int, tuple[str, ...] | None]:
    """How many lines more a row takes whose quote is open, and its cells; None: it never closes."""
    texts = [line.text]
    for taken, one in enumerate(following, start=1):
        texts.append(one.text)
        if one.problem or sum(map(len, texts)) > MOST_CHARACTERS:
            break
        if (cells := _cells(texts, delimiter)) is not None:
            return (taken, cells) if len(cells) == width else (0, None)
    return 0, None


def _cells(texts: Sequence[str], delimiter: str) -> tuple[str, ...] | None:
    """The cells of one row in these lines; None where a quote is not closed or stands alone."""
    reader = csv.reader(texts, delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        return tuple(map(clean, next(reader, [])))
    except csv.Error:
        return None


def _unclosed() -> str:
    return _('a quote (") is not closed, or stands alone within a cell; close it, or double it')


def _too_wide() -> str:
    return _("it has more than {columns} cells, which no roster has").format(columns=MOST_COLUMNS)
