"""Estimates accuracies and their differences, over other seeds and other test images.

Every seed is judged by the same images, so the answers form a table of seeds by images with a
random effect of each: the seed drawn moves all images, the image drawn is easy or hard for all
seeds. A mean of such a table varies as its row effects over the number of seeds, its column effects
over the number of images, and the rest over both (Searle, Casella & McCulloch 1992, Variance
Components, ch. 4; for accuracies of classifiers Gallas et al. 2009, Commun. Stat. Theory Methods
38:2586; Owen 2007, Ann. Appl. Stat. 1:386). docs/explanation/series.md says what this leaves out,
docs/explanation/intervals.md how often the intervals cover a known truth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from lab1report.findings.statistics.proportions import (
    SIGNIFICANCE,
    Interval,
    Verdict,
    accuracy_interval,
    summarize,
    wilson,
)

Answers = NDArray[np.bool_]
"""Which images (columns) each seed (rows) got right."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A variant against another, paired by seed and by image.

    `difference` is the mean over seeds of the second's accuracy minus the first's. `interval`
    (95 %) covers what other seeds and other test images would give. `seed_sd` is the standard
    deviation of the difference between seeds (None with one seed, or without common ones),
    `image_error` the standard error that the finite number of test images leaves. `p_value` is
    two-sided, below 0.05 where the interval has no zero; both are shared out `among` so many
    comparisons.
    """

    difference: float
    interval: Interval
    seed_sd: float | None
    image_error: float
    p_value: float = math.nan
    among: int = 1

    @property
    def told(self) -> bool:
        """Whether the difference is told from chance."""
        return not self.interval.has_zero

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.difference, self.interval)


def verdict_of(difference: float, interval: Interval) -> Verdict:
    """Which way a difference goes, if its interval tells it from chance."""
    if interval.has_zero:
        return "unclear"
    return "better" if difference > 0 else "worse"


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean, its standard error, and the degrees of freedom of Student's t that go with it."""

    mean: float
    error: float
    df: float

    def quantile(self, among: float = 1) -> float:
        """How many standard errors the interval goes to either side; see `interval`."""
        return float(stdtrit(self.df, 1 - SIGNIFICANCE / 2 / among))

    def interval(self, among: int = 1) -> Interval:
        """The interval, at 95 % shared out among so many comparisons (Bonferroni)."""
        half = self.quantile(among) * self.error
        return Interval(low=self.mean - half, high=self.mean + half)

    @property
    def p_value(self) -> float:
        """Two-sided, of the mean being zero."""
        if self.error == 0:
            return 1.0 if self.mean == 0 else 0.0
        return float(2 * stdtr(self.df, -abs(self.mean) / self.error))

    def shared_p_value(self, among: int) -> float:
        """The p-value that goes with `interval(among)`: at most 1."""
        return min(1.0, among * self.p_value)


def estimate(values: NDArray[np.float64]) -> Estimate:
    """The mean of `values`, shape (seeds, images), with seeds and images as random effects.

    The mean squares of the two-way layout give the variance without bias: that of the seeds plus
    that of the images minus that of the rest, which both contain. It never falls below what the
    rest alone would leave. The degrees of freedom are Satterthwaite's (1946, Biometrics Bull.
    2:110). With one seed there is only the images' part.

    Raises:
        ValueError: fewer than two images, which tell nothing of others.
    """
    seeds, images = values.shape
    if images < 2:
        raise ValueError(f"{images} image(s) say nothing about other images")
    mean = float(values.mean())
    if seeds == 1:
        return Estimate(
            mean=mean, error=math.sqrt(float(values[0].var(ddof=1)) / images), df=images - 1
        )
    of_seeds, of_images, of_rest = mean_squares(values)
    total = max(of_seeds + of_images - of_rest, of_rest)
    spread = (
        of_seeds**2 / (seeds - 1)
        + of_images**2 / (images - 1)
        + of_rest**2 / ((seeds - 1) * (images - 1))
    )
    return Estimate(
        mean=mean,
        error=math.sqrt(total / (seeds * images)),
        df=total**2 / spread if spread else float(seeds - 1),
    )


def mean_squares(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Of the seeds, of the images and of the rest, for `values` of shape (seeds, images).

    There are at least two of either.
    """
    seeds, images = values.shape
    by_seed, by_image = values.mean(axis=1), values.mean(axis=0)
    rest = values - by_seed[:, None] - by_image + float(values.mean())
    return (
        images * float(by_seed.var(ddof=1)),
        seeds * float(by_image.var(ddof=1)),
        float((rest**2).sum()) / ((seeds - 1) * (images - 1)),
    )


def compare(first: Answers, second: Answers, *, among: int = 1) -> Comparison:
    """Compare the answers of two variants, each of shape (seeds, images).

    The 5 % of the interval and the p-value are shared out `among` so many comparisons
    (Bonferroni), for a variant that was picked by its result.
    For the interval one right answer and one wrong one are added (`with_added_answers`).

    Raises:
        ValueError: the shapes differ, or there are fewer than two images.
    """
    if first.shape != second.shape:
        raise ValueError(f"not the same seeds and images: {first.shape} and {second.shape}")
    change = second.astype(np.float64) - first
    images = change.shape[1]
    found = estimate(with_added_answers(change))
    image_error = float(change.mean(axis=0).std(ddof=1)) / math.sqrt(images)
    return as_comparison(found, float(change.mean()), change.mean(axis=1), image_error, among)


def with_added_answers(change: NDArray[np.float64]) -> NDArray[np.float64]:
    """Differences (seeds, images) with one answer gained and one lost more, (seeds, images + 2).

    Without them a few images that only one variant gets right would seem certain (Bonett & Price
    2012, J. Educ. Behav. Stat. 37:479). Each is shared by all seeds: it stands for one answer,
    not for one of every seed.
    """
    share = 1 / len(change)
    added = np.broadcast_to([share, -share], (len(change), 2))
    return np.concatenate([change, added], axis=1)


def compare_groups(first: Answers, second: Answers, *, among: int = 1) -> Comparison:
    """Compare the shares of right answers on two groups of images, of the same seeds.

    That is how two classes compare: the seeds are shared, the images (columns) are not, and their
    numbers may differ. The 5 % are shared out `among` so many comparisons (Bonferroni), for
    groups that were picked by their results.

    Raises:
        ValueError: the numbers of seeds differ, or a group has fewer than two images.
    """
    if len(first) != len(second):
        raise ValueError(f"not the same seeds: {len(first)} and {len(second)}")
    by_seed = second.mean(axis=1) - first.mean(axis=1)
    # What neither seed nor image explains is in all parts: an error to the side of caution
    parts = [
        (float(group.mean(axis=0).var(ddof=1)) / group.shape[1], group.shape[1] - 1)
        for group in (first, second)
    ]
    image_variance = sum(variance for variance, _ in parts)
    if len(by_seed) > 1:
        parts.append((float(by_seed.var(ddof=1)) / len(by_seed), len(by_seed) - 1))
    found = estimate_of_parts(float(by_seed.mean()), parts)
    return as_comparison(found, found.mean, by_seed, math.sqrt(image_variance), among)


def estimate_of_parts(mean: float, parts: Sequence[tuple[float, float]]) -> Estimate:
    """A mean whose variance is the sum of independent `parts`: variances and degrees of freedom.

    The degrees of freedom of the sum are Satterthwaite's (1946, Biometrics Bull. 2:110).
    """
    total = sum(variance for variance, _ in parts)
    spread = sum(variance**2 / df for variance, df in parts)
    return Estimate(mean=mean, error=math.sqrt(total), df=total**2 / spread if spread else 1.0)


def as_comparison(
    found: Estimate,
    difference: float,
    by_seed: NDArray[np.float64] | None,
    image_error: float,
    among: int,
) -> Comparison:
    """An estimate as a comparison, cut to [-1, 1], the range of differences of accuracies."""
    interval = found.interval(among)
    return Comparison(
        difference=difference,
        interval=Interval(low=max(interval.low, -1.0), high=min(interval.high, 1.0)),
        seed_sd=summarize(by_seed.tolist()).sd if by_seed is not None else None,
        image_error=image_error,
        p_value=found.shared_p_value(among),
        among=among,
    )


def mean_interval(correct: Answers) -> Interval:
    """The 95 % interval of the mean accuracy of one variant, shape (seeds, images).

    It is Wilson's (1927) for as many independent images as would leave the same variance, with
    the quantile of Student's t (Dean & Pagano 2015, J. Surv. Stat. Methodol. 3:484): symmetric
    ones leave [0, 1] near its ends. With one seed it is that of `accuracy_interval`.

    Raises:
        ValueError: fewer than two images.
    """
    found = estimate(correct.astype(np.float64))
    seeds, images = correct.shape
    if seeds == 1 or found.error == 0:  # all seeds right, or wrong, everywhere
        return accuracy_interval(found.mean, images)
    z = found.quantile() ** 2 * found.error**2 / (found.mean * (1 - found.mean))
    return wilson(found.mean, z)
