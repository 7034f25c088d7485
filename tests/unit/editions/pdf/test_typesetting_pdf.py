from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest

from lab1report.editions.pdf.typesetting import render_pdf
from lab1report.errors import UserError
from lab1report.model import DataInfo
from lab1report.pages.template_errors import TemplateRuleError

Render = Callable[..., str]

CREATED = datetime(2026, 11, 23, 12, tzinfo=UTC)
DEMO = DataInfo(kind="demo", fingerprint="", source="")
REPORT = """
{{ section('part', 'Часть 1. Регрессия') }}
<p>{{ fig('code') }}, {{ fig('loss') }}, {{ tab('rows') }}, {{ tex('x^2') }} <b><i>а</i></b></p>
{{ cell(stage, 'code', 'Код') }}
{{ figure('loss', 'Потери') }}
{% call table('rows', 'Строки') %}
<thead><tr><th>Эпоха</th></tr></thead>
<tbody>{% for row in range(60) %}<tr><td>{{ row }}</td></tr>{% endfor %}</tbody>
{% endcall %}
<p>После таблицы.</p>
"""


def _open(pdf: bytes) -> Any:
    return pdfplumber.open(BytesIO(pdf))


def _objects(document: Any) -> list[dict[str, Any]]:
    ids = [id for xref in document.doc.xrefs for id in xref.get_objids()]
    objects = [document.doc.getobj(id) for id in ids]
    return [obj for obj in objects if isinstance(obj, dict)]


def test_two_renderings_are_the_same_bytes(render: Render, assets: Mapping[str, bytes]) -> None:
    first = render_pdf(render(REPORT), assets, created=CREATED)
    assert render_pdf(render(REPORT), assets, created=CREATED) == first


def test_pages_fonts_and_metadata(render: Render, assets: Mapping[str, bytes]) -> None:
    with _open(render_pdf(render(REPORT), assets, created=CREATED)) as document:
        sizes = {(round(page.width), round(page.height)) for page in document.pages}
        descriptors = [o for o in _objects(document) if "FontName" in o and "Flags" in o]
        words = [page.extract_words() for page in document.pages]
        metadata = document.metadata
    assert sizes == {(595, 842)}
    assert len(descriptors) >= 4
    assert all("FontFile2" in descriptor for descriptor in descriptors)
    assert metadata["Title"] == "Лабораторная работа №1. Введение в DL"
    assert metadata["Author"] == "Иванов И.И."
    assert metadata["CreationDate"].startswith("D:20261123")
    last = [page[-1]["text"] for page in words]
    assert last == ["2026", *(str(number) for number in range(2, len(words) + 1))]
    left = min(word["x0"] for page in words for word in page)
    right = max(word["x1"] for page in words for word in page)
    assert left == pytest.approx(30 / 25.4 * 72, abs=1)
    assert right <= (210 - 10) / 25.4 * 72 + 1


def test_the_contents_name_the_page(render: Render, assets: Mapping[str, bytes]) -> None:
    with _open(render_pdf(render(REPORT), assets, created=CREATED)) as document:
        texts = [page.extract_text() for page in document.pages]
    page = next(n for n, text in enumerate(texts, 1) if n > 2 and "Часть 1. Регрессия" in text)
    line = next(line for line in texts[1].splitlines() if line.startswith("Часть 1"))
    assert "....." in line
    assert line.endswith(str(page))


def test_a_long_table_is_continued(render: Render, assets: Mapping[str, bytes]) -> None:
    with _open(render_pdf(render(REPORT), assets, created=CREATED)) as document:
        texts = [page.extract_text() for page in document.pages]
    caption = next(n for n, text in enumerate(texts) if "Таблица 1 — Строки" in text)
    end = next(n for n, text in enumerate(texts) if "После таблицы" in text)
    top = "Продолжение таблицы 1\nЭпоха"
    continued = [n for n, text in enumerate(texts) if text.startswith(top)]
    assert end > caption
    assert continued == list(range(caption + 1, end + 1))
    assert sum(text.count("Продолжение") for text in texts) == len(continued)


LONG = SimpleNamespace(source="\n".join(f"x{n} = {n}" for n in range(90)), output="готово")


def test_a_cell_that_parts_is_named_over_the_rest(
    render: Render, assets: Mapping[str, bytes]
) -> None:
    section = """{{ section('part', 'Часть 1. Регрессия') }}
        <p>{{ fig('long') }} и {{ fig('short') }}</p>
        {{ cell(long, 'long', 'Длинный код') }}{{ cell(stage, 'short', 'Код') }}"""
    with _open(render_pdf(render(section, long=LONG), assets, created=CREATED)) as document:
        texts = [page.extract_text() for page in document.pages]
    (begun,) = (n for n, text in enumerate(texts) if "x0 = 0" in text)
    (ended,) = (n for n, text in enumerate(texts) if "Рисунок 1 — Длинный код" in text)
    assert ended == begun + 1
    assert texts[ended].startswith("Продолжение рисунка 1\n")
    assert sum(text.count("Продолжение") for text in texts) == 1


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_stamp(render: Render, assets: Mapping[str, bytes], demo: bool) -> None:
    changes = {"data": DEMO} if demo else {}
    with _open(render_pdf(render(REPORT, **changes), assets, created=CREATED)) as document:
        stamped = ["ДЕМО-ДАННЫЕ" in page.extract_text() for page in document.pages]
    assert len(stamped) > 4
    assert set(stamped) == {demo}


@pytest.mark.parametrize(
    ("text", "name"), [("Ван 王", "«王» U\\+738B"), ("a\x1b[31m", "print U\\+001B")]
)
def test_a_missing_glyph_fails(render: Render, text: str, name: str) -> None:
    html = render("<p>{{ text }}</p>", text=text)
    with pytest.raises(UserError, match=f"cannot print .*{name}|{name} in"):
        render_pdf(html, {}, created=CREATED)


@pytest.mark.parametrize(
    "html",
    [
        "<img src='file:///etc/passwd'>",
        "<img src='http://127.0.0.1:9/x.png'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<p style='background: url(file:///etc/passwd)'>",
        "<style>@import 'file:///etc/passwd'</style>",
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'"
        " width='9' height='9'><image href='file:///etc/passwd' width='9' height='9'/></svg>\">",
    ],
)
def test_a_page_cannot_read_files(html: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(TemplateRuleError, match="may not use"):
        render_pdf(html, {}, created=CREATED)
    caplog.clear()
