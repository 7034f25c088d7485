"""Made-up fonts: tiny ones of squares, and a stand-in for Times New Roman.

The stand-in is Liberation Serif, whose widths it keeps, under the other name and with an "o" that
stands higher, so that pages set in it look otherwise.
"""

import io
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from lab1report.figures.font_faces import LETTERS
from lab1report.figures.fonts import FACES, liberation

TIMES: Final = "Times New Roman"
STYLES: Final = dict(zip(FACES, ("Regular", "Bold", "Italic", "Bold Italic"), strict=True))
WINDOWS: Final = dict(zip(FACES, ("times", "timesbd", "timesi", "timesbi"), strict=True))
MACOS: Final = {
    "regular": TIMES,
    **{face: f"{TIMES} {STYLES[face]}" for face in FACES if face != "regular"},
}
DEBIAN: Final = {face: name.replace(" ", "_") for face, name in MACOS.items()}
"""The names of its files without their ending, by systems."""


def tiny(
    face: str = "regular", family: str = TIMES, *, rights: int = 0, lacking: Collection[int] = ()
) -> bytes:
    """A font whose letters all are the same square; `rights` are those of its licence (fsType)."""
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({code: "square" for code in LETTERS if code not in lacking})
    pen = TTGlyphPen(None)
    pen.moveTo((50, 0))
    for corner in ((50, 500), (450, 500), (450, 0)):
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    builder.setupGlyf({".notdef": square, "square": square})
    builder.setupHorizontalMetrics({".notdef": (500, 50), "square": (500, 50)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    style, joined = STYLES[face], family.replace(" ", "")
    builder.setupNameTable(
        {"familyName": family, "styleName": style, "psName": f"{joined}-{style.replace(' ', '')}"}
    )
    bold, italic = "bold" in face, "italic" in face
    builder.setupOS2(fsType=rights, fsSelection=bold << 5 | italic)
    builder.updateHead(macStyle=bold | italic << 1, created=0, modified=0)  # the same each time
    builder.setupPost()
    return _written(builder.font)


def write(
    folder: Path, fonts: Mapping[str, bytes] | None = None, names: Mapping[str, str] = WINDOWS
) -> Path:
    """The faces `fonts`, by default tiny ones, as files of these names."""
    folder.mkdir(parents=True, exist_ok=True)
    if fonts is None:
        fonts = {face: tiny(face) for face in FACES}
    for face, font in fonts.items():
        (folder / f"{names[face]}.ttf").write_bytes(font)
    return folder


@cache
def stand_in(family: str = TIMES, raised: int = 150) -> Mapping[str, bytes]:
    """The four faces of the stand-in for Times New Roman, or of a version of it."""
    return {face: _renamed(file, family, raised) for face, file in liberation().files.items()}


def _renamed(file: Path, family: str, raised: int) -> bytes:
    font = TTFont(file)
    for entry in font["name"].names:
        text = entry.toUnicode().replace("Liberation Serif", family)
        text = text.replace("LiberationSerif", family.replace(" ", ""))
        font["name"].setName(text, entry.nameID, entry.platformID, entry.platEncID, entry.langID)
    letter = font["glyf"][font.getBestCmap()[ord("o")]]  # of which the Russian one consists
    letter.coordinates.translate((0, raised))
    letter.recalcBounds(font["glyf"])
    return _written(font)


def without(font: bytes, character: str) -> bytes:
    """The same font without a character."""
    found = TTFont(io.BytesIO(font))
    for table in found["cmap"].tables:
        table.cmap.pop(ord(character), None)
    return _written(found)


def _written(font: Any) -> bytes:
    file = io.BytesIO()
    font.recalcTimestamp = False
    font.save(file)
    return file.getvalue()
