"""Lists the figures of the self-study series; a sub-section that was not computed has none."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any, Literal

from lab1report.figures.drawing import Arguments, Drawing, Labels, drawings_of
from lab1report.findings.series.class_evidence import ImagesFindings
from lab1report.findings.series.findings import NetworkFindings, SeriesFindings, Trend
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.differences import Difference, Setting, named_alike
from lab1report.model import PARTS, RunResult, RunSpec
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
    if found.overfitting:
        drawn["series-remedies"] = partial(_remedies, found, found.overfitting)
        if len(found.learning_curve) > 1:
            drawn["series-learning"] = partial(_learning, found)
    if (batch := found.batch) and batch.reference:
        drawn["series-batch"] = partial(_trend, report, batch, batch.reference, "batch_size")
    if (rate := found.rate) and rate.reference:
        drawn["series-rate"] = partial(_trend, report, rate, rate.reference, "lr")
    if found.networks:
        drawn["series-networks"] = partial(_networks, found, found.ranked_networks)
        drawn["series-search"] = partial(_search, found.ranked_networks)
        shown = found.shown_saturation
        if shown is not None and found.images is not None and report.images is not None:
            arguments = report, found.images, report.images, shown
            drawn["series-saturation"] = partial(_saturated, *arguments)
    if found.ranking:
        drawn["series-effects"] = partial(_effects, found)
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


def _remedies(
    found: SeriesFindings, variants: Sequence[VariantFindings], labels: Labels
) -> dict[str, Any]:
    shown = (found.base, *variants)
    return {
        "names": names_of(shown, found.base, labels),
        "gap": _array(variant.gap for variant in shown),
        "gap_sd": _deviations(variant.gap_sd for variant in shown),
        "rise": _array(variant.loss_rise for variant in shown),
        "rise_sd": _deviations(variant.loss_rise_sd for variant in shown),
    }


def _learning(found: SeriesFindings, _labels: Labels) -> dict[str, Any]:
    points = found.learning_curve
    return {
        "shares": _array(point.spec.share for point in points),
        "train": _array(point.train.mean for point in points),
        "train_sd": _deviations(point.train.sd for point in points),
        "test": _array(point.test.mean for point in points),
        **_bounds(points),
    }


def _trend(
    report: Report,
    trend: Trend,
    compared: VariantFindings,
    what: Literal["batch_size", "lr"],
    _labels: Labels,
) -> dict[str, Any]:
    """The variants of a trend and the one compared with, by the hyperparameter `what`."""
    ordered = trend.in_order(what)
    return {
        "values": _array(getattr(variant.spec, what) for variant in ordered),
        "accuracy": _array(variant.test.mean for variant in ordered),
        **_bounds(ordered),
        "compared": ordered.index(compared),
        "test_loss": [curves_of(report, variant)["test_loss"] for variant in ordered],
    }


def _networks(
    found: SeriesFindings, networks: Sequence[NetworkFindings], labels: Labels
) -> dict[str, Any]:
    variants = [network.variant for network in networks]
    return {
        "names": [_network(variant.spec, labels) for variant in variants],
        "validation": _array(network.validation.mean for network in networks),
        "test": _array(variant.test.mean for variant in variants),
        **_bounds(variants),
        "base": found.base.test.mean,
    }


def _search(networks: Sequence[NetworkFindings], labels: Labels) -> dict[str, Any]:
    from lab1report.figures.plots.series_search import SearchPoint

    return {
        "names": [_network(network.variant.spec, labels) for network in networks],
        "candidates": [
            [
                SearchPoint(
                    lr=candidate.spec.lr,
                    batch_size=candidate.spec.batch_size,
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


def _best(
    report: Report, found: SeriesFindings, best: VariantFindings, labels: Labels
) -> dict[str, Any]:
    return {
        "best": curves_of(report, best),
        "base": curves_of(report, found.base),
        "best_name": _network(best.spec, labels),
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


def _deviations(values: Iterable[float | None]) -> Any:
    """Standard deviations; None if one of them is."""
    found = list(values)
    return None if None in found else _array(found)


def names_of(
    variants: Sequence[VariantFindings], base: VariantFindings, labels: Labels
) -> list[str]:
    """What sets each variant apart from the base; the epochs too where that is not enough."""
    apart = [variant.apart_from(base) for variant in variants]
    return [
        f"{_changed(one, labels)}, {_epochs(one.spec, labels)}" if alike else _changed(one, labels)
        for one, alike in zip(apart, named_alike(apart), strict=True)
    ]


def _changed(apart: Difference, labels: Labels) -> str:
    match apart.kind:
        case "none":
            return str(labels["series-names"]["base"])
        case "network":
            return _network(apart.spec, labels)
        case "settings":
            return ", ".join(_setting(name, apart, labels) for name in apart.settings)
        case "stopped":
            return str(labels["series-names"]["stopped"].format(epochs=apart.spec.epochs))
        case "longer":
            return _epochs(apart.spec, labels)


def _setting(name: Setting, apart: Difference, labels: Labels) -> str:
    from lab1report.figures.numerals import Numerals

    words, numerals, spec = labels["series-names"], Numerals.of(labels), apart.spec
    match name:
        case "hidden":
            old, new = (_layers(one, labels) for one in (apart.other, spec))
            text = words["hidden"].format(hidden=new, base=old)
        case "saturation":
            text = _saturation(spec, labels)
        case "share":
            percent = numerals.shortest(round(100 * spec.share, 1))
            text = words["share"].format(percent=percent)
        case "batch_size":
            text = words["batch"].format(batch=numerals.fixed(spec.batch_size))
        case "lr":
            text = words["lr"].format(lr=numerals.shortest(spec.lr))
    return str(text)


def _network(spec: RunSpec, labels: Labels) -> str:
    """As in the text: "FC(64), FC(32), FC(3), SGD with momentum, saturation ×4"."""
    words = labels["series-names"]
    optimizer = words["momentum"] if spec.optimizer == "momentum" else spec.optimizer
    name = str(words["network"].format(network=spec.network, optimizer=optimizer))
    return name if spec.saturation == 1 else f"{name}, {_saturation(spec, labels)}"


def _saturation(spec: RunSpec, labels: Labels) -> str:
    from lab1report.figures.numerals import Numerals

    factor = Numerals.of(labels).shortest(spec.saturation)
    return str(labels["series-names"]["saturation"].format(factor=factor))


def _layers(spec: RunSpec, labels: Labels) -> str:
    return ", ".join(labels["series-names"]["layer"].format(units=n) for n in spec.hidden)


def _epochs(spec: RunSpec, labels: Labels) -> str:
    return str(labels["series-names"]["epochs"].format(epochs=spec.epochs))
