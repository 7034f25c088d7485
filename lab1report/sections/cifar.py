"""Part 3: the base network on three classes of CIFAR-100 (assignment, part 3)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from lab1report.figures.drawing import drawings_of
from lab1report.model import PARTS, RunResult, RunSpec
from lab1report.plan.section import Task
from lab1report.plan.specifications import specification
from lab1report.report.json_text import fields, plain

if TYPE_CHECKING:
    from lab1report.data.dataset import Dataset
    from lab1report.figures.drawing import Drawing, Labels
    from lab1report.findings.cifar import CifarFindings
    from lab1report.findings.part_figures import PartFigures
    from lab1report.progress import Progress
    from lab1report.report.report import Report
    from lab1report.settings.options import Settings


def _specify(table: Mapping[str, Any], settings: Settings, place: str) -> RunSpec:
    own = {"classes": settings.assignment.class_ids, "seed": settings.seed, "order": settings.seed}
    return specification(RunSpec, {**table, **own}, place)


def _run(spec: RunSpec, dataset: Dataset, progress: Progress) -> RunResult:
    from lab1report.tasks import cifar

    return cifar.run(spec, dataset.part, progress)


def _analyze(result: RunResult) -> CifarFindings:
    from lab1report.findings.cifar import analyze

    return analyze(result)


def _document(report: Report, found: CifarFindings) -> dict[str, Any]:
    from lab1report.report import evidence

    result = report.results.get("cifar")
    best, final = found.best, found.final
    return {
        **fields(found.spec, "seed", "network", "optimizer", "lr", "batch_size", "epochs"),
        "parameters": found.parameters,
        "train_accuracy": final["train"].accuracy,
        "test_accuracy": final["test"].accuracy,
        "lowest_test_loss": {"epoch": found.best_epoch, "loss": best["test"].loss},
        "curves": {
            f"{part}_{what}": result.arrays[f"{part}_{what}"].tolist() if result else []
            for what in ("loss", "accuracy")
            for part in PARTS
        },
        "per_class": {part: plain(final[part].per_class) for part in PARTS},
        "confusion": {part: plain(final[part].matrix) for part in PARTS},
        **fields(found, "initial_loss", "normalized", "initial_accuracy"),
        **fields(found, "weight_norms", "weight_range", "weight_smoothness"),
        "test_accuracy_interval": plain(final["test"].interval),
        "class_gap_interval": _class_gap(final["test"]),
        "at_lowest_test_loss": {
            part: {
                **fields(best[part], "loss", "accuracy", "per_class"),
                "confusion": plain(best[part].matrix),
            }
            for part in PARTS
        },
        "stopping": {
            **fields(found.stopping, "difference", "gained", "lost"),
            **evidence.made_from(
                "counts", evidence.side(None), evidence.side(None, state="lowest_loss")
            ),
        },
        "answers": evidence.answers(result) if result else {},
    }


def _class_gap(figures: PartFigures) -> dict[str, Any]:
    from lab1report.report import evidence

    worst, best = figures.worst_class.class_id, figures.best_class.class_id
    return {
        **plain(figures.class_gap),
        "among": math.comb(len(figures.per_class), 2),
        **evidence.made_from("shares", evidence.side(None, worst), evidence.side(None, best)),
    }


def _figures(report: Report, findings: CifarFindings, labels: Labels) -> dict[str, Drawing]:
    arrays = report.results["cifar"].arrays
    titles = [choice.title for choice in report.assignment.classes]
    confusion: dict[str, Any] = {part: arrays[f"{part}_confusion_final"] for part in PARTS}
    curves = {
        f"{part}_{what}": arrays[f"{part}_{what}"]
        for part in PARTS
        for what in ("loss", "accuracy")
    }
    figures: dict[str, dict[str, Any]] = {
        "cifar-samples": {
            "images": arrays["samples"],
            "class_ids": findings.spec.classes,
            "titles": titles,
        },
        "cifar-curves": {**curves, "best_epoch": findings.best_epoch},
        "cifar-confusion": {**confusion, "titles": titles},
        "cifar-weights": {"weights": arrays["weights"]},
    }
    return drawings_of(figures, labels, plots=_plots)


def _plots() -> ModuleType:
    from lab1report.figures.plots import cifar

    return cifar


def _plot_variables(result: RunResult) -> dict[str, Any]:
    arrays, values = result.arrays, result.values
    labels = {part: arrays[f"{part}_labels"] for part in PARTS}
    return {
        "CLASSES": list(result.spec.classes),  # type: ignore[union-attr]
        "EPOCHS": len(arrays["train_loss"]),
        "labels": labels,
        "curves": {
            (part, what): arrays[f"{part}_{what}"]
            for part in PARTS
            for what in ("loss", "accuracy")
        },
        "best_epoch": values["best_epoch"],
        "best_loss": values["best_loss"],
        "final": {part: arrays[f"{part}_final"] for part in PARTS},
        "weights": arrays["weights"],
    }


CIFAR = Task(
    id="cifar",
    specify=_specify,
    run=_run,
    analyze=_analyze,
    document=_document,
    figures=_figures,
    plot_variables=_plot_variables,
    modules=("lab1report.tasks.cifar",),
    libraries=("torch", "numpy", "scikit-learn"),
    reads_images=True,
    seconds=4.5,
)
