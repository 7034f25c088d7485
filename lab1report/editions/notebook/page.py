"""Renders a report's context as the cells of a notebook, in the order of the report.

The texts are those of the page: its templates are rendered with other macros, which leave marks
where cells and plots belong, and the result is turned into Markdown. Hence figures, tables and
formulas have the numbers that they have in the PDF.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lab1report.editions.notebook.html_to_markdown import Piece, escaped, pieces
from lab1report.pages.html import PAPER, render_html
from lab1report.settings.section_names import section_ids

_EDITION = dataclasses.replace(
    PAPER, page="notebook/page.html.j2", macros=(*PAPER.macros, "notebook/macros.html.j2")
)

_BEFORE = ("notebook-title", "introduction", "notebook-preparation")
_AFTER = ("results", "conclusion", "sources")
"""Chapters by the ids of their headings: what the notebook adds stands where it is needed first."""


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
    ids = (*_BEFORE, *section_ids(), *_AFTER)
    flow = [piece for id in ids for piece in chapters.get(id, ())]  # maybe no source is cited
    return list(_joined(_as_run(_figures(flow, pictures))))


def _chapters(html: str) -> dict[str, list[Piece]]:
    """By the id of its heading, each chapter of the page."""
    chapters: dict[str, list[Piece]] = {"": []}
    for piece in pieces(html):
        if piece.tag == "h1":
            chapters[piece.attributes["id"]] = []
        next(reversed(chapters.values())).append(piece)
    return chapters


@dataclass(frozen=True, kw_only=True)
class _Group:
    """Blocks that are together one figure of the report: its cells, its plot and its caption.

    `cells` is how many of the report's it has, and `after` how many of these come before in the
    program's own order.
    """

    blocks: tuple[Block, ...]
    after: int = 0
    cells: int = 0


def _figures(flow: Iterable[Piece], pictures: Mapping[str, str]) -> Iterator[_Group]:
    for piece in flow:
        marks = piece.attributes
        texts = (Text(source=piece.text),) if piece.text else ()
        if piece.tag != "figure":
            yield _Group(blocks=texts)
            continue
        if url := pictures.get(marks.get("data-plot", "")):
            picture = f"![{escaped(marks['data-alt'])}]({url})\n\n{piece.text}"
            yield _Group(blocks=(Picture(source=picture),))
            continue
        cells = tuple(Code(name=name) for name in marks.get("data-cells", "").split())
        plots = (Plot(name=marks["data-plot"]),) if "data-plot" in marks else ()
        group = (*cells, *plots, *texts)
        if "data-after" in marks:
            yield _Group(blocks=group, after=int(marks["data-after"]), cells=len(cells))
        else:  # what only the notebook has
            yield _Group(blocks=group)


def _as_run(flow: Iterable[_Group]) -> Iterator[Block]:
    """Moves what the text shows before the code that it depends on to below that code.

    Cells keep the order in which they ran. A plot needs the cells above it in the program's own
    order, and some code of its section.
    """
    waiting: list[_Group] = []
    begun: set[str] = set()
    cells = 0

    def is_ready(group: _Group) -> bool:
        begins = all(b.section in begun for b in group.blocks if isinstance(b, Plot))
        return group.after <= cells and begins

    for group in flow:
        waiting.append(group)
        while ready := next(filter(is_ready, waiting), None):
            waiting.remove(ready)
            yield from ready.blocks
            cells += ready.cells
            begun.update(block.section for block in ready.blocks if isinstance(block, Code))


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
