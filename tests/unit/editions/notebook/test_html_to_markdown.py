"""The page's HTML as Markdown: what a reader of the notebook sees is what the page says."""

import html
import re

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from lab1report.editions.notebook.html_to_markdown import Piece, escaped, pieces


def markdown(page: str) -> str:
    return "\n\n".join(piece.text for piece in pieces(page) if piece.text)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<h1 id='a'>Часть 1</h1><h2>Выборка</h2>", "# Часть 1\n\n## Выборка"),
        ("<p>Одна\n  строка,\n<span class='nowrap'>без разметки</span></p>",
         "Одна строка, без\u00a0разметки"),
        ("<p>a <code>x_1</code>, <em>b</em>, <strong>c</strong></p>", "a `x_1`, *b*, **c**"),
        ("<p>10<sup>−4</sup></p>", "10<sup>−4</sup>"),
        ("<p>при <code class='tex'>W_1 &lt; 2</code></p>", r"при $W_1 \lt  2$"),
        ("<div class='formula'><code class='tex'>a \\tag{3}</code></div>", "$$\na \\tag{3}\n$$"),
        ("<ul><li>один,</li><li>два.</li></ul>", "- один,\n- два."),
        ("<ol><li>один<ul><li>два</li></ul></li></ol>", "1. один\n   - два"),
        ("<div class='notice'><p>Нет</p><p>Вычислите</p></div>", "> Нет\n>\n> Вычислите"),
        ("<p><a href='https://e.org/a_b'>там</a>, <a href='#x'>тут</a></p>",
         "[там](<https://e.org/a_b>), тут"),
        ("<ul><li>- один</li><li><p>2. два</p></li></ul>", "- \\- один\n- 2\\. два"),
        ("<p>a\x000\x00b</p>", "a0b"),
        ("<pre>a\n  b_c</pre>", "```\na\n  b_c\n```"),
        ("<style>p {}</style><nav><p>Содержание</p></nav><p>Текст</p>", "Текст"),
    ],
)  # fmt: skip
def test_elements(page: str, expected: str) -> None:
    assert markdown(page) == expected


def test_tables() -> None:
    page = (
        "<table class='numbers dense'><thead><tr><th>Класс</th><th>|F|</th></tr></thead>"
        "<tbody><tr><td>18</td><td>0,8<br>0,9</td></tr></tbody></table>"
    )
    assert markdown(page).splitlines() == [
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
    "11.",
    "## Заголовок",
    "---",
    "-",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("within", ["{}", "<span>{}</span>"])
def test_text_stays_text(text: str, within: str) -> None:
    """What a student is called or a program complains of must not become markup."""
    (paragraph,) = pieces(f"<p>{within.format(html.escape(text))}</p>")
    rendered = MarkdownIt("commonmark").render(paragraph.text)
    assert re.fullmatch(r"<p>(.*)</p>\n", rendered, re.DOTALL)
    read = BeautifulSoup(rendered, "html.parser")
    assert read.text.strip() == text
    assert read.find_all(["em", "b", "code", "a", "li"]) == []


def test_a_dollar_is_no_formula() -> None:
    assert escaped("5 $ и 6 $") == "5 \\$ и 6 \\$"


def test_figures_and_headings_are_handed_out() -> None:
    found = pieces(
        "<nav><h1>Содержание</h1></nav><h1 id='a'>А</h1><p>a</p>"
        "<div><figure data-plot='x'><p>Рисунок</p></figure></div><p>b</p>"
    )
    assert [piece for piece in found if piece.text] == [
        Piece(text="# А", tag="h1", attributes={"id": "a"}),
        Piece(text="a"),
        Piece(text="Рисунок", tag="figure", attributes={"data-plot": "x"}),
        Piece(text="b"),
    ]
