"""Counts the columns of a table's HTML, and marks its rows with numbers for scripts."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from lab1report.model import TableRow

_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r'<t[dh]\b(?:[^>]*?\scolspan="(\d+)")?[^>]*>')


def columns(table: str) -> int:
    """How many columns the first row of a table's HTML spans; 0 without a row."""
    row = _ROW.search(table)
    cells = _CELL.findall(row.group()) if row else ()
    return sum(int(span or 1) for span in cells)


def described(table: str, rows: Sequence[TableRow], best: str | None = None) -> Markup:
    """`table` with the numbers of `rows`, in full, at the rows of its body: data-test and so on.

    Args:
        best: the variant whose row is marked by data-best.
    """
    # A Markup of MarkupSafe 2.1 escapes what it is parted at
    head, start, body = str(table).partition("<tbody>")
    first, *others = body.split("<tr>")
    described = [
        f"<tr{_data(row)}{' data-best' if row.variant == best else ''}>{text}"
        for row, text in zip(rows, others, strict=True)
    ]
    return Markup("".join([head, start, first, *described]))  # noqa: S704  # HTML of the template


def _data(row: TableRow) -> str:
    values = {
        "variant": row.variant,
        "network": row.network,
        "optimizer": row.optimizer,
        "schedule": row.schedule,
        "lr": row.lr,
        "batch": row.batch_size,
        "epochs": row.epochs,
        "share": row.share,
        "saturation": row.saturation,
        "test": row.test.mean,
        "test-sd": "" if row.test.sd is None else row.test.sd,
        "train": row.train.mean,
        "train-sd": "" if row.train.sd is None else row.train.sd,
    }
    return "".join(f' data-{name}="{escape(value)}"' for name, value in values.items())
