"""Reads what a font file says of itself: its family, which of the four faces it is, its licence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lab1report.figures.fonts import FACES
from lab1report.messages import _
from lab1report.quoting import cut, reason
from lab1report.regular_file import open_regular

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

LETTERS: Final = (
    *range(0x21, 0x7F),
    *range(0x410, 0x450),  # Russian
    *(0x401, 0x451, 0xAB, 0xBB, 0x2013, 0x2014),  # its last letter, quotation marks and dashes
)
"""Without these nothing can be written."""

_MOST_BYTES = 2**25  # Times New Roman has one million
_TRUE_TYPE = (b"\0\1\0\0", b"true")
_NEEDED = set(b"OS/2 cmap glyf head hhea hmtx loca maxp name post".split())
_ITALIC, _BOLD = 1, 1 << 5  # of fsSelection (OpenType 1.9.1, OS/2)
# Of fsType: no embedding unless another bit allows it; fonts as a whole only; their bitmaps only
_RESTRICTED, _ALLOWED, _WHOLE, _BITMAPS = 0x2, 0xC, 0x100, 0x200
_LONGEST_NAME = 60
_SIZE, _WIDEST = 12, 3  # pt of the letters that are tried; their widths, as a multiple of it


class WrongFontError(Exception):
    """A file is no font for a report; the message is the rest of a sentence that names it."""


class Face(NamedTuple):
    """A font file: its family, which of `FACES` it is, and its name within a PDF."""

    file: Path
    family: str
    face: str
    embedded: str


def read_face(file: Path) -> Face:
    """What a font file says it is.

    Raises:
        WrongFontError: it cannot be read, or is no TrueType font.
    """
    with _opened(file) as (font, table):
        face = FACES[bool(table["fsSelection"] & _BOLD) + 2 * bool(table["fsSelection"] & _ITALIC)]
        family = re.sub(r"[^\w .-]", "", font.family_name).strip()[:_LONGEST_NAME]
        embedded = re.sub(r"[^A-Za-z0-9-]", "", font.postscript_name)[:_LONGEST_NAME]
        return Face(file, family or "a font without a name", face, embedded or "Unnamed")


def require_usable(file: Path) -> None:
    """Make sure that a report may and can be set in a font.

    Raises:
        WrongFontError: its licence forbids to embed it in a PDF, or it lacks letters.
    """
    with _opened(file) as (font, table):
        rights = table["fsType"]
        if rights & (_WHOLE | _BITMAPS) or (rights & _RESTRICTED and not rights & _ALLOWED):
            raise WrongFontError(_("its licence forbids to embed letters of it in a PDF (fsType)"))
        glyphs = {code: font.get_char_index(code) for code in LETTERS}
        if lacking := [chr(code) for code, index in glyphs.items() if not index]:
            letters = ", ".join(lacking[:5])
            raise WrongFontError(_("it has no letter {letters}").format(letters=letters))
        font.set_size(_SIZE, 72)
        for code, index in glyphs.items():
            glyph = font.load_glyph(index)  # raises where its outline is damaged
            if not 0 < glyph.linearHoriAdvance < _WIDEST * _SIZE * 2**16:
                raise WrongFontError(
                    _("it is damaged (the width of {letter})").format(letter=chr(code))
                )


@contextmanager
def _opened(file: Path) -> Iterator[tuple["FT2Font", dict[str, Any]]]:
    """The font in a file, by FreeType, and its table OS/2."""
    from matplotlib.ft2font import FT2Font

    try:
        with open_regular(file) as content:
            if content.read(4) not in _TRUE_TYPE:
                raise WrongFontError(_("it is no TrueType font"))
            count = int.from_bytes(content.read(8)[:2], "big")
            tables = {content.read(16)[:4] for _ in range(count)}
            if not tables >= _NEEDED or not all(map(bytes.isascii, tables)):
                raise WrongFontError(_("it is damaged (a table is missing)"))
            if content.seek(0, 2) > _MOST_BYTES:
                most = _MOST_BYTES // 2**20
                raise WrongFontError(_("it has more than {megabytes} MB").format(megabytes=most))
            content.seek(0)
            font = FT2Font(content)
            table = font.get_sfnt_table("OS/2")
            if table is None:
                raise WrongFontError(_("it is damaged (its table OS/2)"))
            yield font, dict(table)
    except OSError as error:
        raise WrongFontError(
            _("it cannot be read ({reason})").format(reason=reason(error))
        ) from error
    except (RuntimeError, ValueError) as error:  # of FreeType
        raise WrongFontError(
            _("it is damaged ({reason})").format(reason=cut(str(error)))
        ) from error
