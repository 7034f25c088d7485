"""Finds what reduces overfitting (self-study task 2), by comparing variants with the base."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.series.variants import TrainedVariant, VariantFindings, loss_rises
from lab1report.findings.statistics.comparison import estimate, with_added_images
from lab1report.findings.statistics.proportions import Interval, summarize


@dataclass(frozen=True, kw_only=True)
class MeasureChange:
    """How a figure of overfitting differs from that of the base, mean over seeds.

    `sd` is the standard deviation of the difference between seeds, None with one seed; `interval`
    (95 %) is None where one seed can not give it.
    """

    difference: float
    interval: Interval | None
    sd: float | None

    @property
    def verdict(self) -> Literal["lower", "higher", "unclear"]:
        if self.interval is None or self.interval.has_zero:
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
    found: VariantFindings, base: TrainedVariant, ready: TrainedVariant
) -> OverfittingChange:
    """What the variant `ready`, with the findings `found`, does to overfitting."""
    # By seed and image, so that the test images' part of the gap has their uncertainty
    gap = _gaps(ready) - _gaps(base)
    rise = np.array(loss_rises(ready)) - np.array(loss_rises(base))
    return OverfittingChange(
        variant=found,
        gap=MeasureChange(
            difference=float(gap.mean()),
            interval=estimate(with_added_images(gap)).interval(),
            sd=summarize(gap.mean(axis=1).tolist()).sd,
        ),
        loss_rise=MeasureChange(
            difference=float(rise.mean()),
            # The usual t over seeds: here they are what was drawn
            interval=estimate(rise[np.newaxis]).interval() if len(rise) > 1 else None,
            sd=summarize(rise.tolist()).sd,
        ),
    )


def _gaps(ready: TrainedVariant) -> NDArray[np.float64]:
    """Training accuracy minus whether the image was recognised, (seeds, images)."""
    train = np.array([run.arrays["train_accuracy"][-1] for run in ready.runs], dtype=np.float64)
    return train[:, np.newaxis] - ready.right
