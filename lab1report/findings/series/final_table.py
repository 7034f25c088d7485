"""Summarizes the final table for the text beside it."""

from collections.abc import Sequence
from types import SimpleNamespace

from lab1report.model import TableRow


def summarize(rows: Sequence[TableRow]) -> SimpleNamespace:
    """What the rows, maybe none, have in common; `trainings` are averaged in each."""
    trainings = rows[0].test.n if rows else 0
    return SimpleNamespace(
        trainings=trainings,
        means=trainings > 1,
        compares=len(rows) > 1,
    )
