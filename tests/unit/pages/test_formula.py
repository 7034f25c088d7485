import re

import pytest

from lab1report.pages.formula import Formula, typeset
from lab1report.pages.template_errors import TemplateRuleError


def box(formula: Formula) -> tuple[float, ...]:
    """Left, top, width and height of the picture."""
    found = re.search(r'viewBox="(\S+) (\S+) (\S+) (\S+)"', formula.svg)
    assert found is not None
    return tuple(map(float, found.groups()))


def test_a_formula_reaches_below_the_baseline_by_its_depth() -> None:
    plain, deep = typeset("x"), typeset(r"\dfrac{1}{n}")
    assert deep.depth > plain.depth + 0.2
    assert box(deep)[3] > box(plain)[3] + 10


def test_fractions_are_large_in_display() -> None:
    inline, display = typeset(r"\frac{1}{n}"), typeset(r"\frac{1}{n}", display=True)
    assert box(display)[3] > 1.3 * box(inline)[3]
    assert display.tex == inline.tex


def test_the_picture_is_one_path_within_its_box() -> None:
    formula = typeset(r"\hat{y} = \sum_{i=1}^{n} w_i x_i")
    left, top, width, height = box(formula)
    data = formula.svg.split(' d="')[1]
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", data)]
    assert len(numbers) > 200
    assert left <= min(numbers[0::2]) <= max(numbers[0::2]) <= left + width
    assert top <= min(numbers[1::2]) <= max(numbers[1::2]) <= top + height


@pytest.mark.parametrize("tex", [r"\nosuch{x}", r"\frac{1", "\frac{1}{2}", "\theta"])
def test_what_is_not_tex_is_named(tex: str) -> None:
    with pytest.raises(TemplateRuleError, match="formula"):
        typeset(tex)
