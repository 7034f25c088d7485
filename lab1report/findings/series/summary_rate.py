"""Summarizes the sub-section on learning rates (self-study task 4)."""

from dataclasses import dataclass

from lab1report.findings.series.findings import Trend
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.differences import Direction

_SAME = 0.01


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """One learning rate; `reference` is true of the variant that the others are compared with."""

    variant: VariantFindings
    reference: bool


@dataclass(frozen=True, kw_only=True)
class RateSummary:
    """All learning rates, the highest first; `train_change` is what the lowest did to training.

    That is its training accuracy minus that of the variant compared with. `any_gain`: whether the
    best of the changed rates is better in the mean, by whatever little.
    """

    rows: tuple[RateRow, ...]
    lowest: VariantFindings
    train_change: float
    any_gain: bool

    @property
    def training(self) -> Direction:
        """Whether the lowest rate learnt more or less, by more than a percentage point."""
        if abs(self.train_change) <= _SAME:
            return "same"
        return "more" if self.train_change > 0 else "less"


def summarize(trend: Trend) -> RateSummary | None:
    """The summary of a trend over learning rates; None if it lacks the variant compared with."""
    reference = trend.reference
    if reference is None:
        return None
    every = trend.in_order("lr")[::-1]
    lowest = min(trend.variants, key=lambda found: found.spec.lr)
    effect = trend.best.effect
    return RateSummary(
        rows=tuple(RateRow(variant=found, reference=found.id == reference.id) for found in every),
        lowest=lowest,
        train_change=lowest.train.mean - reference.train.mean,
        any_gain=effect is not None and effect.difference > 0,
    )
