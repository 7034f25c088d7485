"""Summarizes the sub-section on the classes (self-study task 1)."""

from itertools import compress
from types import SimpleNamespace

from lab1report.findings.extremes import extremes
from lab1report.findings.series.class_evidence import agreement
from lab1report.findings.series.findings import SeriesFindings

_LARGE, _MODERATE = 0.1, 0.03  # gaps


def summarize(series: SeriesFindings) -> SimpleNamespace | None:
    """What follows from the base's accuracies and the images of the classes; None without these."""
    base, images = series.base, series.images
    if images is None:
        return None
    by_id = {one.class_id: one for one in images.per_class}
    best_by_id = {one.class_id: one for one in series.best_per_class}
    recognised = images.extremes
    by_mean = extremes({one.class_id: one.nearest_mean for one in images.per_class})
    best, worst = recognised.best[0], recognised.worst[0]
    chance = 1 / len(base.per_class)
    confidence = [mistake.confidence for mistake in images.mistakes]
    easy = [best in one.easiest for one in images.evidence]
    hard = [worst in one.hardest for one in images.evidence]
    names = [one.name for one in images.evidence]
    return SimpleNamespace(
        count=len(base.per_class),
        gap=_size(base.gap),
        chance=chance,  # the accuracy of guessing
        above_chance=base.interval.low > chance,
        rows=[
            SimpleNamespace(accuracy=one, images=by_id[one.class_id], best=best_by_id[one.class_id])
            for one in base.per_class
        ],
        by_mean=by_mean,  # how the nearest mean image alone recognises the classes
        mean_agrees=agreement(
            best=bool(set(recognised.best) & set(by_mean.best)),
            worst=bool(set(recognised.worst) & set(by_mean.worst)),
        ),
        # By which measures the class recognised best is among the easiest, and by which it is not
        easy_by=list(compress(names, easy)),
        not_easy_by=[name for name, agrees in zip(names, easy, strict=True) if not agrees],
        # And the one recognised worst among the hardest
        hard_by=list(compress(names, hard)),
        not_hard_by=[name for name, agrees in zip(names, hard, strict=True) if not agrees],
        most_confused=next((one for one in images.confusions if one.share > 0), None),
        mistakes=len(confidence),
        confidence=(min(confidence), max(confidence)) if confidence else None,
        one_confidence=len({round(100 * one) for one in confidence}) == 1,  # in whole per cent
    )


def _size(gap: float) -> str:
    """How large the gap is; "reversed" if the test images are recognised better."""
    if gap <= -_MODERATE:
        return "reversed"
    return "large" if gap >= _LARGE else "moderate" if gap >= _MODERATE else "small"
