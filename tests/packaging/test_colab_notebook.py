"""The notebook for Colab says what the rest of the repository says, and has no outputs."""

import ast
import re
from typing import Any, get_args

import nbformat
import pytest

from lab1report import options, parse_option
from lab1report.model import Length
from lab1report.settings.classes import years
from tests.repository import ROOT, declared_packages, optional_package, public_address

NOTEBOOK = ROOT / "colab" / "lab1report.ipynb"
FIELD = re.compile(r"^(\w+) = (.+?)  # @param (.+)$", re.MULTILINE)
NOT_OPTIONS = {"keep_on_drive", "own_words", "source", "what"}


@pytest.fixture(scope="module")
def cells() -> dict[str, Any]:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return {cell.id: cell for cell in notebook.cells}


@pytest.fixture(scope="module")
def fields(cells: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    """The forms' fields: their defaults, and how Colab is to show them."""
    code = "\n".join(cell.source for cell in cells.values() if cell.cell_type == "code")
    return {name: (ast.literal_eval(value), form) for name, value, form in FIELD.findall(code)}


def test_nothing_of_a_run_is_in_it(cells: dict[str, Any]) -> None:
    for cell in cells.values():
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
            assert cell.metadata == {"cellView": "form"}
            assert cell.source.startswith("# @title "), "its form has no name"


def test_fields_are_options(fields: dict[str, tuple[Any, str]]) -> None:
    asked = set(fields) - NOT_OPTIONS
    assert {"group_code", "variant", "year", "student", "length"} <= asked <= set(options())
    for name in asked:
        default, _ = fields[name]
        if default:  # an empty field is not given
            parse_option(name, default)


def test_year_is_the_newest(fields: dict[str, tuple[Any, str]]) -> None:
    default, form = fields["year"]
    assert default == max(years())
    assert form == f'{list(years())} {{"type": "raw"}}'


def test_lengths_are_those_of_the_program(fields: dict[str, tuple[Any, str]]) -> None:
    default, form = fields["length"]
    assert default == options()["length"].default
    assert ast.literal_eval(form) == list(get_args(Length))


def test_address_is_the_same_everywhere(
    cells: dict[str, Any], fields: dict[str, tuple[Any, str]]
) -> None:
    source = public_address()
    path = NOTEBOOK.relative_to(ROOT).as_posix()
    opened = f"https://colab.research.google.com/github{source.removeprefix('https://github.com')}"
    badge = f"colab-badge.svg)]({opened}/blob/main/{path})"
    assert badge in cells["about"].source
    assert badge in (ROOT / "README.md").read_text(encoding="utf-8")
    assert fields["source"][0] == f"git+{source}"


def test_packages_are_those_of_the_set_up(cells: dict[str, Any]) -> None:
    source = cells["install"].source
    (named,) = re.findall(r"^pango = (\(.+\))$", source, re.MULTILINE)
    assert list(ast.literal_eval(named)) == declared_packages()
    assert f'subset = "{optional_package()}"' in source
    assert "with suppress(RuntimeError):\n        run(*apt_get_install, subset)" in source
