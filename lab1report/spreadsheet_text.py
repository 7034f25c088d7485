"""Writes CSV that spreadsheets take for text: no cell of it becomes a formula, whoever wrote it.

Excel, LibreOffice and Google Sheets run a cell that begins with one of a few signs, also where it
came from a file (https://owasp.org/www-community/attacks/CSV_Injection). A semicolon or a tab
within a cell ends it where the system's list separator is another than the comma.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

# Signs of full width are read as their plain ones; what is not seen before them is passed over
_FORMULA: Final = re.compile(
    '(^|[;,|\t\r\n])([\\s"\0-\x1f\u200b-\u200f\u2060\ufeff]*)([=+\\-@\uff1d\uff0b\uff0d\uff20])'
)


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV with commas, a line each; None is an empty cell.

    Texts are written as `escaped` gives them, with line feeds for other line ends, numbers as
    they are.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def escaped(text: str) -> str:
    """`text` with an apostrophe before whatever would begin a formula in a cell."""
    return _FORMULA.sub(r"\1\2'\3", text)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    # csv quotes the line ends that it writes itself, and no others
    return escaped("\n".join(re.split("\r\n?", value)))
