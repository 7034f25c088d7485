"""The self-study series (assignment, self-study tasks 1 to 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lab1report.plan.section import Section

if TYPE_CHECKING:
    from lab1report.figures.drawing import Drawing, Labels
    from lab1report.findings.series.findings import SeriesFindings
    from lab1report.report.report import Report


def _document(report: Report, found: SeriesFindings) -> dict[str, Any]:
    from lab1report.report import series_document

    return series_document.to_document(found, report.plan, report.trainings)


def _figures(report: Report, found: SeriesFindings, labels: Labels) -> Mapping[str, Drawing]:
    from lab1report.figures import series_figures

    return series_figures.drawings(report, found, labels)


SERIES = Section(id="series", document=_document, figures=_figures)
