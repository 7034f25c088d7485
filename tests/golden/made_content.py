"""What editions of a made-up report are made from and with."""

from pathlib import Path
from typing import Final, Literal

from lab1report.editions.content import Content
from lab1report.editions.services import Services
from lab1report.editions.table_comments import document_of
from lab1report.model import Length
from lab1report.own_words.folder import Words
from lab1report.progress import Progress
from lab1report.report.report import Report
from lab1report.store.results import Store
from lab1report.store.steps import Steps

NO_CELLS: Final = b'{"cells": []}'
"""A notebook."""


def content_of(
    report: Report, words: Words | None = None, *, length: Length | Literal["whole"] = "full"
) -> Content:
    return Content(
        report=report,
        document=document_of(report),
        results="{}",
        style="bmstu",
        length=length,
        emblem=None,
        words=words or {},
    )


def services_in(folder: Path) -> Services:
    """Services whose store lies in `folder`, which is empty."""
    return Services(store=Store(folder), steps=Steps(), progress=Progress())
