"""Provides the notebook's code that the report does not show: what it needs to run by itself."""

import ast
import re
from pathlib import Path

from lab1report.data import dataset_spec as data_spec
from lab1report.data import seeds
from lab1report.data.seeds import derive
from lab1report.tasks.notebooks import notebooks_folder, read_notebook

_SEEDS = Path(seeds.__file__)
_DRAWING = Path(data_spec.__file__).with_name("demo_images.py")


def cells() -> dict[str, str]:
    """Sources by name: "preparation.libraries" and so on."""
    read = read_notebook(notebooks_folder() / "preparation.py")
    sources = {f"preparation.{cell.id}": cell.source for cell in read}
    return {**sources, "preparation.drawing": drawing()}


def drawing() -> str:
    """The module that draws the demo set, with what it imports from this package within it."""
    source = _DRAWING.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        match node:
            case ast.ImportFrom(module="lab1report.data.seeds"):
                instead = _derive()
            case ast.ImportFrom(module="lab1report.data.dataset_spec"):
                instead = [f"SIDE = {data_spec.SIDE}"]
            case ast.ImportFrom(module=str(module)) if module.startswith("lab1report"):
                instead = []
            case ast.ImportFrom(module="typing" | "collections.abc"):  # what is never evaluated
                instead = []
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.FunctionDef(name="draw"):
                instead = []
            case _:
                continue
        lines[node.lineno - 1 : node.end_lineno] = instead
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines))


def _derive() -> list[str]:
    source = _SEEDS.read_text(encoding="utf-8")
    (function,) = (
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == derive.__name__
    )
    return ["", "", *source.splitlines()[function.lineno - 1 : function.end_lineno], "", ""]
