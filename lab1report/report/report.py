"""The whole content of a report, numbers and verdicts, and its form as a JSON document.

Whatever the PDF says comes from `Report`; `results.json` is the same set of numbers for others to
script against.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.regression import RegressionFindings
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.xor import XorFindings
from lab1report.model import (
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
from lab1report.plan.section import Section, Sections
from lab1report.plan.series import BASE, STOPPED, Series
from lab1report.report import evidence
from lab1report.report.json_text import fields, plain
from lab1report.report.results_file import SCHEMA
from lab1report.report.series_document import best_document, training_document

F = TypeVar("F")

Absent = SectionFailure | SectionMissing


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that the templates may speak of.

    `findings` are those of each of the `sections`, or why there are none (Absent). `results` are
    the tasks' and `images` what the images say; `trainings` are those of the
    series `plan`, by specification, the base's first among them. `environment` names the versions
    and the machine; `seed` is the one that the student chose.
    """

    assignment: Assignment
    data: DataInfo
    seed: int
    sections: Sections
    findings: Mapping[SectionId, Any]
    plan: Series
    results: Mapping[SectionId, RunResult]
    trainings: Mapping[RunSpec, RunResult]
    images: RunResult | None
    table: tuple[TableRow, ...]
    timings: Mapping[str, float]
    environment: Mapping[str, str]

    @property
    def regression(self) -> RegressionFindings | Absent:
        return self._of("regression", RegressionFindings)

    @property
    def xor(self) -> XorFindings | Absent:
        return self._of("xor", XorFindings)

    @property
    def cifar(self) -> CifarFindings | Absent:
        return self._of("cifar", CifarFindings)

    @property
    def series(self) -> SeriesFindings | Absent:
        return self._of("series", SeriesFindings)

    @property
    def failures(self) -> tuple[SectionFailure, ...]:
        found = (self.findings[section.id] for section in self.sections)
        return tuple(section for section in found if isinstance(section, SectionFailure))

    def findings_of(self, id: SectionId) -> Any:
        """The findings of a section; None where there are none."""
        found = self.findings[id]
        return None if isinstance(found, Absent) else found

    def _of(self, id: SectionId, kind: type[F]) -> F | Absent:
        found = self.findings.get(id, SectionMissing(section=id))
        if not isinstance(found, kind | Absent):
            raise TypeError(f"the findings of {id} are {type(found).__name__}")
        return found


def to_document(report: Report, comments: Mapping[str, str]) -> dict[str, Any]:
    """The content of `results.json`, of JSON's own types only.

    Args:
        comments: those of the final table by `TableRow.variant`, in the words of the report.
    """
    return {
        "schema": SCHEMA,
        "assignment": report.assignment.to_document(),
        "data": plain(report.data),
        "sections": {section.id: _section(report, section) for section in report.sections},
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


def _section(report: Report, section: Section) -> dict[str, Any]:
    match report.findings[section.id]:
        case SectionMissing():
            return {"status": "missing"}
        case SectionFailure() as failure:
            return {"status": "failed", **fields(failure, "stage", "message")}
        case findings:
            return {"status": "done", **section.document(report, findings)}


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
        variant=variant, **training_document(spec), share=spec.share, train=train, test=test
    )
