"""Formulas are read aloud in words, none goes without, and no two sound the same."""

import re
import tomllib
from collections.abc import Iterator, Sequence
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
        (
            r"1/\sqrt{B}",
            "дробь, в числителе 1, в знаменателе корень из B большое, конец дроби",
        ),
        (
            r"x/255 - \mu",
            "дробь, в числителе x, в знаменателе 255, конец дроби минус мю",
        ),
        (
            r"\eta\,(x + 1)/\partial\theta",
            "греческая буква эта, дробь, в числителе x плюс 1, в знаменателе дэ тета, конец дроби",
        ),
        (r"\ln p + 1", "логарифм p, конец логарифма, плюс 1"),
        (r"1 + n \ln p", "1 плюс n логарифм p"),
        (
            r"f(\sum_i w_i x + b)",
            "f открыть скобку сумма по i, w с индексом i, x, конец суммы, плюс b закрыть скобку",
        ),
        (r"e^{x + 1}", "e в степени x плюс 1, конец степени"),
        (r"\hat{x + 1}", "выражение x плюс 1, конец выражения, с крышкой"),
        (
            "a/b/c",
            "дробь, в числителе дробь, в числителе a, в знаменателе b, конец дроби,"
            " в знаменателе c, конец дроби",
        ),
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
            "дробь, в числителе корень из p открыть скобку 1 минус p закрыть скобку, конец корня,"
            " в знаменателе n, конец дроби",
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
    for tex, said in (("a/", "a делить на"), ("f(x", "f открыть скобку x"), (r"\ln", "логарифм")):
        assert spoken(tex, True, words=words) == said


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


def made_up(fraction: str) -> Iterator[str]:
    """Formulas that differ by what belongs to what: e^{x + y} z and e^x + y z, X and x.

    Fractions are all written alike: with a slash or without one, they sound the same.
    """
    letters = ("x", "X", r"\eta")
    short = [*letters, *(f"{one} + {other}" for one, other in product(letters, repeat=2))]
    parts = [
        *short,
        *(rf"\sqrt{{{one}}}" for one in short),
        *(fraction.format(one, other) for one, other in product(short[:6], repeat=2)),
        *(rf"x^{{{one}}}" for one in short),
        *(rf"x_{{{one}}}" for one in short),
        *(rf"\sum_{{{one}}} x" for one in short),
        *(rf"({one})" for one in short),
        *(rf"\ln {one}" for one in letters),
        *(rf"\ln ({one})" for one in short),
        *(rf"\hat{{{one}}}" for one in short),
    ]
    yield from parts
    for one, other in product(parts, repeat=2):
        yield f"{one} {other}"
        yield f"{one} + {other}"


@pytest.mark.parametrize("fraction", [r"\frac{{{}}}{{{}}}", "({})/({})"])
def test_no_two_formulas_sound_the_same(fraction: str, words: dict[str, Any]) -> None:
    meant: dict[str, str] = {}
    templates = of_templates()
    assert len(templates) > 50
    for tex in (*sorted(templates), *made_up(fraction)):
        said = spoken(tex, words=words).replace(",", "").replace(";", "")
        same = re.sub(r"\\[,;:]|\\q?quad|\\left|\\right|\s", "", tex)
        assert meant.setdefault(said, same) == same, f"{said!r}: {same} and {meant[said]}"


_SIGN = re.compile(r"\\[A-Za-z]+|\\.|\S")
_OPERATORS = {"+", "-", "=", ">", "<", r"\leftarrow"}
_CALLS = {r"\ln", r"\exp", r"\max", r"\sum"}


def otherwise_grouped(tex: str) -> Iterator[str]:
    """The formula with more below a slash, or above it, or within a function or sum, than it has.

    The brackets that say so are silent here, since a hearer may miss them, or think them implied.
    """
    signs = _SIGN.findall(re.sub(r"\\left|\\right", "", tex))
    for place, sign in enumerate(signs):
        if sign == "/":
            for start in range(place):
                if needs_brackets(signs[start:place]):
                    yield grouped(signs, start, place)
        if sign == "/" or sign in _CALLS:
            start = place + 1
            while sign == r"\sum" and start < len(signs) and signs[start] in ("_", "^"):
                start = signs.index("}", start) + 1 if signs[start + 1] == "{" else start + 2
            for end in range(start + 1, len(signs) + 1):
                if needs_brackets(signs[start:end]):
                    yield grouped(signs, start, end)


def needs_brackets(signs: Sequence[str]) -> bool:
    """Whether an operator stands in a whole part of a formula, outside of its brackets."""
    depth, found = 0, False
    for number, sign in enumerate(signs):
        depth += (sign in ("(", "[", "{", r"\lceil")) - (sign in (")", "]", "}", r"\rceil"))
        if depth < 0 or sign in (",", r"\quad", r"\qquad"):
            return False
        found |= not depth and sign in _OPERATORS and 0 < number < len(signs) - 1
    return found and not depth and signs[0] not in ("_", "^")


def grouped(signs: Sequence[str], start: int, end: int) -> str:
    return " ".join([*signs[:start], r"\langle", *signs[start:end], r"\rangle", *signs[end:]])


def test_what_a_slash_a_function_and_a_sum_are_of_is_heard(words: dict[str, Any]) -> None:
    """«x делить на 255 минус мю» is heard as x / (255 - μ), whatever was written."""
    silent = {**words, "symbols": {**words["symbols"], "langle": "", "rangle": ""}}
    pairs = [
        (tex, other)
        for tex in (*of_templates(), r"\ln(1 - p) + x", r"\exp(x) - \sum_i x_i + y/2 - 1")
        for other in otherwise_grouped(tex)
    ]
    assert len({tex for tex, _other in pairs}) > 10
    for tex, other in pairs:
        assert spoken(tex, words=words) != spoken(other, words=silent), other


def test_no_letter_sounds_like_a_word(words: dict[str, Any]) -> None:
    """As «эта», which is "this" too: «минус эта дробь»."""
    assert not {"эта", "это", "и", "а", "о", "с", "к", "в", "у", "я", "да", "на"} & {
        *words["letters"].values()
    }
    assert all("буква эта" in spoken(tex, words=words) for tex in of_templates() if r"\eta" in tex)
