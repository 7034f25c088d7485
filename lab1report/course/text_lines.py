"""The lines of a text file whose encoding nobody has named: UTF-8, UTF-16, or CP1251.

Each line is decoded by itself, so that a file put together from several encodings is read as it was
meant. What was lost or garbled before it came here cannot be mended: such a line has a problem.
"""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from lab1report.course.row import MOST_CHARACTERS
from lab1report.course.spoilt_letters import problem_of_line
from lab1report.messages import _
from lab1report.regular_file import open_regular

_MARKS: Final = {  # UTF-32 first, whose mark begins as that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_EXAMINED: Final = 4096  # bytes
_WIDE_SHARE: Final = 0.3  # of NULs at every other place: Latin letters and separators in UTF-16
_BYTES_AS_THEY_ARE: Final = "latin-1"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its end, counted from 1; or `problem`, why it cannot be read."""

    number: int
    text: str
    problem: str = ""


def text_lines(path: Path) -> Iterator[Line]:
    """The lines of the file, one by one.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    with open_regular(path) as file:
        encoding = _wide_encoding(file)
        text = io.TextIOWrapper(file, encoding or _BYTES_AS_THEY_ARE, errors="replace", newline="")
        for number, read in enumerate(_pieces(text), start=1):
            if read is None:
                yield Line(number, "", _too_long())
                continue
            found = read if encoding else _decoded(read.encode(_BYTES_AS_THEY_ARE))
            yield Line(number, found, problem_of_line(found))


def _wide_encoding(file: BinaryIO) -> str | None:
    """The encoding, if it has several bytes a letter; `file` is after the mark, if there is one."""
    start = file.read(_EXAMINED)
    file.seek(0)
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            file.seek(len(mark))
            return encoding
    if start.startswith(codecs.BOM_UTF8):
        file.seek(len(codecs.BOM_UTF8))
    half = len(start) // 2
    nuls = start[::2].count(0), start[1::2].count(0)
    if max(nuls) > _WIDE_SHARE * half and min(nuls) < max(nuls) / 2:
        return "utf-16-be" if nuls[0] > nuls[1] else "utf-16-le"
    return None


def _pieces(text: io.TextIOWrapper) -> Iterator[str | None]:
    """Line by line; None in place of one that is too long."""
    while line := text.readline(MOST_CHARACTERS):
        if len(line) < MOST_CHARACTERS or line.endswith(("\n", "\r")):
            yield line
            continue
        while (rest := text.readline(MOST_CHARACTERS)) and not rest.endswith(("\n", "\r")):
            pass
        yield None


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1251", "replace")


def _too_long() -> str:
    return _("it has more than {characters} characters; is this the file that was meant?").format(
        characters=MOST_CHARACTERS
    )
