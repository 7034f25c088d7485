"""Plots of the teacher's page: a strip a row of a table, all of them over the axis in its head.

So the values stand beside what is drawn, a table that is printed takes its plot along, and no
script is needed. Places are in per cent of the strip's width.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from lab1report.course.page_effects import Effect, Pooled, StudentGain
from lab1report.course.page_summary import ClassAccuracy, Spread, Triple
from lab1report.findings.statistics.proportions import Interval

MARGIN: Final = 3.0
"""Per cent of the width, at either end."""

_STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
_MOST_TICKS: Final = 6

T = TypeVar("T")
Kind = Literal["base", "best", "better", "worse", "unclear"]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A value, and what it is of."""

    at: float
    kind: Kind


@dataclass(frozen=True, kw_only=True)
class Strip:
    """What is drawn in a row: a line from end to end if there is one, marks, a tick at a middle."""

    line: tuple[float, float] | None
    marks: tuple[Mark, ...]
    middle: float | None = None


@dataclass(frozen=True)
class Axis:
    """An axis from `low` to `high`, in shares."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[tuple[float, float]]:
        """Places and values of the ticks."""
        first, last = (round(end / self.step) for end in (self.low, self.high))
        return [(self.at(n * self.step), n * self.step) for n in range(first, last + 1)]

    @property
    def zero(self) -> float:
        """The place of zero."""
        return self.at(0.0)

    def at(self, value: float) -> float:
        """The place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return round(MARGIN + (100 - 2 * MARGIN) * share, 2)


def axis_of(values: Iterable[float]) -> Axis:
    """The axis that holds all values, from tick to tick."""
    found = [*values]
    least, most = min(found), max(found)
    for step in _STEPS:
        first, last = math.floor(least / step), math.ceil(most / step)
        if last - first < _MOST_TICKS:
            break
    return Axis(first * step, max(last, first + 1) * step, step)


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The rows of a table, each with its strip, over one axis."""

    axis: Axis
    rows: tuple[tuple[Any, Strip], ...]


def of_triples(triples: Sequence[Triple]) -> Plot | None:
    """The accuracies of the base and of the best models of each triple; None if there are none."""
    spreads = [spread for one in triples for spread in (one.base, one.best) if spread is not None]
    return _plot(triples, _ends(spreads), _of_triple)


def of_classes(classes: Sequence[ClassAccuracy]) -> Plot | None:
    """The base's accuracies of each class, with a tick at the median; None if there are none."""
    return _plot(classes, _ends([one.base for one in classes]), _of_class)


def of_gains(gains: Sequence[StudentGain], mean: Pooled | None) -> Plot | None:
    """The gains with their intervals, the pooled one first; None if there are none."""
    intervals = [*(one.gain.interval for one in gains), *([mean.interval] if mean else [])]
    things: Sequence[StudentGain | Pooled] = [*([mean] if mean else []), *gains]
    return _plot(things, _with_zero(intervals), _of_gain)


def of_effects(effects: Sequence[Effect]) -> Plot | None:
    """The pooled gains of the variants with their intervals; None if there are no variants."""
    intervals = [one.pooled.interval for one in effects if one.pooled is not None]
    return _plot(effects, _with_zero(intervals), _of_effect)


def _with_zero(intervals: Sequence[Interval]) -> list[float]:
    return [0.0, *(end for one in intervals for end in (one.low, one.high))]


def _plot(
    things: Sequence[T], values: Sequence[float], draw: Callable[[T, Axis], Strip]
) -> Plot | None:
    if not things:
        return None
    axis = axis_of(values)
    return Plot(axis=axis, rows=tuple((one, draw(one, axis)) for one in things))


def _ends(spreads: Sequence[Spread]) -> list[float]:
    return [end for spread in spreads for end in (spread.low, spread.high)]


def _of_triple(one: Triple, axis: Axis) -> Strip:
    kinds: Mapping[Kind, Spread | None] = {"base": one.base, "best": one.best}
    marks = [
        Mark(at=axis.at(value), kind=kind)
        for kind, spread in kinds.items()
        for value in (sorted({*spread.values}) if spread is not None else ())
    ]
    return Strip(line=None, marks=tuple(marks))


def _of_class(one: ClassAccuracy, axis: Axis) -> Strip:
    spread = one.base
    return Strip(
        line=_line(spread, axis),
        marks=tuple(Mark(at=axis.at(value), kind="base") for value in sorted({*spread.values})),
        middle=axis.at(spread.median),
    )


def _of_gain(one: StudentGain | Pooled, axis: Axis) -> Strip:
    if isinstance(one, Pooled):
        return Strip(line=_line(one.interval, axis), marks=(), middle=axis.at(one.mean))
    mark = Mark(at=axis.at(one.gain.difference), kind=one.gain.verdict)
    return Strip(line=_line(one.gain.interval, axis), marks=(mark,))


def _of_effect(one: Effect, axis: Axis) -> Strip:
    if one.pooled is None:
        return Strip(line=None, marks=())
    mark = Mark(at=axis.at(one.pooled.mean), kind=one.pooled.verdict)
    return Strip(line=_line(one.pooled.interval, axis), marks=(mark,))


def _line(ends: Interval | Spread, axis: Axis) -> tuple[float, float]:
    return axis.at(ends.low), axis.at(ends.high)
