"""What each variant gains over the base, a student each and over the whole course.

Results of equal trainings are one measurement, however many students have it.

A mean over the measurements of the course is asked for, of these triples and no others, so that
gains may differ from triple to triple (Rice, Higgins & Lumley 2018, J. R. Stat. Soc. A 181:205:
fixed effects). The usual interval of such a mean would want independent measurements. These share
classes, so that test images are the same, and seeds, in a way that results do not tell. The
standard deviation of a mean is at most the mean of the standard deviations, however they depend on
each other (Minkowski); so ends as far from the mean as the single ones are on average make an
interval of 95 % or more, where the errors are normal together.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scipy.optimize import brentq

from lab1report.course.page_numbers import OfVariant
from lab1report.course.page_rows import CourseRow, measurements
from lab1report.findings.statistics.comparison import Estimate, verdict_of
from lab1report.findings.statistics.family import holm
from lab1report.findings.statistics.proportions import SIGNIFICANCE, Interval, Verdict
from lab1report.report.headlines import Gain

LEAST_POOLED: Final = 2
Values = tuple[Any, ...]
"""Of a setting, those that students have."""

_LEAST_P: Final = 1e-12  # a smaller p-value is not told from it


@dataclass(frozen=True, kw_only=True)
class StudentGain:
    """What a network of a student's gains over the base."""

    row: CourseRow
    network: str
    gain: Gain


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """The mean gain of `count` measurements, with its interval at 95 % shared out `among` so many.

    `better` and `worse` of the measurements are told from chance to be so.
    """

    mean: float
    interval: Interval
    count: int
    better: int
    worse: int
    p_value: float = 1.0
    among: int = 1

    @property
    def told(self) -> bool:
        """Whether the mean is told from chance."""
        return not self.interval.has_zero

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.mean, self.interval)


@dataclass(frozen=True, kw_only=True)
class Effect:
    """A variant beside the base: in how many of `count` measurements it is told from it.

    `settings` are the values that each setting has in them, see `together`, of bases of
    `epochs` at least; the network is among them where it was searched for, as the `number` says, or
    is none of the bases'. `pooled` is None of a single measurement.
    `gains` are those of all students, the greatest first.
    """

    variant: str
    number: int | None
    settings: Mapping[str, Values]
    epochs: int | None
    count: int
    better: int
    worse: int
    gains: tuple[StudentGain, ...]
    mean: float
    pooled: Pooled | None


def best_gains(rows: Sequence[CourseRow]) -> list[StudentGain]:
    """The gain of each student's best model, the greatest first."""
    return _ranked(
        StudentGain(row=row, network=best.network, gain=best.gain)
        for row in rows
        if row.numbers is not None and (best := row.numbers.best) and best.gain is not None
    )


def pooled(rows: Sequence[CourseRow]) -> Pooled | None:
    """The mean gain of the best models, a question of its own; None with fewer than two of them."""
    found = [one.gain for one in best_gains(measurements(rows))]
    if len(found) < LEAST_POOLED:
        return None
    return _pooled(found, [one.interval for one in found])


def together(settings: Sequence[Mapping[str, Any]]) -> dict[str, Values]:
    """The values of each setting that all have, each once and the smallest first."""
    first, *rest = settings
    return {
        name: _each_once(one[name] for one in settings)
        for name in first
        if all(name in one for one in rest)
    }


def _each_once(values: Iterable[Any]) -> Values:
    """Whatever they are: nobody knows who wrote the files."""
    found = {repr(value): value for value in values}
    return tuple(found[text] for text in sorted(found, key=lambda one: _rank(found[one], one)))


def _rank(value: Any, text: str) -> tuple[bool, float, str]:
    is_number = isinstance(value, int | float)
    return not is_number, float(value) if is_number else 0.0, text


def without_effects(rows: Sequence[CourseRow]) -> int:
    """How many results have no gains of the variants, since an earlier version wrote them."""
    return sum(row.numbers is not None and row.numbers.effects is None for row in rows)


def effects(rows: Sequence[CourseRow]) -> list[Effect]:
    """The variants, those first that helped most often, then harmed least often, then gain most.

    Their pooled gains are one family, judged by Holm's procedure, which wants nothing of how they
    depend on each other.
    """
    every, measured = _by_variant(rows), _by_variant(measurements(rows))
    several = {name: own for name, own in measured.items() if len(own) >= LEAST_POOLED}
    judged = holm([_judge([one for _, one in own]) for own in several.values()])
    means = dict(zip(several, judged, strict=True))
    found = []
    for name, own in measured.items():
        verdicts = [one.gain.verdict for _, one in own]
        found.append(
            Effect(
                variant=name,
                number=own[0][1].number,
                settings=together([_settings(row, one) for row, one in own]),
                epochs=_least_epochs(row for row, _ in own),
                mean=statistics.fmean(one.gain.difference for _, one in own),
                count=len(own),
                better=verdicts.count("better"),
                worse=verdicts.count("worse"),
                gains=tuple(
                    _ranked(
                        StudentGain(row=row, network=one.network, gain=one.gain)
                        for row, one in every[name]
                    )
                ),
                pooled=means.get(name),
            )
        )
    return sorted(found, key=lambda one: (-one.better, one.worse, -one.mean, one.variant))


def _by_variant(rows: Iterable[CourseRow]) -> dict[str, list[tuple[CourseRow, OfVariant]]]:
    found: dict[str, list[tuple[CourseRow, OfVariant]]] = defaultdict(list)
    for row in rows:
        for one in (row.numbers.effects or ()) if row.numbers is not None else ():
            found[one.variant].append((row, one))
    return found


def _judge(own: Sequence[OfVariant]) -> Callable[[int], Pooled]:
    """What the measurements of a variant say together at 95 % shared out among so many."""
    gains, estimates = [one.gain for one in own], [one.estimate for one in own]
    p_value = _p_value(estimates)

    def judge(among: int) -> Pooled:
        found = _pooled(gains, [one.interval(among) for one in estimates])
        return replace(found, p_value=min(1.0, among * p_value), among=among)

    return judge


def _pooled(gains: Sequence[Gain], intervals: Sequence[Interval]) -> Pooled:
    mean = statistics.fmean(one.difference for one in gains)
    # Intervals need not lie evenly about the difference that was measured
    pairs = list(zip(gains, intervals, strict=True))
    below = statistics.fmean(one.difference - ends.low for one, ends in pairs)
    above = statistics.fmean(ends.high - one.difference for one, ends in pairs)
    verdicts = [one.verdict for one in gains]
    return Pooled(
        mean=mean,
        interval=Interval(low=max(mean - below, -1.0), high=min(mean + above, 1.0)),
        count=len(gains),
        better=verdicts.count("better"),
        worse=verdicts.count("worse"),
    )


def _p_value(estimates: Sequence[Estimate]) -> float:
    """The level at which an end of the pooled interval is zero."""
    mean = abs(statistics.fmean(one.mean for one in estimates))

    def beyond(level: float) -> float:
        """How far zero lies outside the interval that is wrong so often."""
        return mean - statistics.fmean(
            one.error * one.quantile(SIGNIFICANCE / level) for one in estimates
        )

    if beyond(_LEAST_P) >= 0:
        return _LEAST_P
    return float(brentq(beyond, _LEAST_P, 1.0))


def _ranked(gains: Iterable[StudentGain]) -> list[StudentGain]:
    return sorted(gains, key=lambda one: (-one.gain.difference, one.row.place))


def _settings(row: CourseRow, one: OfVariant) -> Mapping[str, Any]:
    base = row.numbers.base if row.numbers is not None else None
    if one.number is None and base is not None and base.network == one.network:
        return one.settings
    return {"network": one.network, **one.settings}


def _least_epochs(rows: Iterable[CourseRow]) -> int | None:
    known = [row.numbers.epochs for row in rows if row.numbers and row.numbers.epochs is not None]
    return min(known, default=None)
