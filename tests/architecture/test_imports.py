"""Imports point one way (import-linter, pyproject.toml), and heavy libraries stay at home.

A unit is a module or a package directly under `lab1report`.
"""

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lab1report"

ONLY_IMPORTERS = {
    "jinja2": {"pages", "own_words"},
    "weasyprint": {"editions"},
    "torch": {"tasks"},
    "openpyxl": {"course"},
    "bs4": {"editions", "notebook_display"},
    "markdownify": {"editions"},
}
OF_NOTEBOOKS = {"IPython"}
"""Every notebook has it, and only notebooks import the module that asks for it."""

LIGHT = ("cli.app", "settings.options", "settings.classes", "model", "sections.catalog")
HEAVY = {
    "bs4",
    "jinja2",
    "markdownify",
    "matplotlib",
    "numpy",
    "openpyxl",
    "pyarrow",
    "sklearn",
    "torch",
    "weasyprint",
}


@cache
def modules() -> tuple[Path, ...]:
    found = tuple(sorted(PACKAGE.rglob("*.py")))
    assert len(found) >= 25, "the package has moved: this test would hold nothing"
    return found


def unit_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def imported_names(module: Path) -> tuple[str, ...]:
    """The full names of all that a module imports, in functions and for typing too."""
    return tuple(_imported_names(module))


def _imported_names(module: Path) -> Iterator[str]:
    package = module.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) + 1 - node.level] if node.level else ()
            source = ".".join((*parents, *filter(None, [node.module])))
            yield from (f"{source}.{alias.name}" for alias in node.names)


def test_contracts_are_kept() -> None:
    """The layers, in pyproject.toml; a layer or a room that does not exist breaks them too."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


BY_NAME = {"import_module", "__import__", "resolve_name", "run_module"}


def imports_by_name(source: str) -> list[str]:
    """The calls that import what a string names, which neither mypy nor import-linter sees."""
    called = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (
        one.id if isinstance(one, ast.Name) else one.attr
        for one in called
        if isinstance(one, ast.Name | ast.Attribute)
    )
    return [name for name in names if name in BY_NAME]


def test_no_module_is_imported_by_its_name() -> None:
    assert imports_by_name("importlib.import_module(f'lab1report.{name}')") == ["import_module"]
    assert imports_by_name("__import__('lab1report')") == ["__import__"]
    tries = PACKAGE / "doctor" / "importing.py"  # packages, of which it uses nothing
    others = set(modules()) - {tries}
    found = {m: imports_by_name(m.read_text(encoding="utf-8")) for m in others}
    assert not {module: names for module, names in found.items() if names}


def named_modules(module: Path) -> Iterator[str]:
    """What stands in strings of a module and reads as a name in this package."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]  # "package.module:name"
            if re.fullmatch(rf"{PACKAGE.name}(\.\w+)+", name):
                yield name


def test_modules_that_strings_name_exist() -> None:
    """After a move such a string would mean nothing, and nobody would complain."""
    names = {name for module in modules() for name in named_modules(module)}
    assert len(names) >= 5
    places = (ROOT / name.replace(".", "/") for name in names)
    assert not [p for p in places if not p.is_dir() and not p.with_suffix(".py").is_file()]


def test_benchmarks_import_what_there_is() -> None:
    """Nobody runs them with the tests: a name that has moved would be missed when it is needed."""
    files = sorted((ROOT / "benchmarks").rglob("*.py"))
    assert len(files) > 20
    missing = []
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("lab1report"):
                module = importlib.import_module(node.module or "")
                missing += [
                    f"{file.name}: {node.module}.{one.name}"
                    for one in node.names
                    if not hasattr(module, one.name)
                    and importlib.util.find_spec(f"{node.module}.{one.name}") is None
                ]
    assert not missing


def declared(*, dev: bool) -> set[str]:
    """The distributions that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] * dev)
    for extra in project["project"]["optional-dependencies"].values():
        lines += extra
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize("folder", ["lab1report", "tests"])
def test_imported_libraries_are_declared(folder: str) -> None:
    """What comes along with another library today need not come tomorrow."""
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    imported = {name.partition(".")[0] for file in files for name in imported_names(file)}
    others = imported - sys.stdlib_module_names - {PACKAGE.name, "tests"}
    if folder == PACKAGE.name:
        others -= OF_NOTEBOOKS
    providers = packages_distributions()
    undeclared = {
        name
        for name in others
        if declared(dev=folder == "tests").isdisjoint(
            map(canonicalize_name, providers.get(name, [name]))
        )
    }
    assert not undeclared


def test_notebooks_stand_alone() -> None:
    """They run where the program is not installed, and nobody imports them."""
    notebooks = list((ROOT / "experiments" / "notebooks").rglob("*.py"))
    assert len(notebooks) >= 5
    imported = {name.partition(".")[0] for file in notebooks for name in imported_names(file)}
    assert PACKAGE.name not in imported


@pytest.mark.parametrize("library", ONLY_IMPORTERS)
def test_library_has_one_home(library: str) -> None:
    importers = {
        unit_of(module)
        for module in modules()
        if any(name.partition(".")[0] == library for name in imported_names(module))
    }
    assert importers, f"nobody imports {library}"
    assert importers <= ONLY_IMPORTERS[library]


@pytest.mark.parametrize("module", LIGHT)
def test_command_line_loads_no_heavy_library(module: str) -> None:
    code = f"import sys, lab1report.{module}; print(*sorted({HEAVY} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
