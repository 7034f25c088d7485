"""Holds what one device trains to what another one does: start, batches, and losses.

`tests/e2e/test_gpu.py` asserts it where there is a GPU, `benchmarks/gpu.py` prints it;
`said_alike.py` compares what is said of the trainings.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from lab1report.data.opening import open_dataset
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import CPU, RunResult, RunSpec, SectionFailure
from lab1report.plan.plan import make_plan
from lab1report.progress import Progress
from lab1report.report.assemble import assemble
from lab1report.report.series_document import best_document
from lab1report.runs.schedule import carry_out
from lab1report.sections.catalog import report_sections
from lab1report.settings.options import Settings
from lab1report.store.result_forms import misfit
from lab1report.store.results import Store
from lab1report.tasks.series import ReadClasses, Trainer

EPOCHS = 250
LOSS = 0.01
"""How far apart the losses of a training may be at any epoch, nats."""
SAME = 5e-5
"""How far apart probabilities may be where nothing but the rounding of an epoch can differ.

Two libraries of a processor that multiply in full precision part by less than a tenth of it, and
factors of ten bits (TF32) by more than three times as much, which the losses need not show.
"""

_STILL = 1e-30  # a rate that moves no weight
Results = Mapping[RunSpec, RunResult]


@dataclass(frozen=True, kw_only=True)
class Apart:
    """The largest difference between the losses of two trainings; `epoch` counts from 1."""

    difference: float
    epoch: int
    part: str


def apart(first: RunResult, second: RunResult) -> Apart:
    """How far apart the losses of two trainings of as many epochs are."""
    assert isinstance(first.spec, RunSpec)
    found = []
    for part in ("train", first.spec.held_part):
        change = np.abs(first.arrays[f"{part}_loss"] - second.arrays[f"{part}_loss"])
        change = np.nan_to_num(change, nan=np.inf)
        epoch = int(change.argmax())
        found.append(Apart(difference=float(change[epoch]), epoch=epoch + 1, part=part))
    return max(found, key=lambda one: one.difference)


def trained(
    specs: Collection[RunSpec], read: ReadClasses, device: str, progress: Progress | None = None
) -> dict[RunSpec, RunResult]:
    """`specs` as the program trains them on a device."""
    results = Trainer(read, device).run(list(specs), progress or Progress())
    return {one.spec: one for one in results if isinstance(one.spec, RunSpec)}


@dataclass(frozen=True, kw_only=True)
class Check:
    """How far apart two devices are at the same, and the processor at something `other`.

    The largest difference between the probabilities of any class, for any image.
    """

    same: float
    other: float

    @property
    def passed(self) -> bool:
        """Whether they are close, and something else would not have been."""
        return self.same <= SAME < self.other


def same_start(base: RunSpec, read: ReadClasses, device: str) -> Check:
    """Whether the weights are the same before the first step; other ones are of the next seed."""
    still = replace(base, lr=_STILL, epochs=1)
    return _check(still, replace(still, seed=base.seed + 1), read, device)


def same_batches(base: RunSpec, read: ReadClasses, device: str) -> Check:
    """Whether the batches of the first epoch are the same; other ones are of the next order."""
    one = replace(base, epochs=1)
    return _check(one, replace(one, order=base.order + 1), read, device)


def _check(spec: RunSpec, other: RunSpec, read: ReadClasses, device: str) -> Check:
    here, there = trained([spec, other], read, CPU), trained([spec], read, device)
    return Check(
        same=_answers_apart(here[spec], there[spec]),
        other=_answers_apart(here[spec], here[other]),
    )


def _answers_apart(first: RunResult, second: RunResult) -> float:
    names = ("train_final", "test_final")
    return max(float(np.abs(first.arrays[name] - second.arrays[name]).max()) for name in names)


def kinds(base: RunSpec) -> dict[str, RunSpec]:
    """A training of each kind that the engine computes by code of its own, all as long as `base`.

    The rates are such that rounding does not decide what is learnt. At the highest that the series
    tries it does, and two libraries of one processor part by half a nat
    (docs/explanation/performance.md).
    """
    return {
        "the base": base,
        "256 units, falling rate": replace(base, hidden=(256,), schedule="linear"),
        "layers of 32 and 16": replace(base, hidden=(32, 16)),
        "momentum": replace(base, optimizer="momentum", lr=base.lr / 10),
        "Adam": replace(base, optimizer="Adam", lr=base.lr / 200),
        "batches of 32": replace(base, batch_size=32, lr=base.lr / 4),
        "a quarter of the images": replace(base, share=0.25),
        "a fold held out": replace(base, fold=0, folds=3),
        "saturation 4": replace(base, saturation=4.0),
    }


@dataclass(frozen=True, kw_only=True)
class SeriesMade:
    """The series of one student as a build makes it, with the processes that it begins.

    `seconds` is the time of it all, `training` the sum over the trainings of the series;
    `document` are the parts of `results.json` that they make.
    """

    seconds: float
    training: float
    results: Results
    document: Mapping[str, Any]


def make_series(
    settings: Settings, device: str, cache: Path, progress: Progress | None = None
) -> SeriesMade:
    """Make the series anew but for what `cache` has; reading the images first is not timed.

    Raises:
        RuntimeError: a training failed.
    """
    reporter = progress or Progress()
    store = Store(cache, warn=reporter.warn, misfit=misfit)
    dataset = open_dataset(settings.data, cache=cache, progress=Progress(), offline=True)
    plan = make_plan(settings, report_sections())
    started = time.perf_counter()
    outcomes = carry_out(
        plan,
        settings,
        wanted=frozenset({"series"}),
        fresh=frozenset(),
        dataset=dataset,
        store=store,
        progress=reporter,
        device=device,
    )
    seconds = time.perf_counter() - started
    for outcome in outcomes.values():
        if isinstance(outcome, SectionFailure):
            raise RuntimeError(f"{outcome.message}\n{outcome.details}")
    report = assemble(settings, plan, dataset.info, outcomes)
    of_series = [one for one in report.trainings.values() if one.section == "series"]
    assert {one.environment["device"] for one in of_series} == {device}
    found = report.series
    assert isinstance(found, SeriesFindings)
    return SeriesMade(
        seconds=seconds,
        training=sum(one.seconds for one in of_series),
        results=report.trainings,
        document={
            "sections": {"series": report.sections.series.document(report, found)},
            "best": best_document(found.best) if found.best else None,
        },
    )
