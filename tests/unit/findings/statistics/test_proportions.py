"""Uncertainty of accuracies, against closed forms and scipy."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binomtest

from lab1report.findings.statistics.proportions import (
    Interval,
    accuracy_interval,
    compare_paired,
    difference_interval,
    standard_error,
    summarize,
)
from lab1report.model import Accuracy


def answers(both: int, gained: int, lost: int, neither: int = 0) -> list[NDArray[np.bool_]]:
    """Which images two models got right; `gained` only the second, `lost` only the first."""
    first = [True] * both + [False] * gained + [True] * lost + [False] * neither
    second = [True] * both + [True] * gained + [False] * lost + [False] * neither
    return [np.array(first), np.array(second)]


@pytest.mark.parametrize(("gained", "lost"), [(0, 0), (0, 1), (5, 6), (12, 3), (3, 12)])
def test_answers_of_two_models_on_the_same_images(gained: int, lost: int) -> None:
    found = compare_paired(*answers(100, gained, lost, 20))
    assert (found.gained, found.lost) == (gained, lost)
    assert found.difference == pytest.approx((gained - lost) / (120 + gained + lost))


def test_the_interval_of_a_difference_is_newcombes() -> None:
    """His example (1998, table II, row a, method 10): 56 of 70 and 48 of 80."""
    found = difference_interval(48 / 80, 56 / 70, of=80, n=70, among=1)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    wider = difference_interval(48 / 80, 56 / 70, of=80, n=70, among=3)
    assert wider.low < found.low < found.high < wider.high


def test_standard_error() -> None:
    assert standard_error(0.75, 300) == pytest.approx(0.025)
    assert standard_error(0.0, 300) == standard_error(1.0, 300) == 0.0


def test_one_accuracy_has_no_deviation() -> None:
    assert summarize([0.75]) == Accuracy(mean=0.75, sd=None, n=1)


def test_the_deviation_is_that_of_a_sample() -> None:
    found = summarize([0.7, 0.8, 0.9])
    assert found.mean == pytest.approx(0.8)
    assert found.sd == pytest.approx(0.1)  # divided by n - 1, not n
    assert found.n == 3
    assert summarize([0.5, 0.5]).sd == 0.0


@pytest.mark.parametrize(("right", "n"), [(225, 300), (1, 300), (0, 300), (300, 300), (5, 9)])
def test_the_interval_is_wilsons(right: int, n: int) -> None:
    reference = binomtest(right, n).proportion_ci(0.95, method="wilson")
    found = accuracy_interval(right / n, n)
    assert found.low == pytest.approx(reference.low, abs=1e-6)
    assert found.high == pytest.approx(reference.high, abs=1e-6)
    assert 0 <= found.low <= right / n <= found.high <= 1


@pytest.mark.parametrize(
    ("low", "high", "has_zero"),
    [
        (-0.1, 0.2, True),
        (0.0, 0.2, True),
        (-0.2, 0.0, True),
        (0.01, 0.2, False),
        (-0.2, -0.01, False),
    ],
)
def test_whether_an_interval_has_zero(low: float, high: float, has_zero: bool) -> None:
    assert Interval(low=low, high=high).has_zero is has_zero
