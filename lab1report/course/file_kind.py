"""What a file is that is given for a roster and is no table: the sentence says what to save."""

import re
import zipfile
from collections.abc import Set
from pathlib import Path
from typing import Final

from lab1report.errors import UserError
from lab1report.messages import _, marked
from lab1report.regular_file import open_regular

EXAMINED: Final = 512
"""So many bytes at its beginning tell the kind."""

COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Of Excel until 2003, and of locked workbooks."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")  # the second of one without files
_PICTURE: Final = marked("a picture")
_KINDS: Final = {
    b"%PDF": marked("a PDF"),
    b"{\\rtf": marked("a document in RTF"),
    b"<?xml": marked("a file in XML"),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
}
_ARCHIVES: Final = (b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
_WEB_PAGE: Final = re.compile(rb"<(!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_MEMBERS: Final = (
    ("xl/workbook.bin", marked("an Excel file in binary form (XLSB)")),
    ("word/document.xml", marked("a document of Word")),
    ("ppt/presentation.xml", marked("a presentation")),
    ("content.xml", marked("a file of LibreOffice or OpenOffice, such as ODS")),
    ("Index/Document.iwa", marked("a file of Numbers or Pages")),
)
"""What a zip has that is another program's file."""


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is a zip, as each XLSX is."""
    return start.startswith(_ZIP)


def require_table(start: bytes) -> None:
    """Look at the beginning of a file that is no zip.

    Raises:
        UserError: it is none of text.
    """
    if start.startswith(COMPOUND):
        raise UserError(
            _("an Excel file of an old kind, or a locked one; save it as XLSX without a password")
        )
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _WEB_PAGE.match(text):
        raise _not_a_table(_("a web page (HTML)"))
    if text.startswith(_ARCHIVES):
        raise _packed()
    for beginning, kind in _KINDS.items():
        if text.startswith(beginning):
            raise _not_a_table(_(kind))


def require_workbook(path: Path) -> None:
    """Look into a zip.

    Raises:
        UserError: it is none of Excel's.
        OSError: it cannot be read.
    """
    names = _members(path)
    if names is None or "xl/workbook.xml" in names:
        return  # damaged or good, as whoever reads it says
    for member, kind in _MEMBERS:
        if member in names:
            raise _not_a_table(_(kind))
    raise _packed()


def _members(path: Path) -> Set[str] | None:
    with open_regular(path) as file:
        try:
            with zipfile.ZipFile(file) as parts:
                return set(parts.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
            return None


def _not_a_table(kind: str) -> UserError:
    return UserError(
        _(
            "it is {kind}, and a table in XLSX or CSV is needed; save the table as XLSX, or as CSV "
            "in UTF-8, where it was made"
        ).format(kind=kind)
    )


def _packed() -> UserError:
    return UserError(_("it is an archive; unpack it, and name the table in it"))
