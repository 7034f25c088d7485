"""Which classes are recognised best and worst, several where they are recognised alike."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Extremes:
    """The labels of the classes of the highest and of the lowest recall, and these recalls."""

    best: tuple[int, ...]
    worst: tuple[int, ...]
    highest: float
    lowest: float

    @property
    def equal(self) -> bool:
        """Whether all classes are recognised alike."""
        return self.highest == self.lowest

    @property
    def single(self) -> bool:
        """Whether one class is the best and one the worst."""
        return not self.equal and len(self.best) == len(self.worst) == 1


def extremes(recalls: Mapping[int, float]) -> Extremes:
    """Of the recall of each class, by its label; a mean of seeds may differ by its rounding."""
    recalls = {label: round(recall, 12) for label, recall in recalls.items()}
    highest, lowest = max(recalls.values()), min(recalls.values())
    return Extremes(
        best=tuple(label for label, recall in recalls.items() if recall == highest),
        worst=tuple(label for label, recall in recalls.items() if recall == lowest),
        highest=highest,
        lowest=lowest,
    )
