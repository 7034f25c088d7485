"""Finds the font that a report is to be set in: its own, Times New Roman, or one in a folder."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from lab1report.errors import UserError
from lab1report.figures.font_faces import Face, WrongFontError, read_face, require_usable
from lab1report.figures.font_places import font_places
from lab1report.figures.fonts import FACES, Family, liberation
from lab1report.messages import _, joined, marked
from lab1report.quoting import cut, reason
from lab1report.regular_file import open_regular

TIMES: Final = "Times New Roman"

_TIMES_FILES = "times"  # how their names begin on all systems
_MOST_FILES = 5000
_REMEDY = marked(
    "leave --font out for Liberation Serif, whose letters are as wide, or name the folder that has "
    "it (--font FOLDER)"
)


@dataclass
class _Seen:
    """What a folder has: the faces of each family, and what is wrong with files."""

    families: dict[str, dict[str, Face]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def complete(self) -> list[str]:
        return [name for name, faces in self.families.items() if len(faces) == len(FACES)]


def find(choice: str) -> Family:
    """The font of a report.

    Args:
        choice: "liberation", "times", or a folder.

    Raises:
        UserError: it is not there, lacks a face or letters, or may not be embedded.
    """
    match choice:
        case "liberation":
            return liberation()
        case "times":
            faces = _times()
        case _:
            faces = _only_one(Path(choice))
    for face in faces.values():
        try:
            require_usable(face.file)
        except WrongFontError as error:
            raise UserError(
                _("--font {choice}: {file}: {fault}; take another font").format(
                    choice=cut(choice), file=cut(str(face.file)), fault=error
                )
            ) from None
    return _family(faces)


def find_again(name: str, fingerprint: str, folder: Path | None = None) -> Family | None:
    """The font that a report says it was set in, if it is in `folder` or where the system has its
    fonts; it may be one that no report can be set in."""
    beginning = _TIMES_FILES if name == TIMES else ""
    everywhere = (_look_below(place, beginning) for place in font_places())
    for seen in (*((_look(folder),) if folder else ()), *everywhere):
        if name in seen.complete:
            family = _family(seen.families[name])
            if family.fingerprint == fingerprint:
                return family
    return None


def _times() -> dict[str, Face]:
    incomplete = ""
    places = font_places()
    for place in places:
        seen = _look_below(place, _TIMES_FILES)
        if TIMES in seen.complete:
            return seen.families[TIMES]
        if TIMES in seen.families:
            incomplete = joined(": ", (cut(str(place)), _lacks(TIMES, seen)))
    if not incomplete:
        searched = ", ".join(cut(str(place)) for place in places)
        incomplete = _("no {font} in {places}").format(
            font=TIMES, places=searched or _("the folders of this system")
        )
    raise UserError(joined("; ", (joined(": ", ("--font times", incomplete)), _(_REMEDY))))


def _only_one(folder: Path) -> dict[str, Face]:
    """The faces of the font in a folder: of Times New Roman, if it has several."""
    seen, named = _look(folder), f"--font {cut(str(folder))}"
    complete = seen.complete
    if TIMES in complete or len(complete) == 1:
        return seen.families[TIMES if TIMES in complete else complete[0]]
    if complete:
        several = f"{', '.join(complete[:3])}{', …' * (len(complete) > 3)}"
        raise UserError(
            _("{option}: several fonts, {fonts}; name a folder that has one of them").format(
                option=named, fonts=several
            )
        )
    lacking = [_lacks(name, seen) for name in seen.families]
    why = (*lacking, *seen.faults, _("no file in it ends in .ttf"))[0]
    needed = _("four files are needed, {faces} of one font").format(faces=", ".join(FACES))
    raise UserError(joined("; ", (joined(": ", (named, why)), needed)))


def _lacks(name: str, seen: _Seen) -> str:
    lacking = ", ".join(face for face in FACES if face not in seen.families[name])
    fault = _("{font} has no {faces}").format(font=name, faces=lacking)
    return joined("", (fault, " (", seen.faults[0], ")")) if seen.faults else fault


def _look(folder: Path) -> _Seen:
    """The fonts in a folder."""
    try:
        return _seen(folder.iterdir())
    except FileNotFoundError:
        raise UserError(
            _(
                "--font {folder}: there is no such folder; name one with four .ttf files,"
                " or liberation or times"
            ).format(folder=cut(str(folder)))
        ) from None
    except OSError as error:
        raise UserError(
            _("--font {folder}: cannot be read ({reason})").format(
                folder=cut(str(folder)), reason=reason(error)
            )
        ) from error


def _look_below(folder: Path, beginning: str) -> _Seen:
    """The fonts in a folder and in those within, of files whose names begin so."""
    return _seen(
        Path(place) / name
        for place, _folders, names in os.walk(folder)
        for name in names
        if name.casefold().startswith(beginning)
    )


def _seen(files: Iterable[Path]) -> _Seen:
    seen = _Seen()
    fonts = sorted(file for file in files if file.suffix.casefold() == ".ttf")
    for file in fonts[:_MOST_FILES]:
        try:
            face = read_face(file)
        except WrongFontError as error:
            seen.faults.append(joined(": ", (cut(file.name), error)))
        else:
            seen.families.setdefault(face.family, {}).setdefault(face.face, face)
    return seen


def _family(faces: Mapping[str, Face]) -> Family:
    """The family of four faces; the program's own font is that, wherever it lies."""
    files = {face: faces[face].file for face in FACES}
    fingerprint = _fingerprint(tuple(files.values()))
    if fingerprint == _own_fingerprint():
        return liberation()
    return Family(
        name=faces[FACES[0]].family,
        files=files,
        fingerprint=fingerprint,
        embedded={face: faces[face].embedded for face in FACES},
    )


@cache
def _own_fingerprint() -> str:
    return _fingerprint(tuple(liberation().files.values()))


def _fingerprint(files: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    for file in files:
        with open_regular(file) as content:
            digest.update(content.read())
    return digest.hexdigest()
