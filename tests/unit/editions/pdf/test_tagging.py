"""The tags of the PDF: what is read aloud, and what is passed over."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from lab1report.editions.pdf import typesetting as rendering
from lab1report.editions.pdf.typesetting import render_pdf

Render = Callable[..., str]

REPORT = """
{{ section('part', 'Часть 1. Регрессия') }}
<p>{{ tab('rows') }} {{ fig('code') }}</p>
{{ cell(stage, 'code', 'Код') }}
{% call table('rows', 'Строки') %}
<thead><tr><th scope="col">Эпоха</th><th scope="col">Потери</th></tr></thead>
<tbody>{% for row in range(60) %}<tr><td>{{ row }}</td><td>1</td></tr>{% endfor %}</tbody>
{% endcall %}
<p>Конец <span></span></p>
"""


@pytest.fixture
def opened(render: Render, assets: Mapping[str, bytes]) -> Iterator[Any]:
    pdf = render_pdf(render(REPORT), assets, created=datetime(2026, 11, 23, tzinfo=UTC))
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


@pytest.fixture
def unmended(
    render: Render, assets: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """The same as WeasyPrint writes it."""
    monkeypatch.setattr(rendering, "mend", lambda _: None)
    pdf = render_pdf(render(REPORT), assets, created=datetime(2026, 11, 23, tzinfo=UTC))
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


def elements(document: Any) -> Iterator[Any]:
    """The tags of the tree, from the top."""
    waiting = [document.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting = [
            *(kid for kid in element.get("/K", []) if getattr(kid, "S", None) is not None),
            *waiting,
        ]


def marks(page: Any) -> tuple[set[int], int]:
    """The numbers of the marked content of a page, and how many artifacts it has."""
    numbers, artifacts = set(), 0
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) == "BDC":
            numbers.add(int(instruction.operands[1].MCID))
        if str(instruction.operator) == "BMC":
            assert instruction.operands[0] == "/Artifact"
            artifacts += 1
    return numbers, artifacts


def test_all_that_is_marked_is_in_the_tree(opened: Any) -> None:
    held: dict[Any, set[int]] = {}
    for element in elements(opened):
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                held.setdefault(element.Pg.objgen, set()).add(kid)
    for page in opened.pages:
        numbers, _ = marks(page)
        assert numbers == held[page.obj.objgen]


def test_pictures_are_painted_where_they_are_read(
    render: Render, assets: Mapping[str, bytes]
) -> None:
    body = """{{ section('part', 'Часть') }}<p>Раз {{ tex('x') }} на {{ fig('loss') }} и</p>
    {{ figure('loss', 'Потери') }}<p>Два {{ tex('y') }} и</p>{{ formula('f', 'z') }}<p>три</p>"""
    pdf = render_pdf(render(body), assets, created=datetime(2026, 11, 23, tzinfo=UTC))
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[-1]
        painted = [
            int(instruction.operands[1].MCID)
            for instruction in pikepdf.parse_content_stream(page)
            if str(instruction.operator) == "BDC"
        ]
        assert painted == list(read(document.Root.StructTreeRoot.K[0], page))


def read(element: Any, page: Any) -> Iterator[int]:
    """The numbers of the marked content of a page in the order of the tree."""
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            if element.Pg.objgen == page.obj.objgen:
                yield kid
        elif getattr(kid, "S", None) is not None:
            yield from read(kid, page)


def test_page_numbers_and_continuations_are_artifacts(opened: Any, unmended: Any) -> None:
    more = [
        marks(page)[1] - marks(before)[1]
        for page, before in zip(opened.pages, unmended.pages, strict=True)
    ]
    assert more[0] == 0, "the title page has no number"
    assert set(more[1:]) == {1, 2}
    assert more.count(2) >= 1, "pages that continue the table"


def test_no_tag_is_hollow(opened: Any) -> None:
    hollow = [
        str(element.S)
        for element in elements(opened)
        if not list(element.get("/K", [])) and element.S in ("/Span", "/P", "/NonStruct")
    ]
    assert hollow == []


def test_rows_of_a_table_have_as_many_columns(opened: Any) -> None:
    rows = [element for element in elements(opened) if element.S == "/TR"]
    spans = {sum(int(cell.A.get("/ColSpan", 1)) for cell in row.K) for row in rows}
    assert len(rows) > 60
    assert spans == {2}


def test_without_mending_it_would_be_otherwise(unmended: Any) -> None:
    """That the others of these tests can fail."""
    with pytest.raises(AssertionError):
        test_all_that_is_marked_is_in_the_tree(unmended)
    with pytest.raises(AssertionError):
        test_no_tag_is_hollow(unmended)
