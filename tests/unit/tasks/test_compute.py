"""A run that comes to nothing is a failure of its section, not of the program."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.compute import compute
from lab1report.data import Dataset
from lab1report.errors import DataError
from lab1report.model import (
    DataInfo,
    Part,
    RegressionSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    Spec,
    XorSpec,
)
from lab1report.plan import PlannedRun
from lab1report.progress import Progress

REGRESSION = RegressionSpec(
    grid=20, repeats=2, noise=0.05, hidden=8, lr=1e-4, iterations=400, snapshots=2, seed=0
)
XOR = XorSpec(sample="xor", points=50, noise=0.1, hidden=4, lr=1e-3, iterations=20, seed=0)
CIFAR = RunSpec(
    classes=(2, 0, 1), hidden=(4,), optimizer="SGD", lr=0.01, batch_size=8, epochs=2, seed=0
)
SPECS = [REGRESSION, XOR, CIFAR]


def images(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    random = np.random.default_rng(0)
    return random.integers(256, size=(30, 32, 32, 3), dtype=np.uint8), np.arange(30) % 3


def damaged(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    raise DataError("train is damaged")


INFO = DataInfo(kind="demo", fingerprint="", source="")
DATASET = Dataset(info=INFO, reader=images)


def computed(spec: Spec, dataset: Dataset = DATASET) -> RunResult | SectionFailure:
    sections = {RegressionSpec: "regression", XorSpec: "xor", RunSpec: "cifar"}
    run = PlannedRun(section=sections[type(spec)], spec=spec)  # type: ignore[arg-type]
    return compute(run, dataset, Progress())


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: type(spec).__name__)
def test_a_result_carries_its_specification(spec: Spec) -> None:
    result = computed(spec)
    assert isinstance(result, RunResult)
    assert result.spec == spec


def test_a_cell_that_raises_is_a_failure_at_its_stage() -> None:
    failure = computed(replace(REGRESSION, snapshots=0))
    assert isinstance(failure, SectionFailure)
    assert (failure.section, failure.stage) == ("regression", "training")
    assert failure.message.startswith("ZeroDivisionError: ")
    assert "regression.py" in failure.details


def test_a_task_that_raises_is_a_failure_without_a_stage() -> None:
    failure = computed(replace(CIFAR, optimizer="Adam"))
    assert isinstance(failure, SectionFailure)
    assert (failure.section, failure.stage) == ("cifar", "")
    assert "Adam" in failure.message


def test_damaged_data_are_the_users_not_the_sections() -> None:
    with pytest.raises(DataError, match="train is damaged"):
        computed(CIFAR, Dataset(info=INFO, reader=damaged))


@pytest.mark.parametrize(
    ("spec", "lr"),
    [(REGRESSION, 1e6), (XOR, 1e6), (CIFAR, 1e30)],
    ids=["regression", "xor", "cifar"],
)
def test_numbers_that_are_not_finite_are_a_failure(
    spec: RegressionSpec | XorSpec | RunSpec, lr: float
) -> None:
    failure = computed(replace(spec, lr=lr))
    assert isinstance(failure, SectionFailure)
    assert "finite" in failure.message
