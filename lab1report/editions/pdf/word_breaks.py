"""Tells readers where words end, which a page shows by lines and gaps (ISO 32000-1, 14.8.2).

The space at the end of a line is not drawn, so that its last word and the first of the next one
are one to a program; the hyphen of a word that goes on in the next line is one like any other.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from weasyprint.pdf import pydyf

from lab1report.pages.glyphs import HYPHEN

_SHOWN = b"] TJ"
_SOFT = "\u00ad"


def add_spaces(
    operations: list[Any], spaces: Mapping[int, int], glyphs: Mapping[bytes, int]
) -> None:
    """Let spaces follow texts of a page, where there is nothing to be seen.

    Args:
        operations: the content of the page, as WeasyPrint keeps it.
        spaces: how many, by the number of the marked content.
        glyphs: the space of each font that has one, by the font's name.
    """
    count, font, shown = 0, b"", -1
    for place, operation in enumerate(operations):
        if operation == b"BDC":
            count, shown = spaces.get(operations[place - 1]["MCID"], 0), -1
        elif count and operation == b"EMC":
            if shown >= 0 and font in glyphs:
                text = operations[shown].removesuffix(_SHOWN)
                operations[shown] = b"%b<%b>%b" % (text, count * (b"%04x" % glyphs[font]), _SHOWN)
            count = 0
        elif isinstance(operation, bytes):
            if operation.endswith(b" Tf"):
                font = operation[1:].partition(b" ")[0]
            elif operation.endswith(_SHOWN):
                shown = place


def spaces_of(fonts: Iterable[Any]) -> dict[bytes, int]:
    """The glyph of the space in each of WeasyPrint's fonts, by the font's name in the PDF."""
    return {
        font.hash.encode(): glyph
        for font in fonts
        for glyph, text in font.to_unicode.items()
        if text == " "
    }


def soften_hyphens(pdf: Any) -> None:
    """Say which hyphens are none of the word, in fonts that have another sign for those.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given, before it is written.
    """
    hyphen, added, soft = (b" <%04x>" % ord(sign) for sign in ("-", HYPHEN, _SOFT))
    for one in pdf.objects:
        if not isinstance(one, pydyf.Stream) or b"endcmap" not in one.stream:
            continue
        if any(line.endswith(hyphen) for line in one.stream):
            one.stream[:] = [
                line.removesuffix(added) + soft if line.endswith(added) else line
                for line in one.stream
            ]
