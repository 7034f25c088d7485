"""The figures of the self-study series. A sub-section that was not computed has none."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from lab1report.figures.drawing import Drawing, Labels
from lab1report.findings.series.class_evidence import ImagesFindings
from lab1report.findings.series.findings import NetworkFindings, SeriesFindings, Trend
from lab1report.findings.series.variants import VariantFindings
from lab1report.model import PARTS, RunResult, RunSpec
from lab1report.report.report import Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_EXAMPLES = 2  # images of each class in other colours


def drawings(report: Report, labels: Labels) -> dict[str, Drawing]:
    """The figures of the series, by the name that the templates use; none without findings.

    Args:
        labels: the words on the figures, templates/<language>/figures.toml.
    """
    found = report.series
    if not isinstance(found, SeriesFindings):
        return {}
    drawn = {
        "series-classes": partial(_classes, report, found),
        "series-overfitting": partial(_overfitting, report, found),
    }
    if found.images is not None and report.images is not None:
        drawn["series-means"] = partial(_means, report, found, report.images)
        if found.images.mistakes:
            drawn["series-mistakes"] = partial(_mistakes, report, found.images, report.images)
    if found.overfitting:
        drawn["series-remedies"] = partial(_remedies, report, found, found.overfitting)
        if len(found.learning_curve) > 1:
            drawn["series-learning"] = partial(_learning, found)
    if (batch := found.batch) and batch.reference:
        drawn["series-batch"] = partial(_trend, report, batch, batch.reference, "batch_size")
    if (rate := found.rate) and rate.reference:
        drawn["series-rate"] = partial(_trend, report, rate, rate.reference, "lr")
    if found.networks:
        ranked = sorted(found.networks, key=lambda network: -network.validation.mean)
        drawn["series-networks"] = partial(_networks, found, ranked)
        drawn["series-search"] = partial(_search, ranked)
        shown = next(
            (n.found.spec for n in ranked if n.found.spec.saturation != found.base.spec.saturation),
            None,
        )
        if shown and found.images is not None and report.images is not None:
            arguments = report, found.images, report.images, shown.saturation
            drawn["series-saturation"] = partial(_saturated, *arguments)
    if found.ranking:
        drawn["series-effects"] = partial(_effects, found)
    if found.best is not None:
        drawn["series-best"] = partial(_best, report, found, found.best.network.found)
    return {name: partial(_draw, name, arguments, labels) for name, arguments in drawn.items()}


def _draw(name: str, arguments: Callable[[Labels], dict[str, Any]], labels: Labels) -> "Figure":
    from lab1report.figures.plots import series

    function = getattr(series, name.removeprefix("series-"))
    figure: Figure = function(**arguments(labels), labels=labels)
    return figure


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
    report: Report,
    found: SeriesFindings,
    variants: Sequence[VariantFindings],
    labels: Labels,
) -> dict[str, Any]:
    """The values are those of the findings; the deviation is that of the seeds' own values."""
    shown = (found.base, *variants)
    gap_sd, rise_sd = [], []
    for curves in (curves_of(report, variant) for variant in shown):
        gaps = (curves["train_accuracy"] - curves["test_accuracy"])[:, -1]
        rises = curves["test_loss"][:, -1] / curves["test_loss"].min(axis=1) - 1
        if len(gaps) > 1:
            gap_sd.append(gaps.std(ddof=1))
            rise_sd.append(rises.std(ddof=1))
    return {
        "names": names_of(shown, found.base.spec, labels),
        "gap": _array(variant.gap for variant in shown),
        "gap_sd": _array(gap_sd) if gap_sd else None,
        "rise": _array(variant.loss_rise for variant in shown),
        "rise_sd": _array(rise_sd) if rise_sd else None,
    }


def _learning(found: SeriesFindings, _labels: Labels) -> dict[str, Any]:
    points = found.learning_curve
    deviations = [point.train.sd for point in points if point.train.sd is not None]
    return {
        "shares": _array(point.spec.share for point in points),
        "train": _array(point.train.mean for point in points),
        "train_sd": _array(deviations) if len(deviations) == len(points) else None,
        "test": _array(point.test.mean for point in points),
        **_bounds(points),
    }


def _trend(
    report: Report, trend: Trend, compared: VariantFindings, what: str, _labels: Labels
) -> dict[str, Any]:
    """The variants of a trend and the one compared with, by the hyperparameter `what`."""
    ordered = sorted(
        (compared, *trend.variants), key=lambda variant: float(getattr(variant.spec, what))
    )
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
    variants = [network.found for network in networks]
    return {
        "names": [_network(variant.spec, labels) for variant in variants],
        "validation": _array(network.validation.mean for network in networks),
        "test": _array(variant.test.mean for variant in variants),
        **_bounds(variants),
        "base": found.base.test.mean,
    }


def _search(networks: Sequence[NetworkFindings], labels: Labels) -> dict[str, Any]:
    from lab1report.figures.plots.series_search import Candidate

    return {
        "names": [_network(network.found.spec, labels) for network in networks],
        "candidates": [
            [
                Candidate(
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
        "names": names_of(variants, found.base.spec, labels),
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


def names_of(variants: Sequence[VariantFindings], base: RunSpec, labels: Labels) -> list[str]:
    """What sets each variant apart from the base; the epochs too where that is not enough."""
    names = [_changed(variant, base, labels) for variant in variants]
    shared = {name for name, count in Counter(names).items() if count > 1}
    return [
        f"{name}, {_epochs(variant.spec, labels)}" if name in shared else name
        for name, variant in zip(names, variants, strict=True)
    ]


def _changed(variant: VariantFindings, base: RunSpec, labels: Labels) -> str:
    from lab1report.figures.plots.numerals import Numerals

    words, numerals = labels["series-names"], Numerals.of(labels)
    spec = variant.spec
    if spec == base:
        return str(words["base"])
    if variant.variant.part == "network" or spec.optimizer != base.optimizer:
        return _network(spec, labels)
    changes = []
    if spec.hidden != base.hidden:
        old, new = (_layers(one, labels) for one in (base, spec))
        changes.append(words["hidden"].format(hidden=new, base=old))
    if spec.lr != base.lr:
        changes.append(words["lr"].format(lr=numerals.shortest(spec.lr)))
    if spec.batch_size != base.batch_size:
        changes.append(words["batch"].format(batch=numerals.fixed(spec.batch_size)))
    if spec.saturation != base.saturation:
        changes.append(_saturation(spec, labels))
    if spec.share != base.share:
        percent = numerals.shortest(round(100 * spec.share, 1))
        changes.append(words["share"].format(percent=percent))
    if not changes and spec.epochs < base.epochs:
        return str(words["stopped"].format(epochs=spec.epochs))
    return ", ".join(changes) or _epochs(spec, labels)


def _network(spec: RunSpec, labels: Labels) -> str:
    """As in the text: "FC(64), FC(32), FC(3), SGD with momentum, saturation ×4"."""
    words = labels["series-names"]
    optimizer = words["momentum"] if spec.optimizer == "momentum" else spec.optimizer
    name = str(words["network"].format(network=spec.network, optimizer=optimizer))
    return name if spec.saturation == 1 else f"{name}, {_saturation(spec, labels)}"


def _saturation(spec: RunSpec, labels: Labels) -> str:
    from lab1report.figures.plots.numerals import Numerals

    factor = Numerals.of(labels).shortest(spec.saturation)
    return str(labels["series-names"]["saturation"].format(factor=factor))


def _layers(spec: RunSpec, labels: Labels) -> str:
    return ", ".join(labels["series-names"]["layer"].format(units=n) for n in spec.hidden)


def _epochs(spec: RunSpec, labels: Labels) -> str:
    return str(labels["series-names"]["epochs"].format(epochs=spec.epochs))
