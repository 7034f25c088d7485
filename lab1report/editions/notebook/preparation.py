"""Provides the notebook's code that the report does not show: what it needs to run by itself."""

import ast
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from lab1report.data import dataset_spec as data_spec
from lab1report.data import seeds
from lab1report.data.seeds import derive
from lab1report.tasks.notebooks import notebooks_folder, read_notebook

_SEEDS = Path(seeds.__file__)
_DRAWING = Path(data_spec.__file__).with_name("demo_images.py")
_CALLED = {"PIL": "pillow", "sklearn": "scikit-learn"}
"""The packages that are called otherwise than the modules that they bring."""


def cells(*, real: bool) -> dict[str, str]:
    """Sources by name: "preparation.libraries" and so on.

    Args:
        real: whether the images are those of CIFAR-100 and not of the demo set.
    """
    read = _read()
    images = {"data": read["data"]} if real else {"drawing": drawing(), "demo": read["demo"]}
    sources = {"libraries": read["libraries"], "style": style(), **images}
    return {f"preparation.{name}": source for name, source in sources.items()}


def style() -> str:
    """The cell that makes the notebook's figures look like those of the report."""
    return _read()["style"]


def _read() -> dict[str, str]:
    return {cell.id: cell.source for cell in read_notebook(notebooks_folder() / "preparation.py")}


def packages(sources: Iterable[str]) -> list[str]:
    """The packages that cells with these sources import, without those that come with Python."""
    modules = {
        name.partition(".")[0]
        for source in sources
        for node in ast.walk(ast.parse(source))
        for name in _imported(node)
    }
    return sorted(_CALLED.get(name, name) for name in modules - sys.stdlib_module_names)


def _imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [each.name for each in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
        case _:
            return []


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
