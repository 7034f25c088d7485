"""No placeholder, no missing glyph, no dot after a heading."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from tests.unit.editions.pdf.typesetting.pages import Page

_LEFT_OVERS = (r"\{\{|\}\}|\{%", r"\[[А-ЯЁ][^\]]*\]", r"\bNone\b", r"\bnan\b", r"TODO", "\ufffd|□")
_SMALLEST = 10.5  # code and plots may print what reads like a placeholder


def departures(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        for line in page.lines:
            if page.number > 1 and line.bold and line.text[0].isupper() and line.text.endswith("."):
                yield f"page {page.number}: a dot after {line.text!r}"  # 6.2
            for pattern in _LEFT_OVERS if line.size > _SMALLEST else ():
                if match := re.search(pattern, line.text):
                    yield f"page {page.number}: {match[0]!r} in {line.text!r}"


def missing_glyphs(document: Any) -> Iterator[str]:
    """Pages on which a glyph is drawn that its font has not: readers show a box in its place."""
    document.stream.seek(0)
    with pikepdf.open(document.stream) as pdf:
        sizes: dict[Any, int] = {}
        for number, page in enumerate(pdf.pages, start=1):
            fonts: Any = page.resources.get("/Font", {})
            for name, glyphs in _drawn(page):
                font = fonts[name]
                if font.objgen not in sizes:
                    sizes[font.objgen] = _glyph_count(font)
                if any(not 0 < glyph < sizes[font.objgen] for glyph in glyphs):
                    yield f"page {number}: a glyph is missing"
                    break


def _drawn(page: pikepdf.Page) -> Iterator[tuple[str, list[int]]]:
    """The glyphs of each piece of text with the name of its font; two bytes stand for each."""
    font = ""
    for instruction in pikepdf.parse_content_stream(page, "Tf Tj TJ"):
        operands = list(instruction.operands)
        if str(instruction.operator) == "Tf":
            font = str(operands[0])
            continue
        parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
        text = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        yield font, [int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2)]


def _glyph_count(font: Any) -> int:
    descriptor = font.DescendantFonts[0].FontDescriptor
    program = descriptor.get("/FontFile2") or descriptor["/FontFile3"]
    return int(TTFont(BytesIO(program.read_bytes()), lazy=True)["maxp"].numGlyphs)
