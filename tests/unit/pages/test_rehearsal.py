from jinja2 import Environment

from lab1report.pages.formula import typeset
from lab1report.pages.rehearsal import formulas, rehearse
from lab1report.pages.templates import make_environment

TEMPLATE = r"""
{{ tex('x') }} {{ tex(name) }} {{ tex('a' ~ name) }} {{ plural('y') }}
{{ formula('id', '\\frac{1}{n}') }}
{{ where([('n', 'number of ' ~ tex('i')), (name, 'unknown')]) }} {{ where(symbols) }}
"""


def test_literal_formulas_are_found() -> None:
    found = sorted(formulas(Environment(autoescape=True).parse(TEMPLATE)))
    assert found == [(r"\frac{1}{n}", True), ("i", False), ("n", False), ("x", False)]


def test_the_formulas_of_the_report_are_set_beforehand() -> None:
    typeset.cache_clear()
    rehearse("ru")
    rehearsed = typeset.cache_info().misses
    assert rehearsed > 30
    assert typeset(r"A = \max(0,\; XW_1 + b_1), \qquad \hat{y} = AW_2 + b_2,", display=True).svg
    assert typeset.cache_info().misses == rehearsed
    typeset(r"A = \max")
    assert typeset.cache_info().misses == rehearsed + 1


def test_the_compiled_templates_are_kept() -> None:
    environment = make_environment("ru")
    assert make_environment("ru") is environment
    assert environment.get_template("macros.html.j2") is environment.get_template("macros.html.j2")
