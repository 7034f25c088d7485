"""Finds what reduces overfitting (self-study task 2), by comparing variants with the base."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.series.variants import TrainedVariant, VariantFindings, loss_rises
from lab1report.findings.statistics.comparison import estimate, with_added_answers
from lab1report.findings.statistics.family import holm
from lab1report.findings.statistics.proportions import Interval, summarize


@dataclass(frozen=True, kw_only=True)
class MeasureChange:
    """How a figure of overfitting differs from that of the base, mean over seeds.

    `sd` is the standard deviation of the difference between seeds, None with one seed; `interval`
    (95 %) and `p_value` (two-sided) are shared out `among` so many comparisons. Where one seed
    cannot give them, the interval is None and the p-value 1.
    """

    difference: float
    interval: Interval | None
    sd: float | None
    p_value: float = 1.0
    among: int = 1

    @property
    def told(self) -> bool:
        """Whether the difference is told from chance."""
        return self.interval is not None and not self.interval.has_zero

    @property
    def verdict(self) -> Literal["lower", "higher", "unclear"]:
        if not self.told:
            return "unclear"
        return "higher" if self.difference > 0 else "lower"


@dataclass(frozen=True, kw_only=True)
class OverfittingChange:
    """What a variant does to overfitting, against the base after all its epochs.

    `gap`: training minus test accuracy at the end, its interval over seeds and test images (with
    one seed over images alone). `loss_rise`: of the test loss from its lowest value to the end,
    relative to it; its interval covers other seeds only.
    """

    variant: VariantFindings
    gap: MeasureChange
    loss_rise: MeasureChange

    @property
    def verdict(self) -> Literal["reduces", "worsens", "mixed", "unclear"]:
        """By the gap; "mixed" if the loss significantly says the opposite.

        The rise of the loss alone decides nothing: it is smaller already if the training ends
        sooner after the lowest loss, as it does with fewer iterations.
        """
        if self.gap.verdict == "unclear":
            return "unclear"
        if self.loss_rise.verdict not in (self.gap.verdict, "unclear"):
            return "mixed"
        return "reduces" if self.gap.verdict == "lower" else "worsens"


def analyze(
    variants: Sequence[tuple[VariantFindings, TrainedVariant]], base: TrainedVariant
) -> tuple[OverfittingChange, ...]:
    """What each variant does to overfitting: its gaps are one family, its rises another."""
    # By seed and image, so that the test images' part of the gap has their uncertainty
    gaps = holm([partial(_gap_change, _gaps(ready) - _gaps(base)) for _, ready in variants])
    rises = holm(
        [
            partial(_rise_change, np.array(loss_rises(ready)) - np.array(loss_rises(base)))
            for _, ready in variants
        ]
    )
    return tuple(
        OverfittingChange(variant=found, gap=gap, loss_rise=rise)
        for (found, _), gap, rise in zip(variants, gaps, rises, strict=True)
    )


def _gap_change(gap: NDArray[np.float64], among: int) -> MeasureChange:
    """Of differences of gaps, shape (seeds, images)."""
    found = estimate(with_added_answers(gap))
    return MeasureChange(
        difference=float(gap.mean()),
        interval=found.interval(among),
        sd=summarize(gap.mean(axis=1).tolist()).sd,
        p_value=found.shared_p_value(among),
        among=among,
    )


def _rise_change(rise: NDArray[np.float64], among: int) -> MeasureChange:
    """Of differences of rises, shape (seeds,): the usual t, as here it is seeds that were drawn."""
    difference = float(rise.mean())
    if len(rise) < 2:
        return MeasureChange(difference=difference, interval=None, sd=None, among=among)
    found = estimate(rise[np.newaxis])
    return MeasureChange(
        difference=difference,
        interval=found.interval(among),
        sd=summarize(rise.tolist()).sd,
        p_value=found.shared_p_value(among),
        among=among,
    )


def _gaps(ready: TrainedVariant) -> NDArray[np.float64]:
    """Training accuracy minus whether the image was recognised, (seeds, images)."""
    train = np.array([run.arrays["train_accuracy"][-1] for run in ready.runs], dtype=np.float64)
    return train[:, np.newaxis] - ready.right
