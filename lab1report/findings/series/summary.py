"""Summarizes each sub-section of the series: the choices between sentences, in no language.

A summary is made at once, by one function, and is a plain namespace, since only templates read
it: what they choose a sentence by is one line there.
"""

from types import SimpleNamespace

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.series import (
    summary_best,
    summary_classes,
    summary_networks,
    summary_overfitting,
    summary_trends,
)
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import SectionFailure, SectionMissing

Absent = SectionFailure | SectionMissing


def summarize(
    series: SeriesFindings | Absent, third: CifarFindings | Absent
) -> SimpleNamespace | None:
    """What the series tells, with what part 3, `third`, adds; None without findings.

    What was not computed is None, be it a sub-section or the number of training images.
    """
    if isinstance(series, SectionFailure | SectionMissing):
        return None
    base = series.base
    images, repeats_third = None, False
    if not isinstance(third, SectionFailure | SectionMissing):
        images = third.final["train"].n
        outcome = (base.spec.seed, base.best_epochs[0])
        repeats_third = outcome == (third.spec.seed, third.best_epoch)
    count = len(series.variants)
    final = count * series.seeds
    candidates = [one for network in series.networks or () for one in network.candidates]
    held_out = [candidate.validation for candidate in candidates]
    held_out += [series.base_validation] if series.base_validation is not None else []
    searching = sum(validation.n for validation in held_out)
    measured = (series.stopped, series.batch, series.rate, series.networks)
    return SimpleNamespace(
        training_images=images,
        # The base's first training is that of part 3, unless the classes or the seed are others
        has_third_training=repeats_third,
        count=count,  # of variants, the base among them
        final_trainings=final,  # on all training images
        search_trainings=searching,  # one a candidate and fold
        trainings=final + searching,
        last_seed=base.spec.seed + series.seeds - 1,  # of the initial weights
        any_effect=any(part is not None for part in measured),  # of a hyperparameter
        classes=summary_classes.summarize(series),
        overfitting=summary_overfitting.summarize(series, images),
        batch=summary_trends.of_batches(series, images),
        rate=summary_trends.of_rates(series),
        networks=summary_networks.summarize(series),
        ranking=summary_best.of_ranking(series),
        other_ranking=summary_best.of_ranking(series, others=True),
        best=summary_best.of_best(series, images),
        class_gains=summary_best.of_classes(series),
    )
