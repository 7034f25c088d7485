"""Finds the fonts of the report: a Times-like serif and a monospace, each in four faces.

WeasyPrint makes no bold or italic of its own for `@font-face` fonts, so every face is a file.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FACES = ("regular", "bold", "italic", "bold-italic")


@dataclass(frozen=True)
class Family:
    """A font family by its name and the file of each of `FACES`."""

    name: str
    files: Mapping[str, Path]


@cache
def serif() -> Family:
    """Liberation Serif where the system has all its faces, else STIXGeneral of matplotlib."""
    for folder in _system_folders():
        for regular in sorted(folder.rglob("LiberationSerif-Regular.ttf")):
            names = ("Regular", "Bold", "Italic", "BoldItalic")
            files = [regular.with_name(f"LiberationSerif-{name}.ttf") for name in names]
            if all(file.is_file() for file in files):
                return Family("Liberation Serif", dict(zip(FACES, files, strict=True)))
    return stix()


@cache
def stix() -> Family:
    """STIXGeneral, which matplotlib ships."""
    return _shipped("STIXGeneral", "STIXGeneral{}.ttf", ("", "Bol", "Italic", "BolIta"))


@cache
def mono() -> Family:
    """DejaVu Sans Mono, which matplotlib ships."""
    return _shipped(
        "DejaVu Sans Mono", "DejaVuSansMono{}.ttf", ("", "-Bold", "-Oblique", "-BoldOblique")
    )


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

    faces = [frozenset(FT2Font(family.files[face]).get_charmap()) for face in FACES]
    return frozenset.intersection(*faces)


def _shipped(name: str, pattern: str, endings: tuple[str, ...]) -> Family:
    library = find_spec("matplotlib")  # not imported: a build that draws nothing needs no more
    if library is None or library.origin is None:
        raise ModuleNotFoundError("matplotlib, which ships the report's fonts, is not installed")
    folder = Path(library.origin).parent / "mpl-data" / "fonts" / "ttf"
    files = [folder / pattern.format(ending) for ending in endings]
    return Family(name, dict(zip(FACES, files, strict=True)))


def _system_folders() -> Iterator[Path]:
    """Where this operating system keeps fonts."""
    try:
        home = Path.home()
    except RuntimeError:  # an account without one, as in containers
        home = Path("/nonexistent")
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/Library/Fonts"), home / "Library/Fonts")
    else:
        yield from (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
        yield from (home / ".local/share/fonts", home / ".fonts")
