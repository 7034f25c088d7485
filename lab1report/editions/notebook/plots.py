"""Draws what the notebook's plotting cells show, without running the trainings again.

A cell is run as it stands, on variables rebuilt from the arrays of the result: those that the
cells before it leave behind, the one of the style among them. Its picture is stored.

The words on a picture are those of the report's figure: what stands as `words["x"]` in
experiments/notebooks/plots/ is that text in the notebook.
"""

import io
import json
import re
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from lab1report.editions import keys
from lab1report.editions.figures_made import labels
from lab1report.editions.notebook import preparation
from lab1report.figures.drawing import Labels
from lab1report.model import RunResult, SectionId
from lab1report.plan.section import Sections, Task
from lab1report.report.report import Report
from lab1report.store.environment import version
from lab1report.store.results import Inputs, Store, digest_of
from lab1report.tasks.notebooks import notebooks_folder, read_notebook

_WORD = re.compile(r'\bwords\["(?P<key>[\w-]+)"\]')


def cells(section: SectionId) -> Mapping[str, str]:
    """The plotting cells of a part by the names of the report's figures ("xor-sample")."""
    read = _read(notebooks_folder() / "plots" / f"{section}.py")
    words = labels()
    return {name: _worded(source, words[name]) for name, source in read.items()}


@cache
def _read(notebook: Path) -> Mapping[str, str]:
    return {f"{notebook.stem}-{cell.id}": cell.source for cell in read_notebook(notebook)}


def _worded(source: str, words: Labels) -> str:
    def text(match: re.Match[str]) -> str:
        return json.dumps(words[match["key"]], ensure_ascii=False)

    return _WORD.sub(text, source)


def sources(sections: Sections) -> dict[str, str]:
    """The plotting cells of all parts, by the names of the report's figures."""
    return {name: source for task in plotted(sections) for name, source in cells(task.id).items()}


def plotted(sections: Sections) -> Iterator[Task]:
    """The tasks that have plotting cells."""
    return (task for task in sections.tasks if task.plot_variables is not None)


def draw(report: Report, *, store: Store) -> dict[str, bytes]:
    """PNG pictures by the names of the cells, of those sections that `report` has."""
    pictures: dict[str, bytes] = {}
    for task in plotted(report.sections):
        section, result = task.id, report.results.get(task.id)
        if result is None:
            continue
        digest = digest_of(result)
        inputs = {name: _inputs(name, source, digest) for name, source in cells(section).items()}
        stored = {name: store.get_bytes(key) for name, key in inputs.items()}
        if None in stored.values():
            stored |= _drawn(task, result)
            for name, picture in stored.items():
                store.put_bytes(inputs[name], picture or b"")
        pictures |= {name: picture for name, picture in stored.items() if picture}
    return pictures


def _inputs(name: str, source: str, digest: str) -> Inputs:
    return {
        "kind": "plot",
        "name": name,
        "cell": keys.of_bytes(source.encode()),
        "result": digest,
        "code": keys.of_program(),
        "matplotlib": version("matplotlib"),
    }


def _drawn(task: Task, result: RunResult) -> dict[str, bytes]:
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they are for whoever runs the cell
        mpl.rcdefaults()  # as on a machine where nobody set anything
        mpl.use("agg")
        variables = task.plot_variables(result) if task.plot_variables is not None else {}
        namespace = {**variables, **_libraries()}
        exec(compile(preparation.style(), "<style>", "exec"), namespace)  # noqa: S102 - our own
        return {name: _picture(source, dict(namespace)) for name, source in cells(task.id).items()}


class _Quiet:
    """matplotlib.pyplot with a `show` that does nothing, since there is no screen."""

    def __init__(self) -> None:
        from matplotlib import pyplot

        self.pyplot = pyplot

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pyplot, name)

    def show(self) -> None:
        """The figure is saved afterwards."""


def _libraries() -> dict[str, Any]:
    import numpy as np

    return {"np": np, "plt": _Quiet()}


def _picture(source: str, namespace: dict[str, Any]) -> bytes:
    from matplotlib import pyplot

    exec(compile(source, "<plot>", "exec"), namespace)  # noqa: S102 - our own
    file = io.BytesIO()
    # As notebooks do (matplotlib-inline); `pyplot.savefig` would draw all once more for the screen
    pyplot.gcf().savefig(file, format="png", bbox_inches="tight", dpi="figure")
    pyplot.close("all")
    return file.getvalue()
