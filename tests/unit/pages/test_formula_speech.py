"""Formulas are read aloud in words, none goes without, and no two sound the same."""

import re
import tomllib
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from lab1report import resources
from lab1report.pages.formula_speech import spoken
from lab1report.pages.template_errors import TemplateRuleError


@pytest.fixture(scope="module")
def words() -> dict[str, Any]:
    path = resources.folder("templates") / "ru" / "formulas.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        ("n", "n"),
        (r"\hat{y}_i,\; y_i", "y с крышкой с индексом i, y с индексом i"),
        (r"1/\sqrt{B}", "1 делить на корень из B большое"),
        (r"\sum_{i=1}^{n} x^2", "сумма по i от 1 до n, x в квадрате"),
        (
            r"\frac{\partial L}{\partial W_2} = A^T\delta,",
            "дробь, в числителе дэ L большое, в знаменателе дэ W большое с индексом 2, конец дроби"
            " равно A большое транспонированное, дельта",
        ),
        (
            r"y(x) = \dfrac{1}{1 + e^{-10x}},",
            "y открыть скобку x закрыть скобку равно дробь, в числителе 1, в знаменателе 1 плюс"
            " e в степени минус 10 x, конец степени, конец дроби",
        ),
        (
            r"\theta \leftarrow \theta - \eta\,\frac{1}{B}",
            "тета становится равным тета минус греческая буква эта, дробь, в числителе 1,"
            " в знаменателе B большое, конец дроби",
        ),
        (r"\left[ a \right]", "открыть квадратную скобку a закрыть квадратную скобку"),
        (r"p_{i,c_i} x", "p с индексом i и c с индексом i, конец индекса, x"),
        (r"w_1 x_1", "w с индексом 1, x с индексом 1"),
        (r"e^{-10x} + 1", "e в степени минус 10 x, конец степени, плюс 1"),
        (
            r"\sqrt{p(1 - p)}/n",
            "корень из p открыть скобку 1 минус p закрыть скобку, конец корня, делить на n",
        ),
        (r"\frac{1}{2} x", "дробь, в числителе 1, в знаменателе 2, конец дроби, x"),
        (r"a = b, \quad c = d", "a равно b; c равно d"),
        (r"\mathrm{MSE}", "MSE"),
    ],
)
def test_formulas_in_words(tex: str, said: str, words: dict[str, Any]) -> None:
    assert spoken(tex, words=words) == said


@pytest.mark.parametrize(
    ("tex", "problem"),
    [
        (r"\aleph", r"no words for '.*aleph'"),
        ("a | b", r"no words for '\|'"),
        (r"\sqrt", "ends too early"),
        (r"\frac{1}", "ends too early"),
        ("x^", "ends too early"),
        (r"\hat{y", "is not closed"),
    ],
)
def test_what_cannot_be_said_is_refused(tex: str, problem: str, words: dict[str, Any]) -> None:
    with pytest.raises(TemplateRuleError, match=problem):
        spoken(tex, words=words)


def test_a_students_formula_may_have_signs_without_words(words: dict[str, Any]) -> None:
    assert spoken(r"x_1 \star |y|", True, words=words) == "x с индексом 1 star | y |"
    assert spoken(r"L_\text{на тесте}", True, words=words) == "L большое с индексом на тесте"
    assert spoken(r"\frac12", True, words=words).startswith("дробь, в числителе 12")


def of_templates() -> set[str]:
    """The formulas of the report and of the defence, as TeX."""
    found: set[str] = set()
    for path in (resources.folder("templates") / "ru").rglob("*.j2"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"\btex\('([^']+)'", text))
        found |= set(re.findall(r"\bformula\('[^']+', '([^']+)'", text))
        for symbols in re.findall(r"\bwhere\(\[(.+?)\]\)", text):
            found |= set(re.findall(r"\('([^']+)', '", symbols))
    return {tex.replace("\\\\", "\\").rstrip(",.") for tex in found}


def made_up() -> Iterator[str]:
    """Formulas that differ by what belongs to what: e^{x + y} z and e^x + y z, X and x."""
    letters = ("x", "X", r"\eta")
    short = [*letters, *(f"{one} + {other}" for one, other in product(letters, repeat=2))]
    parts = [
        *short,
        *(rf"\sqrt{{{one}}}" for one in short),
        *(rf"\frac{{{one}}}{{{other}}}" for one, other in product(short[:6], repeat=2)),
        *(rf"x^{{{one}}}" for one in short),
        *(rf"x_{{{one}}}" for one in short),
        *(rf"\sum_{{{one}}} x" for one in short),
        *(rf"({one})" for one in short),
    ]
    for one, other in product(parts, repeat=2):
        yield f"{one} {other}"
        yield f"{one} + {other}"


def test_no_two_formulas_sound_the_same(words: dict[str, Any]) -> None:
    meant: dict[str, str] = {}
    templates = of_templates()
    assert len(templates) > 50
    for tex in (*sorted(templates), *made_up()):
        said = spoken(tex, words=words).replace(",", "").replace(";", "")
        same = re.sub(r"\\[,;:]|\\q?quad|\\left|\\right|\s", "", tex)
        assert meant.setdefault(said, same) == same, f"{said!r}: {same} and {meant[said]}"


def test_no_letter_sounds_like_a_word(words: dict[str, Any]) -> None:
    """As «эта», which is "this" too: «минус эта дробь»."""
    assert not {"эта", "это", "и", "а", "о", "с", "к", "в", "у", "я", "да", "на"} & {
        *words["letters"].values()
    }
    assert all("буква эта" in spoken(tex, words=words) for tex in of_templates() if r"\eta" in tex)
