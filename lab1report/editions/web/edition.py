"""Makes the web edition: one page that needs no server and no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from lab1report import resources
from lab1report.editions import keys
from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.defence_questions import questions
from lab1report.editions.figures_made import draw, labels
from lab1report.editions.origins import record
from lab1report.editions.services import Services
from lab1report.editions.web.figure_origins import Origin, cell_origins, origins
from lab1report.editions.web.library import PLOTLY
from lab1report.own_words.name_list import NameList
from lab1report.own_words.reference_list import Referable, by_kind, referable
from lab1report.store.results import Inputs


def make(content: Content, services: Services) -> bytes:
    """The page, HTML in UTF-8; the same results give the same bytes."""
    return services.store.bytes_of(_inputs(content), lambda: _made(content, services))


def _inputs(content: Content) -> Inputs:
    return {**content.inputs("web"), "plotly": keys.of_file(PLOTLY)}


def _made(content: Content, services: Services) -> bytes:
    exhibits = exhibits_of(content, services)
    with services.steps.measure("web page"):
        return page_of(content, exhibits)


@dataclass(frozen=True, kw_only=True)
class Exhibits:
    """What a page has besides its text: no words of a student's change it.

    `pictures` are the figures by their file names, `plots` what web/plots.js draws, `origins` how
    the figures were made, `questions` those of the defence, as the templates take them; `names` and
    `references` are what own words may use.
    """

    pictures: Mapping[str, bytes]
    plots: Mapping[str, Any]
    origins: Mapping[str, Origin]
    questions: Mapping[str, Any]
    names: NameList
    references: Mapping[str, Sequence[Referable]]


def exhibits_of(content: Content, services: Services) -> Exhibits:
    """The exhibits of a report; figures are read from the store or drawn."""
    report = content.report
    with services.steps.measure("figures"):
        pictures = draw(report, store=services.store, progress=services.progress, on_screen=True)
    with services.steps.measure("web page"):
        from lab1report.figures.interactive import plots

        words = resources.read_toml(resources.folder("templates") / LANGUAGE / "web.toml")
        return Exhibits(
            pictures=pictures,
            plots=plots(report, labels(), words["plots"]),
            origins=origins(report),
            questions=questions(report),
            names=NameList(content.document, LANGUAGE),
            # Of a page without a PDF beside it too: one may be made of the same words tomorrow
            references=by_kind(referable(content.context(), length="short", language=LANGUAGE)),
        )


def page_of(
    content: Content, exhibits: Exhibits, *, preview: Mapping[str, Any] | None = None
) -> bytes:
    """The page, made anew.

    Args:
        exhibits: those of the same report.
        preview: as in `render_web`.
    """
    from lab1report.editions.web.page import render_web

    context = content.context()
    if preview is not None:
        context["texts"] = partial(context["texts"], marked=True)
    page = render_web(
        {
            **context,
            **exhibits.questions,
            "origin": record(content, "html"),
            "origins": exhibits.origins,
            "cell_origins": cell_origins(content.report, content.series_cells),
            "names": exhibits.names,
            "references": exhibits.references,
        },
        exhibits.pictures,
        plots=exhibits.plots,
        results=content.results,
        language=LANGUAGE,
        preview=preview,
    )
    return page.encode()
