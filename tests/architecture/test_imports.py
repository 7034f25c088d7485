"""Imports point one way, and the heavy libraries stay where they belong.

A unit is a module or a package directly under `lab1report`. It may import units of lower layers,
and of its own layer as long as no circle arises.
"""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lab1report"

LAYERS = (
    {"__main__"},
    {"cli", "terminal", "printing"},
    {"batch"},
    {"pipeline", "status", "beginning"},
    {"assemble"},
    {"schedule"},
    {"workers"},
    {"jobs", "publish"},
    {"compute"},
    {"tasks", "render"},
    {"illustrations"},
    {"report"},
    {"report_series"},
    {"training", "analysis", "data", "figures", "capture"},
    {
        "store",
        "config",
        "variant",
        "plan",
        "codehash",
        "series",
        "series_file",
        "tables",
        "normalization",
        "words",
    },
    {
        "model",
        "errors",
        "progress",
        "resources",
        "seeds",
        "toml",
        "data_url",
        "files",
        "kept",
        "nearest",
        "json_text",
        "steps",
        "background",
        "environment",
        "arms",
        "fonts",
    },
)
SCRIPTS = "notebooks"  # run by `capture` as text, so nobody imports them

ONLY_IMPORTERS = {
    "jinja2": {"render"},
    "plotly": {"render"},
    "weasyprint": {"render"},
    "torch": {"tasks", "training", SCRIPTS},
    "nbformat": {"publish"},
}
LIGHT = ("cli", "config", "variant", "model")
HEAVY = {
    "jinja2",
    "matplotlib",
    "nbformat",
    "numpy",
    "plotly",
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


def imported_names(module: Path) -> Iterator[str]:
    """The full names of all that a module imports, in functions and for typing too."""
    package = module.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package[: len(package) + 1 - node.level] if node.level else ()
            source = ".".join((*parents, *filter(None, [node.module])))
            yield from (f"{source}.{alias.name}" for alias in node.names)


@cache
def unit_imports() -> dict[str, set[str]]:
    """By unit, the other units that it imports."""
    imports: dict[str, set[str]] = {}
    for module in modules():
        unit = unit_of(module)
        if unit == "__init__":
            continue
        used = imports.setdefault(unit, set())
        for name in imported_names(module):
            package, _, rest = name.partition(".")
            target = rest.partition(".")[0]
            is_unit = (PACKAGE / target).is_dir() or (PACKAGE / f"{target}.py").is_file()
            if package == PACKAGE.name and target and is_unit and target != unit:
                used.add(target)
    assert sum(map(len, imports.values())) >= 25, "hardly an import was seen"
    return imports


def layer_of(unit: str) -> int:
    layers = [number for number, units in enumerate(LAYERS) if unit in units]
    assert len(layers) == 1, f"give the new module {unit!r} its place in LAYERS"
    return layers[0]


def test_imports_go_to_lower_layers_only() -> None:
    upwards = [
        f"{unit} imports {target}"
        for unit, targets in unit_imports().items()
        if unit != SCRIPTS
        for target in targets
        if layer_of(target) < layer_of(unit)
    ]
    assert not upwards


def test_imports_make_no_circle() -> None:
    order = list(TopologicalSorter(unit_imports()).static_order())
    assert order.index("model") < order.index("tasks")


def declared(*, dev: bool) -> set[str]:
    """The distributions that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] * dev)
    return {canonicalize_name(Requirement(line).name) for line in lines}


@pytest.mark.parametrize("folder", ["lab1report", "tests"])
def test_imported_libraries_are_declared(folder: str) -> None:
    """What comes along with another library today need not come tomorrow."""
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    imported = {name.partition(".")[0] for file in files for name in imported_names(file)}
    others = imported - sys.stdlib_module_names - {PACKAGE.name, "tests"}
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
    importers = [unit for unit, targets in unit_imports().items() if SCRIPTS in targets]
    assert not importers
    assert not unit_imports()[SCRIPTS]


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
