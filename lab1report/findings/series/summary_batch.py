"""Summarizes the sub-section on batch sizes (self-study task 3)."""

import math
from dataclasses import dataclass

from lab1report.findings.iterations import iterations
from lab1report.findings.series.findings import Trend
from lab1report.findings.series.variants import VariantFindings

_MORE = 0.01
_LEVEL = 0.02


@dataclass(frozen=True, kw_only=True)
class BatchRow:
    """One batch size. `iterations` is None where the number of images is not known.

    `reference` is true of the variant that the others are compared with.
    """

    variant: VariantFindings
    iterations: int | None
    reference: bool


@dataclass(frozen=True, kw_only=True)
class BatchSummary:
    """All batch sizes, the smallest first, that of the variant compared with among them.

    `gained_most` is the variant with the greatest mean gain over the one compared with, `early`
    whether that one ends sooner than the base.
    """

    rows: tuple[BatchRow, ...]
    gained_most: VariantFindings
    early: bool

    @property
    def smallest(self) -> VariantFindings:
        return self.rows[0].variant

    @property
    def largest(self) -> VariantFindings:
        return self.rows[-1].variant

    @property
    def error_ratio(self) -> float:
        """How many times smaller the gradient's random error is with the largest batch.

        It falls as one over the square root of the batch size.
        """
        return math.sqrt(self.largest.spec.batch_size / self.smallest.spec.batch_size)

    @property
    def train_change(self) -> float:
        """Training accuracy with the largest batch minus that with the smallest."""
        return self.largest.train.mean - self.smallest.train.mean

    @property
    def learns_more(self) -> bool:
        """Whether the training accuracy grew by more than a percentage point."""
        return self.train_change > _MORE

    @property
    def iterations_differ(self) -> bool:
        """Whether the sizes took different numbers of iterations, as far as those are known."""
        return len({row.iterations for row in self.rows}) > 1

    @property
    def end_iterations(self) -> tuple[int | None, int | None]:
        """Those of the smallest and of the largest size."""
        return self.rows[0].iterations, self.rows[-1].iterations

    @property
    def ends_differ(self) -> bool:
        """Whether these are different."""
        smallest, largest = self.end_iterations
        return smallest != largest

    @property
    def any_gain(self) -> bool:
        """Whether some size is better in the mean, by whatever little."""
        effect = self.gained_most.effect
        return effect is not None and effect.difference > 0

    @property
    def losses_level(self) -> bool:
        """Whether the last test losses of the largest and the smallest differ by under 2 %."""
        return abs(self.largest.test_loss / self.smallest.test_loss - 1) < _LEVEL


def summarize(trend: Trend, base: VariantFindings, images: int | None) -> BatchSummary | None:
    """The summary of a trend over batch sizes; None if it lacks the variant compared with.

    Args:
        images: how many training images there are, if that is known.
    """
    reference = trend.reference
    if reference is None:
        return None
    return BatchSummary(
        rows=tuple(
            BatchRow(
                variant=found,
                iterations=iterations(found.spec, images) if images else None,
                reference=found.id == reference.id,
            )
            for found in trend.in_order("batch_size")
        ),
        gained_most=trend.gained_most,
        early=reference.spec.epochs < base.spec.epochs,
    )
