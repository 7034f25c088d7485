"""Which trainings are made again: by the secret alone, and with the probability that is stated."""

from itertools import combinations

import pytest

from lab1report.verify.sample import detection, sample

NAMES = [f"{number:016x}" for number in range(200)]


def test_the_secret_decides_and_nothing_else() -> None:
    chosen = sample(NAMES, 12, "a")
    assert sample(NAMES[::-1], 12, "a") == chosen
    assert sample(NAMES, 12, "b") != chosen
    assert len(set(chosen)) == 12


def test_a_larger_sample_has_the_smaller_one_in_it() -> None:
    assert sample(NAMES, 20, "a")[:12] == sample(NAMES, 12, "a")


def test_equal_trainings_of_two_reports_are_chosen_together() -> None:
    one, other = set(sample(NAMES[:150], 30, "a")), set(sample(NAMES[50:], 30, "a"))
    shared = set(NAMES[50:150])
    assert len(one & other & shared) >= 10


@pytest.mark.parametrize(("trainings", "runs", "forged"), [(8, 3, 0.25), (10, 4, 0.1), (7, 7, 0.3)])
def test_the_probability_by_counting(trainings: int, runs: int, forged: float) -> None:
    bad = max(1, round(forged * trainings))
    draws = list(combinations(range(trainings), runs))
    found = sum(any(place < bad for place in draw) for draw in draws)
    assert detection(trainings, runs, forged) == pytest.approx(found / len(draws))


def test_nothing_made_again_finds_nothing() -> None:
    assert detection(195, 0) == 0
    assert detection(0, 0) == 0
    assert detection(195, 12) == pytest.approx(0.7379, abs=1e-4)
