"""Trainings of the series on a few made-up images: what they give, and that part 3 agrees."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from lab1report.model import Part, RunResult, RunSpec
from lab1report.progress import Progress
from lab1report.tasks import cifar
from lab1report.tasks.series import Trainer
from tests.unit.tasks.engine.conftest import make_spec, read_part
from tests.unit.tiny_plan import Recorder

TRAINED, TESTED = 3 * 34, 3 * 20
SPEC = make_spec(epochs=8)
Arrays = tuple[NDArray[np.uint8], NDArray[np.int64]]


def read(part: Part, classes: Collection[int]) -> Arrays:
    images, labels = read_part(part)
    wanted = np.isin(labels, list(classes))
    return images[wanted], labels[wanted]


def run(*specs: RunSpec, progress: Progress | None = None) -> dict[RunSpec, RunResult]:
    results = Trainer(read).run(specs, progress or Progress())
    return {result.spec: result for result in results}  # type: ignore[misc]


@pytest.mark.parametrize("fold", [None, 1])
def test_values_and_shapes(fold: int | None) -> None:
    spec = replace(SPEC, fold=fold, folds=None if fold is None else 3)
    result = run(spec)[spec]
    held, n = ("test", TESTED) if fold is None else ("validation", 33)
    learnt = TRAINED if fold is None else TRAINED - n
    shapes: dict[str, tuple[int, ...]] = {
        "train_labels": (learnt,),
        "train_final": (learnt, 3),
        f"{held}_labels": (n,),
        f"{held}_final": (n, 3),
        f"{held}_best": (n, 3),
    }
    for part in ("train", held):
        shapes |= {f"{part}_loss": (8,), f"{part}_accuracy": (8,)}
        shapes |= {f"{part}_confusion_{state}": (3, 3) for state in ("final", "best")}
    assert {name: array.shape for name, array in result.arrays.items()} == shapes
    assert result.values.keys() == {"parameters", "best_epoch", "best_loss"}
    assert result.values["parameters"] == 3073 * 6 + 7 * 3
    assert (result.section, result.stages) == ("series", ())
    assert result.seconds >= 0
    assert {"python", "torch"} <= result.environment.keys()
    assert result.arrays[f"{held}_confusion_final"].sum() == n
    assert result.arrays["train_confusion_final"].sum() == learnt


def test_a_fold_is_judged_by_training_images_and_never_by_the_test_images() -> None:
    specs = [replace(SPEC, fold=fold, folds=3) for fold in range(3)]
    found = [run(spec)[spec] for spec in specs]
    assert all("test" not in name for result in found for name in result.arrays)
    images = [len(result.arrays["validation_labels"]) for result in found]
    assert sum(images) == TRAINED


def test_part_3_and_the_series_train_the_same_network() -> None:
    """The notebook's training is the base's first: curves, answers and all."""
    spec = replace(SPEC, epochs=30)
    task = cifar.run(spec, read, Progress())
    result = run(spec)[spec]
    for part in ("train", "test"):
        loss = f"{part}_loss"
        assert np.ptp(task.arrays[loss]) > 0.1, "nothing was learnt: any network would do"
        np.testing.assert_allclose(result.arrays[loss], task.arrays[loss], atol=1e-3)
        difference = result.arrays[f"{part}_accuracy"] - task.arrays[f"{part}_accuracy"]
        assert np.abs(difference).max() <= 1 / TESTED + 1e-9  # an image on the border, at most
        for state in ("final", "best"):
            matrix = f"{part}_confusion_{state}"
            assert np.abs(result.arrays[matrix] - task.arrays[matrix]).sum() <= 2
    np.testing.assert_array_equal(result.arrays["test_labels"], task.arrays["test_labels"])
    np.testing.assert_allclose(result.arrays["test_final"], task.arrays["test_final"], atol=1e-3)
    assert abs(result.values["best_epoch"] - task.values["best_epoch"]) <= 1
    assert result.values["parameters"] == task.values["parameters"]


def test_the_images_are_read_once_for_all_passes_of_their_classes() -> None:
    asked: list[tuple[Part, Collection[int]]] = []

    def counting(part: Part, classes: Collection[int]) -> Arrays:
        asked.append((part, classes))
        return read(part, classes)

    trainer = Trainer(counting)
    for spec in (SPEC, replace(SPEC, batch_size=16), replace(SPEC, fold=0, folds=2)):
        assert len(list(trainer.run([spec], Progress()))) == 1
    assert asked == [("train", SPEC.classes), ("test", SPEC.classes)]
    other = replace(SPEC, classes=(2, 7, 9))
    (result,) = trainer.run([other], Progress())
    assert asked[2:] == [("train", other.classes), ("test", other.classes)]
    assert result.arrays["test_labels"].max() == 2
    assert result.values["best_loss"] != run(SPEC)[SPEC].values["best_loss"]


def test_images_of_other_colours_are_other_images() -> None:
    colored = replace(SPEC, saturation=4.0)
    trainer = Trainer(read)
    found = [next(trainer.run([spec], Progress())) for spec in (SPEC, colored, SPEC)]
    losses = [one.values["best_loss"] for one in found]
    assert losses[0] == losses[2] != losses[1]


def test_sums_are_rounded_alike_whatever_the_number_of_threads() -> None:
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        results = Trainer(read).run([SPEC, replace(SPEC, epochs=9)], Progress())
        next(results)
        assert torch.get_num_threads() == 1
        results.close()  # type: ignore[attr-defined]
        assert torch.get_num_threads() == 2, "left changed after an interruption"
        run(SPEC)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_progress_is_the_share_of_the_work() -> None:
    recorder = Recorder()
    run(SPEC, replace(SPEC, epochs=4, seed=1), progress=recorder)
    assert recorder.totals == [1.0]
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] == pytest.approx(1)
    assert len(recorder.done) == 8
    assert recorder.finished == 1


def test_passes_follow_one_another_and_are_what_each_is_alone() -> None:
    recorder = Recorder()
    specs = [replace(SPEC, fold=fold, folds=2) for fold in (0, 1)]
    together = run(*specs, progress=recorder)
    assert list(together) == specs
    for spec, result in together.items():
        np.testing.assert_array_equal(
            result.arrays["validation_final"], run(spec)[spec].arrays["validation_final"]
        )
    assert recorder.totals == [1.0]
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] == pytest.approx(1)
