"""The reader of tables puts continued ones together and refuses what it would misread."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest

from lab1report.editions.pdf.typesetting import render_pdf
from tests.golden.page_reader import Shown
from tests.unit.editions.pdf.pdf_tables import read_tables

ROWS = 60
REPORT = f"""
{{{{ section('part', 'Часть 1. Регрессия') }}}}
<p>Смотрите таблицы {{{{ tab('rows') }}}} и {{{{ tab('few') }}}}.</p>
{{% call table('rows', 'Строки таблицы с названием, которому не хватает одной строки на бумаге') %}}
<thead><tr><th scope="col">Эпоха</th><th scope="col">Потери на тесте</th></tr></thead>
<tbody>{{% for row in range({ROWS}) %}}
<tr><td>{{{{ (10_000 + row) | number }}}}</td><td>−{{{{ row }}}},5</td></tr>
{{% endfor %}}</tbody>
{{% endcall %}}
{{% call table('few', 'Одна строка') %}}
<thead><tr><th scope="col">Класс</th><th scope="col">Доля, %</th></tr></thead>
<tbody><tr><td>кит</td><td>77,5 ± 1,0</td></tr></tbody>
{{% endcall %}}
"""

Read = Callable[..., dict[int, Shown]]


@pytest.fixture
def read(render: Callable[..., str], assets: dict[str, bytes]) -> Read:
    """`read(old, new)`: the tables of the PDF whose HTML has `new` for `old`."""

    def tables(old: str = "", new: str = "") -> dict[int, Shown]:
        html = render(REPORT)
        assert old in html
        html = html.replace(old, new) if old else html
        created = datetime(2026, 11, 23, 12, tzinfo=UTC)
        return read_tables(BytesIO(render_pdf(html, assets, created=created)))

    return tables


def test_a_table_over_pages_is_one(read: Read) -> None:
    found = read()
    assert list(found) == [1, 2]
    assert found[1].caption == (
        "Строки таблицы с названием, которому не хватает одной строки на бумаге"
    )
    assert found[1].head == ["Эпоха", "Потери на тесте"]
    assert found[1].rows == [[f"10\u202f{row:03}", f"−{row},5"] for row in range(ROWS)]
    assert found[2].rows == [["кит", "77,5 ± 1,0"]]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Продолжение таблицы", "Ещё строки таблицы", "a table below 'Ещё строки таблицы 1'"),
        (
            "</style>",
            "th, td { border: none !important } </style>",
            r"tables \[1, 2\] are announced, \[\] are there",
        ),
        (
            "</style>",
            "thead { display: table-row-group } </style>",
            "page 4: a table below ''",
        ),
    ],
)
def test_what_would_be_misread_is_refused(read: Read, old: str, new: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(old, new)
