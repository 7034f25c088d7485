"""Summarizes the sub-section on the classes (self-study task 1)."""

from types import SimpleNamespace

from lab1report.findings.series.findings import SeriesFindings

_LARGE, _MODERATE = 0.1, 0.03  # gaps
_ALIKE = 0.03


def summarize(series: SeriesFindings) -> SimpleNamespace | None:
    """What follows from the base's accuracies and the images of the classes; None without these."""
    base, images = series.base, series.images
    if images is None:
        return None
    by_id = {one.class_id: one for one in images.per_class}
    best, worst = images.best.class_id, images.worst.class_id
    chance = 1 / len(base.per_class)
    learnt = [one.train for one in base.per_class]
    confidence = [mistake.confidence for mistake in images.mistakes]
    ahead = base.test.mean - images.nearest_mean
    against_best = [one.name for one in images.evidence if best in one.hardest]
    against_worst = [one.name for one in images.evidence if worst in one.easiest]
    return SimpleNamespace(
        count=len(base.per_class),
        gap=_size(base.gap),
        chance=chance,  # the accuracy of guessing
        above_chance=base.interval.low > chance,
        learnt=(min(learnt), max(learnt)),  # recall on the training images
        learnt_alike=max(learnt) - min(learnt) < _ALIKE,
        over_nearest_mean=ahead,
        beats_nearest_mean=ahead > 0,
        rows=[SimpleNamespace(accuracy=one, images=by_id[one.class_id]) for one in base.per_class],
        against_best=against_best,  # by these the class recognised best is among the hardest
        against_worst=against_worst,  # by these the one recognised worst is among the easiest
        same_against=against_best == against_worst,
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
