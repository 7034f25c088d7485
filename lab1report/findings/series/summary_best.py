"""Summarizes the sub-section on what raised the accuracy (self-study task 6)."""

from types import SimpleNamespace

from lab1report.findings.series.findings import SeriesFindings


def _amount(some: int, of: int) -> str:
    """How many of at least one: "none", "some" or "all"."""
    return "all" if some == of else "some" if some else "none"


def of_ranking(series: SeriesFindings) -> SimpleNamespace | None:
    """What follows from the ranking of all variants, each with its effect on the base's accuracy.

    None if there is only the base.
    """
    ranking = series.ranking
    if not ranking:
        return None
    helped, harmed = (
        [pair for pair in ranking if pair[1].verdict == verdict] for verdict in ("better", "worse")
    )
    told = len(helped) + len(harmed)
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
        told=_amount(told, len(ranking)),  # significantly different
    )


def of_best(series: SeriesFindings) -> SimpleNamespace | None:
    """What follows about the best model and the one that the test images would choose."""
    if series.best is None:
        return None
    network, by_test = series.best.network, series.best.by_test
    model = network.variant
    steps = series.ladder or ()
    return SimpleNamespace(
        steps=len(steps),  # from the base to it
        helping_steps=[one for one in steps if one.change.verdict == "better"],
        helping_count=sum(one.change.verdict == "better" for one in steps),
        harming_steps=[one for one in steps if one.change.verdict == "worse"],
        same_by_test=model.id == by_test.id,
        validation_inside=model.interval.low <= network.validation.mean <= model.interval.high,
    )


def of_classes(series: SeriesFindings) -> SimpleNamespace | None:
    """Which classes some variant recognises significantly better; None with the base alone."""
    every = series.best_per_class
    if not every or not series.several_variants:
        return None
    return SimpleNamespace(
        gained=[one for one in every if one.gain and one.gain.verdict == "better"]
    )
