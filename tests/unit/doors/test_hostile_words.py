"""Hostile words get a sentence at once: no traceback, no minute, no gigabyte."""

import re
import time
from pathlib import Path

import pytest

from lab1report.errors import UserError
from lab1report.own_words.checks import check_words
from lab1report.own_words.evaluation import value
from lab1report.own_words.expressions import read as read_expression
from lab1report.own_words.folder import read
from lab1report.own_words.formulas import require_typeset
from lab1report.own_words.markdown import parse
from tests.unit.doors.doors import SECONDS
from tests.unit.doors.hostile_words import EXPRESSIONS, FORMULAS, FRONT_MATTER, MARKDOWN, TOP

LONGEST = 400  # characters of a sentence, which quotes at most 80


def refused(text: str, wanted: str | None, folder: Path) -> None:
    (folder / "words").mkdir()
    (folder / "words" / "xor.md").write_text(text, encoding="utf-8")
    judged(lambda: read(folder / "words"), wanted)


def judged(act: object, wanted: str | None) -> None:
    started, said = time.process_time(), None
    try:
        act()  # type: ignore[operator]
    except UserError as error:
        said = str(error)
    assert time.process_time() - started < SECONDS
    if wanted is None:
        return  # whether it is taken is for what comes later to say
    assert said is not None, "taken"
    assert re.search(wanted, said), said
    assert len(said) < LONGEST, said


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_expressions(name: str) -> None:
    source, wanted = EXPRESSIONS[name]

    def evaluate() -> None:
        expression = read_expression(source, "words/xor.md:1")
        if not expression.names:
            value(expression, {}, {}, "ru")

    judged(evaluate, wanted)


@pytest.mark.parametrize("source", ['"a" | abs', '5 | plural("a", "b")', "1 / 0", "1e15 * 1e15"])
def test_what_no_number_changes_is_found_before_anything_is_computed(
    source: str, tmp_path: Path
) -> None:
    (tmp_path / "xor.md").write_text(f"Текст {{{{ {source} }}}}.", encoding="utf-8")
    with pytest.raises(UserError, match=r"xor\.md:1"):
        check_words(read(tmp_path), language="ru")


@pytest.mark.parametrize("name", FRONT_MATTER)
def test_front_matter(name: str, tmp_path: Path) -> None:
    text, wanted = FRONT_MATTER[name]
    refused(TOP.format(text), wanted, tmp_path)


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("dollars", ["$", "$$"])
def test_formulas(name: str, dollars: str) -> None:
    tex, wanted = FORMULAS[name]
    (formula,) = parse(f"Текст.\n\n{dollars}{tex}{dollars}", file="words/xor.md").formulas
    judged(lambda: require_typeset(formula), wanted)


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown(name: str, tmp_path: Path) -> None:
    text, wanted = MARKDOWN[name]
    refused(text, wanted, tmp_path)
