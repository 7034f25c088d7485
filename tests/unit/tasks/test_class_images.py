"""What made-up images say: every figure has a value that is known beforehand."""

import ast

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.model import ImagesSpec, Part, RunResult
from lab1report.progress import Progress
from lab1report.tasks import class_images
from lab1report.tasks.class_images import run
from lab1report.tasks.normalization import MEAN, STD
from lab1report.tasks.notebooks import notebooks_folder

CLASSES = (18, 63, 28)  # not in the order of the labels, which is the trap
COLORS = {18: (200, 100, 50), 63: (190, 100, 50), 28: (20, 30, 240), 0: (0, 0, 0)}
NOTEBOOK = notebooks_folder() / "cifar.py"


def read_part(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Flat images in the colour of their class, every second one brighter, the others darker.

    By how much is 2 in class 18, 4 in 63 and 6 in 28. Two test images have the colour of another
    class.
    """
    labels = np.array([28, 18, 0, 63] * (20 if part == "train" else 5))
    pictures = np.empty((len(labels), 32, 32, 3), dtype=np.uint8)
    shifts = {18: 2, 63: 4, 28: 6, 0: 0}
    seen = dict.fromkeys(shifts, 0)
    for place, label in enumerate(labels.tolist()):
        sign = 1 if seen[label] % 2 else -1
        seen[label] += 1
        pictures[place] = np.array(COLORS[label]) + sign * shifts[label]
    if part == "test":
        pictures[0], pictures[1] = COLORS[63], COLORS[28]  # of 28 and of 18
    pictures.flags.writeable = False
    return pictures, labels


@pytest.fixture(scope="module")
def result() -> RunResult:
    return run(ImagesSpec(classes=CLASSES), read_part, Progress())


def test_shapes_and_types(result: RunResult) -> None:
    assert (result.section, result.stages) == ("series", ())
    assert {name: (array.shape, str(array.dtype)) for name, array in result.arrays.items()} == {
        "mean_images": ((3, 32, 32, 3), "float32"),
        "test_images": ((15, 32, 32, 3), "uint8"),
        "test_labels": ((15,), "int64"),
        "nearest_mean": ((15,), "int64"),
        "nearest_color": ((15,), "int64"),
        "distances": ((3, 3), "float32"),
    }
    assert 0 < result.values["color_share"] < 1
    lists = {name: value for name, value in result.values.items() if name != "color_share"}
    assert {name: len(value) for name, value in lists.items()} == {
        "spread": 3,
        "color": 3,
        "color_sd": 3,
    }


def test_classes_are_in_the_order_of_the_rules(result: RunResult) -> None:
    _, labels = read_part("test")
    chosen = [label for label in labels.tolist() if label in CLASSES]
    assert [CLASSES[place] for place in result.arrays["test_labels"]] == chosen
    for place, label in enumerate(CLASSES):
        np.testing.assert_allclose(result.values["color"][place], COLORS[label])
        mean = result.arrays["mean_images"][place]
        np.testing.assert_allclose(mean, np.broadcast_to(COLORS[label], mean.shape), rtol=1e-4)


def test_spread_and_distance_are_in_normalised_units(result: RunResult) -> None:
    scale = 255 * np.array(STD)
    for place, shift in enumerate((2, 4, 6)):
        expected = np.sqrt(np.mean((shift / scale) ** 2))
        assert result.values["spread"][place] == pytest.approx(expected, rel=1e-4)
        sd = shift * np.sqrt(20 / 19)  # of twenty images, ten brighter and ten darker
        np.testing.assert_allclose(result.values["color_sd"][place], sd)
    distances = result.arrays["distances"]
    np.testing.assert_array_equal(distances, distances.T)
    assert distances.diagonal().tolist() == [0, 0, 0]
    apart = (np.array(COLORS[18]) - COLORS[28]) / scale
    assert distances[0, 2] == pytest.approx(np.sqrt(np.mean(apart**2)), rel=1e-4)


@pytest.mark.parametrize("name", ["nearest_mean", "nearest_color"])
def test_the_nearest(result: RunResult, name: str) -> None:
    expected = result.arrays["test_labels"].copy()
    expected[:2] = [CLASSES.index(63), CLASSES.index(28)]
    assert result.arrays[name].tolist() == expected.tolist()


def test_color_alone_does_not_know_the_shape() -> None:
    """Of classes that differ in what is bright where, only the mean image tells them apart."""

    def halves(part: Part) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        pictures = np.zeros((20, 32, 32, 3), dtype=np.uint8)
        pictures[::2, :16] = pictures[1::2, 16:] = 200
        return pictures, np.arange(20) % 2

    found = run(ImagesSpec(classes=(0, 1)), halves, Progress())
    truth = found.arrays["test_labels"]
    assert (found.arrays["nearest_mean"] == truth).all()
    assert (found.arrays["nearest_color"] == truth).mean() == 0.5


def test_the_constants_are_the_courses() -> None:
    """The notebook cannot be imported: it is text that the report shows."""
    constants = {
        node.targets[0].id: tuple(ast.literal_eval(node.value.args[0]))
        for node in ast.parse(NOTEBOOK.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("MEAN", "STD")
        and isinstance(node.value, ast.Call)
    }
    assert constants == {"MEAN": MEAN, "STD": STD}


def test_the_share_of_colour_is_that_of_the_deviations_from_grey() -> None:
    """Grey, normalised, is white noise here; so is what the channels have of their own."""
    random = np.random.default_rng(0)
    grey = random.normal(size=(6, 1000, 1))
    own = random.normal(scale=0.5, size=(6, 1000, 3))
    own -= own.mean(axis=-1, keepdims=True)
    expected = np.square(own).mean() / (np.square(grey).mean() + np.square(own).mean())
    assert class_images._color_share(grey + own) == pytest.approx(expected, rel=0.02)
