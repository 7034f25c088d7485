"""Lists the figures of a whole report, section by section."""

from lab1report.figures.drawing import Drawing, Labels
from lab1report.model import SectionId
from lab1report.report.report import Report


def drawings(report: Report, labels: Labels) -> dict[SectionId, dict[str, Drawing]]:
    """The figures of each section that has a result, by the name that the templates use.

    Args:
        labels: the words on the figures, templates/<language>/figures.toml.
    """
    return {
        section.id: dict(section.figures(report, findings, labels))
        for section in report.sections
        if (findings := report.findings_of(section.id)) is not None
    }
