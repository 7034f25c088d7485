"""Markdown that a report can print; the rest is refused, with its line."""

import pytest

from lab1report.errors import UserError
from lab1report.own_words.markdown import OBJECT, parse, parse_with_mistakes


def texts(source: str) -> list[str]:
    return [passage.text for passage in parse(source, file="words/xor.md").passages]


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("Абзац.\n\n<div>x</div>", 3, "HTML is not taken"),
        ("Абзац\nс <b>жирным</b>.", 2, "HTML is not taken"),
        ("<script>alert(1)</script>", 1, "HTML is not taken"),
        ("- пункт <img src=x>", 1, "HTML is not taken"),
        ("**<br>**", 1, "HTML is not taken"),
        ("Абзац.\n\n<!-- без конца", 3, "comment is not closed"),
        ("![подпись](xor.png)", 1, "own figures only"),
        ("Абзац.\n\n| a | b |\n|---|---|\n| 1 | 2 |", 3, "own tables only"),
        ("```python\nx\n```", 1, "own listings only"),
        ("> цитата", 1, "quotation"),
        ("Абзац.\n\n---\n", 3, "a rule"),
        ("# Заголовок", 1, "##"),
        ("Абзац.\n\n### Заголовок", 3, "##"),
        ("- ## Заголовок", 1, "##"),
        ("- пункт\n\n  второй абзац", 3, "one paragraph"),
        ("[x](javascript:alert)", 1, "does not begin with https://"),
        ("[x](file:///etc/passwd)", 1, "does not begin with https://"),
        ("[x]( data:text/html,x )", 1, "does not begin with https://"),
        ("<mailto:a@b.c>", 1, "does not begin with https://"),
        ("Абзац\nдва {{ x", 2, r"\{\{ has no partner"),
        ("x }}", 1, r"\}\} has no partner"),
        ("{% for a in b %}", 1, "{% has no partner"),
        ("{# x #}", 1, "{# has no partner"),
        ("Абзац\n\u202eхвост", 2, r"invisible character U\+202E"),
        ("Абзац &#x202e;", 1, r"invisible character U\+202E"),
        ("Код `a\u200eb`", 1, r"invisible character U\+200E"),
        ("Абзац\n$$x$$ и", 2, "between empty lines"),
        ("Абзац.\n\n- пункт\n\n  $$x$$", 5, "a list cannot contain a formula"),
        ("Абзац.\n\n## Про $x$", 3, "a heading cannot contain a formula"),
        ("$$\nx\n\ny$$", 1, "has no partner"),
        ("Число $x\u202e$", 1, r"invisible character U\+202E"),
        ("Звонок \x07", 1, r"invisible character U\+0007"),
    ],
)
def test_what_is_refused(source: str, line: int, words: str) -> None:
    with pytest.raises(UserError, match=rf"^words/xor\.md:{line + 4}: .*{words}"):
        parse(source, file="words/xor.md", line=5)


def test_comments_are_left_out() -> None:
    source = "<!-- а <b> {{ x -->Начало <!-- в строке --> и\n<!-- д\n\nе -->\nконец"
    assert texts(source) == ["Начало  и", "конец"]


def test_an_expression_is_one_whatever_stands_in_it() -> None:
    prose = parse('*а* {{ xor["*b*"] | plural("`", "_", "-") }} "б"', file="words/xor.md")
    (expression,) = prose.expressions
    assert expression.source == 'xor["*b*"] | plural("`", "_", "-")'
    assert expression.place == "words/xor.md:1"
    assert prose.passages[0].text == f"а {OBJECT} «б»"


def test_expressions_have_their_lines() -> None:
    source = "Абзац\nи {{ 1 }}\nи {{ 2\n}} и\n{{ 3 }}\n\n- {{ 4 }}\n  {{ 5 }}\n"
    places = [one.place for one in parse(source, file="f", line=11).expressions]
    assert places == ["f:12", "f:13", "f:15", "f:17", "f:18"]


def test_code_is_literal() -> None:
    prose = parse('Код `{{ x }} {% "y" - z`.', file="words/xor.md")
    assert not prose.expressions
    assert prose.passages[0].text == f"Код {OBJECT}."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('"а" и "б "в" г"', "«а» и «б «в» г»"),
        ("\"а 'б' в\"", "«а „б“ в»"),
        ("а - б -- в --- г", "а — б — в — г"),
        ("из-за 5-й\n- пункт", "из-за 5-й"),
        ("мягкий\u00adперенос\u200b", "мягкийперенос"),
        ('"{{ xor }}"', f"«{OBJECT}»"),
        ("а  \nб\\\nв", "а\nб\nв"),
        ("    отступ", "отступ"),
        ("Заголовок\n===", "Заголовок\n==="),
    ],
)
def test_typography(source: str, text: str) -> None:
    assert texts(source)[0] == text


def test_formulas() -> None:
    source = 'Вес $w_i^2$ и\n$a \\_ {{1}}\nb$ конец\n\n$$\nL = "x" - y\n$$\n\nгде.'
    prose = parse(source, file="words/xor.md", line=5)
    assert [(one.tex, one.display, one.place) for one in prose.formulas] == [
        ("w_i^2", False, "words/xor.md:5"),
        ("a \\_ {{1}} b", False, "words/xor.md:6"),
        ('L = "x" - y', True, "words/xor.md:9"),
    ]
    assert [(one.text, one.line) for one in prose.passages] == [
        (f"Вес {OBJECT} и\n{OBJECT}\n конец", 5),
        ("где.", 13),
    ]


def test_formulas_are_written_as_students_write_them() -> None:
    source = r"$x = 1,5$, $a_{1,j} \le 2 \lVert b \rVert$, $f(x, y)$"
    found = [one.tex for one in parse(source, file="words/xor.md").formulas]
    assert found == ["x = 1{,}5", r"a_{1,j} \leq 2 \Vert b \Vert", "f(x, y)"]


@pytest.mark.parametrize("formula", ["$p = {{ cifar.test_accuracy }}$", "$$\n{{seed}}\n$$"])
def test_a_number_of_the_report_in_a_formula_is_refused(formula: str) -> None:
    with pytest.raises(UserError, match=r"^words/xor.md:1: a formula cannot contain a number"):
        parse(formula, file="words/xor.md")


@pytest.mark.parametrize(
    "text",
    [
        "5 $",
        "от 5 $ до 10 $",
        "5$ и 10$",
        "стоит $5, а не $10",
        "\\$x\\$",
        "цена в $ и в €",
        "$ x $",
    ],
)
def test_dollars_that_are_no_formula(text: str) -> None:
    assert parse(text, file="words/xor.md").formulas == ()
    assert texts(text) == [text.replace("\\", "")]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("98.6%", "98,6\u00a0%"),
        ("(5%)", "(5\u00a0%)"),
        ("65-70%,", "65-70\u00a0%,"),
        ("98,6 %", "98,6\u00a0%"),
        ("5%-ный", "5%-ный"),
        ("1.2.3%", "1.2.3%"),
        ("v98.6", "v98.6"),
    ],
)
def test_percentages_are_set_as_the_reports(typed: str, set_: str) -> None:
    assert texts(typed) == [set_]
    assert texts(f"`{typed}`") == [OBJECT]


def test_all_mistakes_are_told_at_once() -> None:
    """None hides another, and what follows from one is not told besides."""
    source = (
        "Абзац с <b>жирным</b>.\n\n{{ nosuch }} и {{ xorr.x }},\n{{ xor.x | persent }}.\n\n"
        "> цитата\n\n![а](б.png)\n\n### Заголовок\n\n- [x](file:///y)\n- и {{ z\n"
    )
    with pytest.raises(UserError) as error:
        parse(source, file="words/xor.md")
    told = [
        ("1", "HTML"), ("3", "'nosuch' is unknown"), ("3", "'xorr' is unknown"), ("4", "no filter"),
        ("6", "quotation"), ("8", "own figures"), ("10", "a heading of yours"),
        ("12", "the link"), ("13", "{{ has no partner"),
    ]  # fmt: skip
    lines = str(error.value).splitlines()
    assert len(lines) == len(told)
    for line, (number, words) in zip(lines, told, strict=True):
        assert line.startswith(f"words/xor.md:{number}: ")
        assert words in line


def test_of_very_many_mistakes_the_first_are_told() -> None:
    with pytest.raises(UserError) as error:
        parse("\n\n".join(f"<b>{n}</b>" for n in range(50)), file="words/xor.md")
    *told, more = str(error.value).splitlines()
    assert len(told) == 20
    assert more == "words/xor.md: and 30 more"


def test_what_is_wrong_hides_nothing_else() -> None:
    prose = parse_with_mistakes(
        "<b>В</b> {{ nosuch }} {{ xor.x }} 5 %.\n\n<!-- {{ y }}", file="f.md", line=1, headings=True
    )
    assert [one.source for one in prose.expressions] == ["xor.x"]
    assert "5\N{NO-BREAK SPACE}%" in prose.passages[0].text
    assert len(prose.mistakes) == 3
