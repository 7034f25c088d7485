"""Figures draw what is decided: they order, choose, average and judge nothing.

To transform arrays for an axis is their work. What looks like a decision and is none is listed.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "lab1report"
FOLDERS = ("figures", "sections")

STATISTICS = {
    *("mean", "median", "std", "var", "average", "percentile", "quantile", "fmean", "stdev"),
    *("nanmean", "nanmedian", "corrcoef", "bincount", "histogram", "most_common"),
}
ORDERS = {"argsort", "argmax", "argmin", "sort", "sorted"}
MODULES = {"statistics", "collections.Counter", "scipy"}
VERDICTS = {"better", "worse", "unclear", "helps", "hurts", "reduces", "worsens", "overfitted"}

EXCEPTIONS = {
    ("figures/plots/panels.py", "band", "mean"): "the curve of all trainings, at every epoch",
    ("figures/plots/panels.py", "band", "std"): "its band",
    (
        "figures/plots/cifar.py",
        "stretch",
        "percentile",
    ): "contrast: which weights are black and white",
    ("figures/plots/networks.py", "_dots", "mean"): "the place of dots between two circles",
    ("figures/font_search.py", "_seen", "sorted"): "files of fonts, in one order on every system",
}
"""The file, the function, what it calls, and why."""


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def decision(node: ast.AST) -> str | None:
    """What a node computes or judges that a finding should; None of one that only draws."""
    match node:
        case ast.Call() if called(node) in STATISTICS | ORDERS:
            return called(node)
        case ast.Call(keywords=keywords) if called(node) in ("max", "min"):
            by_key = any(keyword.arg == "key" for keyword in keywords)
            return called(node) if by_key else None
        case ast.Import(names=names) if {name.name for name in names} & MODULES:
            return "statistics"
        case ast.ImportFrom(module=str() as module, names=names):
            full = {module, *(f"{module}.{name.name}" for name in names)}
            return "statistics" if full & MODULES else None
        case ast.IfExp(body=ast.Constant(value=str() as value)) if value in VERDICTS:
            return "verdict"
        case ast.Compare(comparators=[*_, ast.Constant(value=float() as bound)]) if 0 < bound < 1:
            return "threshold"
    return None


def decisions(source: str) -> Iterator[tuple[str, str]]:
    """The function, or "" outside of all, and the kind of each decision in a module."""

    def walk(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
        if (found := decision(node)) is not None:
            yield function, found
        if isinstance(node, ast.FunctionDef) and not function:
            function = node.name
        for child in ast.iter_child_nodes(node):
            yield from walk(child, function)

    return walk(ast.parse(source), "")


@cache
def found() -> frozenset[tuple[str, str, str]]:
    files = [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]
    assert len(files) >= 15, "the figures have moved: this test would hold nothing"
    return frozenset(
        (path.relative_to(PACKAGE).as_posix(), *place)
        for path in files
        for place in decisions(path.read_text(encoding="utf-8"))
    )


def test_figures_decide_nothing() -> None:
    assert not found() - EXCEPTIONS.keys(), "make it a finding in findings/, with a name"


def test_exceptions_are_still_needed() -> None:
    assert not EXCEPTIONS.keys() - found()


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def draw(x):\n    return np.median(x)", "median"),
        ("def draw(x):\n    return x.std(ddof=1)", "std"),
        ("ranked = sorted(networks, key=by)", "sorted"),
        ("order = np.argsort(-validation)", "argsort"),
        ("best = max(networks, key=by)", "max"),
        ("from collections import Counter", "statistics"),
        ("import statistics", "statistics"),
        ("word = 'better' if low > 0 else 'unclear'", "verdict"),
        ("bold = p_value < 0.05", "threshold"),
    ],
)
def test_a_decision_is_seen(source: str, kind: str) -> None:
    assert kind in [what for _, what in decisions(source)]


@pytest.mark.parametrize(
    "source",
    [
        "axes.plot(100 * gap, np.arange(len(gap)))",
        "height = max(90, rows * 12)",
        "shown = [one for one in points if one.chosen]",
        "which = [each == verdict for each in verdicts]",
    ],
)
def test_drawing_is_allowed(source: str) -> None:
    assert not list(decisions(source))
