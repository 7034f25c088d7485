"""`--device cuda` is held to the processor: start, batches, losses and verdicts.

Where there is no GPU the processor is held to itself, on a small scale, so that the comparisons run
anywhere, and those of a GPU are skipped with a reason. That a difference would be found is tried by
trainings that do differ. `benchmarks/gpu.py` measures the same.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from lab1report.data import demo, demo_images
from lab1report.model import CPU, Part, RunResult, RunSpec
from lab1report.progress import Progress
from lab1report.settings import options as config
from lab1report.settings.device import resolve
from lab1report.settings.options import Settings
from lab1report.tasks.engine import image_tensors, sample_basis
from lab1report.tasks.precision import full_precision
from lab1report.tasks.series import ReadClasses
from tests import devices, quick_experiments, said_alike
from tests.devices import EPOCHS, LOSS, apart, kinds, make_series, same_batches, same_start

NO_GPU = "PyTorch finds no GPU on this machine, so that --device cuda was not tried"
needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason=NO_GPU)
TRIPLES = ("18,63,28", "15,43,71", "9,59,93")
SMALL: dict[Part, int] = {"train": 40, "test": 20}

Trained = Callable[..., dict[RunSpec, RunResult]]


@pytest.fixture(params=[CPU, pytest.param("cuda", marks=[needs_gpu, pytest.mark.slow])])
def device(request: pytest.FixtureRequest) -> str:
    return resolve(request.param)


@pytest.fixture
def full(device: str) -> bool:
    """Whether the whole size is worth its time."""
    return device != CPU


def reader(per_class: dict[Part, int]) -> ReadClasses:
    def read(part: Part, classes: Collection[int]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        return demo_images.draw(part, per_class[part], Progress(), classes)

    return read


@pytest.fixture
def read(full: bool) -> ReadClasses:
    return reader(demo.PER_CLASS if full else SMALL)


def base(epochs: int) -> RunSpec:
    return RunSpec(
        classes=(18, 63, 28),
        hidden=(10,),
        optimizer="SGD",
        lr=0.005,
        batch_size=128 if epochs == EPOCHS else 16,
        epochs=epochs,
        seed=0,
        order=0,
    )


def test_the_start_and_the_batches_are_the_same(device: str, full: bool, read: ReadClasses) -> None:
    spec = base(EPOCHS if full else 2)
    for check in (same_start, same_batches):
        found = check(spec, read, device)
        assert found.passed, (check, found)


def test_losses_part_by_less_than_a_hundredth(device: str, full: bool, read: ReadClasses) -> None:
    for name, spec in kinds(base(EPOCHS if full else 2)).items():
        here, there = (devices.trained([spec], read, one)[spec] for one in (CPU, device))
        assert len(there.arrays["train_loss"]) == spec.epochs
        assert there.environment["device"] == device
        assert apart(here, there).difference <= LOSS, (name, apart(here, there))


def settings(triple: str, *, workers: int) -> Settings:
    chosen = config.load({"classes": triple}, folder=Path(__file__).parent)
    return replace(chosen, data="demo", workers=workers)


@pytest.fixture
def small_series(full: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A series of a few seconds, unless it is a GPU that makes it."""
    if not full:
        monkeypatch.setattr(demo, "PER_CLASS", SMALL)
        resources = quick_experiments.write(tmp_path / "resources")
        monkeypatch.setenv("LAB1REPORT_RESOURCES", str(resources))


@pytest.mark.slow
@pytest.mark.usefixtures("small_series")
def test_reports_of_three_triples_say_nothing_contrary(
    device: str, full: bool, tmp_path: Path
) -> None:
    for triple in TRIPLES if full else TRIPLES[:1]:
        one = settings(triple, workers=2 if full else 1)
        here, there = (
            make_series(one, kind, tmp_path / f"cache-{place}").document
            for place, kind in enumerate((CPU, device))
        )
        assert len(said_alike.verdicts(here)) > (50 if full else 10)
        unlike = said_alike.unlike(here, there)
        assert not [found for found in unlike if found.why in ("contrary", "far")]
        if not full:
            assert not unlike


@needs_gpu
@pytest.mark.slow
def test_a_gpu_gives_the_same_bits_whatever_it_may_round() -> None:
    spec = base(EPOCHS)
    found = []
    for allowed in ("highest", "high", "highest"):
        with full_precision():  # which brings back what was before
            torch.set_float32_matmul_precision(allowed)
            made = devices.trained([spec], reader(demo.PER_CLASS), resolve("cuda"))
        found.append(made[spec].arrays["test_final"])
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])


def instead(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Trained, Sequence[RunSpec], Any], Any]
) -> None:
    """Let `change` train what "another" device is asked for."""
    own = devices.trained

    def trained(specs: Sequence[RunSpec], read: ReadClasses, device: str, *more: Any) -> Any:
        if device == CPU:
            return own(specs, read, device, *more)
        return change(own, specs, read)

    monkeypatch.setattr(devices, "trained", trained)


@pytest.mark.parametrize(("field", "check"), [("seed", same_start), ("order", same_batches)])
def test_another_start_or_order_would_be_found(
    field: str, check: Callable[..., devices.Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(own: Trained, specs: Sequence[RunSpec], read: ReadClasses) -> Any:
        others = {spec: replace(spec, **{field: 7}) for spec in specs}  # type: ignore[arg-type]
        made = own(others.values(), read, CPU)
        return {spec: made[other] for spec, other in others.items()}

    instead(monkeypatch, change)
    assert not check(base(2), reader(SMALL), "another").passed


def ten_bits(factor: Tensor) -> Tensor:
    """As TF32 reads a factor."""
    whole = factor.contiguous().view(torch.int32)
    return ((whole + 0x1000) & ~0x1FFF).view(torch.float32)


@pytest.mark.parametrize("check", [same_start, same_batches])
def test_factors_of_ten_bits_would_be_found(
    check: Callable[..., devices.Check], monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(own: Trained, specs: Sequence[RunSpec], read: ReadClasses) -> Any:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(image_tensors, "product", lambda one, two: ten_bits(one) @ ten_bits(two))
            patch.setattr(
                sample_basis,
                "add_product",
                lambda total, one, two: total.addmm_(ten_bits(one), ten_bits(two)),
            )
            return own(specs, read, CPU)

    instead(monkeypatch, change)
    assert not check(base(2), reader(SMALL), "another").passed


@pytest.mark.parametrize("part", ["train", "test"])
@pytest.mark.parametrize("value", [0.02, np.nan])
def test_the_epoch_at_which_losses_part_is_named(part: str, value: float) -> None:
    spec = base(9)
    (one,) = devices.trained([spec], reader(SMALL), CPU).values()
    assert apart(one, one).difference == 0
    loss = one.arrays[f"{part}_loss"].copy()
    loss[6] += value
    found = apart(one, replace(one, arrays={**one.arrays, f"{part}_loss": loss}))
    assert (found.epoch, found.part) == (7, part)
    assert found.difference > LOSS
