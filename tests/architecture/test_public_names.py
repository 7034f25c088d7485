"""Other programs can do what the command line does: `cli` uses the public names alone."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import lab1report
from lab1report.settings.option_values import OptionValues

ROOT = Path(__file__).resolve().parents[2]
CLI = sorted((ROOT / "lab1report" / "cli").glob("*.py"))
TOOLS = ("cli", "errors", "messages", "model", "quoting", "remaining")
OWN = tuple(f"lab1report.{own}" for own in TOOLS)


def for_typing(tree: ast.AST) -> set[ast.AST]:
    """All below `if TYPE_CHECKING`."""
    return {
        below
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for below in ast.walk(node)
    }


def private_names(source: str) -> Iterator[str]:
    """What a module uses of the package that other programs are not offered."""
    tree = ast.parse(source)
    passed_over = for_typing(tree)
    for node in ast.walk(tree):
        if node in passed_over:
            continue
        match node:
            case ast.Import(names=names):
                yield from (
                    name.name
                    for name in names
                    if name.name.startswith("lab1report.") and not name.name.startswith(OWN)
                )
            case ast.ImportFrom(level=level, names=names) if level:
                yield from (f".{name.name}" for name in names)
            case ast.ImportFrom(module="lab1report", names=names):
                yield from (name.name for name in names if name.name not in lab1report.__all__)
            case ast.ImportFrom(module=str() as module):
                if module.startswith("lab1report.") and not module.startswith(OWN):
                    yield module
            case ast.Attribute(value=ast.Name(id="lab1report"), attr=name):
                if name not in lab1report.__all__:
                    yield name


def test_the_command_line_has_nothing_that_programs_lack() -> None:
    assert len(CLI) >= 4, "the command line has moved: this test would hold nothing"
    sources = {path.name: path.read_text(encoding="utf-8") for path in CLI}
    assert "lab1report.build(" in sources["app.py"]
    found = {name: list(private_names(source)) for name, source in sources.items()}
    assert not {name: private for name, private in found.items() if private}


@pytest.mark.parametrize(
    ("source", "private"),
    [
        ("from lab1report import pipeline", ["pipeline"]),
        ("from lab1report.pipeline import build", ["lab1report.pipeline"]),
        ("def f():\n    import lab1report.store.results", ["lab1report.store.results"]),
        ("import lab1report\nlab1report.pipeline.build", ["pipeline"]),
        ("from ..pipeline import build", [".build"]),
        ("from lab1report import build\nfrom lab1report.cli.output import show", []),
        ("import lab1report\nlab1report.build()", []),
        ("if TYPE_CHECKING:\n    from lab1report.plan.plan import Plan", []),
    ],
)
def test_a_private_name_is_seen(source: str, private: list[str]) -> None:
    assert list(private_names(source)) == private


def test_every_public_name_is_there() -> None:
    assert sorted(lab1report.__all__, key=str) == sorted(set(lab1report.__all__), key=str)
    for name in lab1report.__all__:
        assert getattr(lab1report, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'bulid'"):
        lab1report.bulid  # type: ignore[attr-defined]  # noqa: B018


def test_every_public_name_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    words = set(re.findall(r"\w+", text))
    assert set(lab1report.__all__) - words == {"__version__"}
    for name in lab1report.__all__:
        public: Any = getattr(lab1report, name)
        if callable(public):
            assert inspect.getdoc(public), name


def test_the_types_of_options_are_those_of_all_options() -> None:
    assert get_type_hints(OptionValues).keys() == lab1report.options().keys()
    groups = ("assignment", "people", "build")
    assert [*lab1report.options()] == [n for g in groups for n in lab1report.options(g)]  # type: ignore[arg-type]
