"""Task 3 on a few made-up images: classes in their order, figures under their class."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.findings.cifar import analyze
from lab1report.model import PARTS, Part, RunResult
from lab1report.progress import Progress
from lab1report.tasks import cifar
from tests.specs import BASE

SPEC = replace(BASE, batch_size=16, epochs=6)
# How many images a label has; numbers all different, so that a label mistaken is seen
COUNTS: dict[Part, dict[int, int]] = {
    "train": {18: 20, 28: 30, 63: 25, 0: 9, 99: 7},
    "test": {18: 12, 28: 10, 63: 11, 0: 3, 99: 4},
}


def read_part(part: Part, classes: Collection[int]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Noise whose first pixel is the label, in mixed order."""
    random = np.random.default_rng([len(part), 1])
    labels = random.permutation(np.repeat(list(COUNTS[part]), list(COUNTS[part].values())))
    images = random.integers(256, size=(len(labels), 32, 32, 3), dtype=np.uint8)
    images[:, 0, 0, 0] = labels
    # What the classes differ in beyond that: the brightness, so that there is something to learn
    images[:, 8:24, 8:24] = (images[:, 8:24, 8:24] // 3) + labels[:, None, None, None]
    wanted = np.isin(labels, list(classes))
    return images[wanted], labels[wanted]


@pytest.fixture(scope="module")
def result() -> RunResult:
    return cifar.run(SPEC, read_part, Progress())


def test_values_and_shapes(result: RunResult) -> None:
    assert (result.section, result.spec) == ("cifar", SPEC)
    assert result.values["parameters"] == 30_763
    assert result.values["batches"] == 5  # 75 images in batches of 16
    assert result.values["iterations"] == 30
    shapes: dict[str, tuple[int, ...]] = {"weights": (10, 3072), "samples": (3, 8, 32, 32, 3)}
    for part, n in (("train", 75), ("test", 33)):
        shapes |= {
            f"{part}_labels": (n,),
            f"{part}_loss": (6,),
            f"{part}_accuracy": (6,),
            f"{part}_final": (n, 3),
            f"{part}_best": (n, 3),
            f"{part}_confusion_final": (3, 3),
            f"{part}_confusion_best": (3, 3),
        }
    assert {name: array.shape for name, array in result.arrays.items()} == shapes


@pytest.mark.parametrize("classes", [(18, 63, 28), (63, 28, 18), (18, 28, 63)])
def test_labels_are_places_in_the_order_of_the_rules(classes: tuple[int, ...]) -> None:
    ran = cifar.run(replace(SPEC, classes=classes, epochs=1), read_part, Progress())
    for part in PARTS:
        chosen = read_part(part, classes)[1].tolist()
        places = ran.arrays[f"{part}_labels"]
        assert [classes[place] for place in places] == chosen
        support = [COUNTS[part][label] for label in classes]
        assert np.bincount(places).tolist() == support
        assert ran.arrays[f"{part}_confusion_final"].sum(axis=1).tolist() == support
        figures = analyze(ran).final[part].per_class
        assert [(c.class_id, c.support) for c in figures] == list(
            zip(classes, support, strict=True)
        )
    for place, label in enumerate(classes):
        assert (ran.arrays["samples"][place, :, 0, 0, 0] == label).all()


def test_the_order_changes_nothing_but_the_order(result: RunResult) -> None:
    """Sorted classes get the same images: nothing of a class is lost or mixed."""
    other = cifar.run(replace(SPEC, classes=(18, 28, 63)), read_part, Progress())
    assert result.arrays["samples"][2].tolist() == other.arrays["samples"][1].tolist()
    assert result.arrays["samples"][1].tolist() == other.arrays["samples"][2].tolist()


def test_the_arrays_agree_with_each_other(result: RunResult) -> None:
    arrays = result.arrays
    for part in PARTS:
        labels = arrays[f"{part}_labels"]
        for state, epoch in (("final", 6), ("best", result.values["best_epoch"])):
            probabilities = arrays[f"{part}_{state}"]
            np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
            answer = probabilities.argmax(axis=1)
            accuracy = (answer == labels).mean()
            assert arrays[f"{part}_accuracy"][epoch - 1] == pytest.approx(accuracy)
            loss = -np.log(probabilities[np.arange(len(labels)), labels]).mean()
            assert arrays[f"{part}_loss"][epoch - 1] == pytest.approx(loss, rel=1e-4)
            matrix = arrays[f"{part}_confusion_{state}"]
            assert matrix.diagonal().sum() == (answer == labels).sum()
    assert result.values["best_epoch"] == 1 + arrays["test_loss"].argmin()
    assert result.values["best_loss"] == arrays["test_loss"].min()


def test_the_printed_report_agrees_with_the_findings(result: RunResult) -> None:
    (printed,) = (stage.output for stage in result.stages if stage.id == "quality")
    findings = analyze(result).final
    for part, text in zip(PARTS, printed.split("\ntest\n"), strict=True):
        rows = {row[0]: row[1:] for line in text.splitlines() if (row := line.split())}
        for c in findings[part].per_class:
            figures = [f"{value:.4f}" for value in (c.precision, c.recall, c.f1)]
            assert rows[str(c.class_id)] == [*figures, str(c.support)]
        accuracy = f"{findings[part].accuracy:.4f}"
        assert rows["accuracy"] == [accuracy, str(findings[part].n)]


def test_stages_are_what_ran(result: RunResult) -> None:
    outputs = {stage.id: stage.output for stage in result.stages}
    assert "CLASSES = [18, 63, 28]" in result.stages[0].source
    assert "по классам: {18: 20, 63: 25, 28: 30}" in outputs["data"]
    assert "Число параметров: 30763" in outputs["model"]
    best = f"{result.values['best_loss']:.4f}, эпоха {result.values['best_epoch']}"
    assert best in outputs["overfitting"]


def test_the_same_seed_gives_the_same_numbers(result: RunResult) -> None:
    again = cifar.run(SPEC, read_part, Progress())
    assert again.values == result.values
    assert again.stages == result.stages
    for name, array in result.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)


def test_another_seed_gives_others_of_the_same_images(result: RunResult) -> None:
    other = cifar.run(replace(SPEC, seed=1), read_part, Progress())
    assert other.values["initial"] != result.values["initial"]
    assert not np.array_equal(other.arrays["weights"], result.arrays["weights"])
    np.testing.assert_array_equal(other.arrays["samples"], result.arrays["samples"])


def test_more_hidden_layers() -> None:
    ran = cifar.run(replace(SPEC, hidden=(8, 4), epochs=1), read_part, Progress())
    assert ran.spec == replace(SPEC, hidden=(8, 4), epochs=1)
    assert ran.values["parameters"] == 3072 * 8 + 8 + 8 * 4 + 4 + 4 * 3 + 3
    assert ran.arrays["weights"].shape == (8, 3072)


def test_another_optimizer_is_refused() -> None:
    with pytest.raises(ValueError, match="not Adam"):
        cifar.run(replace(SPEC, optimizer="Adam"), read_part, Progress())
