"""Summarizes the sub-sections on batch sizes and learning rates (self-study tasks 3 and 4)."""

import math
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from lab1report.findings.iterations import iterations
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.differences import signed

_SAME = 0.01  # of the training images: a percentage point


def of_batches(series: SeriesFindings, images: int | None) -> SimpleNamespace | None:
    """All batch sizes, the smallest first, the one compared with among them; None without them.

    Args:
        images: how many training images there are, if that is known.
    """
    trend = series.batch
    if trend is None:
        return None
    rows = [
        SimpleNamespace(
            variant=found,
            reference=found is trend.reference,
            iterations=iterations(found.spec, images) if images else None,
        )
        for found in trend.in_order("batch_size")
    ]
    smallest, largest = rows[0].variant, rows[-1].variant
    train_change = largest.train.mean - smallest.train.mean
    return SimpleNamespace(
        rows=rows,
        smallest=smallest,
        largest=largest,
        early=trend.reference.spec.epochs < series.base.spec.epochs,
        # A gradient's random error falls as one over the square root of the batch size
        error_ratio=math.sqrt(largest.spec.batch_size / smallest.spec.batch_size),
        least_difference=_difference(smallest, trend.reference),
        most_difference=_difference(largest, trend.reference),
        train_change=train_change,
        learns_more=train_change > _SAME,
        iterations_differ=len({row.iterations for row in rows}) > 1,
        end_iterations=(rows[0].iterations, rows[-1].iterations),
        ends_differ=rows[0].iterations != rows[-1].iterations,
        reference_iterations=iterations(trend.reference.spec, images) if images else None,
        **_training([row.variant for row in rows]),
    )


def of_rates(series: SeriesFindings) -> SimpleNamespace | None:
    """All learning rates, the highest first, the one compared with among them."""
    trend = series.rate
    if trend is None:
        return None
    lowest = min(trend.variants, key=lambda found: found.spec.lr)
    train_change = lowest.train.mean - trend.reference.train.mean
    return SimpleNamespace(
        rows=[
            SimpleNamespace(variant=found, reference=found is trend.reference)
            for found in trend.in_order("lr")[::-1]
        ],
        lowest=lowest,
        train_change=train_change,
        training=signed(train_change, _SAME),
        **_training(trend.in_order("lr")),
        any_gain=trend.best.gain > 0,  # in the mean, by whatever little
    )


def _difference(found: VariantFindings, reference: VariantFindings) -> float:
    """What a variant gains over the one compared with, which gains nothing over itself."""
    return 0.0 if found is reference or found.effect is None else found.effect.difference


def _training(every: Sequence[VariantFindings]) -> dict[str, Any]:
    """The least and the greatest accuracy on the training images, and whether they are alike."""
    accuracies = [one.train.mean for one in every]
    least, greatest = min(accuracies), max(accuracies)
    return {"train_span": (least, greatest), "trains_alike": greatest - least <= _SAME}
