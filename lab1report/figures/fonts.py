"""The fonts of the report: a Times-like serif and a monospace, each in four faces.

WeasyPrint makes no bold or italic of its own for `@font-face` fonts, so every face is a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).with_name("font_files")
FACES = ("regular", "bold", "italic", "bold-italic")


@dataclass(frozen=True)
class Family:
    """A font family by its name and the file of each of `FACES`."""

    name: str
    files: Mapping[str, Path]


@cache
def serif() -> Family:
    """Liberation Serif, which has the widths of Times New Roman; the program ships it."""
    endings = ("Regular", "Bold", "Italic", "BoldItalic")
    files = [FOLDER / f"LiberationSerif-{ending}.ttf" for ending in endings]
    return Family("Liberation Serif", dict(zip(FACES, files, strict=True)))


@cache
def mono() -> Family:
    """DejaVu Sans Mono, which matplotlib ships."""
    library = find_spec("matplotlib")  # not imported: a build that draws nothing needs no more
    if library is None or library.origin is None:
        raise ModuleNotFoundError("matplotlib, which ships a font of the report, is not installed")
    folder = Path(library.origin).parent / "mpl-data" / "fonts" / "ttf"
    endings = ("", "-Bold", "-Oblique", "-BoldOblique")
    files = [folder / f"DejaVuSansMono{ending}.ttf" for ending in endings]
    return Family("DejaVu Sans Mono", dict(zip(FACES, files, strict=True)))


def font_file(name: str) -> Path:
    """The file behind "serif-bold", "mono-regular" and so on, as the style sheet names them.

    Raises:
        KeyError: no such face.
    """
    family, _, face = name.partition("-")
    return {"serif": serif, "mono": mono}[family]().files[face]


@cache
def characters() -> frozenset[int]:
    """Code points that the report can print in every face of one of its two families."""
    return frozenset().union(*map(_characters, (serif(), mono())))


def _characters(family: Family) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    faces = [frozenset(FT2Font(str(family.files[face])).get_charmap()) for face in FACES]
    return frozenset.intersection(*faces)
