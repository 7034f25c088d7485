"""Task 2: what short runs promise, on each of the three samples."""

import math
from dataclasses import replace

import numpy as np
import pytest

from lab1report.findings.xor import analyze
from lab1report.model import RunResult, XorSample, XorSpec
from lab1report.progress import Progress
from lab1report.tasks import xor

SPEC = XorSpec(sample="xor", points=1000, noise=0.1, hidden=16, lr=1e-3, iterations=40, seed=0)


@pytest.fixture(scope="module")
def result() -> RunResult:
    return xor.run(SPEC, Progress())


def test_values_and_shapes(result: RunResult) -> None:
    assert (result.section, result.spec) == ("xor", SPEC)
    assert result.values["parameters"] == 65
    assert sum(result.values["class_sizes"]) == 1000
    arrays = result.arrays
    side = len(arrays["surface"])
    assert {name: array.shape for name, array in arrays.items()} == {
        "points": (1000, 2),
        "labels": (1000,),
        "wrong": (1000,),
        "losses": (40,),
        "surface": (side, side),
        "extent": (2,),
    }
    low, high = arrays["extent"]
    assert side == math.ceil((high - low) / 0.01)


def test_the_numbers_agree_with_the_arrays(result: RunResult) -> None:
    values, arrays = result.values, result.arrays
    assert np.bincount(arrays["labels"]).tolist() == values["class_sizes"]
    assert values["wrong"] == arrays["wrong"].sum()
    assert values["accuracy"] == pytest.approx(1 - arrays["wrong"].mean())
    assert values["initial_loss"] == pytest.approx(arrays["losses"][0])
    assert values["final_loss"] <= arrays["losses"][-1]
    assert values["surface_share"] == pytest.approx((arrays["surface"] > 0.5).mean(), abs=1e-3)
    assert 0 <= values["least_confidence"] <= 1


def test_it_begins_near_guessing(result: RunResult) -> None:
    assert result.values["initial_loss"] == pytest.approx(1000 * math.log(2), rel=0.01)
    found = analyze(result)
    assert found.plateau_end is None
    assert found.outcome == "stuck"


@pytest.mark.parametrize("sample", ["xor", "circles", "moons"])
def test_the_classes_are_those_of_the_sample(sample: XorSample) -> None:
    ran = xor.run(replace(SPEC, sample=sample, noise=0.01, iterations=10), Progress())
    (x, y), labels = ran.arrays["points"].T, ran.arrays["labels"]
    if sample == "xor":
        np.testing.assert_array_equal(labels, (x > 0.5) != (y > 0.5))
    elif sample == "circles":
        np.testing.assert_array_equal(labels, np.hypot(x, y) < 0.9)  # class 1 is the inner one
    else:
        assert y[labels == 0].min() > -0.1  # the arc that opens downwards
        assert y[labels == 1].max() < 0.6
    source = next(stage.source for stage in ran.stages if stage.id == "sample")
    makers = {name: f"make_{name}" in source for name in ("circles", "moons")}
    assert makers == {name: name == sample for name in makers}


def test_it_learns_the_exclusive_or() -> None:
    """A larger learning rate instead of the assignment's thousands of iterations."""
    ran = xor.run(replace(SPEC, lr=5e-3, iterations=2000), Progress())
    assert analyze(ran).outcome == "learned"
    surface, (low, high) = ran.arrays["surface"], ran.arrays["extent"]
    place = {corner: round((corner - low) / (high - low) * len(surface)) for corner in (0, 1)}
    at = {(a, b): float(surface[place[b], place[a]]) for a in (0, 1) for b in (0, 1)}
    assert at[0, 0] < 0.5 > at[1, 1]
    assert at[0, 1] > 0.5 < at[1, 0]


def test_the_surface_has_rows_along_y() -> None:
    """The moons are not symmetric: rows and columns exchanged would not fit the points."""
    ran = xor.run(replace(SPEC, sample="moons", noise=0.025, lr=1e-2, iterations=500), Progress())
    surface, (low, high) = ran.arrays["surface"], ran.arrays["extent"]
    column, row = np.clip(((ran.arrays["points"] - low) / 0.01).astype(int).T, 0, len(surface) - 1)
    labels = ran.arrays["labels"] == 1
    agreement = ((surface[row, column] > 0.5) == labels).mean()
    exchanged = ((surface[column, row] > 0.5) == labels).mean()
    assert agreement == pytest.approx(ran.values["accuracy"], abs=0.01)
    assert exchanged < agreement - 0.1
    assert high > low


def test_the_same_seed_gives_the_same_numbers(result: RunResult) -> None:
    again = xor.run(SPEC, Progress())
    assert again.values == result.values
    assert again.stages == result.stages
    for name, array in result.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)


def test_another_seed_gives_others(result: RunResult) -> None:
    other = xor.run(replace(SPEC, seed=1), Progress())
    assert not np.array_equal(other.arrays["points"], result.arrays["points"])
    assert not np.array_equal(other.arrays["losses"], result.arrays["losses"])
