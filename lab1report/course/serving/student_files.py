"""Which files of students may be asked for, and how they are answered so that none does harm.

Whatever a student's page says or runs, it is shown apart: it is of no origin, so that it reads and
asks for nothing, not even by the cookie of whoever opens it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote_to_bytes

from lab1report.course.status import CourseStatus


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """How files with an ending are answered; those that browsers do not show are `taken` away."""

    media_type: str
    policy: str
    taken: bool = False


_NOTHING: Final = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
_OF_PAGE: Final = (
    f"sandbox allow-scripts allow-downloads; {_NOTHING}; script-src 'unsafe-inline';"
    " style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
)
KINDS: Final[Mapping[str, FileKind]] = {
    ".pdf": FileKind(media_type="application/pdf", policy="frame-ancestors 'none'"),
    ".html": FileKind(media_type="text/html", policy=_OF_PAGE),
    ".json": FileKind(media_type="application/json", policy=f"sandbox; {_NOTHING}"),
    ".ipynb": FileKind(media_type="application/x-ipynb+json", policy=_NOTHING, taken=True),
}
"""By the ending. A PDF is not set apart, since Chromium would not show it; it runs nothing here."""


def find(out: Path, status: CourseStatus, raw_path: bytes) -> Path | None:
    """The file that an address such as `/ID/lab1.pdf` leads to, as it came; None if it is none.

    It has to be one that the student's result names, and to lie in the folder itself: what an
    address says is compared with names that are known, and no path is made of it.
    """
    try:
        parts = [unquote_to_bytes(part).decode() for part in raw_path.split(b"/")]
    except UnicodeDecodeError:
        return None
    match parts:
        case ["", folder, name] if name in _names(status, folder):
            return _within(out, folder, name)
    return None


def _names(status: CourseStatus, folder: str) -> frozenset[str]:
    """The files of a student that may be asked for."""
    result = status.results.get(folder)
    named = result.files if result is not None and isinstance(result.files, Mapping) else ()
    return frozenset(
        name for name in named if PurePosixPath(name).suffix in KINDS and not name.startswith(".")
    )


def _within(out: Path, folder: str, name: str) -> Path | None:
    """The file, if no link and no part of its name leads out of the student's folder."""
    try:
        own = out.resolve(strict=True) / folder / name
        found = own.resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    inside = found == own and found.parent.parent == out.resolve()
    return found if inside and found.is_file() else None
