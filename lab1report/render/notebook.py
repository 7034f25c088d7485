"""A report's context to what the cells of a notebook are to be, in the order of the report.

The texts are those of the page: its templates are rendered with other macros, which leave marks
where cells and plots belong, and what comes out is put into Markdown. Hence figures, tables and
formulas have the numbers that they have in the PDF.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lab1report.render.html import PAPER, render_html
from lab1report.render.markdown import Element, blocks, escaped, parse

_EDITION = dataclasses.replace(
    PAPER, page="notebook/page.html.j2", macros=(*PAPER.macros, "notebook/macros.html.j2")
)

_CHAPTERS = (
    *("notebook-title", "introduction", "task", "notebook-preparation"),
    *("regression", "xor", "cifar", "series"),
    *("results", "reproducibility", "conclusion", "sources"),
)
"""By the ids of their headings: what the notebook adds stands where it is needed first."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A cell of Markdown."""

    source: str


@dataclass(frozen=True, kw_only=True)
class Code:
    """The place of a code cell, called as a stage of a section ("xor.sample")."""

    name: str

    @property
    def section(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The place of a code cell that draws a figure of the report, by its name ("xor-sample")."""

    name: str

    @property
    def section(self) -> str:
        return self.name.partition("-")[0]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A cell of Markdown with a figure that no cell draws, and its caption."""

    source: str


Block = Text | Code | Plot | Picture


@dataclass(frozen=True, kw_only=True)
class _Stage:
    """All that the macros see of a stage."""

    name: str


def render_notebook(
    context: Mapping[str, Any], pictures: Mapping[str, str], *, language: str
) -> list[Block]:
    """What each cell is to be; a heading begins a cell of its own.

    Args:
        context: as `render_html` wants it.
        pictures: by name, `data:` URLs of the figures that no cell draws ("series-means").

    Raises:
        TemplateRuleError, jinja2.UndefinedError: as `render_html`.
    """
    stages = {
        section: {id: _Stage(name=f"{section}.{id}") for id in own}
        for section, own in context["stages"].items()
    }
    html = render_html({**context, "stages": stages}, (), edition=_EDITION, language=language)
    chapters = _chapters(html)
    flow = [item for id in _CHAPTERS for item in blocks(chapters[id])]
    return list(_joined(_after_code(_figures(flow, pictures))))


def _chapters(html: str) -> dict[str, Element]:
    """By the id of its heading, each chapter of the page."""
    chapters = {"": Element("")}
    for item in _flow(parse(html)):
        if isinstance(item, Element) and item.tag == "h1":
            chapters[item.attributes["id"]] = Element("")
        next(reversed(chapters.values())).children.append(item)
    return chapters


def _flow(element: Element) -> Iterator[Element | str]:
    """The page without what is around its chapters."""
    for child in element.children:
        if isinstance(child, Element) and child.tag != "h1" and any(child.find("h1")):
            yield from _flow(child)
        else:
            yield child


Flow = Iterable[tuple[Block, ...]]
"""Blocks, those together that one figure of the report is: its cells and its caption."""


def _figures(
    flow: Iterable[str | Element], pictures: Mapping[str, str]
) -> Iterator[tuple[Block, ...]]:
    for item in flow:
        if isinstance(item, str):
            yield (Text(source=item),)
            continue
        marks = item.attributes
        caption = tuple(text for text in blocks(item) if isinstance(text, str))
        if url := pictures.get(marks.get("data-plot", "")):
            picture = f"![{escaped(marks['data-alt'])}]({url})"
            yield (Picture(source="\n\n".join((picture, *caption))),)
            continue
        cells = tuple(Code(name=name) for name in marks.get("data-cells", "").split())
        plots = (Plot(name=marks["data-plot"]),) if "data-plot" in marks else ()
        yield (*cells, *plots, *(Text(source=text) for text in caption))


def _after_code(flow: Flow) -> Iterator[Block]:
    """Plots that the text shows before the code of their section has begun wait until it has."""
    waiting: dict[str, list[Block]] = {}
    begun: set[str] = set()
    for group in flow:
        match group:
            case (Plot(section=section), *_) if section not in begun:
                waiting.setdefault(section, []).extend(group)
                continue
        yield from group
        for block in group:
            if isinstance(block, Code):
                begun.add(block.section)
        for section in begun & waiting.keys():
            yield from waiting.pop(section)


def _joined(flow: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring texts are one cell, unless the second begins with a heading."""
    texts: list[str] = []
    for block in flow:
        ends = not isinstance(block, Text) or block.source.startswith("#")
        if ends and texts:
            yield Text(source="\n\n".join(texts))
            texts.clear()
        if isinstance(block, Text):
            texts.append(block.source)
        else:
            yield block
    if texts:
        yield Text(source="\n\n".join(texts))
