"""The editions of a report, by format: which there are, and what to prepare for them."""

import gc
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final

from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.figures_made import draw, one_at_a_time
from lab1report.editions.notebook import edition as notebook
from lab1report.editions.notebook import plots
from lab1report.editions.pdf import edition as pdf
from lab1report.editions.services import Press
from lab1report.editions.web import edition as web
from lab1report.model import SECTIONS, Format, SectionId
from lab1report.progress import Progress
from lab1report.report.report import Report
from lab1report.store.results import Store

_MAKERS: Final[Mapping[Format, Callable[[Content, Press], bytes]]] = {
    "pdf": pdf.make,
    "html": web.make,
    "ipynb": notebook.make,
}


def make(format: Format, content: Content, press: Press) -> bytes:
    """The file of one edition, from the store where it is kept there."""
    return _MAKERS[format](content, press)


def draw_early(report: Report, section: SectionId, store: Store) -> None:
    """Put the pictures of a finished section into the store, while others are computed."""
    draw(report, store=store, progress=Progress(), sections=[section])
    plots.draw(report, store=store, sections=[section])


def preload() -> None:
    """Do what the PDF needs for any report: over a second that other work can hide."""
    with one_at_a_time:
        for module in (
            "figures.plots.export",
            "figures.plots.cifar",
            "pages.html",
            "editions.pdf.typesetting",
        ):
            import_module(f"lab1report.{module}")
        for library in ("nbformat", "matplotlib.pyplot"):
            import_module(library)
        from lab1report.pages.rehearsal import rehearse

        rehearse(LANGUAGE)
        pdf.code(SECTIONS)
        gc.freeze()  # all this stays until the end: there is no garbage to be looked for in it
