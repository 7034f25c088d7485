"""The self-study series (assignment, self-study tasks 1 to 6)."""

from typing import Any

from lab1report.figures import series_figures
from lab1report.findings.series.findings import SeriesFindings
from lab1report.plan.section import Section
from lab1report.report import series_document
from lab1report.report.report import Report


def _document(report: Report, found: SeriesFindings) -> dict[str, Any]:
    return series_document.to_document(found, report.plan, report.trainings)


SERIES = Section(id="series", document=_document, figures=series_figures.drawings)
