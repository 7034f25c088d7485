"""Both styles keep their rules, and the measuring sees when they do not."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest

from lab1report.editions.pdf.typesetting import render_pdf
from lab1report.model import Length
from tests.unit.editions.pdf.typesetting import Style, captions, departures, departures_of
from tests.unit.editions.pdf.typesetting.pages import RULES, Line, Mark, Page, read, read_marks

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
BY_LENGTH = f"""
{{{{ structural('introduction', 'ВВЕДЕНИЕ') }}}}
<p>{SENTENCE}</p>
{{{{ section('part', 'Часть 1. Регрессия') }}}}
<p>{SENTENCE * 3} Смотрите рисунки {{{{ fig('loss') }}}} и {{{{ fig('fall') }}}}
{{{{- see('code') }}}}, таблицу {{{{ tab('rows') }}}}.</p>
{{{{ figure('loss', 'Потери', half=true) }}}}
{{{{ figure('fall', 'Падение потерь, название которого длиннее', half=true) }}}}
{{% call table('rows', 'Название таблицы, которое занимает две строки и не выравнивается, но '
  ~ 'переносится, как и заголовки') %}}
<thead><tr><th scope="col">Эпоха</th></tr></thead><tbody><tr><td>1</td></tr></tbody>
{{% endcall %}}
{{{{ further_cells([stage], 'code', 'Код') }}}}
{{{{ further_cells([stage], 'code-2', 'Ещё код') }}}}
{{% call more('О чём') %}}
<p>{SENTENCE * 8} Там же рисунок {{{{ fig('code-2') }}}}.</p>
{{% endcall %}}
{{{{ section('next', 'Часть 2. Классификация') }}}}
<p>{SENTENCE * 8}</p>
"""


Parsed = tuple[tuple[Page, ...], tuple[Mark, ...]]
"""What the rules look at: the pages and the bookmarks of a PDF."""

Break = Callable[[Parsed], Parsed]


@pytest.fixture
def typeset(render: Callable[..., str], assets: dict[str, bytes]) -> Callable[..., BytesIO]:
    """`typeset(style, length=…, css=…, body=…, change=…)`: the PDF of a report so changed."""

    def make(
        style: Style,
        *,
        length: Length = "full",
        css: str = "",
        body: str = REPORT,
        change: Callable[[str], str] = str,
    ) -> BytesIO:
        html = change(
            render(body, style=style, length=length).replace("</style>", css + "</style>")
        )
        return BytesIO(render_pdf(html, assets, created=CREATED))

    return make


@pytest.fixture
def found(typeset: Callable[..., BytesIO]) -> Callable[..., list[str]]:
    """`found(style, read_as=…, …)`: the departures of a report with changes as in `typeset`.

    `read_as` is the length by whose rules it is measured, if not its own.
    """

    def measure(
        style: Style, *, length: Length = "full", read_as: Length | None = None, **changes: Any
    ) -> list[str]:
        with pdfplumber.open(typeset(style, length=length, **changes)) as document:
            return departures(document, style, read_as or length)

    return measure


@pytest.fixture(scope="module")
def known() -> dict[str, Parsed]:
    """Where `parsed` keeps what it has read, for all tests."""
    return {}


@pytest.fixture
def parsed(typeset: Callable[..., BytesIO], known: dict[str, Parsed]) -> Parsed:
    """The report without a change, typeset and read once."""
    if not known:
        with pdfplumber.open(typeset("bmstu")) as document:
            known["bmstu"] = tuple(read(document, RULES["bmstu"])), tuple(read_marks(document))
    return known["bmstu"]


@pytest.mark.slow
@pytest.mark.parametrize("style", ["bmstu", "gost"])
def test_a_style_keeps_its_rules(style: Style, found: Callable[..., list[str]]) -> None:
    assert found(style) == []


@pytest.mark.slow
@pytest.mark.parametrize("style", ["bmstu", "gost"])
@pytest.mark.parametrize("length", ["short", "full"])
def test_both_lengths_keep_the_rules(
    style: Style, length: Length, found: Callable[..., list[str]]
) -> None:
    assert found(style, length=length, body=BY_LENGTH) == []


def test_the_parts_of_a_short_report_follow_one_another(found: Callable[..., list[str]]) -> None:
    problems = found("bmstu", length="short", read_as="full", body=BY_LENGTH)
    assert problems == [
        "page 3: a chapter does not begin its page: 'Часть 1. Регрессия'",
        "page 3: a chapter does not begin its page: 'Часть 2. Классификация'",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("Рисунок А.1", "Рисунок А.3"), "the numbers of Рисунок are 1, 2, А.3, А.2"),
        (("</style>", "figcaption { line-height: 24pt }</style>"), "24.0 pt apart: 'Таблица"),
        (('class="half"', 'style="display: table-cell; width: 70%"'), "not in the middle: "),
    ],
)
def test_figures_side_by_side_and_in_an_appendix_are_measured(
    change: tuple[str, str], words: str, found: Callable[..., list[str]]
) -> None:
    problems = found("bmstu", body=BY_LENGTH, change=lambda html: html.replace(*change, 1))
    assert any(words in problem for problem in problems), problems


def test_one_style_is_not_the_other(parsed: Parsed) -> None:
    pages, marks = parsed
    rules = RULES["gost"]
    bound = [replace(page, margins=rules.margins) for page in pages]
    problems = departures_of(bound, marks, rules)
    assert any("beyond the margins" in problem for problem in problems)
    assert any("letters of 14 pt" in problem for problem in problems)


# What the rules look at is read from a PDF: each kind of it from one that breaks a rule


MISREAD: Mapping[str, tuple[dict[str, Any], str]] = {
    "the paper": ({"css": "@page { size: A5 }"}, "is no A4"),
    "how the paper lies": ({"css": "@page { size: A4 landscape }"}, "is no A4"),
    "where lines stand": ({"css": "@page { margin-left: 10mm }"}, "beyond the margins"),
    "the size of letters": ({"css": "html { font-size: 16pt }"}, "letters of 16"),
    "bold letters": ({"css": "h2 { font-weight: normal }"}, "a heading is not bold"),
    "their colour": ({"css": "p { color: #555 }"}, "not black"),
    "holes in a line": ({"css": "p { word-spacing: 15mm }"}, "a hole of"),
    "how full a page is": (
        {
            "body": REPORT.replace(
                "{{ subsection('more'",
                "<p style='break-after: page'>Коротко.</p>{{ subsection('more'",
            )
        },
        "is filled to",
    ),
    "tables": ({"css": "@page { @top-left { content: none } }"}, "nothing says which table"),
    "bookmarks": (
        {"css": ".contents li:last-child { display: none }"},
        "the contents and the bookmarks differ",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", MISREAD)
def test_what_a_pdf_has_is_read(what: str, found: Callable[..., list[str]]) -> None:
    changes, words = MISREAD[what]
    problems = found("bmstu", **changes)
    assert any(words in problem for problem in problems), problems


# Every rule, on the pages of the report with one thing changed


def line(text: str, **changes: float) -> Break:
    """The lines that begin with the pattern `text`: moved by millimetres, or with another size."""

    def moved(one: Line) -> Line:
        size = changes.get("size", one.size)
        steps = {name: step for name, step in changes.items() if name != "size"}
        return replace(one, size=size, **{n: getattr(one, n) + step for n, step in steps.items()})

    return each(lambda one: moved(one) if re.match(text, one.text) else one)


def text(pattern: str, other: str) -> Break:
    """The text of all lines and bookmarks with the pattern replaced."""

    def change(parsed: Parsed) -> Parsed:
        pages, marks = each(lambda one: replace(one, text=re.sub(pattern, other, one.text)))(parsed)
        return pages, tuple(replace(m, title=re.sub(pattern, other, m.title)) for m in marks)

    return change


def each(change: Callable[[Line], Line]) -> Break:
    """Each line but those of the title page changed."""
    return lines(lambda page, all: [change(one) for one in all])


def lines(change: Callable[[Page, Sequence[Line]], Sequence[Line]]) -> Break:
    """The lines of each page but the first changed."""

    def changed(parsed: Parsed) -> Parsed:
        (title, *pages), marks = parsed
        others = (replace(page, lines=tuple(change(page, page.lines))) for page in pages)
        return (title, *others), marks

    return changed


def without(pattern: str) -> Break:
    return lines(lambda page, all: [one for one in all if not re.match(pattern, one.text)])


def spaced(share: float, *pages: int) -> Break:
    """The lines of these pages so many times as far apart."""

    def moved(page: Page, all: Sequence[Line]) -> Sequence[Line]:
        top = all[0].bottom
        if page.number not in pages:
            return all
        return [replace(one, bottom=top + (one.bottom - top) * share) for one in all]

    return lines(moved)


def ending(pattern: str) -> Break:
    """Pages on which a line begins with the pattern end with it; below is the number only."""

    def cut(page: Page) -> Page:
        place = next((n for n, one in enumerate(page.body) if re.match(pattern, one.text)), None)
        if place is None:
            return page
        last = page.lines[place]
        return replace(page, lines=(*page.lines[: place + 1], page.lines[-1]), ink=last.bottom)

    return lambda parsed: (tuple(map(cut, parsed[0])), parsed[1])


def before(what: str, where: str) -> Break:
    """The line that begins with `what` before the first that begins with `where`."""

    def change(page: Page, all: Sequence[Line]) -> Sequence[Line]:
        (moved,) = (one for one in all if re.match(what, one.text)) if page.number == 3 else (None,)
        if moved is None:
            return all
        others = [one for one in all if one is not moved]
        place = next(n for n, one in enumerate(others) if re.match(where, one.text))
        return [*others[:place], moved, *others[place:]]

    return lines(change)


def pages_later(pattern: str, count: int) -> Break:
    """The page after that of the pattern, and all that follow, have higher numbers."""

    def change(parsed: Parsed) -> Parsed:
        pages, marks = parsed
        (moved,) = (o for page in pages for o in page.lines if re.match(pattern, o.text))
        renumbered = []
        for page in pages:
            kept = tuple(one for one in page.lines if one is not moved)
            if page.number == 5:
                kept = (moved, *kept)
            shift = count if page.number >= 5 else 0
            renumbered.append(replace(page, lines=kept, number=page.number + shift))
        return tuple(renumbered), marks

    return change


def no_tables(parsed: Parsed) -> Parsed:
    return tuple(replace(page, tables=()) for page in parsed[0]), parsed[1]


def swapped(one: Line) -> Line:
    return replace(one, text=re.sub(r"\[([12])\]", lambda m: f"[{3 - int(m[1])}]", one.text))


BROKEN: Mapping[str, tuple[Break, str]] = {
    "the right margin": (line("с истинными", right=5), "beyond the margins"),
    "the top margin": (line("Сеть обучена", top=-15), "above or below"),
    "the bottom margin": (line("12 1", bottom=60), "above or below"),
    "small letters": (each(lambda one: replace(one, size=one.size - 1)), "lines of"),
    "the indent": (line("Сеть обучена", left=-4.5), "an indent of 8"),
    "no page number": (lines(lambda page, all: all[:-1]), "no number"),
    "the number at the side": (line(r"\d$", left=80, right=80), "not in the middle"),
    "a caption in the middle": (line("Таблица 1 —", left=60, right=60), "not at the left"),
    "a caption at the left": (line("Рисунок 1 —", left=-60, right=-60), "not in the middle: "),
    "the form of a caption": (text("Рисунок 1 —", "Рисунок 1."), "the form of"),
    "a gap in the numbers": (text("Рисунок 1 —", "Рисунок 2 —"), "the numbers of Рисунок"),
    "nobody mentions it": (text("рисунок ", ""), "Рисунок 1 is nowhere mentioned"),
    "a dot after a heading": (text("Подробности$", "Подробности."), "a dot after"),
    "a heading alone": (ending("Подробности$"), "ends with the heading"),
    "a placeholder": (text("Смотрите", "Класс [Название класса]"), "[Название класса]"),
    "a figure before its mention": (
        before("Рисунок 1", "Сеть обучена"),
        "Рисунок 1 stands before its first mention",
    ),
    "a figure far from its mention": (pages_later("Рисунок 1", 3), "Рисунок 1 of page 8 is"),
    "a table that goes on under another number": (
        text("Продолжение таблицы 1", "Продолжение таблицы 2"),
        "after table 1",
    ),
    "a table that goes on in the middle": (
        line("Продолжение таблицы 1", left=60),
        "'Продолжение таблицы 1' is not at the left",
    ),
    "a word of going on over no table": (no_tables, "over no table"),
    "a caption without its table": (ending("Таблица 1"), "ends with the caption"),
    "lines too near": (spaced(18 / 24, 3, 4, 5), "18.0 pt apart"),
    "paragraphs set like a list": (spaced(20 / 24, 5), "20.0 pt apart"),
    "sources set like paragraphs": (spaced(24 / 20, 6), "24.0 pt apart"),
    "ragged lines": (line("с истинными", right=-10), "not justified"),
    "a chapter on the page of another": (
        lines(lambda page, all: [*all[1:2], *all]),
        "a chapter does not begin its page",
    ),
    "a structural heading at the left": (
        line("СОДЕРЖАНИЕ", left=-60, right=-60),
        "a structural heading is not in the middle",
    ),
    "a heading without indent": (line("Подробности$", left=-12.5), "not stand at the indent"),
    "contents with a wrong page": (
        text(r"^(Подробности \.+) ?5", r"\g<1>4"),
        "the contents have 'Подробности' on page",
    ),
    "contents without a heading": (
        without(r"Подробности \.+"),
        "the contents and the bookmarks differ",
    ),
    "a bookmark to nowhere": (without("Подробности$"), "a bookmark leads to no heading"),
    "the number of a formula at the left": (
        line(r"\(1\)", left=-100, right=-100),
        "the number (1) is not at the right",
    ),
    "a gap in the numbers of formulas": (
        text(r"^\(1\)$", "(2)"),
        "the numbers of formulas are [2]",
    ),
    "a colon after where": (text("^где", "где:"), "a colon in 'где:"),
    "sources in another order": (each(swapped), "sources are cited in the order [2, 1]"),
    "a source that nobody cites": (text(r", \[2\]", ""), "cited are [1], listed [1, 2]"),
    "a missing value": (text("Смотрите", "Потери None, см."), "'None'"),
}


@pytest.mark.parametrize("rule", BROKEN)
def test_what_breaks_a_rule_is_seen(rule: str, parsed: Parsed) -> None:
    spoil, words = BROKEN[rule]
    assert departures_of(*parsed, RULES["bmstu"]) == []
    problems = departures_of(*spoil(parsed), RULES["bmstu"])
    assert any(words in problem for problem in problems), problems


def test_a_missing_glyph_is_seen(
    found: Callable[..., list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    problems = found("bmstu", css="h1::after { content: '\\e123' }")
    assert "page 2: a glyph is missing" in problems
    assert "U+E123" in caplog.text  # the program itself refuses such letters before
    caplog.clear()


@pytest.mark.parametrize(("number", "seen"), [("2", False), ("1", True), ("3", True)])
def test_a_cell_that_goes_on_has_its_own_number(number: str, seen: bool) -> None:
    pages = [
        SimpleNamespace(number=place, body=[SimpleNamespace(text=text) for text in texts])
        for place, texts in enumerate([(), (f"Продолжение рисунка {number}", "x = 1")], start=1)
    ]
    figures: Any = [
        SimpleNamespace(word="Рисунок", number=str(place), page=page)
        for place, page in enumerate(pages, start=1)
    ]
    assert bool(list(captions._continued_cells(pages, figures))) is seen  # type: ignore[arg-type]
