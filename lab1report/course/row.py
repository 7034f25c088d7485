"""A line of a roster's table, whatever kind of file it stands in."""

from dataclasses import dataclass

MOST_COLUMNS = 200
MOST_CHARACTERS = 65_536
"""Of a line, so that a file without line ends is not taken into memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The cells of the line `number`, counted from 1; or `problem`, why they cannot be read."""

    number: int
    cells: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.problem and not any(self.cells)
