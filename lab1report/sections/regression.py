"""Part 1: regression with gradients by hand (assignment, part 1)."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lab1report.figures.drawing import drawings_of
from lab1report.model import RegressionSpec, RunResult
from lab1report.plan.section import Task
from lab1report.plan.specifications import specification
from lab1report.report.json_text import fields

if TYPE_CHECKING:
    from lab1report.data.dataset import Dataset
    from lab1report.figures.drawing import Drawing, Labels
    from lab1report.findings.regression import RegressionFindings
    from lab1report.progress import Progress
    from lab1report.report.report import Report
    from lab1report.settings.options import Settings


def _specify(table: Mapping[str, Any], settings: Settings, place: str) -> RegressionSpec:
    return specification(RegressionSpec, {**table, "seed": settings.seed}, place)


def _run(spec: RegressionSpec, _: Dataset, progress: Progress) -> RunResult:
    from lab1report.tasks import regression

    return regression.run(spec, progress)


def _analyze(result: RunResult) -> RegressionFindings:
    from lab1report.findings.regression import analyze

    return analyze(result)


def _document(_: Report, found: RegressionFindings) -> dict[str, Any]:
    return {
        **fields(found.spec, "iterations", "hidden", "lr"),
        **fields(found, "parameters", "final_mse", "initial_mse", "snapshots", "points"),
        **fields(found, "noise_variance", "gradient_error", "rms_deviation"),
        **fields(found, "worst_deviation", "worst_x"),
    }


def _figures(report: Report, findings: RegressionFindings, labels: Labels) -> dict[str, Drawing]:
    arrays = report.results["regression"].arrays
    sample = {"x": arrays["x"], "noisy": arrays["noisy"].ravel(), "true": arrays["truth"]}
    trained = arrays["mse_iterations"] > 0  # a logarithmic axis has no place for the start
    figures: dict[str, dict[str, Any]] = {
        "regression-sample": sample,
        "regression-fits": {
            **sample,
            "outputs": arrays["fits"],
            "iterations": arrays["fit_iterations"],
        },
        "regression-loss": {
            "iterations": arrays["mse_iterations"][trained],
            "mse": arrays["mse"][trained],
            "noise_variance": findings.noise_variance,
            "snapshots": arrays["fit_iterations"],
        },
    }
    return drawings_of(figures, labels, plots=_plots)


def _plots() -> ModuleType:
    from lab1report.figures.plots import regression

    return regression


def _lines(
    report: Report, findings: RegressionFindings, labels: Labels, words: Mapping[str, Any]
) -> Mapping[str, Any]:
    from lab1report.figures import interactive

    return interactive.regression_lines(report, findings, labels, words)


def _plot_variables(result: RunResult) -> dict[str, Any]:
    arrays, repeats = result.arrays, result.arrays["noisy"].shape[1]
    iterations = arrays["mse_iterations"].tolist()
    return {
        "REPEATS": repeats,
        "x": arrays["x"].repeat(repeats),
        "y": arrays["noisy"].ravel(),
        "y_true": arrays["truth"].repeat(repeats),
        "noise_variance": result.values["noise_variance"],
        "fits": dict(zip(arrays["fit_iterations"].tolist(), arrays["fits"], strict=True)),
        "history": dict(zip(iterations, arrays["mse"].tolist(), strict=True)),
    }


REGRESSION = Task(
    id="regression",
    specify=_specify,
    run=_run,
    analyze=_analyze,
    document=_document,
    figures=_figures,
    lines=_lines,
    plot_variables=_plot_variables,
    modules=("lab1report.tasks.regression",),
    libraries=("torch", "numpy"),
    reads_images=False,
    seconds=2.6,
)
