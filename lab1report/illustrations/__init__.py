"""Which figures a report has: results and findings in, drawings by name out."""

from lab1report.illustrations.drawing import Drawing, Labels
from lab1report.illustrations.report import drawings

__all__ = ["Drawing", "Labels", "drawings"]
