"""Formulas are read aloud in words, and none goes without."""

import tomllib
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
        (r"1/\sqrt{B}", "1 делить на корень из B"),
        (r"\sum_{i=1}^{n} x^2", "сумма от i равно 1 до n x в квадрате"),
        (
            r"\frac{\partial L}{\partial W_2} = A^T\delta,",
            "дробь, в числителе дэ L, в знаменателе дэ W с индексом 2, конец дроби равно"
            " A транспонированная дельта",
        ),
        (
            r"y(x) = \dfrac{1}{1 + e^{-10x}},",
            "y скобка x закрыть скобку равно дробь, в числителе 1, в знаменателе 1 плюс"
            " e в степени минус 10 x, конец дроби",
        ),
        (r"\theta \leftarrow \theta - \eta", "тета становится равным тета минус эта"),
        (r"\left[ a \right]", "квадратная скобка a закрыть квадратную скобку"),
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
    assert spoken(r"L_\text{на тесте}", True, words=words) == "L с индексом на тесте"
    assert spoken(r"\frac12", True, words=words).startswith("дробь, в числителе 12")
