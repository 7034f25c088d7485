"""Makes the notebook: the code of every stage with its outputs, in the order of the report."""

import base64
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from lab1report.editions.content import LANGUAGE, Content
from lab1report.editions.figures_made import draw, file_of
from lab1report.editions.notebook import plots as notebook_plots
from lab1report.editions.notebook import preparation
from lab1report.editions.origins import record
from lab1report.editions.series_cells import LONG, Script
from lab1report.editions.services import Services
from lab1report.messages import _
from lab1report.pages.data_url import data_url

if TYPE_CHECKING:
    from lab1report.editions.notebook.page import Block

Cell = dict[str, Any]
"""A cell as the notebook format 4.5 has it (https://nbformat.readthedocs.io)."""

_FOLDED = {
    "jupyter": {"source_hidden": True},  # JupyterLab and Notebook 7
    "cellView": "form",  # Colab, which shows the cell's `# @title`
    "tags": ["hide-input"],  # Jupyter Book
}
"""What makes programs fold the code of a cell; VS Code keeps that to itself and asks no file."""


def make(content: Content, services: Services) -> bytes:
    """The report as a notebook that also runs without this program."""
    return services.store.bytes_of(content.inputs("notebook"), lambda: _made(content, services))


def counts(notebook: bytes) -> Mapping[str, int]:
    """The numbers of the code cells, by their source."""
    cells = json.loads(notebook)["cells"]
    return {
        "".join(cell["source"]): cell["execution_count"]
        for cell in cells
        if cell["cell_type"] == "code"
    }


def _made(content: Content, services: Services) -> bytes:
    with services.steps.measure("notebook"):
        from lab1report.editions.notebook.page import render_notebook

        plotted = notebook_plots.sources(content.report.sections)
        drawn = draw(
            content.report,
            store=services.store,
            progress=services.progress,
            besides={file_of(name) for name in plotted},
        )
        shown = {
            PurePath(file).stem: data_url("image/png", picture)  # Colab shows no attachments
            for file, picture in drawn.items()
        }
        services.progress.start(_("notebook of the report"))
        plots = notebook_plots.draw(content.report, store=services.store)
        scripts = _scripts(content)
        sources = [script.source for script in scripts.values()] + [plotted[name] for name in plots]
        context = {**content.context(), "packages": preparation.packages(sources)}
        blocks = render_notebook(context, shown, language=LANGUAGE)
        made = _written(list(_cells(blocks, scripts, plotted, plots)), content)
        services.progress.finish()
        return made


def _scripts(content: Content) -> dict[str, Script]:
    """The code cells but for those that plot, by the names that the templates use."""
    prepared = preparation.cells(real=content.report.data.kind == "cifar100")
    stages = {
        f"{section}.{stage.id}": (stage.source, stage.output)
        for section, result in content.report.results.items()
        for stage in result.stages
    }
    alone = {name: (source, None) for name, source in prepared.items()} | stages
    return {
        **{name: Script(name=name, source=one, output=out) for name, (one, out) in alone.items()},
        **content.series_cells,
    }


def _cells(
    blocks: "list[Block]",
    scripts: Mapping[str, Script],
    plotted: Mapping[str, str],
    plots: Mapping[str, bytes],
) -> Iterator[Cell]:
    """Cells with names that are the same every time.

    Their numbers are those that they get where all are run in their order.
    """
    from lab1report.editions.notebook.page import Code, Picture, Plot, Text

    texts = pictures = count = 0
    for block in blocks:
        match block:
            case Text(source=source):
                texts += 1
                yield _text(f"text-{texts}", source)
            case Code(name=name):
                count += 1
                outputs = [_printed(text)] if (text := scripts[name].output) else []
                cell = _code(name.replace(".", "-"), scripts[name].source, count, outputs)
                yield {**cell, "metadata": _FOLDED} if name in LONG else cell
            case Picture(source=source):
                pictures += 1
                yield _text(f"picture-{pictures}", source)
            case Plot(name=name):
                count += 1
                yield _code(f"plot-{name}", plotted[name], count, [_shown(plots[name])])


def _text(id: str, source: str) -> Cell:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": _lines(source)}


def _code(id: str, source: str, count: int, outputs: list[dict[str, Any]]) -> Cell:
    return {
        "cell_type": "code",
        "id": id,
        "metadata": {},
        "source": _lines(source),
        "execution_count": count,
        "outputs": outputs,
    }


def _printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": _lines(f"{text}\n")}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _shown(picture: bytes) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "metadata": {},
        "data": {"image/png": base64.b64encode(picture).decode() + "\n"},
    }


def _written(cells: list[Cell], content: Content) -> bytes:
    """The file as nbformat writes it, whose import takes longer than all the rest here."""
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": content.report.environment["python"]},
        "colab": {"provenance": [], "toc_visible": True},
        "lab1report": {"source": record(content, "ipynb")},
    }
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()
