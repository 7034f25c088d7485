"""Makes the web edition: one page that needs no server and no network."""

from collections.abc import Mapping
from typing import Any

from lab1report import resources
from lab1report.editions import keys
from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.defence_questions import questions
from lab1report.editions.figures_made import draw, labels
from lab1report.editions.origins import record
from lab1report.editions.services import Services
from lab1report.editions.web.library import PLOTLY
from lab1report.own_words.name_list import NameList
from lab1report.report.report import Report
from lab1report.store.results import Inputs


def make(content: Content, services: Services) -> bytes:
    """The page, HTML in UTF-8; the same results give the same bytes."""
    return services.store.bytes_of(_inputs(content), lambda: _made(content, services))


def _inputs(content: Content) -> Inputs:
    return {**content.inputs("web"), "plotly": keys.of_file(PLOTLY)}


def _made(content: Content, services: Services) -> bytes:
    pictures = pictures_of(content.report, services)
    with services.steps.measure("web page"):
        return page_of(content, pictures)


def pictures_of(report: Report, services: Services) -> Mapping[str, bytes]:
    """The figures of the page by their file names, read from the store or drawn."""
    with services.steps.measure("figures"):
        return draw(report, store=services.store, progress=services.progress, on_screen=True)


def page_of(
    content: Content, pictures: Mapping[str, bytes], *, preview: Mapping[str, Any] | None = None
) -> bytes:
    """The page, made anew.

    Args:
        pictures: as `pictures_of` gives them.
        preview: as in `render_web`.
    """
    from lab1report.editions.web.figure_origins import origins
    from lab1report.editions.web.page import render_web
    from lab1report.figures.interactive import plots

    words = resources.read_toml(resources.folder("templates") / LANGUAGE / "web.toml")
    shown = plots(content.report, labels(), words["plots"])
    context = {
        **content.context(),
        **questions(content.report),
        "origin": record(content, "html"),
        "origins": origins(content.report),
        "names": NameList(content.document, LANGUAGE),
    }
    page = render_web(
        context,
        pictures,
        plots=shown,
        results=content.results,
        language=LANGUAGE,
        preview=preview,
    )
    return page.encode()
