"""Both styles keep their rules, and the measuring sees when they do not."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from lab1report.editions.pdf.typesetting import render_pdf
from tests.unit.editions.pdf.typesetting import Style, departures

CREATED = datetime(2026, 11, 23, 12, tzinfo=UTC)
SENTENCE = "Сеть обучена на изображениях трёх классов, и её ответы сравнены с истинными метками. "
REPORT = f"""
{{{{ section('part', 'Часть 1. Регрессия') }}}}
<p>{SENTENCE * 6} Смотрите рисунок {{{{ fig('loss') }}}} и таблицу {{{{ tab('rows') }}}}.
{{{{ cite('cifar') }}}}, {{{{ cite('autograd') }}}}</p>
{{{{ formula('line', 'y = kx,') }}}}
{{{{ where([('k', 'наклон'), ('x', 'аргумент')]) }}}}
{{{{ figure('loss', 'Потери', alt='Потери падают') }}}}
{{% call table('rows', 'Строки') %}}
<thead><tr><th scope="col">Эпоха</th><th scope="col">Потери</th></tr></thead>
<tbody>{{% for row in range(40) %}}<tr><td>{{{{ row }}}}</td><td>1</td></tr>{{% endfor %}}</tbody>
{{% endcall %}}
<p>{SENTENCE * 4}</p>
{{{{ subsection('more', 'Подробности') }}}}
<p>{SENTENCE * 8}</p>
"""


@pytest.fixture
def found(render: Callable[..., str], assets: dict[str, bytes]) -> Callable[..., list[str]]:
    """`found(style, css, body, change)`: the departures of a report with these changes."""

    def measure(
        style: Style,
        *,
        css: str = "",
        body: str = REPORT,
        change: Callable[[str], str] = str,
    ) -> list[str]:
        html = change(render(body, style=style).replace("</style>", css + "</style>"))
        with pdfplumber.open(BytesIO(render_pdf(html, assets, created=CREATED))) as document:
            return departures(document, style)

    return measure


@pytest.mark.parametrize("style", ["bmstu", "gost"])
def test_a_style_keeps_its_rules(style: Style, found: Callable[..., list[str]]) -> None:
    assert found(style) == []


def test_one_style_is_not_the_other(found: Callable[..., list[str]]) -> None:
    problems = found("gost", css="@page { margin-right: 10mm } html { font-size: 14pt }")
    assert any("beyond the margins" in problem for problem in problems)
    assert any("letters of 14 pt" in problem for problem in problems)


def _moved(html: str, what: str, before: str) -> str:
    """`html` with what matches the pattern `what` put before the first `before`."""
    found = re.search(what, html, re.DOTALL)
    assert found is not None
    rest = html.replace(found[0], "", 1)
    assert before in rest
    return rest.replace(before, found[0] + before, 1)


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "the left margin": ({"css": "@page { margin-left: 10mm }"}, "beyond the margins"),
    "the right margin": ({"css": "@page { margin-right: 5mm }"}, "beyond the margins"),
    "the top margin": ({"css": "@page { margin-top: 5mm }"}, "above or below"),
    "the bottom margin": ({"css": "@page { margin-bottom: 12mm }"}, "above or below"),
    "the paper": ({"css": "@page { size: A5 }"}, "is no A4"),
    "large letters": ({"css": "html { font-size: 16pt }"}, "letters of 16"),
    "small letters": ({"css": "html { font-size: 13pt }"}, "lines of"),
    "the indent": ({"css": "p { text-indent: 8mm }"}, "an indent of 8"),
    "no page number": ({"css": "@page { @bottom-center { content: none } }"}, "no number"),
    "the number at the side": (
        {
            "css": "@page { @bottom-center { content: none }"
            " @bottom-right { content: counter(page); font: 12pt 'Report Serif' } }"
        },
        "not in the middle",
    ),
    "a caption in the middle": (
        {"css": ".table figcaption { text-align: center }"},
        "not at the left",
    ),
    "a caption at the left": ({"css": "figcaption { text-align: left }"}, "not in the middle: "),
    "the form of a caption": (
        {"change": lambda html: re.sub(r"Рисунок\s1\s—", "Рисунок 1.", html)},
        "the form of",
    ),
    "a gap in the numbers": (
        {"change": lambda html: re.sub(r"Рисунок\s1\s—", "Рисунок 2 —", html)},
        "the numbers of Рисунок",
    ),
    "nobody mentions it": (
        {"change": lambda html: re.sub(r">рисунок\s", ">", html)},
        "Рисунок 1 is nowhere mentioned",
    ),
    "a dot after a heading": (
        {"body": REPORT.replace("'Подробности'", "'Подробности.'")},
        "a dot after",
    ),
    "a heading alone": (
        {
            "css": "h2 { break-after: page !important }",
        },
        "ends with the heading",
    ),
    "a placeholder": (
        {"body": REPORT.replace("Смотрите", "Класс [Название класса], смотрите")},
        "[Название класса]",
    ),
    "a page half empty": (
        {
            "body": REPORT.replace(
                "{{ subsection('more'",
                "<p style='break-after: page'>Коротко.</p>{{ subsection('more'",
            )
        },
        "is filled to",
    ),
    "a figure before its mention": (
        {"change": lambda html: _moved(html, r'<figure id="fig-loss">.*?</figure>', "<h1 id=")},
        "Рисунок 1 stands before its first mention",
    ),
    "a figure far from its mention": (
        {"body": REPORT.replace("{{ figure(", "<p>" + SENTENCE * 100 + "</p>{{ figure(")},
        "Рисунок 1 of page",
    ),
    "a table that goes on without a word": (
        {"css": "@page { @top-left { content: none } }"},
        "nothing says which table",
    ),
    "a table that goes on under another number": (
        {
            "change": lambda html: html.replace(
                'data-continued="Продолжение таблицы 1"', 'data-continued="Продолжение таблицы 2"'
            )
        },
        "after table [1]",
    ),
    "a word of going on over no table": (
        {
            "css": "tr:last-child { string-set: continued 'Продолжение таблицы 1' !important }"
            " @page { @top-left { margin-bottom: 0 !important } }",
            "body": REPORT + f"<p>{SENTENCE * 40}</p>",
        },
        "over no table",
    ),
    "a caption without its table": (
        {"css": ".table.short { break-inside: auto } .table figcaption { break-after: page }"},
        "ends with the caption",
    ),
    "lines too near": ({"css": "p { line-height: 18pt }"}, "18.0 pt apart"),
    "ragged lines": ({"css": "p { text-align: left }"}, "not justified"),
    "holes between words": ({"css": "p { word-spacing: 15mm }"}, "a hole of"),
    "grey text": ({"css": "p { color: #555 }"}, "not black"),
    "a chapter on the page of another": (
        {"css": "h1 { break-before: auto !important }"},
        "a chapter does not begin its page",
    ),
    "a structural heading at the left": (
        {"css": "h1.structural { text-align: left !important }"},
        "a structural heading is not in the middle",
    ),
    "a heading without indent": ({"css": "h2 { padding-left: 0 }"}, "not stand at the indent"),
    "a thin heading": ({"css": "h2 { font-weight: normal }"}, "a heading is not bold"),
    "contents with a wrong page": (
        {"change": lambda html: re.sub('(class="last" href="#)more', r"\1part", html)},
        "the contents have 'Подробности' on page",
    ),
    "contents without a heading": (
        {"css": ".contents li:last-child { display: none }"},
        "the contents and the bookmarks differ",
    ),
    "the number of a formula at the left": (
        {"css": ".formula .side { text-align: left !important }"},
        "the number (1) is not at the right",
    ),
    "a gap in the numbers of formulas": (
        {"change": lambda html: html.replace(">(1)<", ">(2)<")},
        "the numbers of formulas are [2]",
    ),
    "a colon after where": ({"css": ".where > span::after { content: ':' }"}, "a colon in 'где:"),
    "sources in another order": (
        {
            "change": lambda html: re.sub(
                r'(href="#source-\w+">)([12])<', lambda m: f"{m[1]}{3 - int(m[2])}<", html
            )
        },
        "sources are cited in the order [2, 1]",
    ),
    "a source that nobody cites": (
        {"change": lambda html: re.sub(r'<a href="#source-autograd">2</a>', "", html)},
        "cited are [1], listed [1, 2]",
    ),
    "a missing value": ({"body": REPORT.replace("Смотрите", "Потери None, см.")}, "'None'"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_what_breaks_a_rule_is_seen(rule: str, found: Callable[..., list[str]]) -> None:
    changes, words = BROKEN[rule]
    problems = found("bmstu", **changes)
    assert any(words in problem for problem in problems), problems


def test_a_missing_glyph_is_seen(
    found: Callable[..., list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    problems = found("bmstu", css="h1::after { content: '\\e123' }")
    assert "page 2: a glyph is missing" in problems
    assert "U+E123" in caplog.text  # the program itself refuses such letters before
    caplog.clear()
