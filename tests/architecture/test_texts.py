"""What may stand in the files: Russian in templates only, and no path of somebody's machine."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CYRILLIC = re.compile("[\u0400-\u04ff]")
NAMES = re.compile("«[^»]*»|ГОСТ")  # what the assignment calls its parts, and the standards
PYTHON_FOLDERS = ("lab1report", "benchmarks", "scripts")
PYTHON_WITH_CYRILLIC = {
    "lab1report/settings/options.py",  # what users write: streams and group codes
    "lab1report/settings/classes.py",
    "lab1report/course/collecting/letters.py",  # which Latin letters look like Russian ones
    "lab1report/pages/russian.py",  # how Russian is set: which short words bind
}

MACHINE_PATH = re.compile(r"(?<![\w.$}])(/(?:work|home|root|Users|tmp/venv)/\w|C:\\+Users)")
NOT_OURS = {
    ".hypothesis",
    ".git",
    ".venv",
    ".venv-lowest",
    ".venv-colab",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
}
NOT_OURS |= {"build", "dist", "lab1-report", "cifar-100-python"}


@cache
def python_files() -> tuple[Path, ...]:
    found = tuple(sorted(path for name in PYTHON_FOLDERS for path in (ROOT / name).rglob("*.py")))
    assert len(found) >= 25, "the folders have moved: this test would hold nothing"
    return found


def docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str()) as docstring), *_]:
                    yield docstring


def cyrillic_lines(source: str) -> Iterator[int]:
    """Lines with Cyrillic other than names in «…» in comments and docstrings."""
    tree = ast.parse(source)
    described = {id(node) for node in docstrings(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str() as text) if CYRILLIC.search(text):
                if id(node) not in described or CYRILLIC.search(NAMES.sub("", text)):
                    yield node.lineno
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        plain = token.type in (tokenize.COMMENT, tokenize.NAME)
        if plain and CYRILLIC.search(NAMES.sub("", token.string)):
            yield token.start[0]


def test_the_check_sees_cyrillic() -> None:
    assert not list(cyrillic_lines('"""Part «Задание 1»."""\n# see «Варианты»\n'))
    assert list(cyrillic_lines('"""Задание."""\n')) == [1]
    assert list(cyrillic_lines('a = 1\nb = "«Да»"\n')) == [2]
    assert list(cyrillic_lines("c = f'{a} да'\n")) == [1]
    assert list(cyrillic_lines("a = 1  # да\n")) == [1]
    assert list(cyrillic_lines("с = 1\n")) == [1]


def test_russian_stays_out_of_python() -> None:
    places = [
        f"{name}:{line}"
        for path in python_files()
        if (name := path.relative_to(ROOT).as_posix()) not in PYTHON_WITH_CYRILLIC
        for line in cyrillic_lines(path.read_text(encoding="utf-8"))
    ]
    assert not places


def test_exceptions_are_still_needed() -> None:
    unneeded = [
        name
        for name in sorted(PYTHON_WITH_CYRILLIC)
        if not any(cyrillic_lines((ROOT / name).read_text(encoding="utf-8")))
    ]
    assert not unneeded


def test_no_path_of_a_machine() -> None:
    assert MACHINE_PATH.search("open('" + "/home" + "/ann/lab1')")
    assert not MACHINE_PATH.search("https://example.org/home/ann")
    files = [
        path
        for path in ROOT.rglob("*")
        if path.is_file() and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
    ]
    assert len(files) >= 50, "hardly a file was seen"
    places = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in files
        if (found := MACHINE_PATH.search(path.read_text(encoding="utf-8", errors="ignore")))
    ]
    assert not places


def test_one_spelling() -> None:
    """Of a word that stands in many messages, which are searched for."""
    other = re.compile("can" + r"[\s#]+not\b(?! only)|can" + "_not")
    files = [*python_files(), *(ROOT / "tests").rglob("*.py"), ROOT / "CHANGELOG.md"]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    assert [path for path, text in texts.items() if other.search(text)] == []
