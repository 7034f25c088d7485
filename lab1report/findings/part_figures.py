"""Scores of a network on one part of the data: accuracy by class, and confusion.

Confusion matrices have the true classes in rows; all class-wise figures are in the order of the
specification's classes and carry the class they belong to.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.extremes import Extremes, extremes
from lab1report.findings.statistics.proportions import (
    Interval,
    accuracy_interval,
    difference_interval,
    standard_error,
)
from lab1report.model import Part, RunSpec

State = Literal["final", "best"]


@dataclass(frozen=True, kw_only=True)
class ClassFigures:
    """Precision, recall and F1 of one class, in [0, 1], and the number of its images.

    A ratio without cases (nothing was recognised as the class) is 0, as in scikit-learn.
    """

    class_id: int
    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, kw_only=True)
class Confusion:
    """How many of the `of` images of one class were taken for another class."""

    true_id: int
    taken_for_id: int
    count: int
    of: int


@dataclass(frozen=True, kw_only=True)
class PartFigures:
    """One state of the network on one part of the data; `loss` is the mean cross-entropy, nats."""

    loss: float
    accuracy: float
    n: int
    per_class: tuple[ClassFigures, ...]
    matrix: tuple[tuple[int, ...], ...]

    @property
    def step(self) -> float:
        """By how much one more right answer raises the accuracy."""
        return 1 / self.n

    @property
    def images_for_half_error(self) -> int:
        """How many images would halve the standard error: it falls as their square root."""
        return 4 * self.n

    @property
    def class_size(self) -> int | None:
        """How many images each class has, if all have the same number."""
        sizes = {figures.support for figures in self.per_class}
        return sizes.pop() if len(sizes) == 1 else None

    @property
    def error(self) -> float:
        """Standard error of the accuracy."""
        return standard_error(self.accuracy, self.n)

    @property
    def best_class(self) -> ClassFigures:
        """The class recognised best, by its recall."""
        return max(self.per_class, key=lambda figures: figures.recall)

    @property
    def worst_class(self) -> ClassFigures:
        """The class recognised worst, by its recall."""
        return min(self.per_class, key=lambda figures: figures.recall)

    @property
    def extremes(self) -> Extremes:
        """Which classes are recognised best and worst."""
        return extremes({one.class_id: one.recall for one in self.per_class})

    @property
    def interval(self) -> Interval:
        """The 95 % interval of the accuracy."""
        return accuracy_interval(self.accuracy, self.n)

    @property
    def class_gap(self) -> Interval:
        """The interval of the recall of the best class minus that of the worst.

        At 95 % shared out among all pairs of classes (Bonferroni), since best and worst were
        picked by the very result. The images of the two classes have nothing in common, so their
        recalls are independent; the F1 of one class also depends on the images of the others.
        """
        worst, best = self.worst_class, self.best_class
        return difference_interval(
            worst.recall,
            best.recall,
            of=worst.support,
            n=best.support,
            among=math.comb(len(self.per_class), 2),
        )

    @property
    def confusions(self) -> tuple[Confusion, ...]:
        """All confusions that happened, the most frequent first."""
        ids = [figures.class_id for figures in self.per_class]
        found = [
            Confusion(
                true_id=ids[row],
                taken_for_id=ids[column],
                count=count,
                of=sum(self.matrix[row]),
            )
            for row in range(len(ids))
            for column, count in enumerate(self.matrix[row])
            if row != column and count
        ]
        return tuple(sorted(found, key=lambda confusion: -confusion.count))

    @property
    def most_confused(self) -> Confusion | None:
        """The most frequent confusion; None without a mistake."""
        return self.confusions[0] if self.confusions else None

    @property
    def confusions_of_worst(self) -> tuple[Confusion, ...]:
        """What images of the worst class were taken for, the most frequent first."""
        worst = self.worst_class.class_id
        return tuple(one for one in self.confusions if one.true_id == worst)


def figures_of(arrays: Any, spec: RunSpec, part: Part, state: State, epoch: int) -> PartFigures:
    """The figures of `part` from the arrays of a result, after `epoch` (counted from 1)."""
    matrix: NDArray[np.int64] = arrays[f"{part}_confusion_{state}"]
    right = matrix.diagonal()
    return PartFigures(
        loss=float(arrays[f"{part}_loss"][epoch - 1]),
        accuracy=float(right.sum() / matrix.sum()),
        n=int(matrix.sum()),
        per_class=tuple(
            ClassFigures(
                class_id=class_id,
                precision=_ratio(right[place], matrix[:, place].sum()),
                recall=_ratio(right[place], matrix[place].sum()),
                f1=_ratio(2 * right[place], matrix[place].sum() + matrix[:, place].sum()),
                support=int(matrix[place].sum()),
            )
            for place, class_id in enumerate(spec.classes)
        ),
        matrix=tuple(tuple(row) for row in matrix.tolist()),
    )


def _ratio(count: int, of: int) -> float:
    return float(count / of) if of else 0.0
