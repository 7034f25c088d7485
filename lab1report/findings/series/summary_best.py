"""Summarizes the sub-section on what raised the accuracy (self-study task 6)."""

from types import SimpleNamespace

from lab1report.findings.series.findings import SeriesFindings

_SHOWN = 0.0005  # what is not zero with one decimal of a percentage point


def _amount(some: int, of: int) -> str:
    """How many of at least one: "none", "some" or "all"."""
    return "all" if some == of else "some" if some else "none"


def of_ranking(series: SeriesFindings) -> SimpleNamespace | None:
    """What follows from the ranking of all variants, each with its effect on the base's accuracy.

    None if there is only the base.
    """
    ranking, recolored = series.ranking, series.recolored_base
    if not ranking:
        return None
    helped, harmed = (
        [pair for pair in ranking if pair[1].verdict == verdict] for verdict in ("better", "worse")
    )
    told = len(helped) + len(harmed)
    helpers = [found for found, _ in helped]
    remedies = [
        found.apart_from(series.base).settings for found in helpers if found.part == "overfitting"
    ]
    usual = series.base.spec.saturation
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
        told_count=told,
        untold_count=len(ranking) - told,
        recolored_base=recolored[-1] if recolored else None,
        helped_parts={found.part for found in helpers},
        # Whether another number of hidden neurons, or another rate, was a remedy that helped
        size_helped=any("hidden" in settings for settings in remedies),
        rate_helped=any("lr" in settings for settings in remedies),
        recolored_network_helped=any(
            found.part == "network" and found.spec.saturation != usual for found in helpers
        ),
    )


def of_best(series: SeriesFindings) -> SimpleNamespace | None:
    """What follows about the best model and the one that the test images would choose."""
    if series.best is None:
        return None
    network, by_test = series.best.network, series.best.by_test
    model, usual = network.variant, series.base.spec.saturation
    on_base = [
        effect
        for found, effect in series.recolored_base[-1:]
        if usual != found.spec.saturation == model.spec.saturation
    ]
    return SimpleNamespace(
        same_by_test=model.id == by_test.id,
        # Whether its epoch has more right answers than the last, by what one decimal shows
        optimistic=series.best.optimism > _SHOWN,
        # Whether the epoch of the lowest loss has fewer right answers than the last
        loss_chose_worse=by_test.best_test.mean < by_test.test.mean,
        # What the best model's colours do to the base's network, if it has other colours
        colors_on_base=on_base[0] if on_base else None,
        validation_inside=model.interval.low <= network.validation.mean <= model.interval.high,
    )


def of_classes(series: SeriesFindings) -> SimpleNamespace | None:
    """Which classes some variant recognises significantly better; None with the base alone."""
    every = series.best_per_class
    if not every or not series.several_variants:
        return None
    gained = [one for one in every if one.gain and one.gain.verdict == "better"]
    return SimpleNamespace(gained=gained, amount=_amount(len(gained), len(every)))
