"""Summarizes the final table for the text beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lab1report.model import TableRow


@dataclass(frozen=True, kw_only=True)
class TableSummary:
    """The final table; `rows` may be none."""

    rows: Sequence[TableRow]

    @property
    def trainings(self) -> int:
        """The number of trainings over which a row's values are averaged."""
        return self.rows[0].test.n if self.rows else 0

    @property
    def means(self) -> bool:
        """Whether the rows hold means of several trainings."""
        return self.trainings > 1

    @property
    def compares(self) -> bool:
        """Whether there is more than one row."""
        return len(self.rows) > 1

    @property
    def falling_rate(self) -> bool:
        """Whether the learning rate of some row falls to zero."""
        return any(row.schedule == "linear" for row in self.rows)

    @property
    def recolored(self) -> bool:
        """Whether some row was trained on images with changed colours."""
        return any(row.recolored for row in self.rows)
