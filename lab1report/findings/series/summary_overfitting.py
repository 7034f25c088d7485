"""Summarizes the sub-section on overfitting (self-study task 2)."""

from collections.abc import Iterable
from itertools import pairwise
from types import SimpleNamespace

from lab1report.findings.iterations import iterations
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.overfitting import OverfittingChange
from lab1report.findings.series.variants import VariantFindings, with_verdict

_EARLY = 0.8  # of the epochs


def summarize(series: SeriesFindings, images: int | None) -> SimpleNamespace | None:
    """The remedies, those that change no share of the images apart from those that do.

    Args:
        images: how many training images there are, if that is known.
    """
    if series.overfitting is None:
        return None
    base, stopped = series.base, series.stopped
    measures = [one for one in series.overfitting if one.spec.share == base.spec.share]
    others = [one for one in series.overfitting if stopped is None or one.id != stopped.id]
    changes = [
        one for one in series.overfitting_changes if one.variant.spec.share == base.spec.share
    ]
    reducing = [one for one in changes if one.gap.verdict == "lower"]
    better, worse = (with_verdict(measures, verdict) for verdict in ("better", "worse"))
    *partial, _ = series.learning_curve
    return SimpleNamespace(
        images=images,
        base_outcome=_outcome(base),
        long_before_end=base.best_epoch_range[1] <= _EARLY * base.spec.epochs,
        more_parameters=images is not None and base.parameters > images,
        rows=[base, *measures, *partial],
        remedies=[_remedy(found, base) for found in measures if found in others],
        # Whether the gaps that shrank did so by less of the training images being recognised
        learns_less=bool(reducing) and all(_learns_less(one, base) for one in reducing),
        reducing=sorted(reducing, key=lambda one: one.gap.difference),
        worsening=[one for one in changes if one.gap.verdict == "higher"],
        # Whether stopping early did so
        stopping_reduces=stopped is not None
        and any(one.variant.id == stopped.id for one in reducing),
        better=better,
        worse=worse,
        # Fewer or more units that do nothing to the gap
        idle=[
            change.variant
            for change in series.overfitting_changes
            if change.verdict == "unclear" and "hidden" in change.variant.apart_from(base).settings
        ],
        # Whether the median of the best epochs had to give way to a number that divides well
        stop_moved=stopped is not None and stopped.spec.epochs != base.median_best_epoch,
        underfitted=[found for found in others if stopped and _underfitted(found, stopped)],
        curve=_curve(partial, base, images, series.overfitting_changes) if partial else None,
    )


def _outcome(base: VariantFindings) -> str:
    """Whether the base overfits.

    "all": its mean test loss rose by more than 5 %, with every seed from before the last epoch;
    "some": not with every seed. "unfinished": the loss is lowest at the end with every seed.
    "level": else.
    """
    if base.overfitted:
        return "all" if base.best_epoch_range[1] < base.spec.epochs else "some"
    return "unfinished" if base.unfinished else "level"


def _remedy(found: VariantFindings, base: VariantFindings) -> SimpleNamespace:
    """A remedy other than stopping, compared with the base; `kind` is what it changes."""
    changed = found.apart_from(base).settings
    return SimpleNamespace(
        kind="hidden" if "hidden" in changed else "other",
        fewer_parameters=found.parameters < base.parameters,
    )


def _underfitted(found: VariantFindings, stopped: VariantFindings) -> bool:
    """Whether a small gap is rather a sign of too little training.

    The test loss still falls at the end, with every seed; the training images are known less than
    by the base stopped early, and the test accuracy is not better than the base's.
    """
    better = found.effect is not None and found.effect.verdict == "better"
    return found.unfinished and found.train.mean < stopped.train.mean and not better


def _learns_less(change: OverfittingChange, base: VariantFindings) -> bool:
    """Whether at least half of the smaller gap is a lower accuracy on the training images."""
    return change.variant.train.mean - base.train.mean <= change.gap.difference / 2


def _curve(
    partial: list[VariantFindings],
    base: VariantFindings,
    images: int | None,
    changes: Iterable[OverfittingChange],
) -> SimpleNamespace:
    """Variants by their share of the training images, the smallest first, without the base."""
    (whole_way,) = (one for one in changes if one.variant.id == partial[0].id)
    gaps = [found.gap for found in (*partial, base)]
    return SimpleNamespace(
        smallest=partial[0],
        largest=partial[-1],  # that is less than all images
        several=len(partial) > 1,
        iterations=iterations(base.spec, images) if images else None,  # of the base
        # Whether the gap is the smaller the more images there are, and more than by chance
        narrowing=whole_way.gap.verdict == "higher"
        and all(later < earlier for earlier, later in pairwise(gaps)),
        gap_told=whole_way.gap.verdict != "unclear",  # from the smallest share to all images
        # Whether the epochs grew as the images got fewer
        same_iterations=all(found.apart_from(base).same_iterations for found in partial),
        last_gain=-partial[-1].gain,  # from the largest share to all images
        # With the smallest share, whether the gap widened more by what the test or training lost
        widened_by="test" if -partial[0].gain >= whole_way.gap.difference / 2 else "train",
    )
