"""A line of a roster's table, whatever kind of file it stands in."""

from dataclasses import dataclass
from typing import Final

MOST_COLUMNS = 200
MOST_CHARACTERS = 65_536
"""Of a line, so that a file without line ends is not taken into memory."""

_UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # comes along from web pages


def clean(cell: str) -> str:
    """A cell without the spaces around it, those that nobody sees too."""
    return cell.strip().strip(_UNSEEN).strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The cells of the line `number`, counted from 1; or `problem`, why they cannot be read."""

    number: int
    cells: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.problem and not any(self.cells)
