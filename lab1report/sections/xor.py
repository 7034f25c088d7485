"""Part 2: XOR with PyTorch's autograd (assignment, part 2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lab1report.figures.drawing import drawings_of
from lab1report.model import RunResult, XorSpec
from lab1report.plan.section import Task
from lab1report.plan.specifications import section_of, specification
from lab1report.report.json_text import fields

if TYPE_CHECKING:
    from lab1report.data.dataset import Dataset
    from lab1report.figures.drawing import Drawing, Labels
    from lab1report.findings.xor import XorFindings
    from lab1report.progress import Progress
    from lab1report.report.report import Report
    from lab1report.settings.options import Settings


def _specify(table: Mapping[str, Any], settings: Settings, place: str) -> XorSpec:
    noise = section_of(table, "noise", place.partition(":")[0]).get(settings.sample)
    own = {**table, "sample": settings.sample, "noise": noise, "seed": settings.seed}
    return specification(XorSpec, own, place)


def _run(spec: XorSpec, _: Dataset, progress: Progress) -> RunResult:
    from lab1report.tasks import xor

    return xor.run(spec, progress)


def _analyze(result: RunResult) -> XorFindings:
    from lab1report.findings.xor import analyze

    return analyze(result)


def _document(_: Report, found: XorFindings) -> dict[str, Any]:
    return {
        **fields(found.spec, "sample", "iterations", "hidden", "lr"),
        **fields(found, "parameters", "final_loss", "accuracy", "points", "class_sizes"),
        **fields(found, "initial_loss", "chance_loss"),
        "snapshots": [
            {"iteration": iteration, "loss": loss} for iteration, loss in found.snapshots
        ],
        **fields(found, "plateau_end", "solved_at", "steepest", "wrong"),
        **fields(found, "least_confidence", "surface_share"),
    }


def _figures(report: Report, findings: XorFindings, labels: Labels) -> dict[str, Drawing]:
    arrays = report.results["xor"].arrays
    points, classes = arrays["points"], arrays["labels"]
    low, high = arrays["extent"].tolist()
    figures: dict[str, dict[str, Any]] = {
        "xor-sample": {"points": points, "classes": classes},
        "xor-loss": {
            "losses": arrays["losses"],
            "guess": findings.chance_loss,
            "plateau": findings.plateau_end,
        },
        "xor-surface": {
            "probability": arrays["surface"],
            "extent": (low, high, low, high),
            "points": points,
            "classes": classes,
            "predicted": classes ^ arrays["wrong"],
        },
    }
    return drawings_of(figures, labels, plots=_plots)


def _plots() -> ModuleType:
    from lab1report.figures.plots import xor

    return xor


def _lines(
    report: Report, findings: XorFindings, labels: Labels, words: Mapping[str, Any]
) -> Mapping[str, Any]:
    from lab1report.figures import interactive

    return interactive.xor_lines(report, findings, labels, words)


def _plot_variables(result: RunResult) -> dict[str, Any]:
    arrays = result.arrays
    low, high = arrays["extent"].tolist()
    return {
        "x": arrays["points"],
        "y": arrays["labels"],
        "losses": arrays["losses"].tolist(),
        "wrong": arrays["wrong"],
        "surface": arrays["surface"],
        "low": low,
        "high": high,
    }


XOR = Task(
    id="xor",
    specify=_specify,
    run=_run,
    analyze=_analyze,
    document=_document,
    figures=_figures,
    lines=_lines,
    plot_variables=_plot_variables,
    modules=("lab1report.tasks.xor",),
    libraries=("torch", "numpy", "scikit-learn"),
    reads_images=False,
    seconds=1.2,
)
