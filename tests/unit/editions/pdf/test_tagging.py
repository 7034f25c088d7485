"""The tags of the PDF: what is read aloud, as what, and what is passed over."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pdfplumber
import pikepdf
import pytest

from lab1report.editions.pdf import typesetting as rendering
from lab1report.editions.pdf.typesetting import render_pdf
from tests.read_aloud import Said, marked_texts, read_aloud

Render = Callable[..., str]
Typeset = Callable[[str], bytes]

LONG = "Часть 1. Задача регрессии по теореме универсальной аппроксимации, ручное дифференцирование"
SENTENCE = (
    "Параметризованная последовательность экспериментов подтверждает воспроизводимость "
    "перераспределённых неудовлетворительных результатов при неизменных начальных значениях "
)
REPORT = f"""
{{{{ section('part', '{LONG}') }}}}
{{{{ subsection('inner', 'Раздел') }}}}
<p>{{{{ tab('rows') }}}} {{{{ fig('code') }}}} {{{{ fig('loss') }}}}, {{{{ cite('adam') }}}}</p>
{{{{ cell(stage, 'code', 'Код') }}}}
{{{{ figure('loss', 'Потери', alt='Потери падают до 0,1') }}}}
<ul><li>раз<ul><li>внутри</li></ul></li><li>два</li></ul>
<p>С шагом {{{{ tex('\\\\eta') }}}} = {{{{ 0.0005 | scientific }}}}. {5 * SENTENCE}</p>
{{{{ formula('network', 'y = x^2') }}}}
{{% call table('rows', 'Строки') %}}
<thead><tr><th scope="col">Эпоха</th><th scope="col">Потери</th></tr></thead>
<tbody>{{% for row in range(60) %}}<tr><td>{{{{ row }}}}</td><td>{{{{ row }}}},5</td></tr>{{% endfor %}}</tbody>
{{% endcall %}}
<p>По-английски <span lang="en">cup</span> <span></span></p>
"""  # noqa: E501


@pytest.fixture
def typeset(render: Render, assets: Mapping[str, bytes]) -> Typeset:
    return lambda body: render_pdf(render(body), assets, created=datetime(2026, 11, 23, tzinfo=UTC))


_MADE: list[tuple[bytes, Said]] = []


@pytest.fixture
def made(typeset: Typeset) -> tuple[bytes, Said]:
    """The report and what is read of it, made once for all tests of this module."""
    if not _MADE:
        pdf = typeset(REPORT)
        with pikepdf.open(BytesIO(pdf)) as tagged, pdfplumber.open(BytesIO(pdf)) as document:
            _MADE.append((pdf, read_aloud(tagged, marked_texts(document))))
    return _MADE[0]


@pytest.fixture
def said(made: tuple[bytes, Said]) -> Said:
    return made[1]


@pytest.fixture
def opened(made: tuple[bytes, Said]) -> Iterator[Any]:
    with pikepdf.open(BytesIO(made[0])) as document:
        yield document


def plain(said: Said) -> str:
    return said.text.replace("\u00ad", "")


def held(document: Any) -> Counter[tuple[Any, int]]:
    """How often each marked content stands in the tree, by its page and number."""
    found: Counter[tuple[Any, int]] = Counter()
    waiting = [document.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop()
        for kid in element.K if "/K" in element else ():
            if isinstance(kid, int):
                found[element.Pg.objgen, kid] += 1
            elif kid.get("/Type") == "/MCR":
                found[kid.Pg.objgen, int(kid.MCID)] += 1
            elif kid.get("/Type") == "/StructElem":
                waiting.append(kid)
    return found


def marked(document: Any) -> list[tuple[Any, int]]:
    """All marked content that is no artifact; what is drawn outside of either fails."""
    found = []
    for page in document.pages:
        depth = 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in ("BDC", "BMC"):
                depth += 1
                if operator == "BDC":
                    found.append((page.obj.objgen, int(instruction.operands[1].MCID)))
                else:
                    assert instruction.operands[0] == "/Artifact"
            elif operator == "EMC":
                depth -= 1
            elif operator in ("Tj", "TJ", "Do"):
                assert depth == 1, f"{operator} is neither marked nor an artifact"
    return found


def test_all_that_is_marked_is_in_the_tree_once(opened: Any) -> None:
    assert Counter(marked(opened)) == held(opened)


def test_the_tree_is_found_from_the_pages(opened: Any) -> None:
    """By the numbers of marked content and of links (ISO 32000-1, 14.7.4.4)."""
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in opened.pages:
        of_page = owners[int(page.StructParents)]
        for number, count in (
            (n, c) for (place, n), c in held(opened).items() if place == page.obj.objgen
        ):
            assert count == 1
            assert any(
                kid == number or (not isinstance(kid, int) and kid.get("/MCID") == number)
                for kid in of_page[number].K
            )
        for link in page.get("/Annots", ()):
            assert owners[int(link.StructParent)].S == "/Link"


def test_each_link_is_in_one_tag(opened: Any, said: Said) -> None:
    links = [link for page in opened.pages for link in page.get("/Annots", ())]
    assert len(links) > 8
    assert sum(len(one.links) for one in said.all("Link")) == len(links)
    for one in said.all("Link"):
        assert one.links
        assert one.all("Link") == [one], "a link within a link"


def test_links_say_what_they_lead_to(said: Said) -> None:
    everything = {text for one in said.all("Link") for text in one.links}
    assert {"Таблица 1 — Строки", "Рисунок 2 — Потери", "Раздел", LONG} <= everything
    assert any(text.startswith("Kingma D.P., Ba J. Adam") for text in everything)


def test_contents_are_tagged_as_such_with_one_link_an_entry(said: Said) -> None:
    top, *_ = said.all("TOC")
    chapters = [one for one in top.kids if one.role == "TOCI"]
    assert len(chapters) == len(top.kids) == 2
    for entry in top.all("TOCI"):
        (reference,) = (kid for kid in entry.kids if kid.role == "Reference")
        (link,) = reference.kids
        assert link.role == "Link"
    assert plain(chapters[0].kids[0]) == f"{LONG} 3"
    (below,) = chapters[0].kids[1].kids
    assert plain(below) == "Раздел 3"
    assert "..." not in plain(said)
    assert said.all("TOC")[1:] == [chapters[0].kids[1]]


def test_items_have_labels_and_lists_stay_within_them(said: Said) -> None:
    outer, inner, sources = said.all("L")
    assert [[kid.role for kid in item.kids] for item in outer.kids] == 2 * [["Lbl", "LBody"]]
    assert outer.kids[0].kids[1].all("L") == [inner]
    assert plain(outer.kids[1].kids[1]) == "два"
    assert outer.attributes["ListNumbering"] == "/Disc"
    assert sources.attributes["ListNumbering"] == "/Decimal"
    assert plain(sources.all("Lbl")[0]) == "1."


def test_formulas_are_tagged_as_such(said: Said) -> None:
    formulas = [one.alternative for one in said.all("Formula")]
    assert formulas == ["греческая буква эта", "y равно x в квадрате"]
    numbered = next(one for one in said.all("P") if plain(one).startswith("y равно"))
    assert plain(numbered) == "y равно x в квадрате (1)"


def test_a_picture_says_where_it_is(said: Said, opened: Any) -> None:
    (figure,) = said.all("Figure")
    assert figure.alternative == "Потери падают до 0,1"
    left, below, right, above = map(float, figure.attributes["BBox"])
    width, height = map(float, opened.pages[0].MediaBox[2:])
    assert 0 < left < right < width
    assert 0 < below < above < height
    assert above - below == pytest.approx((right - left) * 40 / 60, rel=0.02)


def test_a_table_is_one_with_one_head(said: Said) -> None:
    (table,) = said.all("Table")
    assert [kid.role for kid in table.kids] == ["Caption", "THead", "TBody"]
    head, *rows = table.all("TR")
    assert len(rows) == 60
    assert [cell.text for cell in head.kids] == ["Эпоха", "Потери"]
    assert {str(cell.attributes["Scope"]) for cell in head.kids} == {"/Column"}
    for number, row in enumerate(rows):
        first, second = row.kids
        assert (first.role, first.text, first.attributes["Scope"]) == ("TH", str(number), "/Row")
        assert (second.role, second.text) == ("TD", f"{number},5")
    assert plain(said).count("Эпоха") == 1
    assert "Продолжение" not in plain(said)


def test_words_are_whole_whatever_lines_they_are_on(said: Said) -> None:
    step = "С шагом греческая буква эта = 5 умножить на 10 в степени минус 4."
    expected = f"{step} {(5 * SENTENCE).strip()}"
    assert expected in [plain(one) for one in said.all("P")]
    hyphenated = next(one.text for one in said.all("P") if "С шагом" in one.text)
    assert "\u00ad" in hyphenated, "no line ends within a word, which shows nothing"


def test_code_is_read_in_its_lines(said: Said) -> None:
    code, output = (plain(one) for one in said.all("Code"))
    assert code == "if x < 1: print('да')"
    assert output == "да & нет"


def test_the_language_is_marked(said: Said) -> None:
    spans = {plain(one): one.language for one in said.all("Span") if one.language}
    assert spans.pop("cup") == "en"
    assert set(spans.values()) == {"en"}, "the source in English"


def test_no_tag_is_hollow(said: Said) -> None:
    assert [one.role for one in said if not one.parts and one.role not in ("TD", "TH")] == []


def test_page_numbers_are_not_read(said: Said, opened: Any) -> None:
    assert len(opened.pages) > 4
    assert plain(said).count("Раздел") == 2, "in the contents and in its place"
    assert not plain(said).endswith(str(len(opened.pages)))


def test_without_our_tags_it_would_be_otherwise(
    typeset: Typeset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That the others of these tests can fail."""
    monkeypatch.setattr(rendering, "own_tags", nullcontext)
    pdf = typeset(REPORT)
    with pikepdf.open(BytesIO(pdf)) as opened, pdfplumber.open(BytesIO(pdf)) as document:
        said = read_aloud(opened, marked_texts(document))
        with pytest.raises(AssertionError):
            test_all_that_is_marked_is_in_the_tree_once(opened)
        for test in (test_a_table_is_one_with_one_head, test_formulas_are_tagged_as_such):
            with pytest.raises((AssertionError, ValueError)):
                test(said)
    assert said.all("TOC") == []


def test_pictures_are_painted_where_they_are_read(typeset: Typeset) -> None:
    body = """{{ section('part', 'Часть') }}<p>Раз {{ tex('x') }} на {{ fig('loss') }} и</p>
    {{ figure('loss', 'Потери') }}<p>Два {{ tex('y') }} и</p>{{ formula('f', 'z') }}<p>три</p>"""
    with pikepdf.open(BytesIO(typeset(body))) as document:
        last = document.pages[-1].obj.objgen
        painted = [number for page, number in marked(document) if page == last]
        assert painted == sorted(painted)
        assert painted == list(read(document.Root.StructTreeRoot.K[0], last))


def read(element: Any, page: Any) -> Iterator[int]:
    """The numbers of the marked content of a page in the order of the tree."""
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            if element.Pg.objgen == page:
                yield kid
        elif kid.get("/Type") == "/StructElem":
            yield from read(kid, page)
