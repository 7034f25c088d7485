"""The files that somebody names as handed in: by themselves, or by the folder in which they lie.

Moodle packs what a course sent in as a folder a student, `NAME_NUMBER_assignsubmission_file_`.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lab1report.errors import UserError
from lab1report.messages import _, ngettext

MOST: Final = 1000
"""More files than that are a folder that was named by mistake."""

_HIDDEN: Final = (".", "__MACOSX")  # what a Mac packs beside each file
_MOST_NAMED: Final = 3


@dataclass(frozen=True, kw_only=True)
class GivenFiles:
    """What was named: `reports` to be read, and `others` in the folders, which are no PDFs."""

    reports: tuple[Path, ...]
    others: tuple[Path, ...]


def given_files(paths: Iterable[Path]) -> GivenFiles:
    """Each of `paths` once, and in place of a folder the files in it and below, by their names.

    A folder that has neither a PDF nor a folder stands for itself: somebody sent in no report.

    Raises:
        UserError: they are too many.
    """
    found: dict[Path, None] = {}
    others: dict[Path, None] = {}
    for file, is_report in _files(paths):
        if not is_report:
            others[file] = None
            continue
        found[file] = None
        if len(found) > MOST:
            said = ngettext(
                "more than {most} file, and no more is taken at once",
                "more than {most} files, and no more are taken at once",
                MOST,
            )
            raise UserError(said.format(most=MOST))
    return GivenFiles(reports=tuple(found), others=tuple(others))


def what_is_in(folder: Path) -> str:
    """Says of a folder of `given_files` what it has in place of a PDF."""
    try:
        names = sorted(one.name for one in folder.iterdir() if _is_shown(one.name))
    except OSError:
        names = []
    if not names:
        return _("a folder without a PDF")
    more = len(names) - _MOST_NAMED
    listed = ", ".join(names[:_MOST_NAMED]) + (", …" if more > 0 else "")
    return _("a folder without a PDF; in it there is {names}").format(names=listed)


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it is to be read."""
    for path in paths:
        if _is_folder(path):
            yield from _within(path)
        else:
            yield path, True


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, for one
        return False


def _within(folder: Path) -> Iterator[tuple[Path, bool]]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(filter(_is_shown, folders))
        shown = sorted(filter(_is_shown, names))
        if not folders and not any(map(_is_pdf, shown)):
            yield Path(place), True  # which says what is in it
        else:
            yield from ((Path(place, name), _is_pdf(name)) for name in shown)


def _is_shown(name: str) -> bool:
    return not name.startswith(_HIDDEN)


def _is_pdf(name: str) -> bool:
    return name.lower().endswith(".pdf")
