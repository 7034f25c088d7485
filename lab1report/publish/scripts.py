"""The notebook's code that no stage of the report has: to run alone, and to train the series."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from lab1report import seeds
from lab1report.analysis.series_findings import SeriesFindings
from lab1report.capture import NOTEBOOKS, read_notebook
from lab1report.data import spec as data_spec
from lab1report.model import RunSpec
from lab1report.report import Report
from lab1report.seeds import derive
from lab1report.series import BASE

_SEEDS = Path(seeds.__file__)
_DRAWING = Path(data_spec.__file__).with_name("drawing.py")

USUAL = {"optimizer": "SGD", "schedule": "constant", "saturation": 1.0, "share": 1.0}
"""What `train` in the cell takes where a variant does not say."""


def files() -> tuple[Path, ...]:
    """All that code cells are taken from, beside the stages of the results."""
    return (*sorted(NOTEBOOKS.rglob("*.py")), _DRAWING, _SEEDS)


def scripts(report: Report) -> dict[str, str]:
    """Sources by name: "preparation.libraries", "series.training" and so on."""
    sources = {
        f"{name}.{cell.id}": cell.source
        for name in ("preparation", "series")
        for cell in read_notebook(NOTEBOOKS / f"{name}.py")
    }
    sources["preparation.drawing"] = drawing()
    if isinstance(found := report.series, SeriesFindings):
        sources["series.variants"] = _variants(report, found)
        best = found.best.network.found.id if found.best else BASE
        run = sources["series.run"]
        sources["series.run"] = run.replace(json.dumps(BASE), json.dumps(best), 1)
    return sources


def drawing() -> str:
    """The module that draws the demo set, with what it imports from this package within it."""
    source = _DRAWING.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in reversed(ast.parse(source).body):
        match node:
            case ast.ImportFrom(module="lab1report.seeds"):
                instead = _derive()
            case ast.ImportFrom(module="lab1report.data.spec"):
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


def _variants(report: Report, found: SeriesFindings) -> str:
    """The trainings of the final table, and the accuracy that each of them reached."""
    plan = report.plan
    weights = [derive(spec.seed, "cifar", "weights") for spec in plan.repeated(plan.base)]
    variants = [f'    "{each.id}": dict({_arguments(each.spec)}),' for each in found.variants]
    reported = [
        f'    "{each.id}": {[_accuracy(report, spec) for spec in plan.repeated(each.spec)]},'
        for each in found.variants
    ]
    lines = (
        f"CLASSES = {list(plan.base.classes)}",
        f"WEIGHTS_SEEDS = {weights}",
        f"ORDER_SEED = {derive(plan.base.order, 'cifar', 'order')}",
        f"SHARE_SEED = {derive(0, 'series', 'images')}",
        *("VARIANTS = {", *variants, "}"),
        *("REPORTED = {", *reported, "}"),
    )
    return "\n".join(lines)


def _arguments(spec: RunSpec) -> str:
    def named() -> Iterator[tuple[str, object]]:
        yield "hidden", list(spec.hidden)
        for name in ("lr", "batch_size", "epochs"):
            yield name, getattr(spec, name)
        for name, usual in USUAL.items():
            if getattr(spec, name) != usual:
                yield name, getattr(spec, name)

    return ", ".join(f"{name}={value!r}" for name, value in named())


def _accuracy(report: Report, spec: RunSpec) -> float:
    return round(float(report.trainings[spec].arrays["test_accuracy"][-1]), 4)
