"""A report's whole content, numbers and verdicts, and the same as the JSON document.

Whatever the PDF says comes from `Report`; `results.json` is the same set of numbers for others to
script against.
"""

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
from lab1report.report.json_text import fields, plain
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
        "data": plain(report.data),
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
        "table": [{**plain(row), "comment": comments[row.variant]} for row in report.table],
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
            return {"status": "failed", **fields(findings, "stage", "message")}
        case RegressionFindings():
            return {"status": "done", **_regression(findings)}
        case XorFindings():
            return {"status": "done", **_xor(findings)}
        case CifarFindings():
            return {"status": "done", **_cifar(findings, result)}


def _regression(found: RegressionFindings) -> dict[str, Any]:
    return {
        **fields(found.spec, "iterations", "hidden", "lr"),
        **fields(found, "parameters", "final_mse", "initial_mse", "snapshots", "points"),
        **fields(found, "noise_variance", "gradient_error", "rms_deviation"),
        **fields(found, "worst_deviation", "worst_x"),
    }


def _xor(found: XorFindings) -> dict[str, Any]:
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


def _cifar(found: CifarFindings, result: RunResult | None) -> dict[str, Any]:
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
        **fields(found, "weight_norms", "weight_range"),
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
            **fields(found.stopping, "difference", "gained", "lost", "p_value"),
            **evidence.made_from(
                "exact", evidence.side(None), evidence.side(None, state="lowest_loss")
            ),
        },
        "answers": evidence.answers(result) if result else {},
    }


def _class_gap(figures: PartFigures) -> dict[str, Any]:
    worst, best = figures.worst_class.class_id, figures.best_class.class_id
    return {
        **plain(figures.class_gap),
        "among": math.comb(len(figures.per_class), 2),
        **evidence.made_from("bootstrap", evidence.side(None, worst), evidence.side(None, best)),
    }


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
