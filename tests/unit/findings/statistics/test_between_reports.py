"""Networks of two reports: against closed forms, and by drawing from known truths."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm, ttest_1samp, ttest_ind

from lab1report.findings.statistics.between_reports import (
    compare_by_image,
    compare_networks,
    compare_unpaired,
)
from lab1report.findings.statistics.comparison import Comparison, compare, with_added_answers

Answers = NDArray[np.bool_]
IMAGES, REPEATS = 300, 400
# Of 400 draws the share is off by .011 at a standard deviation; cautious, so there is no upper end
COVERED = 0.925


def drawn(
    random: np.random.Generator, easy: NDArray[np.float64], seeds: int, level: float
) -> Answers:
    """Answers of so many seeds, each with a level of its own, to images that differ in ease."""
    levels = level + random.normal(0, 0.15, size=(seeds, 1))
    found: Answers = random.normal(size=(seeds, len(easy))) < levels + easy
    return found


def truth(level: float) -> float:
    """The mean accuracy at a level: a normal distribution's, over images, seeds and the rest."""
    return float(norm.cdf(level / np.sqrt(1 + 1 + 0.15**2)))


@pytest.mark.parametrize("seeds", [(5, 5), (3, 5)])
@pytest.mark.parametrize("paired", [True, False])
def test_intervals_hold_the_truth_as_often_as_they_say(
    seeds: tuple[int, int], paired: bool
) -> None:
    random = np.random.default_rng(1)
    held, wanted = 0, truth(1.3) - truth(1.0)
    for _ in range(REPEATS):
        easy = random.normal(size=IMAGES)
        other = easy if paired else random.normal(size=IMAGES)
        sides = drawn(random, easy, seeds[0], 1.0), drawn(random, other, seeds[1], 1.3)
        found = (compare_by_image if paired else compare_unpaired)(*sides)
        held += found.interval.low <= wanted <= found.interval.high
    assert held / REPEATS >= COVERED


@pytest.mark.parametrize("paired", [True, False])
def test_seldom_tells_a_difference_that_there_is_not(paired: bool) -> None:
    """Of families of eight networks that are the same but for their seeds."""
    random = np.random.default_rng(2)
    told = 0
    for _ in range(60):
        pairs = []
        for _ in range(8):
            easy = random.normal(size=IMAGES)
            other = easy if paired else random.normal(size=IMAGES)
            pairs.append((drawn(random, easy, 5, 1.0), drawn(random, other, 5, 1.0)))
        found = compare_networks(pairs, same_images=paired, same_seeds=False)
        told += any(one.told for one in found)
    assert told / 60 <= 0.12


def test_a_great_difference_is_told() -> None:
    random = np.random.default_rng(3)
    easy = random.normal(size=IMAGES)
    pair = drawn(random, easy, 5, 0.0), drawn(random, easy, 5, 1.5)
    for paired in (True, False):
        (found,) = compare_networks([pair], same_images=paired, same_seeds=False)
        assert found.verdict == "better"
        assert found.p_value < 0.001
        assert found.difference == pytest.approx(pair[1].mean() - pair[0].mean())


def one_seed(level: float, start: int) -> Answers:
    random = np.random.default_rng(start)
    return drawn(random, random.normal(size=40), 1, level)


def test_one_seed_on_the_same_images_is_the_paired_t_test() -> None:
    first, second = one_seed(0.3, 4), one_seed(1.0, 5)
    changes = with_added_answers(second.astype(float) - first)[0]
    found = compare_by_image(first, second)
    test = ttest_1samp(changes, 0)
    assert found.p_value == pytest.approx(test.pvalue)
    assert (found.interval.low, found.interval.high) == pytest.approx(test.confidence_interval())


def test_one_seed_on_other_images_is_welchs_test() -> None:
    first, second = one_seed(0.3, 6), one_seed(1.0, 7)
    sides = [np.append(side[0].astype(float), [1.0, 0.0]) for side in (first, second)]
    found = compare_unpaired(first, second)
    test = ttest_ind(sides[1], sides[0], equal_var=False)
    assert found.p_value == pytest.approx(test.pvalue)
    assert (found.interval.low, found.interval.high) == pytest.approx(test.confidence_interval())


def test_common_seeds_are_paired_as_within_a_report() -> None:
    random = np.random.default_rng(8)
    easy = random.normal(size=IMAGES)
    pair = drawn(random, easy, 3, 0.5), drawn(random, easy, 3, 0.8)
    (found,) = compare_networks([pair], same_images=True, same_seeds=True)
    assert found == compare(*pair)
    (other,) = compare_networks([pair], same_images=True, same_seeds=False)
    assert other == compare_by_image(*pair)


@pytest.mark.parametrize("judge", [compare_by_image, compare_unpaired])
def test_all_right_on_both_sides_is_no_difference(
    judge: Callable[[Answers, Answers], Comparison],
) -> None:
    right = np.ones((3, 20), dtype=np.bool_)
    found = judge(right, right)
    assert (found.difference, found.verdict, found.p_value) == (0, "unclear", 1.0)


def test_other_numbers_of_images_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="not the same images"):
        compare_by_image(np.ones((2, 5), dtype=np.bool_), np.ones((2, 6), dtype=np.bool_))
    with pytest.raises(ValueError, match="say nothing"):
        compare_unpaired(np.ones((2, 0), dtype=np.bool_), np.ones((2, 6), dtype=np.bool_))
