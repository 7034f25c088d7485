"""The web edition: one page that needs no server and no network."""

from lab1report import resources, toml
from lab1report.environment import version
from lab1report.model import SectionId
from lab1report.publish import keys
from lab1report.publish.content import LANGUAGE, Content
from lab1report.publish.pictures import draw
from lab1report.publish.press import Press


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
        from lab1report.illustrations.interactive import plots
        from lab1report.render.web import render_web

        folder = resources.folder("templates") / LANGUAGE
        labels, words = toml.read(folder / "figures.toml"), toml.read(folder / "web.toml")
        shown = plots(content.report, labels, words["plots"])
        return render_web(content.context(), assets, plots=shown, language=LANGUAGE).encode()


def _code(*sections: SectionId) -> str:
    """A hash of the code that writes a page with these sections."""
    return keys.of_code(
        __name__,
        "lab1report.illustrations.interactive",
        "lab1report.render.web",
        "lab1report.figures.export",
        *(f"lab1report.figures.{section}" for section in sections),
    )
