"""Intervals over seeds and images: against closed forms, and by drawing from known truths."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm, t, ttest_1samp, ttest_ind

from lab1report.findings.statistics.comparison import (
    Comparison,
    Estimate,
    compare,
    compare_groups,
    estimate,
    mean_interval,
)
from lab1report.findings.statistics.proportions import Interval, Verdict, accuracy_interval

Answers = NDArray[np.bool_]
REPEATS = 800
# The share of 800 draws is off by .0077 at a standard deviation; three to either side
EXACT = (0.925, 0.98)


def layout(values: NDArray[np.float64]) -> tuple[float, float]:
    """The variance of the mean and its degrees of freedom, from sums of squares, the long way."""
    seeds, images = values.shape
    mean = values.mean()
    of_seeds = images * sum((row.mean() - mean) ** 2 for row in values) / (seeds - 1)
    of_images = seeds * sum((column.mean() - mean) ** 2 for column in values.T) / (images - 1)
    whole = ((values - mean) ** 2).sum()
    freedom = (seeds - 1) * (images - 1)
    of_rest = (whole - of_seeds * (seeds - 1) - of_images * (images - 1)) / freedom
    assert min(of_seeds, of_images) > of_rest, "a component is negative: choose other values"
    total = of_seeds + of_images - of_rest
    squares = of_seeds**2 / (seeds - 1) + of_images**2 / (images - 1) + of_rest**2 / freedom
    return total / (seeds * images), total**2 / squares


def test_the_error_is_that_of_the_two_way_layout() -> None:
    random = np.random.default_rng(0)
    values = random.normal(size=(4, 1)) + random.normal(size=(1, 9)) + random.normal(size=(4, 9))
    found = estimate(values)
    variance, df = layout(values)
    assert found.mean == pytest.approx(values.mean())
    assert found.error == pytest.approx(np.sqrt(variance))
    assert found.df == pytest.approx(df)


def test_one_seed_is_students_test() -> None:
    values = np.random.default_rng(1).normal(0.3, 1, size=(1, 20))
    found = estimate(values)
    reference = ttest_1samp(values[0], 0)
    assert found.p_value == pytest.approx(reference.pvalue)
    interval = reference.confidence_interval(0.95)
    assert found.interval().low == pytest.approx(interval.low)
    assert found.interval().high == pytest.approx(interval.high)


@pytest.mark.parametrize(
    "values",
    [
        [[1, 0, 1, 0], [0, 1, 0, 1]],  # seeds and images alike on the average, all is rest
        [[1, 1, 1, 1], [0, 0, 0, 0]],  # nothing but seeds
        [[1, 0, 1, 0], [1, 0, 1, 0]],  # nothing but images
    ],
)
def test_the_error_of_one_part_alone(values: list[list[int]]) -> None:
    table = np.array(values, dtype=float)
    found = estimate(table)
    seeds, images = table.shape
    assert found.error >= table.mean(axis=1).std(ddof=1) / np.sqrt(seeds) - 1e-12
    assert found.error >= table.mean(axis=0).std(ddof=1) / np.sqrt(images) - 1e-12
    assert found.error > 0


def test_one_image_tells_nothing_of_others() -> None:
    with pytest.raises(ValueError, match="1 image"):
        estimate(np.ones((3, 1)))
    assert estimate(np.array([[0.0, 1.0]])).error == pytest.approx(0.5)


def test_without_an_error_all_is_certain() -> None:
    found = estimate(np.zeros((5, 4)))
    assert (found.error, found.df, found.p_value) == (0, 4, 1)
    assert estimate(np.ones((5, 4))).p_value == 0


def test_an_interval_among_many_is_wider() -> None:
    found = Estimate(mean=0.1, error=0.02, df=10)
    alone, shared = found.interval(), found.interval(5)
    assert shared.low < alone.low < 0.1 < alone.high < shared.high
    assert found.quantile() == pytest.approx(2.2281, abs=1e-4)  # Student's table, 10, 97.5 %
    assert found.quantile(5) == pytest.approx(3.1693, abs=1e-4)  # 99.5 %


def answers(random: np.random.Generator, level: float, *parts: NDArray[np.float64]) -> Answers:
    """Whether level, the given effects and what is left to chance make an image recognised."""
    total = level + sum(parts) + random.normal(size=(parts[-1] + parts[0]).shape)
    return np.asarray(total > 0)


def truth(level: float, *deviations: float) -> float:
    """The share recognised of all images by all seeds."""
    return float(norm.cdf(level / np.sqrt(1 + sum(sd**2 for sd in deviations))))


def covered(draw: Callable[[], Interval], value: float) -> float:
    hits = [(found := draw()).low <= value <= found.high for _ in range(REPEATS)]
    return float(np.mean(hits))


@pytest.mark.parametrize(
    ("seeds", "images", "level", "seed_sd", "bounds"),
    [
        (1, 300, 1.5, 0.0, EXACT),
        (5, 300, 1.5, 0.15, EXACT),  # as the base's: accuracy .75, seeds differ by .02
        (5, 100, 1.5, 0.15, EXACT),  # as one class
        (5, 100, 4.0, 0.15, EXACT),  # nearly all recognised
        (10, 300, 1.5, 0.3, EXACT),
    ],
)
def test_the_interval_of_a_mean_covers_the_truth(
    seeds: int, images: int, level: float, seed_sd: float, bounds: tuple[float, float]
) -> None:
    random = np.random.default_rng(2)

    def draw() -> Interval:
        drawn = random.normal(0, seed_sd, (seeds, 1))
        return mean_interval(answers(random, level, drawn, random.normal(0, 2, (1, images))))

    share = covered(draw, truth(level, seed_sd, 2))
    assert bounds[0] <= share <= bounds[1]


def drawn_comparison(
    random: np.random.Generator, seeds: int, levels: tuple[float, float], seed_sd: float
) -> Comparison:
    """Two variants on the same 300 images, each image a little easier for one of them."""
    image = random.normal(0, 2, (1, 300))
    first, second = (
        answers(
            random,
            level,
            random.normal(0, seed_sd, (seeds, 1)),
            image + random.normal(0, 0.5, (1, 300)),
        )
        for level in levels
    )
    return compare(first, second)


@pytest.mark.parametrize(
    ("seeds", "levels", "seed_sd", "bounds"),
    [
        (1, (1.5, 2.0), 0.0, EXACT),
        (5, (1.5, 1.5), 0.0, EXACT),
        (5, (1.5, 1.5), 0.15, EXACT),
        (5, (1.5, 2.0), 0.15, EXACT),
        (5, (1.5, 2.0), 0.5, EXACT),
        (10, (1.5, 1.8), 0.3, EXACT),
    ],
)
def test_the_interval_of_a_difference_covers_the_truth(
    seeds: int, levels: tuple[float, float], seed_sd: float, bounds: tuple[float, float]
) -> None:
    random = np.random.default_rng(3)
    difference = truth(levels[1], seed_sd, 2, 0.5) - truth(levels[0], seed_sd, 2, 0.5)
    share = covered(lambda: drawn_comparison(random, seeds, levels, seed_sd).interval, difference)
    assert bounds[0] <= share <= bounds[1]


def test_no_difference_is_nearly_always_unclear() -> None:
    random = np.random.default_rng(4)
    verdicts = [drawn_comparison(random, 5, (1.5, 1.5), 0.15).verdict for _ in range(REPEATS)]
    assert EXACT[0] <= verdicts.count("unclear") / REPEATS <= EXACT[1]
    assert {"better", "worse"} <= set(verdicts), "chance falls to both sides"


def test_a_difference_is_found_the_right_way_round() -> None:
    random = np.random.default_rng(5)
    better = [drawn_comparison(random, 5, (1.0, 2.0), 0.1).verdict for _ in range(50)]
    worse = [drawn_comparison(random, 5, (2.0, 1.0), 0.1).verdict for _ in range(50)]
    assert (set(better), set(worse)) == ({"better"}, {"worse"})


def test_pairs_tell_what_single_accuracies_do_not() -> None:
    """The images are hard or easy for both: the difference is surer than either accuracy."""
    random = np.random.default_rng(6)
    image = random.normal(0, 3, (1, 300))
    first, second = (
        answers(random, level, random.normal(0, 0.05, (5, 1)), image) for level in (1.0, 1.6)
    )
    found, one, other = compare(first, second), mean_interval(first), mean_interval(second)
    assert found.verdict == "better"
    assert one.high > other.low


def changed(gained: int, lost: int, *, seeds: int = 1) -> tuple[Answers, Answers]:
    """Of 300 images so many right only in the second, and only in the first, with every seed."""
    first = np.arange(300) < 200
    second = first.copy()
    second[200 : 200 + gained] = True
    second[:lost] = False
    return np.tile(first, (seeds, 1)), np.tile(second, (seeds, 1))


@pytest.mark.parametrize(
    ("gained", "lost", "verdict"),
    [
        (0, 0, "unclear"),
        (4, 0, "unclear"),  # as the exact test has it, p = .13; plain Student would be sure
        (8, 0, "better"),
        (0, 4, "unclear"),
        (0, 8, "worse"),
        (40, 38, "unclear"),
        (40, 15, "better"),
    ],
)
def test_verdicts_of_one_seed(gained: int, lost: int, verdict: Verdict) -> None:
    found = compare(*changed(gained, lost))
    assert found.verdict == verdict
    assert found.difference == pytest.approx((gained - lost) / 300)
    assert found.seed_sd is None
    assert (found.p_value < 0.05) is (verdict != "unclear")
    assert found.interval.low < found.difference < found.interval.high


def test_what_seeds_and_images_leave_is_told_apart() -> None:
    first, second = changed(30, 0, seeds=3)
    same = compare(first, second)
    assert same.seed_sd == pytest.approx(0)
    assert same.image_error == pytest.approx(np.std([1] * 30 + [0] * 270, ddof=1) / np.sqrt(300))
    second[0] = first[0]  # one seed gains nothing
    found = compare(first, second)
    assert found.difference == pytest.approx(0.1 * 2 / 3)
    assert found.seed_sd == pytest.approx(np.std([0, 0.1, 0.1], ddof=1))
    assert found.interval.low < same.interval.low


def test_among_many_comparisons_less_is_certain() -> None:
    first, second = changed(10, 1)
    assert compare(first, second).verdict == "better"
    among = compare(first, second, among=20)
    assert among.verdict == "unclear"
    assert among.p_value == pytest.approx(20 * compare(first, second).p_value)
    assert compare(*changed(40, 38), among=20).p_value == 1
    assert (compare(first, second).among, among.among) == (1, 20)


def test_only_the_same_seeds_and_images_compare() -> None:
    with pytest.raises(ValueError, match=r"\(2, 5\)"):
        compare(np.ones((1, 5), dtype=bool), np.ones((2, 5), dtype=bool))
    with pytest.raises(ValueError, match="1 and 2"):
        compare_groups(np.ones((1, 5), dtype=bool), np.ones((2, 5), dtype=bool))


@pytest.mark.parametrize("right", [[True] * 100, [False] * 100, [True] * 60 + [False] * 40])
def test_the_interval_of_one_seed_is_wilsons(right: list[bool]) -> None:
    assert mean_interval(np.array([right])) == accuracy_interval(sum(right) / 100, 100)


def test_the_interval_of_several_seeds_is_wilsons_of_as_many_images_as_leave_the_error() -> None:
    right = np.random.default_rng(9).random((4, 40)) < 0.7
    found = estimate(right.astype(float))
    share, quantile = found.mean, t.ppf(0.975, found.df)
    images = share * (1 - share) / found.error**2
    for end in (interval := mean_interval(right)).low, interval.high:
        # Wilson's ends are the shares from which the measured one is just so many errors away
        assert abs(share - end) == pytest.approx(quantile * np.sqrt(end * (1 - end) / images))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_interval_at_the_ends_stays_within_them(share: float) -> None:
    found = mean_interval(np.full((5, 100), share > 0.5))
    assert 0 <= found.low <= share <= found.high <= 1
    assert found.high - found.low > 0.02  # other images may well come out otherwise


def test_more_seeds_do_not_make_more_images() -> None:
    """Seeds that all agree leave the uncertainty of the images as it was."""
    right = np.arange(300) < 225
    one, five = mean_interval(right[None]), mean_interval(np.tile(right, (5, 1)))
    assert five.high - five.low == pytest.approx(one.high - one.low, rel=0.02)


@pytest.mark.parametrize("seed_sd", [0.0, 0.3])
def test_the_interval_between_classes_covers_the_truth(seed_sd: float) -> None:
    """What makes one class easier for a seed makes the other harder, as it often is."""
    random = np.random.default_rng(7)

    def draw() -> Interval:
        seed = random.normal(0, seed_sd, (5, 1))
        first, second = (
            answers(random, level, sign * seed, random.normal(0, 2, (1, 100)))
            for level, sign in ((0.5, 1), (1.5, -1))
        )
        return compare_groups(first, second).interval

    share = covered(draw, truth(1.5, seed_sd, 2) - truth(0.5, seed_sd, 2))
    assert EXACT[0] <= share <= EXACT[1]


@pytest.mark.parametrize(
    ("right", "verdict"), [((80, 50), "worse"), ((50, 80), "better"), ((64, 60), "unclear")]
)
def test_classes_compare(right: tuple[int, int], verdict: Verdict) -> None:
    groups = [np.tile(np.arange(100) < count, (3, 1)) for count in right]
    found = compare_groups(groups[0], groups[1], among=3)
    assert found.verdict == verdict
    assert found.difference == pytest.approx((right[1] - right[0]) / 100)
    assert found.seed_sd == pytest.approx(0)


def test_classes_of_one_seed_compare_by_welchs_test() -> None:
    first, second = (np.arange(n)[None] < right for n, right in ((100, 62), (80, 61)))
    found = compare_groups(first, second, among=3)
    reference = ttest_ind(second[0].astype(float), first[0].astype(float), equal_var=False)
    assert found.p_value == pytest.approx(3 * reference.pvalue)
    interval = reference.confidence_interval(1 - 0.05 / 3)
    assert found.interval.low == pytest.approx(interval.low)
    assert found.interval.high == pytest.approx(interval.high)
    assert compare_groups(first, first).p_value == 1
    nearly = np.arange(100)[None] < 61
    assert compare_groups(first, nearly, among=20).p_value == 1


@pytest.mark.parametrize("seeds", [2, 4])
def test_seeds_add_their_part_to_the_error_between_classes(seeds: int) -> None:
    """As of Welch's test with three parts: of the images of either class, and of the seeds."""
    random = np.random.default_rng(8)
    first, second = (random.random((seeds, n)) < share for n, share in ((50, 0.6), (30, 0.7)))
    by_seed = second.mean(axis=1) - first.mean(axis=1)
    parts = [
        (np.var(first.mean(axis=0), ddof=1) / 50, 49),
        (np.var(second.mean(axis=0), ddof=1) / 30, 29),
        (np.var(by_seed, ddof=1) / seeds, seeds - 1),
    ]
    error = np.sqrt(sum(variance for variance, _ in parts))
    df = error**4 / sum(variance**2 / freedom for variance, freedom in parts)
    found = compare_groups(first, second)
    assert found.image_error == pytest.approx(np.sqrt(parts[0][0] + parts[1][0]))
    assert found.p_value == pytest.approx(2 * t.sf(abs(by_seed.mean()) / error, df))
    assert found.interval.high == pytest.approx(by_seed.mean() + t.ppf(0.975, df) * error)


def test_classes_that_differ_by_nothing_known() -> None:
    """No image and no seed differs: there is no degree of freedom to be worked out."""
    right, wrong = np.ones((3, 5), dtype=bool), np.zeros((3, 5), dtype=bool)
    assert compare_groups(wrong, right).interval == Interval(low=1.0, high=1.0)
    assert compare_groups(right, right).p_value == 1
