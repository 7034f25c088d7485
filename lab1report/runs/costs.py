"""Guesses how long computations take: for the order of jobs, progress, and `plan`.

One unit is a second on one core of an AMD EPYC (Zen 4, 2026) with one thread: there the jobs of a
report took 28.0 s together, by these guesses 25.3 s. What a training costs is mostly its calls of
PyTorch's operators and the products of the first layer; both grow with units, epochs and images.
"""

import statistics
from collections.abc import Mapping
from typing import Final

from lab1report.model import RunResult, RunSpec
from lab1report.plan.plan import Plan, PlannedRun, parts_of
from lab1report.plan.series import PlannedVariant, Series, searching

START: Final = 2.0
"""Seconds until the first process computes: it imports PyTorch."""

_OF_UNIT_EPOCH: Final = 55e-6
_OF_IMAGES: Final = 0.2
_STOPPED: Final = 0.3
"""Where the base is stopped, as a share of its epochs, as long as that is not known."""

Results = Mapping[RunSpec, RunResult]


def seconds_of(run: PlannedRun) -> float:
    """A guess for one run; trainings that share a pass cost that much each."""
    if run.task is not None:
        return run.task.seconds
    return _of_training(run.spec) if isinstance(run.spec, RunSpec) else _OF_IMAGES


def seconds_to_come(plan: Plan, wanted: frozenset[str], results: Results) -> float:
    """A guess for the trainings of the series that `results` do not specify yet."""
    series, parts = plan.series, parts_of(wanted)
    if not parts:
        return 0.0
    waves = series.waves(parts, results)
    unknown = {name for name, specs in waves.items() if specs is None}
    found = 0.0
    for planned in series.needed(parts)[1:]:  # the base is known
        if _wave(planned) in unknown:
            found += _of_variant(planned, series, results)
        if planned.like is not None and planned.search and "later search" in unknown:
            trainings = len(searching(planned.search))
            found += trainings * _of_candidate(series.planned(planned.like))
    return found


def seconds_of_plan(plan: Plan, results: Results) -> float:
    """A guess for all that is planned, if nothing is stored."""
    specified = (run for wave in plan.waves(plan.everything, results) for run in wave.runs or ())
    to_come = seconds_to_come(plan, plan.everything, results)
    return sum(map(seconds_of, specified)) + to_come


def _wave(planned: PlannedVariant) -> str:
    """The name of the wave of `Series.waves` that the variant's last trainings belong to."""
    return "networks" if planned.search else "ladder" if planned.takes else "variants"


def _of_variant(planned: PlannedVariant, series: Series, results: Results) -> float:
    if (variant := series.variant(planned, results)) is not None:
        one = _of_training(variant.spec)
    elif planned.search is not None:
        one = _of_candidate(series.planned(planned.like or planned.id))
    elif planned.factor is not None:
        stopped = series.stopping_epoch(results) or _STOPPED * series.base.epochs
        one = _of_training(planned.spec) / planned.spec.epochs * stopped * float(planned.factor)
    else:  # a step from the base to the best network
        one = _of_training(series.base) * _STOPPED
    return series.seeds * one


def _of_candidate(planned: PlannedVariant) -> float:
    """A guess for one training of a searched network, whichever candidate is chosen."""
    points = planned.search.points if planned.search is not None else (planned.spec,)
    return statistics.median(map(_of_training, points))


def _of_training(spec: RunSpec) -> float:
    return sum(spec.hidden) * spec.epochs * spec.share * _OF_UNIT_EPOCH
