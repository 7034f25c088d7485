"""Estimates the uncertainty of accuracies, which are shares of a finite number of images."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from lab1report.model import Accuracy

Verdict = Literal["better", "worse", "unclear"]

SIGNIFICANCE = 0.05
NORMAL_95 = 1.959964


def standard_error(share: float, n: int) -> float:
    """Standard error of a share of `n` independent trials (binomial)."""
    return math.sqrt(share * (1 - share) / n)


def summarize(accuracies: list[float]) -> Accuracy:
    """Mean and sample standard deviation over seeds."""
    sd = float(np.std(accuracies, ddof=1)) if len(accuracies) > 1 else None
    return Accuracy(mean=float(np.mean(accuracies)), sd=sd, n=len(accuracies))


@dataclass(frozen=True, kw_only=True)
class Interval:
    """From `low` to `high`: a confidence interval, or what values range over."""

    low: float
    high: float

    @property
    def has_zero(self) -> bool:
        return self.low <= 0 <= self.high


def accuracy_interval(share: float, n: int) -> Interval:
    """The 95 % interval of a share of `n` independent trials (Wilson 1927)."""
    return wilson(share, NORMAL_95**2 / n)


def wilson(share: float, z: float) -> Interval:
    """Wilson's interval of a share; `z` is a squared quantile over the number of trials."""
    middle = (share + z / 2) / (1 + z)
    half = math.sqrt(z * share * (1 - share) + z**2 / 4) / (1 + z)
    return Interval(low=max(middle - half, 0.0), high=min(middle + half, 1.0))


def difference_interval(first: float, second: float, *, n: int, of: int, among: int) -> Interval:
    """The 95 % interval of `second` - `first`, shares of `of` and of `n` independent trials.

    Newcombe's (1998, Stat. Med. 17:873, method 10), made of the Wilson intervals of both. The 5 %
    are shared out `among` so many comparisons (Bonferroni).
    """
    quantile = float(ndtri(1 - SIGNIFICANCE / 2 / among))
    one, other = wilson(first, quantile**2 / of), wilson(second, quantile**2 / n)
    difference = second - first
    return Interval(
        low=difference - math.hypot(second - other.low, one.high - first),
        high=difference + math.hypot(other.high - second, first - one.low),
    )


@dataclass(frozen=True, kw_only=True)
class PairedDifference:
    """Two models on the same images: `gained` are right only in the second, `lost` in the first.

    `difference` is the second's accuracy minus the first's. There is no p-value: where the images
    have chosen one of the two models (assignment, part 3: the epoch of the lowest test loss), no
    test on them means anything.
    """

    difference: float
    gained: int
    lost: int

    @property
    def net_gain(self) -> int:
        """How many more images the second got right; negative if fewer."""
        return self.gained - self.lost

    @property
    def direction(self) -> Literal["more", "less", "same"]:
        """Whether the second got more images right, be it by chance."""
        if self.net_gain == 0:
            return "same"
        return "more" if self.net_gain > 0 else "less"


def compare_paired(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> PairedDifference:
    """Compare which images, shape (n,), two models got right."""
    gained = int((second & ~first).sum())
    lost = int((first & ~second).sum())
    return PairedDifference(difference=(gained - lost) / len(first), gained=gained, lost=lost)
