"""The last word on a report: its runs beside the same made again."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lab1report.data.dataset import Dataset
from lab1report.messages import Message, _, joined, ngettext, numeral
from lab1report.model import RunResult, RunSpec
from lab1report.plan.plan import PlannedRun
from lab1report.received.refuted import RefutedError
from lab1report.report.series_document import run_key
from lab1report.runs.compute import Computed
from lab1report.verify.distances import MEAN
from lab1report.verify.made_again import compare
from lab1report.verify.steadiness import excused
from lab1report.verify.versions import others

_STAGE: Final = "real"
_ENOUGH = 8  # trainings, from which on the mean of their differences says something
_SAME_BITS = (
    *("torch", "numpy", "processor", "vector", "threads", "device"),
    *("torch_products", "numpy_products", "series_products"),
)
_OTHER_ROUNDING = ("torch", "numpy", "scikit-learn", "device")  # beyond what was measured


@dataclass(kw_only=True)
class Judgement:
    """What came of the runs that were made again.

    Trainings that are `equal` to the last bit, and `unsteady` ones, which rounding decides; `notes`
    are what keeps the report from being verified without refuting it.
    """

    equal: int = 0
    unsteady: int = 0
    notes: list[Message] = field(default_factory=list)
    differences: list[float] = field(default_factory=list)
    unequal_here: int = 0


def judge(
    chosen: Mapping[PlannedRun, RunResult],
    again: Mapping[PlannedRun, Computed],
    dataset: Dataset,
) -> Judgement:
    """Compare each of `chosen`, as the report has it, with the same made `again`.

    Raises:
        RefutedError: one differs by more than another machine explains.
    """
    found = Judgement()
    for run, recorded in chosen.items():
        _judge_one(run, recorded, again[run], dataset, found)
    if len(found.differences) >= _ENOUGH:
        mean = statistics.fmean(found.differences)
        if abs(mean) > MEAN:
            message = _("on average {points} points more accurate than made again").format(
                points=numeral(100 * mean, "+.2f")
            )
            raise RefutedError(_STAGE, _("the trainings"), message)
    if found.unequal_here:
        found.notes.append(_unequal(found.unequal_here))
    return found


def _unequal(count: int) -> Message:
    return ngettext(
        "{count} training is said to be made with this very processor and these versions, and is "
        "not equal to the last bit",
        "{count} trainings are said to be made with this very processor and these versions, and "
        "are not equal to the last bit",
        count,
    ).format(count=count)


def _judge_one(
    run: PlannedRun, recorded: RunResult, made: Computed, dataset: Dataset, found: Judgement
) -> None:
    compared = compare(recorded, made)
    is_training = run.task is None
    if compared.fault is not None and isinstance(made, RunResult):
        if other := others(recorded.environment, made.environment, _OTHER_ROUNDING):
            note = _("{place}: {fault}; made with {versions}").format(
                place=_place(run), fault=compared.fault, versions=joined(", ", other)
            )
            found.notes.append(note)
            return
        if is_training and excused(recorded, made, dataset):
            found.unsteady += 1
            return
    if compared.fault is not None:
        raise RefutedError(_STAGE, _place(run), compared.fault)
    if is_training:
        found.equal += compared.equal
        found.unequal_here += not compared.equal and _same_machine(recorded, made)
        if isinstance(run.spec, RunSpec) and run.spec.fold is None:
            found.differences.append(compared.difference)


def _same_machine(recorded: RunResult, made: Computed) -> bool:
    there, here = recorded.environment, getattr(made, "environment", {})
    return all(there.get(name) == here.get(name) for name in _SAME_BITS)


def _place(run: PlannedRun) -> Message:
    spec = run.spec
    if run.task is not None or not isinstance(spec, RunSpec):
        return _("task {name}").format(name=run.section)
    return _("training {key} ({network}, {optimizer}, seed {seed})").format(
        key=run_key(spec), network=spec.network, optimizer=spec.optimizer, seed=spec.seed
    )
