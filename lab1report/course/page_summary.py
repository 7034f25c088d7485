"""What the results of a course say together: by triple, by class, and what helped.

Results of equal trainings, as students of equal classes and seeds have them, are one measurement,
however many students have it.
"""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lab1report.course.page_numbers import Ends, Gained, Measured
from lab1report.course.page_rows import CourseRow, Quantity, accuracy_of, measurements

LEAST_OF_CLASS: Final = 3
"""Measurements, below which no class is called hard or easy."""

LEAST_POOLED: Final = 2


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


@dataclass(frozen=True, kw_only=True)
class Effect:
    """In how many measurements a variant helped, harmed, or could not be told from chance.

    Its `settings` are those that it has in all of them. How many were compared is known of the
    course, and not of a single variant.
    """

    variant: str
    settings: Mapping[str, Any]
    helped: int
    harmed: int


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What a student's best model gains over the base."""

    row: CourseRow
    network: str
    gained: Gained


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """The mean gain of `count` measurements with an interval of at least 95 %, see `pooled`."""

    mean: float
    interval: Ends
    count: int
    told: int
    """How many of them are told from chance to be gains."""


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


def effects(rows: Sequence[CourseRow]) -> list[Effect]:
    """The variants that helped or harmed somewhere, those first that helped most often."""
    helped: dict[str, list[Measured]] = defaultdict(list)
    harmed: dict[str, list[Measured]] = defaultdict(list)
    for row in measurements(rows):
        assert row.numbers is not None  # noqa: S101  # as `measurements` says
        for found, there in ((helped, row.numbers.helped), (harmed, row.numbers.harmed)):
            for one in there:
                found[one.variant].append(one)
    ranked = [
        Effect(
            variant=variant,
            settings=_common(one.settings for one in (*helped[variant], *harmed[variant])),
            helped=len(helped[variant]),
            harmed=len(harmed[variant]),
        )
        for variant in {**helped, **harmed}
    ]
    return sorted(ranked, key=lambda one: (-one.helped, one.harmed, one.variant))


def gains(rows: Sequence[CourseRow]) -> list[Gain]:
    """The gain of each student's best model, the greatest first."""
    found = [
        Gain(row=row, network=best.network, gained=best.gain)
        for row in rows
        if row.numbers is not None and (best := row.numbers.best) and best.gain is not None
    ]
    return sorted(found, key=lambda one: (-one.gained.difference, one.row.place))


def pooled(rows: Sequence[CourseRow]) -> Pooled | None:
    """The mean gain over the measurements of the course; None where there are fewer than two.

    That mean is asked for, of these triples and no others, so that gains may differ from triple to
    triple (Rice, Higgins & Lumley 2018, J. R. Stat. Soc. A 181:205: fixed effects). The usual
    interval of such a mean would want independent measurements. These share classes, so that test
    images are the same, and seeds, in a way that results do not tell. The standard deviation of a
    mean is at most the mean of the standard deviations, however they depend on each other
    (Minkowski); so ends as far from the mean as the single ones are on average make an interval of
    95 % or more, where the errors are normal together.
    """
    found = gains(measurements(rows))
    if len(found) < LEAST_POOLED:
        return None
    gained = [one.gained for one in found]
    mean = statistics.fmean(one.difference for one in gained)
    # Intervals need not lie evenly about the difference that was measured
    below = statistics.fmean(one.difference - one.interval.low for one in gained)
    above = statistics.fmean(one.interval.high - one.difference for one in gained)
    return Pooled(
        mean=mean,
        interval=Ends(low=mean - below, high=mean + above),
        count=len(gained),
        told=sum(one.verdict == "better" for one in gained),
    )


def _by_triple(rows: Sequence[CourseRow], quantity: Quantity) -> dict[tuple[int, ...], list[float]]:
    found: dict[tuple[int, ...], list[float]] = defaultdict(list)
    for row in measurements(rows):
        if (one := accuracy_of(row, quantity)) is not None:
            found[row.triple].append(one.accuracy)
    return found


def _common(settings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What all have, with the same value."""
    first, *rest = settings
    return {
        name: value for name, value in first.items() if all(one.get(name) == value for one in rest)
    }


def _spread(values: Iterable[float]) -> Spread:
    return Spread(values=tuple(sorted(values)))
