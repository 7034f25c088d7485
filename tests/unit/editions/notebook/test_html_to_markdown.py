"""The page's HTML as Markdown: what a reader of the notebook sees is what the page says."""

import re

import pytest
from markdown_it import MarkdownIt

from lab1report.editions.notebook.html_to_markdown import Element, blocks, escaped, parse


def markdown(html: str) -> str:
    return "\n\n".join(block for block in blocks(parse(html)) if isinstance(block, str))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1 id='a'>Часть 1</h1><h2>Выборка</h2>", "# Часть 1\n\n## Выборка"),
        ("<p>Одна\n  строка,\n<span class='nowrap'>без разметки</span></p>",
         "Одна строка, без\u00a0разметки"),
        ("<p>a <code>x_1</code>, <em>b</em>, <strong>c</strong></p>", "a `x_1`, *b*, **c**"),
        ("<p>10<sup>−4</sup></p>", "10<sup>−4</sup>"),
        ("<p>при <code class='tex'>W_1 &lt; 2</code></p>", "при $W_1 < 2$"),
        ("<div class='formula'><code class='tex'>a \\tag{3}</code></div>", "$$\na \\tag{3}\n$$"),
        ("<ul><li>один,</li><li>два.</li></ul>", "- один,\n- два."),
        ("<ol><li>один<ul><li>два</li></ul></li></ol>", "1. один\n   - два"),
        ("<div class='notice'><p>Нет</p><p>Вычислите</p></div>", "> Нет\n>\n> Вычислите"),
        ("<p><a href='https://e.org/a_b'>там</a>, <a href='#x'>тут</a></p>",
         "[там](<https://e.org/a_b>), тут"),
        ("<pre>a\n  b_c</pre>", "```\na\n  b_c\n```"),
        ("<style>p {}</style><nav><p>Содержание</p></nav><p>Текст</p>", "Текст"),
    ],
)  # fmt: skip
def test_elements(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_tables() -> None:
    html = (
        "<table class='numbers dense'><thead><tr><th>Класс</th><th>|F|</th></tr></thead>"
        "<tbody><tr><td>18</td><td>0,8<br>0,9</td></tr></tbody></table>"
    )
    assert markdown(html).splitlines() == [
        "| Класс | \\|F\\| |",
        "| :--- | ---: |",
        "| 18 | 0,8<br>0,9 |",
    ]


HOSTILE = [
    "*И.* _Ванов_ `x`",
    "<b>жирно</b> &amp; $x$ [a](b) ~~нет~~",
    "# Заголовок",
    "1. пункт",
    "2) пункт",
    "- тире",
    "+ плюс",
    "C:\\новое | два",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    """What a student is called or a program complains of must not become markup."""
    (paragraph,) = blocks(Element("", children=[Element("p", children=[text])]))
    rendered = MarkdownIt("commonmark").render(str(paragraph))
    assert re.fullmatch(r"<p>(.*)</p>\n", rendered, re.DOTALL)
    assert parse(rendered).text.strip() == text
    assert [element.tag for element in parse(rendered).find("em", "b", "code", "a", "li")] == []


def test_a_dollar_is_no_formula() -> None:
    assert escaped("5 $ и 6 $") == "5 \\$ и 6 \\$"


def test_figures_are_handed_out() -> None:
    first, figure, last = blocks(parse("<p>a</p><figure data-plot='x'></figure><p>b</p>"))
    assert (first, last) == ("a", "b")
    assert isinstance(figure, Element)
    assert figure.attributes == {"data-plot": "x"}
