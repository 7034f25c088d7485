"""Expressions in the student's words: what they may be, and what they print."""

from typing import Any

import pytest
from jinja2.exceptions import SecurityError
from markupsafe import Markup

from lab1report.errors import UserError
from lab1report.own_words.evaluation import value
from lab1report.own_words.expressions import Expression, read

KNOWN: dict[str, Any] = {
    "cifar": {"test_accuracy": 0.8033, "epochs": 47, "network": "FC(10) <b>", "lr": 5e-5},
    "variants": {"batch-64": {"lr": 0.01}},
    "classes": [{"title": "гусеница"}],
    "best": {"test": {"mean": 0.8, "sd": 0.1}, "certain": True},
}


def expression(source: str) -> Expression:
    return read(source, "words/xor.md:7")


def printed(source: str) -> str:
    functions = {
        name: lambda *ids: Markup("<a>{}</a>").format("+".join(ids))
        for name in ("fig", "tab", "eq", "cite")
    }
    return value(expression(source), KNOWN, functions, "ru")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("cifar.test_accuracy | percent", "80,3\u00a0%"),
        ("cifar.test_accuracy|percent(0)", "80\u00a0%"),
        ("cifar.test_accuracy | percent(digits=2)", "80,33\u00a0%"),
        ("cifar.epochs", "47"),
        ("cifar.test_accuracy", "0,8033"),
        ("cifar.test_accuracy / 3", "0,2678"),
        ("cifar.lr", "5·10<sup>−5</sup>"),
        ("cifar.lr | scientific", "5·10<sup>−5</sup>"),
        ('cifar.epochs | plural("эпоха", "эпохи", "эпох")', "47\u00a0эпох"),
        ("(cifar.test_accuracy - 1) * 100 | abs", "−19,67"),
        ("((cifar.test_accuracy - 1) * 100) | abs | number(1)", "19,7"),
        ("-cifar.epochs", "−47"),
        ("cifar.network", "FC(10) &lt;b&gt;"),
        ('variants["batch-64"].lr', "0,01"),
        ('cifar["epochs"]', "47"),
        ("classes[0].title", "гусеница"),
        ('fig("xor-loss")', "<a>xor-loss</a>"),
        ('cite("adam", "holm")', "<a>adam+holm</a>"),
    ],
)
def test_what_is_printed(source: str, text: str) -> None:
    assert printed(source) == text


def test_what_an_expression_uses() -> None:
    found = expression('(cifar.a["b-c"][0] - xor.d) | number')
    assert found.names == (("cifar", "a", "b-c", 0), ("xor", "d"))
    assert expression('cite("adam", "holm")').references == (
        ("cite", "adam"),
        ("cite", "holm"),
    )
    place = expression('after(tab("results"))')
    assert (place.is_place, place.references) == (True, (("tab", "results"),))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "Expected an expression"),
        ("cifar.", "."),
        ("cifar..x", "."),
        ("a b", "."),
        ("cifr.epochs", "'cifr' is unknown; did you mean 'cifar'"),
        ("cifar.epochs | procent", "no filter 'procent'; did you mean 'percent'"),
        ("cifar | attr('__class__')", "no filter 'attr'"),
        ("cifar.items()", "only names"),
        ("cifar['items']()", "only names"),
        ("open('x')", "no function 'open'; there are fig, tab, eq, cite, after"),
        ("fgi('x')", "no function 'fgi'; did you mean 'fig'"),
        ("fig(cifar.network)", r'write fig\("…"\)'),
        ("fig('a', 'b')", r'write fig\("…"\)'),
        ("fig()", r'write fig\("…"\)'),
        ("fig(*'ab')", r'write fig\("…"\)'),
        ("fig", r'write fig\("…"\)'),
        ("after('x')", r'write after\(fig\("…"\)\) or after\(tab\("…"\)\)'),
        ("after(eq('x'))", r'write after\(fig\("…"\)\) or after'),
        ("after(fig('x'), fig('y'))", r'write after\(fig\("…"\)\) or after'),
        ("after(fig())", r'write fig\("…"\)'),
        ("after", "'after' is unknown"),
        ("1 + after(fig('x'))", r'write after\("…"\)|no function'),
        ("cifar[xor.wrong]", "a name has parts like"),
        ("cifar[0:1]", "a name has parts like"),
        ("''.__class__.__mro__", "a name has parts like"),
        ("cifar.epochs ** 9", "only names"),
        ("[1, 2]", "only names"),
        ("{}", "only names"),
        ("1 if 2 else 3", "only names"),
        ("cifar.epochs > 1", "only names"),
        ("'a' ~ 'b'", "only names"),
        ("self", "'self' is unknown"),
        ("lipsum()", "no function 'lipsum'"),
        ("cifar.epochs is defined", "only names"),
    ],
)
def test_what_is_refused(source: str, words: str) -> None:
    with pytest.raises(UserError, match=rf"^words/xor\.md:7: {{{{ .*}}}}: .*{words}"):
        expression(source)


@pytest.mark.parametrize(
    ("length", "counted"),
    [(301, "301 символ,"), (303, "303 символа,"), (311, "311 символов,")],
)
def test_in_russian_characters_are_counted(russian: None, length: int, counted: str) -> None:
    with pytest.raises(UserError, match=f"{counted} а допускается не больше 300$"):
        expression("1" + "+1" * (length // 2))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("best.test", "best.test is no single value; it has mean, sd"),
        ("classes", r"classes is no single value; it has \[0\] to \[0\]"),
        ("best.certain", "is true, which is no number"),
        ("cifar.network | percent", "filters take numbers"),
        ("cifar.epochs - cifar.network | percent", r"into brackets, \(a - b\) \| percent"),
        ("cifar.epochs / 0", "cannot be computed"),
        ("cifar.network - 1", "cannot be computed"),
        ("cifar.epochs | plural('эпоха')", "three forms of the noun"),
        ('"\\u202e"', r"invisible character U\+202E"),
    ],
)
def test_what_comes_to_nothing(source: str, words: str) -> None:
    with pytest.raises(UserError, match=rf"^words/xor\.md:7: .*{words}"):
        printed(source)


def test_the_sandbox_holds_without_the_check() -> None:
    """Whatever the check might miss, no attribute of Python's own is reached."""
    with pytest.raises(SecurityError):
        value(Expression("cifar.__class__.__mro__", ""), KNOWN, {}, "ru")
