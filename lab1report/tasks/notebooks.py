"""Runs a notebook cell by cell and keeps each cell's source and what it printed.

A notebook is a Python file in the percent format (`# %% name` begins a cell) under
`experiments/notebooks/`. What the report shows as a screenshot is literally what ran here. The
first cell, `parameters`, is replaced by the values of the run, as papermill does.
"""

import contextlib
import io
import re
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab1report import resources
from lab1report.model import CellOutput
from lab1report.progress import Progress, track

PARAMETERS = "parameters"
_MARKER = re.compile(r"# %% (?P<id>\w+)")
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


class StageError(Exception):
    """A cell raised; `stage` is its id, `details` the traceback from the cell's frame on."""

    def __init__(self, stage: str, message: str, details: str) -> None:
        super().__init__(f"{stage}: {message}")
        self.stage = stage
        self.message = message
        self.details = details


def read_notebook(path: Path) -> tuple[Cell, ...]:
    """The cells of the notebook at `path`; text before the first marker belongs to none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    marks = [(i, match["id"]) for i, line in enumerate(lines) if (match := _MARKER.fullmatch(line))]
    ends = [start for start, _ in marks[1:]] + [len(lines)]
    return tuple(
        Cell(id=name, source="\n".join(lines[start + 1 : end]).rstrip(), line=start + 2)
        for (start, name), end in zip(marks, ends, strict=True)
    )


def run_notebook(
    path: Path,
    *,
    parameters: Mapping[str, Any],
    names: Mapping[str, Any] | None = None,
    title: str = "",
    progress: Progress | None = None,
    until: str | None = None,
) -> tuple[dict[str, Any], tuple[CellOutput, ...]]:
    """Run the cells of `path` in one namespace.

    Args:
        parameters: the values of the first cell, by name; all of its names and no others.
        names: what the notebook may use beside `track`, such as a reader of data.
        title: what `progress` calls the loops that the notebook tracks.
        until: the id of the last cell to run; all of them by default.

    Returns:
        The namespace after the last cell, and the cells with what they printed.

    Raises:
        StageError: a cell raised an exception.
        ValueError: the parameters do not fit the notebook.
    """
    reporter = progress or Progress()

    def tracked(items: Sequence[Any]) -> Iterator[Any]:
        return track(reporter, title, items)

    namespace: dict[str, Any] = {"__name__": path.stem, "track": tracked, **(names or {})}
    stages: list[CellOutput] = []
    for cell in read_notebook(path):
        ran = _with_parameters(cell, parameters) if cell.id == PARAMETERS else cell
        stages.append(CellOutput(id=ran.id, source=ran.source, output=_run(ran, path, namespace)))
        if cell.id == until:
            break
    return namespace, tuple(stages)


def _with_parameters(cell: Cell, parameters: Mapping[str, Any]) -> Cell:
    declared = {name for line in cell.source.splitlines() for name in _ASSIGNED.findall(line)}
    if declared != set(parameters):
        wrong = ", ".join(sorted(declared ^ set(parameters)))
        raise ValueError(f"the parameters do not fit the notebook: {wrong}")
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    return Cell(id=cell.id, source=source, line=cell.line)


def _run(cell: Cell, path: Path, namespace: dict[str, Any]) -> str:
    # Empty lines in front make the line numbers of a traceback those of the file
    padded = "\n" * (cell.line - 1) + cell.source
    printed = io.StringIO()
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
