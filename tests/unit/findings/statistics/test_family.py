"""Comparisons judged together, against Holm's own words."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from lab1report.findings.statistics.comparison import compare
from lab1report.findings.statistics.family import compare_family, holm


@dataclass(frozen=True)
class Made:
    """A comparison of which only the p-value is known."""

    alone: float
    among: int

    @property
    def p_value(self) -> float:
        return min(1.0, self.among * self.alone)

    @property
    def told(self) -> bool:
        return self.p_value <= 0.05


def judge(p_value: float) -> Callable[[int], Made]:
    return lambda among: Made(p_value, among)


@pytest.mark.parametrize(
    ("p_values", "told"),
    [
        ([], []),
        ([0.04], [True]),
        ([0.04, 0.04], [False, False]),
        ([0.02, 0.004, 0.9], [True, True, False]),  # .004 of 3, then .02 of 2, then no more
        ([0.02, 0.004, *[0.9] * 7], [False, True, *[False] * 7]),
        ([0.03, 0.03, 0.03, 0.001], [False, False, False, True]),
        ([0.001, 0.049], [True, True]),
    ],
)
def test_what_holms_procedure_tells(p_values: list[float], told: list[bool]) -> None:
    found = holm([judge(p_value) for p_value in p_values])
    assert [one.told for one in found] == told
    assert [one.alone for one in found] == p_values


def test_after_the_first_that_is_not_told_the_level_stays() -> None:
    found = holm([judge(p_value) for p_value in (0.001, 0.5, 0.03, 0.9)])
    assert [one.among for one in found] == [4, 3, 3, 3]


def test_equal_models_are_told_together_as_often_as_one_alone() -> None:
    """In at most 5 % of families, though ten are compared in each; alone one would in many more."""
    rng = np.random.default_rng(0)
    alone = together = 0
    for _ in range(200):
        skill = rng.normal(size=300)
        answers = [rng.normal(size=(5, 300)) + skill > 0 for _ in range(11)]
        pairs = [(answers[0], other) for other in answers[1:]]
        alone += any(compare(*pair).told for pair in pairs)
        together += any(one.told for one in compare_family(pairs))
    assert together / 200 <= 0.05 + 2 * (0.05 * 0.95 / 200) ** 0.5
    assert alone > 2 * together
