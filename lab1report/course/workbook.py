"""The rows of a table in an Excel workbook (XLSX), by openpyxl, within bounds.

It may come from anyone: a workbook is a zip of XML. What its parts unpack to is known before they
are read, and is refused where it is more than a roster needs.
"""

import datetime
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from lab1report.course.row import MOST_CHARACTERS, MOST_COLUMNS, Row, clean
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.regular_file import open_regular

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_BYTES: Final = 32 * 2**20  # of all parts unpacked
_MOST_ROWS: Final = 2**20  # of Excel's sheets; a file may number them as it likes
_MOST_NUMBER: Final = 2**53  # up to which every whole number is one of Excel's
_BATCH: Final = 100  # rows
_SHEETS: Final = "xl/worksheets/"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_TEXT: Final = "str"  # the kind of a formula's value that is a text, which may be empty


def workbook_rows(path: Path) -> Iterator[Row]:
    """The rows of the first sheet that have a cell with something in it.

    Raises:
        UserError: it is none, or damaged, or too large, or openpyxl is not installed.
        OSError: it cannot be read.
    """
    try:
        import openpyxl
        from openpyxl.cell.read_only import EMPTY_CELL
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
            sheet, formulas = _first_sheet(file, data_only=True), _formulas(file)
            rows = sheet.iter_rows(max_col=MOST_COLUMNS + 1)
            empty: tuple[Any, ...] | None = None
            for number, cells in enumerate(_a_batch_at_a_time(rows), start=1):
                formulas_of_row = next(formulas, ())
                if cells is empty:  # a sheet can have a million of them, all one object
                    continue
                if all(cell is EMPTY_CELL for cell in cells):
                    empty = cells
                    continue
                values = tuple(cell.value for cell in cells)
                lacking = _without_value(cells, formulas_of_row)
                if lacking is not None:
                    named = f"{openpyxl.utils.get_column_letter(lacking + 1)}{number}"
                    yield Row(number=number, problem=_never_computed(named))
                elif values.count(None) < len(values):
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


def _first_sheet(file: BinaryIO, *, data_only: bool) -> "Worksheet":
    """The first sheet with its values, or with formulas in the place of theirs."""
    import openpyxl

    with _without_warnings():
        book = openpyxl.load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # which the file may state as it likes
    return sheet


def _formulas(file: BinaryIO) -> Iterator[tuple[Any, ...]]:
    """The first sheet's rows with formulas in the place of their values, if it has any."""
    with zipfile.ZipFile(file) as parts:
        sheets = [name for name in parts.namelist() if name.startswith(_SHEETS)]
        if not any(_FORMULA.search(parts.read(name)) for name in sheets):
            return
    rows = _first_sheet(file, data_only=False).iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
    with suppress(Exception):  # one that cannot be read may have a value all the same
        yield from _a_batch_at_a_time(rows)


def _without_value(cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> int | None:
    """The place of the first formula that no program has worked out yet."""
    for place, (cell, formula) in enumerate(zip(cells, formulas, strict=False)):
        if cell.value is None and formula is not None and cell.data_type != _TEXT:
            return place
    return None


def _never_computed(cell: str) -> str:
    return _(
        "the formula in {cell} has no stored value; open the workbook in Excel or LibreOffice and "
        "save it there, or put the value in the place of the formula"
    ).format(cell=cell)


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
