"""The web edition: one page that needs no server and no network."""

from lab1report import resources
from lab1report.editions import keys
from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.figures_made import draw
from lab1report.editions.services import Press
from lab1report.model import SectionId
from lab1report.store.environment import version


def make(content: Content, press: Press) -> bytes:
    """The page, HTML in UTF-8; the same results give the same bytes."""
    inputs = {
        **content.inputs("page", _code(*keys.of_results(content.report))),
        "edition": "web",
        "library.plotly": version("plotly"),
    }
    return press.store.bytes_of(inputs, lambda: _made(content, press))


def _made(content: Content, press: Press) -> bytes:
    with press.steps.measure("figures"):
        assets = draw(content.report, store=press.store, progress=press.progress)
    with press.steps.measure("web page"):
        from lab1report.editions.web.page import render_web
        from lab1report.figures.interactive import plots

        folder = resources.folder("templates") / LANGUAGE
        labels, words = (
            resources.read_toml(folder / "figures.toml"),
            resources.read_toml(folder / "web.toml"),
        )
        shown = plots(content.report, labels, words["plots"])
        return render_web(content.context(), assets, plots=shown, language=LANGUAGE).encode()


def _code(*sections: SectionId) -> str:
    """A hash of the code that writes a page with these sections."""
    return keys.of_code(
        __name__,
        "lab1report.figures.interactive",
        "lab1report.editions.web.page",
        "lab1report.figures.plots.export",
        *(f"lab1report.figures.plots.{section}" for section in sections),
    )
