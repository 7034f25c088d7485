"""Summarizes the sub-section on what raised the accuracy (self-study task 6)."""

from types import SimpleNamespace

from lab1report.findings.iterations import iterations
from lab1report.findings.series.findings import BestFindings, SeriesFindings
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.differences import signed

_SAME = 0.01  # training accuracies that differ by no more are alike
_TURN = 0.05  # a step after which the training images are known so much better or worse
_SAME_RISE = 0.05  # and rises of the test loss


def of_ranking(series: SeriesFindings, *, others: bool = False) -> SimpleNamespace | None:
    """What follows from the ranking of the variants by their effect on the base's accuracy.

    None if there is none.

    Args:
        others: without the best model, which was chosen without the test images and is compared
            alone.
    """
    chosen = series.best.network.variant.id if others and series.best is not None else None
    ranking = [pair for pair in series.ranking if pair[0].id != chosen]
    if not ranking:
        return None
    helped, harmed = (
        [pair for pair in ranking if pair[1].verdict == verdict] for verdict in ("better", "worse")
    )
    return SimpleNamespace(
        count=len(ranking),
        leader=ranking[0],  # the greatest mean gain
        trailer=ranking[-1],
        helped=helped,  # significantly better than the base
        helped_most=helped[0] if helped else None,
        helped_count=len(helped),
        harmed=harmed,
        harmed_most=harmed[-1] if harmed else None,
        harmed_count=len(harmed),
    )


def of_best(series: SeriesFindings, images: int | None) -> SimpleNamespace | None:
    """What follows about the best model and the one that the test images would choose.

    Args:
        images: how many training images there are, if that is known.
    """
    if series.best is None:
        return None
    network, by_test = series.best.network, series.best.by_test
    model = network.variant
    steps = series.ladder or ()
    helping = [one for one in steps if one.change.verdict == "better"]
    harming = [one for one in steps if one.change.verdict == "worse"]
    turns = [one for one in steps if abs(one.second.train.mean - one.first.train.mean) >= _TURN]
    most = max(helping, key=lambda one: one.change.difference, default=None)
    gained_by = _gained_by(most) if most else None
    return SimpleNamespace(
        steps=len(steps),  # from the base to it
        helping_steps=helping,
        most=most,
        # How many times more iterations the same epochs take with its smaller batches
        most_steps=most.first.spec.batch_size / most.second.spec.batch_size if most else None,
        gained_by=gained_by,
        harming_steps=harming,
        sum=sum(one.change.difference for one in (*helping, *harming)),
        # Else it is told there, or there is nothing to tell
        most_apart=gained_by not in (None, "neither") and most not in turns,
        why=_why(series.base, model, series.best.gain),
        beyond_stopping=_beyond_stopping(series.best),
        turns=[SimpleNamespace(step=one, iterations=_steps(one, images)) for one in turns],
        same_by_test=model.id == by_test.id,
        validation_inside=model.interval.low <= network.validation.mean <= model.interval.high,
    )


def _why(base: VariantFindings, model: VariantFindings, gain: Comparison) -> str:
    """Why the best model is better: "less memorized", "more learnt", or "unknown" if it is not."""
    if gain.verdict != "better":
        return "unknown"
    learnt = signed(model.train.mean - base.train.mean, _SAME)
    return {"less": "less memorized", "more": "more learnt", "same": "unknown"}[learnt]


def _beyond_stopping(best: BestFindings) -> bool:
    """Whether the best model is better than the base, be that stopped early or not."""
    return (
        best.over_stopped is not None
        and best.gain.verdict == "better"
        and best.over_stopped.verdict == "better"
    )


def _steps(step: LadderStep, images: int | None) -> tuple[int, int] | None:
    """The iterations before a step and after it, if it changes them."""
    if images is None:
        return None
    before, after = (iterations(one.spec, images) for one in (step.first, step.second))
    return (before, after) if before != after else None


def _gained_by(step: LadderStep) -> str:
    """What came with it: "more steps", "less overfitting", "more learnt", or "neither"."""
    if step.second.spec.batch_size < step.first.spec.batch_size:
        return "more steps"
    learnt = signed(step.second.train.mean - step.first.train.mean, _SAME)
    rise = signed(step.second.loss_rise - step.first.loss_rise, _SAME_RISE)
    if learnt != "more" and rise == "less":
        return "less overfitting"
    return "more learnt" if learnt == "more" and rise != "more" else "neither"


def of_classes(series: SeriesFindings) -> SimpleNamespace | None:
    """Which classes some variant recognises significantly better; None with the base alone."""
    every = series.best_per_class
    if not every or not series.several_variants:
        return None
    return SimpleNamespace(
        gained=[one for one in every if one.gain and one.gain.verdict == "better"]
    )
