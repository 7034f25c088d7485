"""The fonts of the report: a Times-like serif and a monospace, each in four faces.

WeasyPrint makes no bold or italic of its own for `@font-face` fonts, so every face is a file.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from lab1report.store.memo import memoized

FOLDER = Path(__file__).with_name("font_files")
FACES = ("regular", "bold", "italic", "bold-italic")


@dataclass(frozen=True, eq=False)
class Family:
    """A font family by its name and the file of each of `FACES`.

    `fingerprint` is the SHA-256 of the files, empty for what comes with the program; `embedded` are
    the names that the faces have in a PDF, empty for those of the style sheet.
    """

    name: str
    files: Mapping[str, Path]
    fingerprint: str = ""
    embedded: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """What is another wherever the font is: a part of the keys of what is set in it."""
        return f"{self.name} {self.fingerprint}".strip()

    def has(self, code: int, /) -> bool:
        """Whether every face has the character of this code point."""
        return code in self._characters

    @cached_property
    def _characters(self) -> frozenset[int]:
        """Kept on disk, since a build that draws nothing needs matplotlib for nothing else."""
        files = [self.files[face].stat() for face in FACES]
        inputs = [self.identity, *([one.st_size, one.st_mtime_ns] for one in files)]
        return memoized("characters", inputs, lambda: list(self._read()), restore=frozenset)

    def _read(self) -> frozenset[int]:
        from matplotlib.ft2font import FT2Font

        faces = [frozenset(FT2Font(str(self.files[face])).get_charmap()) for face in FACES]
        return frozenset.intersection(*faces)


@cache
def liberation() -> Family:
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


_chosen: ContextVar[Family | None] = ContextVar("serif", default=None)


@contextmanager
def using(family: Family) -> Iterator[None]:
    """Within this block `family` is the serif of reports: of pages, figures and their keys.

    Whatever draws asks for it deep within matplotlib's or WeasyPrint's calls, through which nothing
    can be handed down.
    """
    token = _chosen.set(family)
    try:
        yield
    finally:
        _chosen.reset(token)


def serif() -> Family:
    """The font of the report's text: the one that is chosen, else Liberation Serif."""
    return _chosen.get() or liberation()


def font_file(name: str) -> Path:
    """The file behind "serif-bold", "mono-regular" and so on, as the style sheet names them.

    Raises:
        KeyError: no such face.
    """
    family, _, face = name.partition("-")
    return {"serif": serif(), "mono": mono()}[family].files[face]


def can_print(character: str) -> bool:
    """Whether the report can print a character in every face of one of its two families."""
    return serif().has(ord(character)) or mono().has(ord(character))
