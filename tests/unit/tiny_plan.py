"""A plan whose runs take no time, the few images that it needs, and who listens to its progress."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.data import demo
from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.model import (
    DataInfo,
    Part,
    RegressionSpec,
    RunResult,
    RunSpec,
    Search,
    SectionId,
    Spec,
    XorSpec,
)
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.plan.series import PlannedVariant, Series
from lab1report.progress import Progress
from lab1report.sections.catalog import TASKS, report_sections
from tests import specs

BASE = replace(specs.BASE, classes=(2, 0, 1), hidden=(4,), lr=0.01, batch_size=8, epochs=7)
REGRESSION = RegressionSpec(
    grid=20, repeats=2, noise=0.05, hidden=4, lr=1e-3, iterations=400, snapshots=2, seed=1
)
XOR = XorSpec(sample="xor", points=40, noise=0.1, hidden=3, lr=1e-2, iterations=200, seed=1)


def make_series(*, seeds: int = 2, slower: float = 0.002) -> Series:
    """A series with a variant of every kind."""
    points = tuple(
        replace(
            BASE, hidden=(5, 3), optimizer="Adam", lr=lr, epochs=3, schedule="linear", fold=0,
            folds=2,
        )
        for lr in (0.001, 0.004)
    )  # fmt: skip
    base = PlannedVariant(id="base", part="classes", spec=BASE, against=None)
    return Series(
        variants=(
            base,
            replace(base, id="stopped", part="overfitting", against="base", factor=Fraction(1)),
            replace(
                base, id="slower", part="overfitting", against="base", spec=replace(BASE, lr=slower)
            ),
            replace(
                base, id="batch-4", part="batch", against="stopped", factor=Fraction(1, 2),
                spec=replace(BASE, batch_size=4),
            ),
            replace(
                base, id="rate-2", part="rate", against="stopped", factor=Fraction(2),
                spec=replace(BASE, lr=0.005),
            ),
            PlannedVariant(
                id="tiny",
                part="network",
                spec=replace(points[0], fold=None, folds=None),
                against="base",
                search=Search(id="tiny", points=points),
            ),
        ),
        seeds=seeds,
    )  # fmt: skip


def make_plan(series: Series | None = None) -> Plan:
    return Plan(
        sections=report_sections(),
        tasks=(
            planned(section="regression", spec=REGRESSION),
            planned(section="xor", spec=XOR),
            planned(section="cifar", spec=BASE),
        ),
        series=series or make_series(),
    )


def planned(*, section: SectionId, spec: Spec) -> PlannedRun:
    """A run of one of the program's tasks, or of the series."""
    return PlannedRun(section=section, spec=spec, task=TASKS.get(section))


def training(spec: Spec) -> PlannedRun:
    return PlannedRun(section="series", spec=spec)


def made_up(spec: RunSpec, finished: str = "2001-01-01T00:00:00+00:00") -> RunResult:
    """A result that no training has given."""
    return RunResult(
        section="series",
        spec=spec,
        values={"best_epoch": min(6, spec.epochs), "best_loss": 0.5, "parameters": 1},
        arrays={"validation_accuracy": np.array([0.5])},
        stages=(),
        seconds=0.0,
        finished=finished,
        environment={},
    )


def read_part(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    random = np.random.default_rng(len(part))
    labels = np.arange(30) % 3
    images = random.integers(128, size=(30, 32, 32, 3)) + 60 * labels[:, None, None, None]
    return images.astype(np.uint8), labels


def make_dataset() -> Dataset:
    return Dataset(
        info=DataInfo(kind="demo", fingerprint="few", source="made up"), reader=read_part
    )


class SmallDemo(str):
    """ "demo", which any process that receives it draws with a few images a class."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        return _small_demo, ()


def _small_demo() -> SmallDemo:
    demo.PER_CLASS = {"train": 6, "test": 4}
    return SmallDemo("demo")


@contextmanager
def small_demo(cache: Path) -> Iterator[tuple[Dataset, SmallDemo]]:
    """The demo set with a few images a class, and the choice that opens it elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "PER_CLASS", {"train": 6, "test": 4})
        choice = SmallDemo("demo")
        yield open_dataset(choice, cache=cache, progress=Progress()), choice


class Recorder(Progress):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.totals: list[float | None] = []
        self.seconds: list[float | None] = []
        self.done: list[float] = []
        self.notes: list[str] = []
        self.warnings: list[str] = []
        self.finished = 0

    def start(
        self,
        title: str,
        total: float | None = None,
        *,
        seconds: float | None = None,
        **_: object,
    ) -> None:
        self.totals.append(total)
        self.seconds.append(seconds)

    def update(self, done: float) -> None:
        self.done.append(done)

    def finish(self) -> None:
        self.finished += 1

    def note(self, message: str) -> None:
        self.notes.append(message)

    def warn(self, message: str) -> None:
        self.warnings.append(message)


def same_numbers(one: RunResult, other: RunResult) -> None:
    """Assert that two results of one run agree in all that was measured."""
    assert one.spec == other.spec
    assert one.values == other.values
    assert one.stages == other.stages
    assert one.arrays.keys() == other.arrays.keys()
    for name, array in one.arrays.items():
        np.testing.assert_array_equal(array, other.arrays[name], err_msg=name)


def specs_of(runs: Sequence[PlannedRun]) -> list[Spec]:
    return [run.spec for run in runs]
