"""Marks results far from all others, by a rule that a few odd ones cannot move.

The modified z-score of Iglewicz & Hoaglin (1993), How to Detect and Handle Outliers, ASQC: the
distance from the median over 1.4826 times the median absolute deviation (MAD), which is the
standard deviation where the values are normal. Where most results are equal, as those of equal
classes and seeds are, the MAD is nothing and would mark any difference: so the median has to lie
outside the result's own interval besides, which covers other seeds and other test images.
"""

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lab1report.course.page_rows import QUANTITIES, CourseRow, Quantity, accuracy_of
from lab1report.report.headlines import Trained

THRESHOLD: Final = 3.5
NORMAL: Final = 1.4826
LEAST_OF_TRIPLE: Final = 5
LEAST_OF_COURSE: Final = 10

Scope = Literal["triple", "course"]


@dataclass(frozen=True, kw_only=True)
class Outlier:
    """An accuracy, in [0, 1], far from the `median` of the `count` results it was held against."""

    row: CourseRow
    quantity: Quantity
    value: float
    median: float
    count: int
    scope: Scope


@dataclass(frozen=True, kw_only=True)
class Marked:
    """The outliers, and how many students' base was held against whom; `alone`: against nobody."""

    outliers: tuple[Outlier, ...]
    in_triple: int
    in_course: int
    alone: int

    def of(self, row: CourseRow) -> tuple[Outlier, ...]:
        return tuple(one for one in self.outliers if one.row.place == row.place)


def find_outliers(rows: Sequence[CourseRow]) -> Marked:
    """Hold each accuracy against those of the same classes, or if they are few of the course."""
    found: list[Outlier] = []
    compared: Mapping[Scope | None, int] = {}
    for quantity in QUANTITIES:
        outliers, counts = _of_quantity(rows, quantity)
        found += outliers
        compared = compared or counts  # the base's
    found.sort(key=lambda one: one.row.place)
    return Marked(
        outliers=tuple(found),
        in_triple=compared.get("triple", 0),
        in_course=compared.get("course", 0),
        alone=compared.get(None, 0),
    )


def _of_quantity(
    rows: Sequence[CourseRow], quantity: Quantity
) -> tuple[list[Outlier], dict[Scope | None, int]]:
    measured = [(row, one) for row in rows if (one := accuracy_of(row, quantity)) is not None]
    triples: dict[tuple[int, ...], list[float]] = defaultdict(list)
    for row, one in measured:
        triples[row.triple].append(one.accuracy)
    course = [one.accuracy for _, one in measured]
    outliers: list[Outlier] = []
    counts: dict[Scope | None, int] = defaultdict(int)
    for row, one in measured:
        scope: Scope | None = None
        values = triples[row.triple]
        if len(values) >= LEAST_OF_TRIPLE:
            scope = "triple"
        elif len(course) >= LEAST_OF_COURSE:
            scope, values = "course", course
        counts[scope] += 1
        if scope is not None and _is_far(one, values):
            outliers.append(
                Outlier(
                    row=row,
                    quantity=quantity,
                    value=one.accuracy,
                    median=statistics.median(values),
                    count=len(values),
                    scope=scope,
                )
            )
    return outliers, counts


def _is_far(one: Trained, values: Sequence[float]) -> bool:
    median = statistics.median(values)
    deviation = statistics.median(abs(value - median) for value in values)
    outside = not one.interval.low <= median <= one.interval.high
    return outside and abs(one.accuracy - median) > THRESHOLD * NORMAL * deviation
