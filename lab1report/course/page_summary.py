"""What the results of a course say together: by triple and by class.

Results of equal trainings, as students of equal classes and seeds have them, are one measurement,
however many students have it.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lab1report.course.page_rows import CourseRow, Quantity, accuracy_of, measurements

LEAST_OF_CLASS: Final = 3
"""Measurements, below which no class is called hard or easy."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Accuracies in [0, 1], in rising order; there is one at least."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def is_wide(self) -> bool:
        """Whether there are several different ones."""
        return self.low < self.high

    @property
    def low(self) -> float:
        return self.values[0]

    @property
    def high(self) -> float:
        return self.values[-1]


@dataclass(frozen=True, kw_only=True)
class Triple:
    """Three classes, how many students have results of them, and the base's and best accuracies.

    `best` is None where no best model was chosen.
    """

    classes: tuple[tuple[int, str], ...]
    students: int
    base: Spread
    best: Spread | None


@dataclass(frozen=True, kw_only=True)
class ClassAccuracy:
    """The base's accuracies of one class, a measurement each; `triples`: in how many it is."""

    id: int
    title: str
    students: int
    triples: int
    base: Spread


def over_all(rows: Sequence[CourseRow], quantity: Quantity) -> Spread | None:
    """The accuracies of all students; None if there are none."""
    found = [one.accuracy for row in rows if (one := accuracy_of(row, quantity)) is not None]
    return _spread(found) if found else None


def by_triple(rows: Sequence[CourseRow]) -> list[Triple]:
    """The triples that have results, the hardest first."""
    students = Counter(row.triple for row in rows if row.numbers is not None)
    base, best = _by_triple(rows, "base"), _by_triple(rows, "best")
    classes = {row.triple: tuple(sorted(row.classes)) for row in rows}
    found = [
        Triple(
            classes=classes[triple],
            students=students[triple],
            base=_spread(values),
            best=_spread(best[triple]) if triple in best else None,
        )
        for triple, values in base.items()
    ]
    return sorted(found, key=lambda one: (one.base.median, one.classes))


def by_class(rows: Sequence[CourseRow]) -> list[ClassAccuracy]:
    """The classes that have results, the hardest first."""
    titles = {id: title for row in rows for id, title in row.classes}
    students: Counter[int] = Counter()
    for row in rows:
        if row.numbers is not None:
            students.update(one.class_id for one in row.numbers.per_class)
    values: dict[int, list[float]] = defaultdict(list)
    triples: dict[int, set[tuple[int, ...]]] = defaultdict(set)
    for row in measurements(rows):
        assert row.numbers is not None  # noqa: S101  # as `measurements` says
        for one in row.numbers.per_class:
            values[one.class_id].append(one.test)
            triples[one.class_id].add(row.triple)
    found = [
        ClassAccuracy(
            id=id,
            title=titles.get(id, ""),
            students=students[id],
            triples=len(triples[id]),
            base=_spread(of_class),
        )
        for id, of_class in values.items()
    ]
    return sorted(found, key=lambda one: (one.base.median, one.id))


def _by_triple(rows: Sequence[CourseRow], quantity: Quantity) -> dict[tuple[int, ...], list[float]]:
    found: dict[tuple[int, ...], list[float]] = defaultdict(list)
    for row in measurements(rows):
        if (one := accuracy_of(row, quantity)) is not None:
            found[row.triple].append(one.accuracy)
    return found


def _spread(values: Iterable[float]) -> Spread:
    return Spread(values=tuple(sorted(values)))
