"""A report's whole content, numbers and verdicts, and the same as the JSON document.

Whatever the PDF says comes from `Report`; `results.json` is the same set of numbers for others to
script against.
"""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lab1report.findings.cifar import CifarFindings, PartFigures
from lab1report.findings.regression import RegressionFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.xor import XorFindings
from lab1report.model import (
    PARTS,
    Accuracy,
    Assignment,
    DataInfo,
    RunResult,
    RunSpec,
    SectionFailure,
    SectionId,
    SectionMissing,
    TableRow,
)
from lab1report.plan.series import BASE, STOPPED, Series
from lab1report.report import evidence
from lab1report.report.series_document import best_document
from lab1report.report.series_document import to_document as series_document

SCHEMA = 2

Absent = SectionFailure | SectionMissing


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that the templates may speak of.

    `results` are the three tasks' and `images` what the images say; `trainings` are those of the
    series `plan`, by specification, the base's first among them. `environment` names the versions
    and the machine; `seed` is the one that the student chose.
    """

    assignment: Assignment
    data: DataInfo
    seed: int
    regression: RegressionFindings | Absent
    xor: XorFindings | Absent
    cifar: CifarFindings | Absent
    series: SeriesFindings | Absent
    plan: Series
    results: Mapping[SectionId, RunResult]
    trainings: Mapping[RunSpec, RunResult]
    images: RunResult | None
    table: tuple[TableRow, ...]
    timings: Mapping[str, float]
    environment: Mapping[str, str]

    @property
    def failures(self) -> tuple[SectionFailure, ...]:
        sections = (self.regression, self.xor, self.cifar, self.series)
        return tuple(section for section in sections if isinstance(section, SectionFailure))


def to_document(report: Report, comments: Mapping[str, str]) -> dict[str, Any]:
    """The content of `results.json`, of JSON's own types only.

    Args:
        comments: those of the final table by `TableRow.variant`, in the words of the report.
    """
    return {
        "schema": SCHEMA,
        "assignment": report.assignment.to_document(),
        "data": dataclasses.asdict(report.data),
        "sections": {
            "regression": _section(report.regression),
            "xor": _section(report.xor),
            "cifar": _section(report.cifar, report.results.get("cifar")),
            "series": _studied(report),
        },
        "best": (
            best_document(report.series.best)
            if isinstance(report.series, SeriesFindings) and report.series.best
            else None
        ),
        "table": [
            {**dataclasses.asdict(row), "comment": comments[row.variant]} for row in report.table
        ],
        "evidence": evidence.to_document(_judged_by_the_test(report), report.images),
        "seed": report.seed,
        "timings": dict(report.timings),
        "environment": dict(report.environment),
    }


def _judged_by_the_test(report: Report) -> list[RunResult]:
    """The trainings whose answers to the test images the findings are made from."""
    found = {spec: result for spec, result in report.trainings.items() if spec.fold is None}
    own = report.results.get("cifar")
    if own is not None and isinstance(own.spec, RunSpec):
        found[own.spec] = own
    return list(found.values())


def _studied(report: Report) -> dict[str, Any]:
    if isinstance(report.series, SeriesFindings):
        return series_document(report.series, report.plan, report.trainings)
    return _section(report.series)


def _section(
    findings: RegressionFindings | XorFindings | CifarFindings | Absent,
    result: RunResult | None = None,
) -> dict[str, Any]:
    match findings:
        case SectionMissing():
            return {"status": "missing"}
        case SectionFailure():
            return {
                "status": "failed",
                "stage": findings.stage,
                "message": findings.message,
            }
        case RegressionFindings():
            return {"status": "done", **_regression(findings)}
        case XorFindings():
            return {"status": "done", **_xor(findings)}
        case CifarFindings():
            return {"status": "done", **_cifar(findings, result)}


def _regression(found: RegressionFindings) -> dict[str, Any]:
    spec = found.spec
    return {
        "iterations": spec.iterations,
        "hidden": spec.hidden,
        "lr": spec.lr,
        "parameters": found.parameters,
        "final_mse": found.final_mse,
        "initial_mse": found.initial_mse,
        "snapshots": [dataclasses.asdict(snapshot) for snapshot in found.snapshots],
        "points": found.points,
        "noise_variance": found.noise_variance,
        "gradient_error": found.gradient_error,
        "rms_deviation": found.rms_deviation,
        "worst_deviation": found.worst_deviation,
        "worst_x": found.worst_x,
    }


def _xor(found: XorFindings) -> dict[str, Any]:
    spec = found.spec
    return {
        "sample": spec.sample,
        "iterations": spec.iterations,
        "hidden": spec.hidden,
        "lr": spec.lr,
        "parameters": found.parameters,
        "final_loss": found.final_loss,
        "accuracy": found.accuracy,
        "points": found.points,
        "class_sizes": list(found.class_sizes),
        "initial_loss": found.initial_loss,
        "chance_loss": found.chance_loss,
        "snapshots": [
            {"iteration": iteration, "loss": loss} for iteration, loss in found.snapshots
        ],
        "plateau_end": found.plateau_end,
        "solved_at": found.solved_at,
        "steepest": found.steepest,
        "wrong": found.wrong,
        "least_confidence": found.least_confidence,
        "surface_share": found.surface_share,
    }


def _cifar(found: CifarFindings, result: RunResult | None) -> dict[str, Any]:
    spec = found.spec
    best, final = found.best, found.final
    stopping = found.stopping
    return {
        "seed": spec.seed,
        "network": spec.network,
        "optimizer": spec.optimizer,
        "lr": spec.lr,
        "batch_size": spec.batch_size,
        "epochs": spec.epochs,
        "parameters": found.parameters,
        "train_accuracy": final["train"].accuracy,
        "test_accuracy": final["test"].accuracy,
        "lowest_test_loss": {"epoch": found.best_epoch, "loss": best["test"].loss},
        "curves": {
            f"{part}_{what}": result.arrays[f"{part}_{what}"].tolist() if result else []
            for what in ("loss", "accuracy")
            for part in PARTS
        },
        "per_class": {part: _per_class(final[part]) for part in PARTS},
        "confusion": {part: final[part].matrix for part in PARTS},
        "initial_loss": dict(found.initial_loss),
        "normalized": found.normalized,
        "initial_accuracy": dict(found.initial_accuracy),
        "weight_norms": list(found.weight_norms),
        "weight_range": dataclasses.asdict(found.weight_range),
        "test_accuracy_interval": dataclasses.asdict(final["test"].interval),
        "class_gap_interval": _class_gap(final["test"]),
        "at_lowest_test_loss": {
            part: {
                "loss": best[part].loss,
                "accuracy": best[part].accuracy,
                "per_class": _per_class(best[part]),
                "confusion": best[part].matrix,
            }
            for part in PARTS
        },
        "stopping": {
            "difference": stopping.difference,
            "gained": stopping.gained,
            "lost": stopping.lost,
            "p_value": stopping.p_value,
            **evidence.made_from(
                "exact", evidence.side(None), evidence.side(None, state="lowest_loss")
            ),
        },
        "answers": evidence.answers(result) if result else {},
    }


def _class_gap(figures: PartFigures) -> dict[str, Any]:
    worst, best = figures.worst_class.class_id, figures.best_class.class_id
    return {
        **dataclasses.asdict(figures.class_gap),
        "among": math.comb(len(figures.per_class), 2),
        **evidence.made_from("bootstrap", evidence.side(None, worst), evidence.side(None, best)),
    }


def _per_class(figures: PartFigures) -> list[dict[str, Any]]:
    return [dataclasses.asdict(per_class) for per_class in figures.per_class]


def two_rows(findings: CifarFindings) -> tuple[TableRow, ...]:
    """The final table of part 3 alone: the base, and the base at its lowest test loss."""
    spec = findings.spec
    states = (
        (BASE, spec.epochs, findings.final),
        (STOPPED, findings.best_epoch, findings.best),
    )
    return tuple(
        _row(
            variant,
            replace(spec, epochs=epochs),
            train=_once(figures["train"].accuracy),
            test=_once(figures["test"].accuracy),
        )
        for variant, epochs, figures in states
    )


def series_rows(variants: Sequence[VariantFindings]) -> tuple[TableRow, ...]:
    """The final table of the series, a row a variant."""
    return tuple(
        _row(found.id, found.spec, train=found.train, test=found.test) for found in variants
    )


def _once(accuracy: float) -> Accuracy:
    return Accuracy(mean=accuracy, sd=None, n=1)


def _row(variant: str, spec: RunSpec, *, train: Accuracy, test: Accuracy) -> TableRow:
    return TableRow(
        variant=variant,
        network=spec.network,
        optimizer=spec.optimizer,
        schedule=spec.schedule,
        saturation=spec.saturation,
        share=spec.share,
        lr=spec.lr,
        batch_size=spec.batch_size,
        epochs=spec.epochs,
        train=train,
        test=test,
    )
