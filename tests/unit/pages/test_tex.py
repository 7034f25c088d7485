import pytest

from lab1report.pages.formula import typeset
from lab1report.pages.tex import TexError, to_typst


@pytest.mark.parametrize(
    ("tex", "typst"),
    [
        ("w_i^2", "attach(w, b: i, t: 2)"),
        ("x_12", "attach(x, b: 1) 2"),
        ("x'^2", "attach(x, t: prime 2)"),
        ("^2", 'attach("", t: 2)'),
        (r"\frac12", "frac(1, 2)"),
        (r"\frac{a, b}{c}", "frac(a comma b, c)"),
        (r"\sqrt[3]{x}", "root(3, x)"),
        (r"\ln p", 'op("ln", limits: #false) p'),
        (r"\sum_i \left( x \right)", r"attach(\∑, b: i) thin lr(\( x \))"),
        (r"\left. x \right|", r"lr( x \|)"),
        (r"\displaystyle x, y", "display(x comma y)"),
        ("0{,}5", '0 class("normal", comma) 5'),
        ("a/b", r"a \/ b"),
        (r"\theta \leq 1", r"θ \≤ 1"),
        (r"x\text{ при } y", 'x" при "y'),
        ('\\text{#panic("x")}', r'"#panic(\"x\")"'),
        ("{x}", "x"),
        (r"x_1^\ (y)", r"attach(x, b: 1, t: space) \( y \)"),
        (r"\frac\,x", "frac(thin, x)"),
    ],
)
def test_tex_in_typst(tex: str, typst: str) -> None:
    assert to_typst(tex) == typst


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        (r"a + \foo", r"unknown command \foo at character 5"),
        (r"\frac{1", "} is missing at character 8"),
        ("x^", "unexpected end of text at character 3"),
        (r"\frac{a}}", "unexpected } at character 9"),
        ("x}", "unexpected } at character 2"),
        ("x_1_2", "a second _ at character 4"),
        (r"\left( x", r"\right is missing at character 9"),
        (r"x \right)", r"unexpected \right at character 3"),
        (r"\left x", "unexpected x at character 7"),
        ("a & b", "unexpected & at character 3"),
        (r"\sqrt[3", "] is missing at character 8"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tex: str, reason: str) -> None:
    with pytest.raises(TexError) as error:
        to_typst(tex)
    assert str(error.value) == reason


@pytest.mark.parametrize(
    "tex",
    [
        '#x" \\# \\_ \\$ @ ` ? ; : ! ~ * - + = < > | / ( [ ] )'.replace("#x", "x"),
        "->", "!=", "<=", "...", "f(x; y: z)", "//", "/* x */", "[x", "√x", "x:=y",
        r"\big( x \Big| y \bigg]", r"\underbrace{a}_b", r"\arg\max_k p_k", r"\mathbb R^n",
        r"\overset{a}{=}", r"\operatorname*{argmin}_x f", r"{\rm acc}_1", r"f''_i",
        r"\sum\limits_i \int\nolimits_0^1 x", r"\hat y_i, \vec{w}", r"\left\{x \middle| y\right\}",
    ],
)  # fmt: skip
def test_no_sign_is_typsts_syntax(tex: str) -> None:
    assert typeset(tex).width > 0
