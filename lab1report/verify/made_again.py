"""Makes trainings again and compares them with those of the report (docs/verify.md, Real).

Another machine rounds otherwise, and a training carries that on. The tolerances are what was
measured of that, with some room (docs/verify.md, Tolerances).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.model import RunResult, RunSpec, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.report.measurements.columns import held_part
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.jobs import jobs_of
from lab1report.runs.workers import Workers, WorkerTask

ACCURACY: Final = 1 / 30
"""The largest difference of an accuracy: 10 images of 300."""

ANSWERS: Final = 0.1
"""The largest share of images that are answered otherwise."""

LOSS: Final = 0.05
"""The largest difference of the losses, on average over the epochs, in nats or as a share."""

MEAN: Final = 0.005
"""The largest difference of the test accuracies, on average over the final trainings."""

PRINTED: Final = {"cifar": 0.05}
"""The largest difference of a number that a task prints or stores, as a share of the largest."""

_PRINTED = 1e-3  # of the tasks that are no training on images
_LEAST = 0.2  # of numbers like an accuracy a share of this, since they are counts of few images
_OF_ANSWERS = ("_final", "_best")  # probabilities and confusion matrices
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A run of the report beside the same made again.

    `fault` says what differs by more than another machine explains; `equal`: not a bit differs;
    `difference` of a training's accuracy, recorded minus made again.
    """

    fault: str | None
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
    with Workers(
        dataset, choice=choice, cache=folder, count=workers, progress=progress
    ) as processes:
        progress.start("trainings made again", len(runs), unit="runs")
        for job in jobs_of(list(runs)):
            inputs = {run: inputs_of(run, fingerprint) for run in job.runs}
            processes.add(WorkerTask(job=job, inputs=inputs, fresh=frozenset()), rank=0)
        for run, outcome in processes.outcomes():
            found[run] = outcome
            progress.update(processes.done())
        progress.finish()
    return found


def compare(recorded: RunResult, again: Computed) -> Comparison:
    """A result of the report beside the same run, made again."""
    if isinstance(again, SectionFailure):
        return Comparison(fault=f"made again it fails: {again.message}", equal=False, difference=0)
    faults = list(_faults(recorded, again))
    difference = 0.0
    if isinstance(recorded.spec, RunSpec):
        name = f"{held_part(recorded.spec)}_accuracy"
        difference = float(recorded.arrays[name][-1] - again.arrays[name][-1])
    return Comparison(
        fault=faults[0] if faults else None, equal=_equal(recorded, again), difference=difference
    )


def distances(
    own: Mapping[str, NDArray[Any]], other: Mapping[str, NDArray[Any]], held: str
) -> dict[str, float]:
    """How far two trainings are from each other; above 1 is more than the tolerances."""
    found = {}
    for part in ("train", held):
        accuracies = [float(arrays[f"{part}_accuracy"][-1]) for arrays in (own, other)]
        curves = [arrays[f"{part}_loss"] for arrays in (own, other)]
        away = np.abs(curves[0] - curves[1]) / np.maximum(1, np.abs(curves[1]))
        found[f"{part} accuracy"] = abs(accuracies[0] - accuracies[1]) / ACCURACY
        found[f"{part} loss"] = float(away.mean()) / LOSS
        if f"{part}_final" in own:  # of a training on a fold they are not recorded
            answers = [arrays[f"{part}_final"].argmax(axis=1) for arrays in (own, other)]
            found[f"{part} answers"] = float((answers[0] != answers[1]).mean()) / ANSWERS
    return found


def _faults(recorded: RunResult, again: RunResult) -> Iterator[str]:
    if isinstance(recorded.spec, RunSpec):
        held = held_part(recorded.spec)
        for name, distance in distances(recorded.arrays, again.arrays, held).items():
            if distance > 1:
                accuracies = [
                    f"{float(run.arrays[f'{held}_accuracy'][-1]):.4f}" for run in (recorded, again)
                ]
                yield (
                    f"{name} differs by {distance:.1f} times what another machine explains; "
                    f"{held} accuracy {accuracies[0]}, made again {accuracies[1]}"
                )
    yield from _of_stages(recorded, again)
    if recorded.stages:
        yield from _of_arrays(recorded, again)


def _of_stages(recorded: RunResult, again: RunResult) -> Iterator[str]:
    codes = [[(stage.id, stage.source) for stage in run.stages] for run in (recorded, again)]
    if codes[0] != codes[1]:
        yield "it was made with other code"
        return
    share = PRINTED.get(recorded.section, _PRINTED)
    for own, other in zip(recorded.stages, again.stages, strict=True):
        if not _alike(own.output, other.output, share):
            yield f"the cell {own.id} prints something else"


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


def _of_arrays(recorded: RunResult, again: RunResult) -> Iterator[str]:
    """The arrays of a task; those of the answers of a network were compared otherwise."""
    share = PRINTED.get(recorded.section, _PRINTED)
    for name, own in recorded.arrays.items():
        other = again.arrays.get(name)
        if other is None or own.shape != other.shape:
            yield f"its {name} have another size"
        elif name.endswith(_OF_ANSWERS):
            continue
        elif own.dtype.kind != "f":
            if not np.array_equal(own, other):
                yield f"its {name} are others"
        elif _size(own - other) > share * _size(other):
            yield f"its {name} are others"


def _size(array: NDArray[Any]) -> float:
    """Root mean square."""
    return float(np.sqrt(np.square(array).mean()))


def _equal(recorded: RunResult, again: RunResult) -> bool:
    """Whether all is the same to the last bit that the report records."""
    own, other = recorded.arrays, again.arrays
    curves = [name for name in own if name.endswith(("_loss", "_accuracy"))] or list(own)
    return all(np.array_equal(own[name], other[name]) for name in curves)


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
