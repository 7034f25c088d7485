"""Tables on stdout: aligned on a terminal, with tabs between the cells elsewhere."""

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from lab1report.messages import _

_WIDEST: Final = 32  # of a cell on a terminal


def table_lines(rows: Sequence[tuple[str, ...]], *, in_full: str) -> Iterator[str]:
    """The lines of a table whose first row is its head; on a terminal all but the last column are
    cut where they are long, and a line below says that the option `in_full` has all."""
    if not sys.stdout.isatty():
        yield from ("\t".join(row) for row in rows)
        return
    short = [tuple(_shortened(cell) for cell in row[:-1]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*short, strict=True)]
    for cells, row in zip(short, rows, strict=True):
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join([*padded, row[-1]]).rstrip()
    if short != [row[:-1] for row in rows]:
        yield _("Where … stands something is cut; {option} has it in full.").format(option=in_full)


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…"
