"""Runs a notebook cell by cell and keeps each cell's source and what it printed.

A notebook is a Python file in the percent format (`# %% name` begins a cell) under
`experiments/notebooks/`. What the report shows as a screenshot is literally what ran here. The
first cell, `parameters`, is replaced by the values of the run, as papermill does. Of the cells
`# %% name choice` a run has the one of its choice, so that no code is shown that did not run.
"""

import contextlib
import io
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from lab1report import resources
from lab1report.messages import _
from lab1report.model import CellOutput
from lab1report.progress import Progress

PARAMETERS = "parameters"
_WIDTH = 80  # of the page, in characters of code
_MARKER = re.compile(r"# %% (?P<id>\w+)(?: (?P<choice>\w+))?")
_ASSIGNED = re.compile(r"\b([A-Z][A-Z_]*)\b(?=[^=\n]*=)")


def notebooks_folder() -> Path:
    """The folder of all notebooks; that of a task is called by the id of its section."""
    return resources.folder("experiments") / "notebooks"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One cell; `line` is where its source begins in the file, counted from 1."""

    id: str
    source: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Loop:
    """The loop that takes a notebook's time: its variable, and how many times it runs."""

    variable: str
    count: int


class StageError(Exception):
    """A cell raised; `stage` is its id, `details` the traceback from the cell's frame on."""

    def __init__(self, stage: str, message: str, details: str) -> None:
        super().__init__(f"{stage}: {message}")
        self.stage = stage
        self.message = message
        self.details = details


def read_notebook(path: Path, choice: str = "") -> tuple[Cell, ...]:
    """The cells of the notebook at `path`; text before the first marker belongs to none.

    Args:
        choice: the word after the name of those cells of which there is one for each choice.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [(i, match) for i, line in enumerate(lines) if (match := _MARKER.fullmatch(line))]
    ends = [start for start, _ in marks[1:]] + [len(lines)]
    return tuple(
        Cell(id=mark["id"], source="\n".join(lines[start + 1 : end]).rstrip(), line=start + 2)
        for (start, mark), end in zip(marks, ends, strict=True)
        if mark["choice"] in (None, choice)
    )


def run_notebook(
    path: Path,
    *,
    parameters: Mapping[str, Any],
    names: Mapping[str, Any] | None = None,
    choice: str = "",
    loop: Loop | None = None,
    title: str = "",
    progress: Progress | None = None,
    until: str | None = None,
) -> tuple[dict[str, Any], tuple[CellOutput, ...]]:
    """Run the cells of `path` in one namespace.

    Args:
        parameters: the values of the first cell, by name; all of its names and no others.
        names: what the notebook may use without defining it, such as a reader of data.
        choice: as of `read_notebook`.
        loop: what `progress` counts, whenever a cell prints; nothing by default.
        title: what `progress` calls that.
        until: the id of the last cell to run; all of them by default.

    Returns:
        The namespace after the last cell, and the cells with what they printed.

    Raises:
        StageError: a cell raised an exception.
        ValueError: the parameters do not fit the notebook.
    """
    reporter = progress or Progress()
    namespace: dict[str, Any] = {"__name__": path.stem, **(names or {})}

    def tell() -> None:
        if loop is not None and loop.variable in namespace:
            reporter.update(namespace[loop.variable])

    if loop is not None:
        reporter.start(title, loop.count)
    stages: list[CellOutput] = []
    for cell in read_notebook(path, choice):
        ran = _with_parameters(cell, parameters) if cell.id == PARAMETERS else cell
        output = _run(ran, path, namespace, _Printed(tell))
        stages.append(CellOutput(id=ran.id, source=ran.source, output=output))
        if cell.id == until:
            break
    if loop is not None:
        reporter.finish()
    return namespace, tuple(stages)


class _Printed(io.StringIO):
    """What a cell prints; calls `heard` each time."""

    def __init__(self, heard: Callable[[], None]) -> None:
        super().__init__()
        self._heard = heard

    def write(self, text: str) -> int:
        self._heard()
        return super().write(text)


def _with_parameters(cell: Cell, parameters: Mapping[str, Any]) -> Cell:
    """`cell` with these values, in the lines in which it declares them if they fit there."""
    declared = [names for line in cell.source.splitlines() if (names := _ASSIGNED.findall(line))]
    if wrong := set(chain(*declared)) ^ set(parameters):
        raise ValueError(
            _("the parameters do not fit the notebook: {names}").format(
                names=", ".join(sorted(wrong))
            )
        )
    lines: list[str] = []
    for names in declared:
        values = [repr(parameters[name]) for name in names]
        line = f"{', '.join(names)} = {', '.join(values)}"
        one_by_one = [f"{name} = {value}" for name, value in zip(names, values, strict=True)]
        lines += [line] if len(line) < _WIDTH else one_by_one
    return Cell(id=cell.id, source="\n".join(lines), line=cell.line)


def _run(cell: Cell, path: Path, namespace: dict[str, Any], printed: io.StringIO) -> str:
    # Empty lines in front make the line numbers of a traceback those of the file
    padded = "\n" * (cell.line - 1) + cell.source
    try:
        code = compile(padded, str(path), "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, namespace)  # noqa: S102 - our own files, run as a notebook is
    except Exception as error:
        # The first frame is this function's; what the reader wants begins in the cell
        frames = error.__traceback__.tb_next if error.__traceback__ else None
        details = "".join(traceback.format_exception(type(error), error, frames))
        raise StageError(cell.id, f"{type(error).__name__}: {error}", details) from error
    return printed.getvalue().rstrip()
