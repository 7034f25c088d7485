"""Prepares the numbers that the interactive plots of the web edition show.

A plot stands at the figure of the same name. The curves of trainings are in `results.json`, which
the page has within it; those of other tasks are rounded here to what can be seen or read off.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from math import isfinite
from typing import Any

from lab1report.figures.drawing import Labels
from lab1report.figures.series_names import names_of
from lab1report.findings.cifar import CifarFindings
from lab1report.findings.regression import RegressionFindings
from lab1report.findings.series.findings import SeriesFindings, Trend
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.xor import XorFindings
from lab1report.report.report import Report

Document = dict[str, Any]

TABLE = "results"  # the plot of all trainings, under the final table
SINGLE = "cifar"  # the training of part 3 among those of the series
_DIGITS = 4  # significant, of losses and of accuracies in [0, 1]
_POINTS = 500  # of a curve over thousands of iterations


def plots(report: Report, labels: Labels, words: Mapping[str, Any]) -> Document:
    """All plots of a report, of JSON's own types only.

    `trainings` are names by the ids under which `results.json` has the curves; `curves` says by
    figure which of them can be chosen there and how the plot begins; `lines` are plots of a few
    fixed lines. What is not a finite number is null.

    Args:
        labels: the words on the figures, templates/<language>/figures.toml.
        words: those on the plots alone, the table `plots` of templates/<language>/web.toml.
    """
    from lab1report.figures.plots import style

    trainings: dict[str, str] = {}
    curves: Document = {}
    lines: Document = {}
    for section in report.sections:
        if (own := report.findings_of(section.id)) is not None:
            lines |= section.lines(report, own, labels, words)
    if isinstance(report.cifar, CifarFindings):
        trainings[SINGLE] = labels["series-names"]["base"]
        curves["cifar-curves"] = {"choices": [SINGLE], "shown": [SINGLE]}
    if isinstance(report.series, SeriesFindings):
        found = report.series
        names = names_of(found.variants, found.base, labels, in_full=True)
        trainings |= zip((variant.id for variant in found.variants), names, strict=True)
        curves |= _chosen(found)
    return {
        "separators": labels["number"]["decimal"] + labels["number"]["group"],
        "colors": [
            style.BLUE,
            style.VERMILION,
            style.GREEN,
            style.ORANGE,
            style.PURPLE,
            style.SKY,
            style.GREY,
        ],
        "trainings": trainings,
        "curves": curves,
        "lines": lines,
    }


def _chosen(found: SeriesFindings) -> Document:
    """The plots of the series: which variants each begins with, and which it offers."""
    base = found.base
    plots: Document = {}
    if found.overfitting is not None:
        plots["series-overfitting"] = _choice((base, *found.overfitting), shown=(base,))
    if trends := [trend for trend in (found.batch, found.rate) if trend is not None]:
        plots["series-trends"] = _trend(trends)
    if found.best is not None:
        best = found.best.network.variant
        networks = [network.variant for network in found.networks or ()]
        plots["series-best"] = _choice(
            (base, *networks), shown=(base, best), quantity="accuracy", along="share"
        )
        plots[TABLE] = _choice(
            found.variants, shown=(base, best), quantity="accuracy", along="share"
        )
    else:
        plots[TABLE] = _choice(found.variants, shown=(base,), quantity="accuracy")
    return plots


def _trend(trends: Sequence[Trend]) -> Document:
    first, *_ = offered = [(trend.reference, *trend.variants) for trend in trends]
    # Beside what the figure shows, hence not in its place
    choice = _choice(chain(*offered), shown=first, part="test", along="share")
    return choice | {"beside": True}


def _choice(
    variants: Iterable[VariantFindings], *, shown: Iterable[VariantFindings], **begin: str
) -> Document:
    ids = list(dict.fromkeys(variant.id for variant in variants))
    first = {variant.id for variant in shown}
    return {"choices": ids, "shown": [id for id in ids if id in first], **begin}


def regression_lines(
    report: Report, found: RegressionFindings, labels: Labels, words: Mapping[str, Any]
) -> Document:
    """The plots of part 1."""
    return {
        "regression-fits": _fits(report, labels, words),
        "regression-loss": _descent(report, found, words),
    }


def xor_lines(
    report: Report, found: XorFindings, labels: Labels, words: Mapping[str, Any]
) -> Document:
    """The plot of part 2."""
    del labels
    return {"xor-loss": _logloss(report, found, words)}


def _fits(report: Report, labels: Labels, words: Mapping[str, Any]) -> Document:
    from lab1report.figures.numerals import Numerals

    written = Numerals.of(labels).fixed
    arrays = report.results["regression"].arrays
    x = _rounded(arrays["x"])
    names = words["regression-fits"]
    fits = [
        {"name": names["snapshot"].format(iteration=written(done)), "x": x, "y": _rounded(fit)}
        for done, fit in zip(arrays["fit_iterations"].tolist(), arrays["fits"], strict=True)
    ]
    repeats = arrays["noisy"].shape[1]
    return {
        "x": {"title": names["x"]},
        "y": {"title": names["y"]},
        "lines": [
            {
                "name": names["sample"],
                "x": [value for value in x for _ in range(repeats)],
                "y": _rounded(arrays["noisy"].ravel()),
                "look": "points",
            },
            {"name": names["true"], "x": x, "y": _rounded(arrays["truth"]), "look": "dashes"},
            *fits,
        ],
    }


def _descent(report: Report, found: RegressionFindings, words: Mapping[str, Any]) -> Document:
    arrays = report.results["regression"].arrays
    trained = arrays["mse_iterations"] > 0  # a logarithmic axis has no place for the start
    iterations, mse = _thinned(arrays["mse_iterations"][trained], arrays["mse"][trained], log=True)
    names = words["regression-loss"]
    noise = [float(f"{found.noise_variance:.{_DIGITS}g}")] * 2
    return {
        "x": {"title": names["x"], "log": True},
        "y": {"title": names["y"], "log": True},
        "lines": [
            {"name": names["mse"], "x": iterations, "y": mse},
            {"name": names["noise"], "x": _ends(iterations), "y": noise, "look": "dashes"},
        ],
    }


def _logloss(report: Report, found: XorFindings, words: Mapping[str, Any]) -> Document:
    import numpy as np

    losses = report.results["xor"].arrays["losses"]
    iterations, curve = _thinned(np.arange(1, len(losses) + 1), losses, log=False)
    names = words["xor-loss"]
    chance = [float(f"{found.chance_loss:.{_DIGITS}g}")] * 2
    return {
        "x": {"title": names["x"]},
        "y": {"title": names["y"]},
        "lines": [
            {"name": names["curve"], "x": iterations, "y": curve},
            {"name": names["guess"], "x": _ends(iterations), "y": chance, "look": "dashes"},
        ],
    }


def _ends(values: Sequence[Any]) -> list[Any]:
    return [values[0], values[-1]]


def _thinned(x: Any, y: Any, *, log: bool) -> tuple[list[int], list[float | None]]:
    """At most `_POINTS` of a curve, evenly spaced on its axis; the first and the last remain."""
    import numpy as np

    last = len(x) - 1
    if log and last > 0:
        places = np.unique(np.geomspace(1, last + 1, _POINTS).round().astype(int)) - 1
    else:
        places = np.unique(np.linspace(0, last, min(last + 1, _POINTS)).round().astype(int))
    return x[places].tolist(), _rounded(y[places])


def _rounded(values: Any) -> list[float | None]:
    return [
        float(f"{value:.{_DIGITS}g}") if isfinite(value) else None
        for value in values.astype(float).tolist()
    ]
