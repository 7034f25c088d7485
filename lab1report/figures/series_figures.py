"""Lists the figures of the self-study series; a sub-section that was not computed has none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any, Literal

from lab1report.figures.drawing import Arguments, Drawing, Labels, drawings_of
from lab1report.figures.series_names import name_of_network, name_of_step, names_of
from lab1report.findings.series.class_evidence import ImagesFindings
from lab1report.findings.series.findings import NetworkFindings, SeriesFindings, Trend
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.variants import VariantFindings
from lab1report.model import PARTS, RunResult
from lab1report.report.report import Report

_EXAMPLES = 2  # images of each class in other colours


def drawings(report: Report, found: SeriesFindings, labels: Labels) -> dict[str, Drawing]:
    """The figures of the series, by the name that the templates use.

    Args:
        labels: the words on the figures, templates/<language>/figures.toml.
    """
    drawn: dict[str, Arguments] = {
        "series-classes": partial(_classes, report, found),
        "series-overfitting": partial(_overfitting, report, found),
    }
    if found.images is not None and report.images is not None:
        drawn["series-means"] = partial(_means, report, found, report.images)
        if found.images.mistakes:
            drawn["series-mistakes"] = partial(_mistakes, report, found.images, report.images)
    if found.batch is not None or found.rate is not None:
        drawn["series-trends"] = partial(_trends, found)
    if found.networks:
        drawn["series-search"] = partial(_search, found.ranked_networks)
        shown = found.shown_saturation
        if shown is not None and found.images is not None and report.images is not None:
            arguments = report, found.images, report.images, shown
            drawn["series-saturation"] = partial(_saturated, *arguments)
    if found.ranking:
        drawn["series-effects"] = partial(_effects, found)
    if found.ladder:
        drawn["series-ladder"] = partial(_ladder, found, found.ladder)
    if found.best is not None:
        drawn["series-best"] = partial(_best, report, found, found.best.network.variant)
    return drawings_of(drawn, labels, plots=_plots)


def _plots() -> ModuleType:
    from lab1report.figures.plots import series

    return series


def _titles(report: Report) -> dict[int, str]:
    return {choice.id: choice.title for choice in report.assignment.classes}


def _classes(report: Report, found: SeriesFindings, _labels: Labels) -> dict[str, Any]:
    titles, classes = _titles(report), found.base.per_class
    nearest = None
    if found.images is not None:
        shares = {one.class_id: one.nearest_mean for one in found.images.per_class}
        nearest = _array(shares[one.class_id] for one in classes)
    return {
        "train": _array(one.train for one in classes),
        "test": _array(one.test for one in classes),
        **_bounds(classes),
        "nearest_mean": nearest,
        "titles": [titles[one.class_id] for one in classes],
    }


def _means(
    report: Report, found: SeriesFindings, images: RunResult, _labels: Labels
) -> dict[str, Any]:
    titles, ids = _titles(report), found.base.spec.classes
    return {
        "images": images.arrays["mean_images"],
        "class_ids": ids,
        "titles": [titles[class_id] for class_id in ids],
    }


def _mistakes(
    report: Report, found: ImagesFindings, images: RunResult, _labels: Labels
) -> dict[str, Any]:
    titles = _titles(report)
    return {
        "images": images.arrays["test_images"][[mistake.image for mistake in found.mistakes]],
        "true": [titles[mistake.true_id] for mistake in found.mistakes],
        "taken_for": [titles[mistake.taken_for_id] for mistake in found.mistakes],
        "confidence": [mistake.confidence for mistake in found.mistakes],
    }


def _saturated(
    report: Report, found: ImagesFindings, images: RunResult, factor: float, _labels: Labels
) -> dict[str, Any]:
    """The first test images of each class."""
    titles = _titles(report)
    labels = images.arrays["test_labels"]
    classes = report.assignment.class_ids
    places = [p for own in range(len(classes)) for p in (labels == own).nonzero()[0][:_EXAMPLES]]
    return {
        "images": images.arrays["test_images"][places],
        "titles": [titles[classes[labels[place]]] for place in places],
        "factor": factor,
        "color_share": found.color_share,
    }


def _overfitting(report: Report, found: SeriesFindings, _labels: Labels) -> dict[str, Any]:
    import numpy as np

    return {
        "curves": curves_of(report, found.base),
        "best_epochs": np.array(found.base.best_epochs),
    }


def _trends(found: SeriesFindings, _labels: Labels) -> dict[str, Any]:
    """The variants of each trend and the one compared with, by its hyperparameter."""
    from lab1report.figures.plots.series_trends import Values

    hyperparameters: Mapping[str, tuple[Trend | None, Literal["batch_size", "lr"]]] = {
        "batch": (found.batch, "batch_size"),
        "rate": (found.rate, "lr"),
    }
    values = {}
    for name, (trend, what) in hyperparameters.items():
        if trend is not None:
            ordered = trend.in_order(what)
            values[name] = Values(
                values=_array(getattr(variant.spec, what) for variant in ordered),
                compared=ordered.index(trend.reference),
                **_differences(ordered, trend.reference),
            )
    return {"trends": values}


def _differences(ordered: Sequence[VariantFindings], compared: VariantFindings) -> dict[str, Any]:
    """The effects with their intervals; what the variant compared with differs from itself is 0."""
    rows = [
        (effect.difference, effect.interval.low, effect.interval.high)
        if found is not compared and (effect := found.effect) is not None
        else (0.0, 0.0, 0.0)
        for found in ordered
    ]
    return dict(
        zip(("difference", "low", "high"), map(_array, zip(*rows, strict=True)), strict=True)
    )


def _search(networks: Sequence[NetworkFindings], labels: Labels) -> dict[str, Any]:
    from lab1report.figures.plots.series_search import SearchPoint

    return {
        "names": [name_of_network(network.variant.spec, labels) for network in networks],
        "candidates": [
            [
                SearchPoint(
                    lr=candidate.spec.lr,
                    batch_size=candidate.spec.batch_size,
                    epochs=candidate.spec.epochs,
                    saturation=candidate.spec.saturation,
                    accuracy=candidate.validation.mean,
                    chosen=candidate.chosen,
                )
                for candidate in network.candidates
            ]
            for network in networks
        ],
    }


def _effects(found: SeriesFindings, labels: Labels) -> dict[str, Any]:
    variants = [variant for variant, _ in found.ranking]
    effects = [effect for _, effect in found.ranking]
    return {
        "names": names_of(variants, found.base, labels),
        "difference": _array(effect.difference for effect in effects),
        **_bounds(effects),
        "verdicts": [effect.verdict for effect in effects],
    }


def _ladder(found: SeriesFindings, steps: Sequence[LadderStep], labels: Labels) -> dict[str, Any]:
    changes = [step.change for step in steps]
    last = steps[-1].second
    return {
        "names": [
            labels["series-names"]["base"],
            *(name_of_step(step, labels) for step in steps),
            *names_of([last], found.base, labels),
        ],
        "accuracy": _array(one.test.mean for one in (found.base, *(s.second for s in steps))),
        **_bounds(changes),
        "verdicts": [change.verdict for change in changes],
    }


def _best(
    report: Report, found: SeriesFindings, best: VariantFindings, labels: Labels
) -> dict[str, Any]:
    return {
        "best": curves_of(report, best),
        "base": curves_of(report, found.base),
        "best_name": name_of_network(best.spec, labels),
        "base_name": labels["series-names"]["base"],
    }


def curves_of(report: Report, found: VariantFindings) -> dict[str, Any]:
    """Losses and accuracies of both parts after every epoch, (seeds, epochs)."""
    import numpy as np

    first = found.spec
    runs = [
        report.trainings[replace(first, seed=first.seed + number)] for number in range(found.seeds)
    ]
    return {
        name: np.stack([run.arrays[name] for run in runs])
        for name in (f"{part}_{what}" for part in PARTS for what in ("loss", "accuracy"))
    }


def _bounds(found: Sequence[Any]) -> dict[str, Any]:
    """The ends of the interval of each."""
    return {end: _array(getattr(one.interval, end) for one in found) for end in ("low", "high")}


def _array(values: Any) -> Any:
    import numpy as np

    return np.array(list(values), dtype=np.float64)
