"""What editions of a made-up report are made from and with."""

from pathlib import Path

from lab1report.progress import Progress
from lab1report.publish import Content, Press
from lab1report.report import Report, to_document
from lab1report.steps import Steps
from lab1report.store import Store
from lab1report.words import Words


def content_of(report: Report, words: Words | None = None) -> Content:
    return Content(
        report=report,
        document=to_document(report),
        results="{}",
        style="bmstu",
        emblem=None,
        words=words or {},
    )


def press_in(folder: Path) -> Press:
    """A press whose store lies in `folder`, where nothing is kept yet."""
    return Press(store=Store(folder), steps=Steps(), progress=Progress())
