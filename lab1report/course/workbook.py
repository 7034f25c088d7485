"""The rows of a table in an Excel workbook (XLSX), by openpyxl, within bounds.

It may come from anyone: a workbook is a zip of XML. What its parts unpack to is known before they
are read, and is refused where it is more than a roster needs.
"""

import datetime
import itertools
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final

from lab1report.course.row import MOST_CHARACTERS, MOST_COLUMNS, Row, clean
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.regular_file import open_regular

_MOST_BYTES: Final = 32 * 2**20  # of all parts unpacked
_MOST_ROWS: Final = 2**20  # of Excel's sheets; a file may number them as it likes
_MOST_NUMBER: Final = 2**53  # up to which every whole number is one of Excel's
_BATCH: Final = 100  # rows


def workbook_rows(path: Path) -> Iterator[Row]:
    """The rows of the first sheet that have a cell with something in it.

    Raises:
        UserError: it is none, or damaged, or too large, or openpyxl is not installed.
        OSError: it cannot be read.
    """
    try:
        import openpyxl
    except ImportError:
        raise UserError(
            _(
                "to read XLSX, install openpyxl, which the extra lab1report[xlsx] has, "
                "or save the table as CSV in UTF-8"
            )
        ) from None
    with open_regular(path) as file:
        try:
            _require_small(file)
            with _without_warnings():
                book = openpyxl.load_workbook(
                    file, read_only=True, data_only=True, keep_links=False
                )
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # which the file may state as it likes
            rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
            for number, values in enumerate(_a_batch_at_a_time(rows), start=1):
                if values.count(None) < len(values):  # a sheet can have a million others
                    yield _row(number, values)
        except (UserError, MemoryError):
            raise
        except Exception as error:  # there is no end of what a damaged one can raise
            if getattr(error, "errno", None) is not None:
                raise  # it is the system that cannot read it
            raise UserError(
                _(
                    "not a workbook in XLSX, or a damaged one; open it and save it anew "
                    "as XLSX, or as CSV in UTF-8"
                )
            ) from error


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Say nothing of what in a workbook openpyxl does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _a_batch_at_a_time(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    bounded = itertools.islice(rows, _MOST_ROWS)
    while True:
        with _without_warnings():
            batch = list(itertools.islice(bounded, _BATCH))
        if not batch:
            return
        yield from batch


def _require_small(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > _MOST_BYTES:
        raise UserError(
            _(
                "it unpacks to {size} MB, and at most {most} MB are taken; copy the table alone "
                "into a new file, or save it as CSV in UTF-8"
            ).format(size=size // 2**20, most=_MOST_BYTES // 2**20)
        )


def _row(number: int, values: tuple[Any, ...]) -> Row:
    cells = [_text(value) for value in values]
    if cells[MOST_COLUMNS:] and cells[MOST_COLUMNS]:
        problem = _("it has more than {columns} cells, which no roster has")
        return Row(number=number, problem=problem.format(columns=MOST_COLUMNS))
    if sum(map(len, cells)) > MOST_CHARACTERS:
        problem = _("it has more than {characters} characters; is this the file that was meant?")
        return Row(number=number, problem=problem.format(characters=MOST_CHARACTERS))
    while cells and not cells[-1]:
        cells.pop()
    return Row(number=number, cells=tuple(cells))


def _text(value: Any) -> str:
    """The value as somebody would have typed it: 7 for 7.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < _MOST_NUMBER:
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return clean(str(value))
