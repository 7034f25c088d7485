"""Makes trainings again and compares them with those of the report (docs/how-to/verify.md, Real).

Another machine rounds otherwise, and a training carries that on. The tolerances are what was
measured of that, with some room (docs/how-to/verify.md, Tolerances).
"""

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.messages import Message, _, kept, numeral
from lab1report.model import RunResult, RunSpec, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.costs import START
from lab1report.runs.jobs import jobs_of
from lab1report.runs.run_task import RunTask
from lab1report.runs.workers import Workers
from lab1report.verify.distances import QUANTITIES, distances

PRINTED: Final = {"cifar": 0.05}
"""The largest difference of a number that a task prints or stores, as a share of the larger."""

_PRINTED = 1e-3  # of the tasks that are no training on images
_NOT_COMPARED = ("best_epoch", "worst_x")  # which of two nearly equal ones is the extreme
_TINY = 1e-6
_LEAST = 0.2  # of numbers like an accuracy a share of this, since they are counts of few images
_OF_ANSWERS = ("_final", "_best")  # probabilities and confusion matrices
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A run of the report beside the same made again.

    `fault` says what differs by more than another machine explains; `equal`: not a bit differs;
    `difference` of a training's accuracy, recorded minus made again.
    """

    fault: Message | None
    equal: bool
    difference: float


def make_again(
    runs: Collection[PlannedRun],
    dataset: Dataset,
    *,
    choice: str,
    folder: Path,
    workers: int,
    progress: Progress,
) -> dict[PlannedRun, Computed]:
    """The outcome of each of `runs`, computed here and now.

    Args:
        choice: how `dataset` was opened.
        folder: for what the processes keep, an empty one.
    """
    fingerprint = dataset.info.fingerprint
    found: dict[PlannedRun, Computed] = {}
    with Workers[PlannedRun, Computed](
        dataset, choice=choice, cache=folder, count=workers, progress=progress
    ) as processes:
        jobs = jobs_of(list(runs))
        guess = sum(job.seconds for job in jobs)
        progress.start(_("trainings made again"), 1, seconds=START + guess / workers)
        for job in jobs:
            inputs = {run: inputs_of(run, fingerprint) for run in job.runs}
            processes.add(RunTask(job=job, inputs=inputs, fresh=frozenset()), rank=0)
        for run, outcome in processes.outcomes():
            found[run] = outcome
            progress.update(processes.share())
        progress.finish()
    return found


def compare(recorded: RunResult, again: Computed) -> Comparison:
    """A result of the report beside the same run, made again."""
    if isinstance(again, SectionFailure):
        message = kept(again.message, english=f"{again.section} {again.stage}".rstrip())
        fault = _("made again it fails: {message}").format(message=message)
        return Comparison(fault=fault, equal=False, difference=0)
    faults = list(_faults(recorded, again))
    difference = 0.0
    if isinstance(recorded.spec, RunSpec):
        name = f"{recorded.spec.held_part}_accuracy"
        difference = float(recorded.arrays[name][-1] - again.arrays[name][-1])
    return Comparison(
        fault=faults[0] if faults else None, equal=_equal(recorded, again), difference=difference
    )


def _faults(recorded: RunResult, again: RunResult) -> Iterator[Message]:
    if isinstance(recorded.spec, RunSpec):
        held = recorded.spec.held_part
        for name, distance in distances(recorded.arrays, again.arrays, held).items():
            if distance > 1:
                yield _other_training(name, distance, f"{held}_accuracy", recorded, again)
    if recorded.stages:
        yield from _of_stages(recorded, again)
        yield from _of_values(recorded, again)
        yield from _of_arrays(recorded, again)


def _other_training(
    name: str, distance: float, accuracy: str, recorded: RunResult, again: RunResult
) -> Message:
    """Says how far apart two trainings are in `name`, and their accuracies."""
    own, other = (numeral(float(run.arrays[accuracy][-1]), ".4f") for run in (recorded, again))
    return _(
        "its {quantity} differs {times} times as much as other machines make it; "
        "{accuracy} {recorded}, made again {again}"
    ).format(
        quantity=_(QUANTITIES[name]),
        times=numeral(distance, ".1f"),
        accuracy=_(QUANTITIES[accuracy.replace("_", " ")]),
        recorded=own,
        again=other,
    )


def _of_values(recorded: RunResult, again: RunResult) -> Iterator[Message]:
    share = PRINTED.get(recorded.section, _PRINTED)
    other = dict(_numbers(again.values))
    for name, value in _numbers(recorded.values):
        if name.startswith(_NOT_COMPARED):
            continue
        away = abs(value - other.get(name, math.inf))
        if away > share * max(abs(value), abs(other.get(name, 0.0)), _LEAST) + _TINY:
            yield _("its {name} is {value}, made again {again}").format(
                name=name,
                value=numeral(value, ".6g"),
                again=numeral(other.get(name, math.nan), ".6g"),
            )


def _numbers(value: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """The numbers in a mapping, by the path to each."""
    if isinstance(value, Mapping | list):
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, item in items:
            yield from _numbers(item, f"{name}.{key}" if name else str(key))
    elif isinstance(value, int | float):
        yield name, float(value)


def _of_stages(recorded: RunResult, again: RunResult) -> Iterator[Message]:
    codes = [[(stage.id, stage.source) for stage in run.stages] for run in (recorded, again)]
    if codes[0] != codes[1]:
        yield _("it was made with other code")
        return
    share = PRINTED.get(recorded.section, _PRINTED)
    for own, other in zip(recorded.stages, again.stages, strict=True):
        if not _alike(own.output, other.output, share):
            yield _("the cell {id} prints something else").format(id=own.id)


def _alike(own: str, other: str, share: float) -> bool:
    """Whether two texts are the same but for a small share of their numbers."""
    if own == other:
        return True
    if _NUMBER.sub("", own) != _NUMBER.sub("", other):
        return False
    pairs = [
        tuple(float(number.replace(",", ".")) for number in both)
        for both in zip(_NUMBER.findall(own), _NUMBER.findall(other), strict=True)
    ]
    return all(abs(one - two) <= share * max(abs(one), abs(two), _LEAST) for one, two in pairs)


def _of_arrays(recorded: RunResult, again: RunResult) -> Iterator[Message]:
    """The arrays of a task; those of the answers of a network were compared otherwise."""
    share = PRINTED.get(recorded.section, _PRINTED)
    for name, own in recorded.arrays.items():
        other = again.arrays.get(name)
        if other is None or own.shape != other.shape:
            yield _("its {name} have another size").format(name=name)
        elif name.endswith(_OF_ANSWERS):
            continue
        elif own.dtype.kind != "f":
            if not np.array_equal(own, other):
                yield _("its {name} are others").format(name=name)
        elif _size(own - other) > share * _size(other):
            yield _("its {name} are others").format(name=name)


def _size(array: NDArray[Any]) -> float:
    """Root mean square."""
    return float(np.sqrt(np.square(array).mean()))


def _equal(recorded: RunResult, again: RunResult) -> bool:
    """Whether all that the report records of a training is the same to the last bit."""
    own, other = recorded.arrays, again.arrays
    return all(
        np.array_equal(array.argmax(axis=1), other[name].argmax(axis=1))
        if name.endswith(("_final", "_best")) and "confusion" not in name
        else np.array_equal(array, other[name])
        for name, array in own.items()
    )


def trainings(outcomes: Mapping[PlannedRun, Computed | None]) -> dict[PlannedRun, RunResult]:
    """The trainings of the series among the outcomes."""
    return {
        run: outcome
        for run, outcome in outcomes.items()
        if run.task is None and isinstance(run.spec, RunSpec) and isinstance(outcome, RunResult)
    }


def tasks(outcomes: Mapping[PlannedRun, Computed | None]) -> dict[PlannedRun, RunResult]:
    """The notebooks among the outcomes."""
    return {
        run: outcome
        for run, outcome in outcomes.items()
        if run.task is not None and isinstance(outcome, RunResult)
    }
