"""What the report of each length has: "short" and "full" of the PDF, "whole" of other editions."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from lab1report.pages.numbering import Numbers
from lab1report.pages.template_errors import TemplateRuleError

Render = Callable[..., str]

BODY = """
{{ section('part', 'Часть 1. Код') }}
<p>Смотрите рисунки {{ fig('code') }} и {{ fig('last') }}{{ see('check') }}.</p>
{{ cell(stage, 'code', 'Код') }}
{{ further_cells([stage, other], 'check', 'Проверка') }}
{% call more('О потерях') %}
<p>Подробнее на рисунке {{ fig('loss') }}{{ see('rest') }}.</p>
{{ figure('loss', 'Потери') }}
{% endcall %}
{{ further_cells([stage], 'rest', 'Остаток') }}
{{ cell(stage, 'last', 'Конец') }}
<p>Итог.</p>
"""


@pytest.fixture
def page(render: Render) -> Callable[..., str]:
    """`page(length)`: the report of that length; its check prints «проверено»."""
    other = SimpleNamespace(source="check()\n", output="проверено\n")

    def of_length(length: str, body: str = BODY) -> str:
        return render(body, length=length, other=other)

    return of_length


def text(html: str) -> str:
    body = re.sub(r"<[^>]+>", "", html[html.index("</nav>") :])
    return " ".join(body.split())


def captions(html: str) -> list[str]:
    plain = html.replace("\u00a0", " ")
    return re.findall(r"<figcaption>(Рисунок [^<]+)</figcaption>", plain)


def prompts(html: str) -> list[int]:
    return [int(number) for number in re.findall(r"In \[(\d+)\]:", html)]


def test_the_whole_report_has_all_in_its_place(page: Callable[..., str]) -> None:
    html = page("whole")
    assert captions(html) == [
        "Рисунок 1 — Код",
        "Рисунок 2 — Проверка",
        "Рисунок 3 — Потери",
        "Рисунок 4 — Остаток",
        "Рисунок 5 — Конец",
    ]
    assert prompts(html) == [1, 2, 3, 4, 5]
    assert "Смотрите рисунки 1 и 5 (рисунок 2)." in text(html)
    assert "Подробнее на рисунке 3 (рисунок 4)." in text(html)
    assert "проверено" in html
    assert "ПРИЛОЖЕНИЕ" not in html


def test_the_full_report_has_further_code_in_an_appendix(page: Callable[..., str]) -> None:
    html = page("full")
    assert captions(html) == [
        "Рисунок 1 — Код",
        "Рисунок 2 — Потери",
        "Рисунок 3 — Конец",
        "Рисунок А.1 — Проверка",
        "Рисунок А.2 — Остаток",
    ]
    assert "Смотрите рисунки 1 и 3 (рисунок А.1)." in text(html)
    assert "Подробнее на рисунке 2 (рисунок А.2)." in text(html)
    main, appendix = html.split('id="appendix"')
    assert "проверено" not in main
    assert "проверено" in appendix
    assert "На рисунках А.1–А.2 приведён код этапов" in text("</nav>" + appendix)
    assert re.findall(r'href="#(fig-check|fig-rest)"', html) == ["fig-check", "fig-rest"] * 2


def test_cells_keep_the_numbers_of_their_places(page: Callable[..., str]) -> None:
    html = page("full")
    assert prompts(html) == [1, 5, 2, 3, 4]
    assert prompts(page("short")) == [1, 5]


def test_the_contents_end_with_the_appendix(page: Callable[..., str]) -> None:
    html = page("full", BODY + "{{ cite('cifar') }}")
    contents = html[html.index("<nav") : html.index("</nav>")]
    headings = re.findall(r'<a href="#[\w-]+">(.*?)</a>', contents, re.DOTALL)
    plain = [" ".join(re.sub(r"<[^>]+>", "", heading).split()) for heading in headings]
    assert plain == [
        "Часть 1. Код",
        "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ",
        "ПРИЛОЖЕНИЕ А Остальной код этапов",
    ]
    (heading,) = re.findall(r'<h1 class="structural" id="appendix">(.*?)</h1>', html)
    assert " ".join(re.sub(r"<[^>]+>", "", heading).split()) == plain[-1]
    assert html.index('id="sources"') < html.index('id="appendix"')


def test_the_short_report_has_neither_further_code_nor_details(page: Callable[..., str]) -> None:
    html = page("short")
    assert captions(html) == ["Рисунок 1 — Код", "Рисунок 2 — Конец"]
    assert "Смотрите рисунки 1 и 2." in text(html)
    assert "Итог." in text(html)
    assert not re.search("Проверка|проверено|Подробнее|Потери|Остаток|ПРИЛОЖЕНИЕ", html)


@pytest.mark.parametrize("length", ["short", "full", "whole"])
def test_the_style_sheet_is_told_the_length(length: str, page: Callable[..., str]) -> None:
    assert f'<body class="{length}">' in page(length)


@pytest.mark.parametrize("id", ["check", "loss"])
def test_a_text_that_leans_on_what_the_short_report_lacks_fails(
    id: str, page: Callable[..., str]
) -> None:
    body = BODY + f"<p>{{{{ fig('{id}') }}}}</p>"
    page("full", body)
    with pytest.raises(TemplateRuleError, match=f'figure "{id}", which is absent'):
        page("short", body)


def test_further_code_need_not_be_mentioned_where_the_appendix_names_it(
    page: Callable[..., str],
) -> None:
    body = "{{ further_cells([stage], 'check', 'Проверка') }}"
    assert captions(page("full", body)) == ["Рисунок А.1 — Проверка"]
    with pytest.raises(TemplateRuleError, match='figure "check" is never cited'):
        page("whole", body)


def test_an_appendix_numbers_each_kind_anew_and_both_passes_agree() -> None:
    def write(numbers: Numbers) -> list[str]:
        before = [numbers.refer("figure", "late"), numbers.refer("formula", "sum")]
        main = [numbers.define("figure", "early"), numbers.define("formula", "mean")]
        assert numbers.begin_appendix("А") == "А"
        kinds = ("figure", "table", "formula", "figure")
        ids = ("late", "rows", "sum", "last")
        appendix = [numbers.define(kind, id) for kind, id in zip(kinds, ids, strict=True)]  # type: ignore[arg-type]
        return [*before, *main, *appendix]

    first = Numbers()
    given = ["1", "1", "А.1", "А.1", "А.1", "А.2"]
    assert write(first) == ["0", "0", *given]
    assert write(first.second_pass()) == ["А.1", "А.1", *given]
    assert first.ids["figure"] == ("early", "late", "last")


def test_an_appendix_takes_no_name_twice() -> None:
    numbers = Numbers()
    numbers.define("figure", "code")
    numbers.begin_appendix("А")
    with pytest.raises(TemplateRuleError, match='two figures are called "code"'):
        numbers.define("figure", "code")


def test_postponed_cells_take_their_numbers_at_once() -> None:
    numbers = Numbers()
    assert numbers.cell() == 1
    numbers.postpone(["a", "b"], "first", "Первый")
    assert numbers.cell() == 4
    numbers.postpone(["c"], "second", "Второй")
    assert numbers.cells == 5
    assert [(one.id, one.caption, list(one.cells)) for one in numbers.postponed] == [
        ("first", "Первый", [2, 3]),
        ("second", "Второй", [5]),
    ]
    assert numbers.postponed_range == ("first", "second")
    assert numbers.second_pass().postponed == []
