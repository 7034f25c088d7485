"""A run that comes to nothing is a failure of its section, not of the program."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.errors import DataError
from lab1report.model import (
    DataInfo,
    ImagesSpec,
    Part,
    RegressionSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    Spec,
    XorSpec,
)
from lab1report.progress import Progress
from lab1report.runs.compute import Computed, compute, inputs_of
from tests.unit.tiny_plan import BASE, planned

REGRESSION = RegressionSpec(
    grid=20, repeats=2, noise=0.05, hidden=8, lr=1e-4, iterations=400, snapshots=2, seed=0
)
XOR = XorSpec(sample="xor", points=50, noise=0.1, hidden=4, lr=1e-3, iterations=20, seed=0)
CIFAR = replace(BASE, epochs=2)
IMAGES = ImagesSpec(classes=CIFAR.classes)
SPECS: list[Spec] = [REGRESSION, XOR, CIFAR, IMAGES]


def images(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    random = np.random.default_rng(0)
    return random.integers(256, size=(30, 32, 32, 3), dtype=np.uint8), np.arange(30) % 3


def damaged(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    raise DataError("train is damaged")


INFO = DataInfo(kind="demo", fingerprint="", source="")
DATASET = Dataset(info=INFO, reader=images)


def computed(spec: Spec, dataset: Dataset = DATASET) -> Computed:
    sections = {
        RegressionSpec: "regression", XorSpec: "xor", RunSpec: "cifar", ImagesSpec: "series",
    }  # fmt: skip
    run = planned(section=sections[type(spec)], spec=spec)
    ((found, outcome),) = compute([run], dataset, Progress())
    assert found == run
    return outcome


def trained(specs: Sequence[RunSpec], dataset: Dataset = DATASET) -> dict[Spec, Computed]:
    """The outcomes of trainings in one pass, in the order in which they came."""
    runs = [planned(section="series", spec=spec) for spec in specs]
    return {run.spec: outcome for run, outcome in compute(runs, dataset, Progress())}


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


def test_every_run_of_a_pass_has_its_outcome() -> None:
    specs = [replace(CIFAR, epochs=3, seed=1), CIFAR, replace(CIFAR, hidden=(3, 2), epochs=1)]
    found = trained(specs)
    assert list(found) == [specs[2], specs[1], specs[0]], "each as soon as it is there"
    for spec, result in found.items():
        assert isinstance(result, RunResult)
        assert (result.section, result.spec) == ("series", spec)
        assert result.stages == ()
        assert len(result.arrays["test_loss"]) == spec.epochs  # type: ignore[union-attr]


def test_one_training_that_diverges_leaves_the_others_of_its_pass() -> None:
    wild = replace(CIFAR, lr=1e30)
    found = trained([wild, CIFAR, replace(CIFAR, seed=1)])
    failure = found[wild]
    assert isinstance(failure, SectionFailure)
    assert failure.section == "series"
    assert "diverged" in failure.message
    assert "lr=1e+30" in failure.details
    assert [isinstance(found[replace(CIFAR, seed=seed)], RunResult) for seed in (0, 1)] == [
        True
    ] * 2


def test_a_pass_that_breaks_off_leaves_no_run_without_an_outcome(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What had ended before is a result, all else a failure."""
    from lab1report.tasks.engine import train

    run: Callable[..., object] = train._evaluate
    epochs = 0

    def breaking(*args: object) -> object:
        nonlocal epochs
        epochs += 1
        if epochs > 3:
            raise ArithmeticError("too much")
        return run(*args)

    monkeypatch.setattr(train, "_evaluate", breaking)
    short, long = replace(CIFAR, seed=5), replace(CIFAR, epochs=9)
    found = trained([long, replace(long, seed=1), short])
    assert list(found) == [short, long, replace(long, seed=1)]
    assert isinstance(found[short], RunResult)
    for spec in (long, replace(long, seed=1)):
        failure = found[spec]
        assert isinstance(failure, SectionFailure)
        assert failure.message == "ArithmeticError: too much"
        assert "in breaking" in failure.details


@pytest.mark.parametrize(
    "error",
    [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried …")],
    ids=["Python", "PyTorch"],
)
def test_short_memory_is_not_the_sections_failure(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Whoever runs it tries once more, in another process."""
    from lab1report.tasks.engine import train

    def breaking(*_: object) -> object:
        raise error

    monkeypatch.setattr(train, "_evaluate", breaking)
    with pytest.raises(MemoryError):
        trained([CIFAR])


def test_damaged_data_are_the_users_in_a_pass_too() -> None:
    info = replace(INFO, fingerprint="of damaged data")
    with pytest.raises(DataError, match="train is damaged"):
        trained([CIFAR], Dataset(info=info, reader=damaged))


def test_a_pass_on_other_images_does_not_use_those_before() -> None:
    def dark(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        pixels, labels = images(part)
        return pixels // 4, labels

    light = trained([CIFAR])[CIFAR]
    other = trained([CIFAR], Dataset(info=replace(INFO, fingerprint="dark"), reader=dark))[CIFAR]
    assert isinstance(light, RunResult)
    assert isinstance(other, RunResult)
    assert other.values["best_loss"] != light.values["best_loss"]
    turned = replace(CIFAR, classes=(0, 1, 2))
    result = trained([turned])[turned]
    assert isinstance(result, RunResult)
    assert result.arrays["test_labels"].tolist() == [
        CIFAR.classes[place] for place in light.arrays["test_labels"]
    ]


def test_what_changes_the_numbers_of_a_run_is_in_its_inputs() -> None:
    def inputs(section: str, spec: Spec, fingerprint: str = "f") -> set[str]:
        run = planned(section=section, spec=spec)
        found = inputs_of(run, fingerprint)
        assert found["section"] == section
        return {name for name, value in found.items() if value is not None}

    series, task = inputs("series", CIFAR), inputs("cifar", CIFAR)
    assert {"code.lab1report.tasks.engine.train", "library.torch", "data"} <= series
    assert "code.notebooks/cifar.py" in task
    assert not {name for name in series if "notebooks" in name or "tasks.cifar" in name}
    shown = inputs("series", IMAGES)
    assert {"code.lab1report.tasks.class_images", "data"} <= shown
    assert "library.torch" not in shown
    assert "data" not in inputs("xor", XOR)
