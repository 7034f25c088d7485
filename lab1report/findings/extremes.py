"""Which classes are the first and the last by some measure, several where they are alike."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Extremes:
    """The labels of the classes of the highest and of the lowest value, and these values.

    The value is a recall, or another measure of how easy a class is.
    """

    best: tuple[int, ...]
    worst: tuple[int, ...]
    highest: float
    lowest: float

    @property
    def equal(self) -> bool:
        """Whether all classes are alike."""
        return self.highest == self.lowest

    @property
    def single(self) -> bool:
        """Whether one class is the best and one the worst."""
        return not self.equal and len(self.best) == len(self.worst) == 1


def extremes(by_class: Mapping[int, float]) -> Extremes:
    """Of a value of each class, by its label; a mean of seeds may differ by its rounding."""
    values = {label: round(value, 12) for label, value in by_class.items()}
    highest, lowest = max(values.values()), min(values.values())
    return Extremes(
        best=tuple(label for label, value in values.items() if value == highest),
        worst=tuple(label for label, value in values.items() if value == lowest),
        highest=highest,
        lowest=lowest,
    )
