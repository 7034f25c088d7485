"""What the texts mention exists: paths, modules, names in them, commands and options.

A text goes stale at every move, and nothing else would notice.
"""

import ast
import io
import re
import runpy
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from lab1report.cli.app import app
from tests.architecture.test_texts import NOT_OURS, docstrings

pytestmark = pytest.mark.slow  # of about two seconds each

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lab1report"
FOLDERS = ("lab1report", "tests", "experiments", "templates", "docs", "benchmarks", "scripts")
GUIDES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/explanation/performance.md",
    "docs/reference/results.md",
    "docs/explanation/series.md",
)

PATH = re.compile(rf"(?<![\w/.-])(?:{'|'.join(FOLDERS)})/[\w<>*./-]*[\w>*]")
SOURCE = re.compile(r"(?<![\w./<>*-])(?:[\w-]+/)*[\w-]+(?:\.html)?\.(?:py|j2|toml|css|js)\b")
PLACEHOLDER = re.compile(r"<\w+>|\b[A-Z]+\b")  # templates/<language>/…, notebooks/ID.py
QUOTED = re.compile(r"`([a-z_]+(?:\.\w+)+)`")
MADE = ("benchmarks/results.json", "benchmarks/gpu.md", "lab1report/_data")  # by runs, the wheel
NOT_HERE = {"lab1.toml", "Plotly.js", "plotly.js"}  # the user's own, and a library


@cache
def files() -> tuple[Path, ...]:
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return (
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")),
        *(ROOT / name for name in ("pyproject.toml", "constraints.txt")),
        *(path for path in found if path.is_file() and NOT_OURS.isdisjoint(path.parts)),
    )


def prose(path: Path) -> str:
    """What a file tells people: of Python the docstrings and comments, of others everything."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    described = [str(ast.literal_eval(node)) for node in docstrings(ast.parse(text))]
    return "\n".join([*described, *comments])


@cache
def texts() -> dict[str, str]:
    kinds = {".py", ".md", ".j2", ".toml", ".css", ".js", ""}
    found = {
        path.relative_to(ROOT).as_posix(): prose(path)
        for path in files()
        if path.suffix in kinds and not path.name.endswith(".min.js")
    }
    assert len(found) >= 300, "the folders have moved: this test would hold nothing"
    return found


def is_there(pattern: str) -> bool:
    """Whether a path, in which a placeholder stands for anything, is one of this repository."""
    return (ROOT / pattern).exists() or any(ROOT.glob(PLACEHOLDER.sub("*", pattern)))


def test_paths_exist() -> None:
    assert is_there("templates/<language>/figures.toml")
    assert is_there("experiments/notebooks/ID.py")
    assert not is_there("lab1report/analysis/")
    mentioned = {(name, path) for name, text in texts().items() for path in PATH.findall(text)}
    assert len(mentioned) >= 80
    mentioned = {(name, path) for name, path in mentioned if not path.startswith(MADE)}
    assert not sorted((name, path) for name, path in mentioned if not is_there(path))


@cache
def endings() -> frozenset[str]:
    """Every way to name a file of the repository by the end of its path."""
    parts = [path.relative_to(ROOT).parts for path in files()]
    return frozenset("/".join(one[start:]) for one in parts for start in range(len(one)))


def test_sources_named_by_the_end_of_their_path_exist() -> None:
    mentioned = {
        (name, found)
        for name, text in texts().items()
        if name.startswith("lab1report/") or name in GUIDES
        for found in SOURCE.findall(text)
        if not PLACEHOLDER.search(found.partition(".")[0])
    }
    assert len(mentioned) >= 20
    assert not sorted((n, found) for n, found in mentioned if found not in endings() | NOT_HERE)


def defined(path: Path) -> Iterator[str]:
    """The names that a module, and each class in it, defines; its imports too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name


def resolves(name: str) -> bool:
    """Whether `package.module.function` is there, as much of it as is given.

    After a package a name of any of its modules may follow: `settings.out` is the field of a class.
    """
    place, parts = PACKAGE, name.split(".")
    while parts and (place / parts[0]).is_dir():
        place /= parts.pop(0)
    if parts and (module := (place / parts[0]).with_suffix(".py")).is_file():
        return set(parts[1:]) <= set(defined(module))
    return set(parts) <= {name for module in place.rglob("*.py") for name in defined(module)}


def test_names_in_modules_exist() -> None:
    assert resolves("pages.html.render_html")
    assert resolves("own_words.in_page")
    assert not resolves("pages.html.render_pdf")
    assert not resolves("pages.nothing")
    units = {path.stem for path in PACKAGE.iterdir() if path.suffix in {"", ".py"}}
    mentioned = {
        (name, found.removeprefix("lab1report."))
        for name, text in texts().items()
        if (name.endswith(".py") or name in GUIDES)
        and name != "docs/reference/results.md"  # names in JSON
        for found in QUOTED.findall(text)
        if found.removeprefix("lab1report.").partition(".")[0] in units
        and not found.endswith((".py", ".toml", ".json"))
    }
    assert len(mentioned) >= 5
    assert not sorted((name, found) for name, found in mentioned if not resolves(found))


def test_commands_and_options_exist() -> None:
    group = typer.main.get_command(app)
    commands = getattr(group, "commands")  # noqa: B009 — a Group, which click's types hide
    data = commands["data"].commands
    options = {
        option
        for command in (group, *commands.values(), *data.values())
        for parameter in command.params
        for option in parameter.opts
    } | {"--help"}
    described = re.findall(r"--[a-z][\w-]+", texts()["docs/reference/options.md"])
    assert len(set(described)) >= 15
    assert set(described) <= options
    guides = "\n".join(texts()[name] for name in GUIDES)
    named = set(re.findall(r"(?:^|`)lab1report ([a-z]+)", guides, re.MULTILINE))
    assert len(named) >= 6
    assert named <= set(commands)
    targets = set(re.findall(r"^([a-z]+):", texts()["Makefile"], re.MULTILINE))
    made = set(re.findall(r"(?:^ *|`|&& )make ([a-z]+)", guides, re.MULTILINE))
    assert len(made) >= 4
    assert made <= targets


def test_the_picture_of_the_layers_is_up_to_date() -> None:
    """`make layers` draws it anew."""
    script = runpy.run_path(str(ROOT / "scripts" / "draw_layers.py"))
    drawn = script["picture"]()
    assert "errors" in drawn
    assert script["PICTURE"].read_text(encoding="utf-8") == drawn
