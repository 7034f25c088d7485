"""The figures of a whole report, a section after the other."""

from typing import TYPE_CHECKING, Any

from lab1report.figures import series_figures
from lab1report.figures.drawing import Drawing, Labels
from lab1report.findings.cifar import CifarFindings, PartFigures
from lab1report.findings.regression import RegressionFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.xor import XorFindings
from lab1report.model import PARTS, SectionId
from lab1report.report.report import Report

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def drawings(report: Report, labels: Labels) -> dict[SectionId, dict[str, Drawing]]:
    """The figures of each section that has a result, by the name that the templates use.

    Args:
        labels: the words on the figures, templates/<language>/figures.toml.
    """
    found: dict[SectionId, dict[str, Drawing]] = {}
    if isinstance(report.regression, RegressionFindings):
        found["regression"] = _regression(report, report.regression, labels)
    if isinstance(report.xor, XorFindings):
        found["xor"] = _xor(report, report.xor, labels)
    if isinstance(report.cifar, CifarFindings):
        found["cifar"] = _cifar(report, report.cifar, labels)
    if isinstance(report.series, SeriesFindings):
        found["series"] = series_figures.drawings(report, labels)
    return found


def _drawing(section: SectionId, function: str, **arguments: Any) -> Drawing:
    def draw() -> "Figure":
        from lab1report.figures.plots import cifar, regression, xor

        plots = {"regression": regression, "xor": xor, "cifar": cifar}[section]
        figure: Figure = getattr(plots, function)(**arguments)
        return figure

    return draw


def _regression(report: Report, findings: RegressionFindings, labels: Labels) -> dict[str, Drawing]:
    arrays = report.results["regression"].arrays
    sample = {"x": arrays["x"], "noisy": arrays["noisy"].ravel(), "true": arrays["truth"]}
    trained = arrays["mse_iterations"] > 0  # a logarithmic axis has no place for the start
    return {
        "regression-sample": _drawing("regression", "sample", **sample, labels=labels),
        "regression-fits": _drawing(
            "regression",
            "fits",
            **sample,
            outputs=arrays["fits"],
            iterations=arrays["fit_iterations"],
            labels=labels,
        ),
        "regression-loss": _drawing(
            "regression",
            "loss",
            iterations=arrays["mse_iterations"][trained],
            mse=arrays["mse"][trained],
            noise_variance=findings.noise_variance,
            snapshots=arrays["fit_iterations"],
            labels=labels,
        ),
    }


def _xor(report: Report, findings: XorFindings, labels: Labels) -> dict[str, Drawing]:
    arrays = report.results["xor"].arrays
    points, classes = arrays["points"], arrays["labels"]
    low, high = arrays["extent"].tolist()
    return {
        "xor-sample": _drawing("xor", "sample", points=points, classes=classes, labels=labels),
        "xor-loss": _drawing(
            "xor",
            "loss",
            losses=arrays["losses"],
            guess=findings.chance_loss,
            plateau=findings.plateau_end,
            labels=labels,
        ),
        "xor-surface": _drawing(
            "xor",
            "surface",
            probability=arrays["surface"],
            extent=(low, high, low, high),
            points=points,
            classes=classes,
            predicted=classes ^ arrays["wrong"],
            labels=labels,
        ),
    }


def _cifar(report: Report, findings: CifarFindings, labels: Labels) -> dict[str, Drawing]:
    arrays = report.results["cifar"].arrays
    titles = [choice.title for choice in report.assignment.classes]
    confusion = {part: arrays[f"{part}_confusion_final"] for part in PARTS}
    curves = {
        f"{part}_{what}": arrays[f"{part}_{what}"]
        for part in PARTS
        for what in ("loss", "accuracy")
    }
    per_class = {part: _ratios(findings.final[part]) for part in PARTS}
    return {
        "cifar-samples": _drawing(
            "cifar",
            "samples",
            images=arrays["samples"],
            class_ids=findings.spec.classes,
            titles=titles,
            labels=labels,
        ),
        "cifar-curves": _drawing(
            "cifar", "curves", **curves, best_epoch=findings.best_epoch, labels=labels
        ),
        "cifar-confusion": _drawing(
            "cifar", "confusion", **confusion, titles=titles, labels=labels
        ),
        "cifar-classes": _drawing("cifar", "classes", **per_class, titles=titles, labels=labels),
        "cifar-weights": _drawing("cifar", "weights", weights=arrays["weights"], labels=labels),
    }


def _ratios(figures: PartFigures) -> Any:
    import numpy as np

    return np.array([(c.precision, c.recall, c.f1) for c in figures.per_class])
