import re
from collections.abc import Callable

import pytest

from lab1report.pages.template_errors import TemplateRuleError

Render = Callable[..., str]

ALL = """
<p>На рисунках {{ fig('loss') }} и {{ fig('code') }}, в таблице {{ tab('first') }},
по {{ eq('second') }} и {{ eq('one') }}, см. {{ cite('hornik') }}, {{ cite('cifar', 'hornik') }}</p>
{{ cell(stage, 'code', 'Код') }}
{{ figure('loss', 'Потери') }}
{{ formula('one', 'x') }} {{ formula('second', 'y') }}
{% call table('first', 'Итоги') %}<thead></thead>{% endcall %}
"""


def _text(html: str) -> str:
    body = re.sub(r"<[^>]+>", "", html[html.index("</head>") :])
    return " ".join(body.split())


def test_numbers_follow_the_order_of_appearance_not_of_mention(render: Render) -> None:
    text = _text(render(ALL))
    assert "На рисунках 2 и 1, в таблице 1, по (2) и (1), см. [1], [2, 1]" in text
    assert "Рисунок 1 — Код" in text
    assert "Рисунок 2 — Потери" in text
    assert "Таблица 1 — Итоги" in text


def test_every_link_has_its_target(render: Render) -> None:
    html = render(ALL)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) >= 9
    assert set(targets) <= set(re.findall(r'id="([^"]+)"', html))


def test_sources_are_printed_in_the_order_of_citation(render: Render) -> None:
    html = render(ALL)
    assert re.findall(r'<li id="source-(\w+)">', html) == ["hornik", "cifar"]
    assert "(дата\xa0обращения" in html


def test_contents_list_the_headings(render: Render) -> None:
    body = "{{ section('a', 'Часть 1. А') }}{{ subsection('b', 'Данные') }}"
    html = render(body + "{{ cite('cifar') }}")
    contents = html[html.index("<nav") : html.index("</nav>")]
    entries = re.findall(r'<(ol|/ol|a) ?(?:href="#(\w+)")?', contents)
    assert [id or tag for tag, id in entries] == ["ol", "a", "ol", "b", "/ol", "sources", "/ol"]
    assert "Часть 1. А Данные СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ" in _text(html)
    assert 'id="sources"' not in render(body)  # where no source is cited


def test_a_subsection_before_all_chapters_is_listed_beside_them(render: Render) -> None:
    html = render("{{ subsection('b', 'Данные') }}{{ section('a', 'Часть 1. А') }}")
    contents = html[html.index("<nav") : html.index("</nav>")]
    assert re.findall(r'<ol>|<a href="#(\w+)"', contents) == ["", "b", "a"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{{ fig('lost') }}", 'refers to figure "lost", which is absent'),
        ("{{ eq('lost') }}", 'refers to formula "lost", which is absent'),
        ("{{ figure('loss', 'А') }}", 'figure "loss" is never cited'),
        ("{{ cell(stage, 'code', 'А') }}", 'figure "code" is never cited'),
        ("{% call table('t', 'А') %}{% endcall %}", 'table "t" is never cited'),
        ("{{ figure('loss', 'А') }}{{ fig('loss') }}", "before its first mention"),
        ("{{ formula('a', 'x') }}{{ formula('a', 'y') }}", 'two formulas are called "a"'),
        ("{{ section('a', 'А') }}{{ section('a', 'Б') }}", 'two headings are called "a"'),
        ("{{ formula('A b', 'x') }}", 'formula "A b": an identifier'),
        ("{{ cite('nobody') }}", 'source "nobody" is not in sources.toml'),
        ("{{ fig('x') }}{{ figure('x', 'А') }}", "no picture figures/x"),
    ],
)
def test_broken_rules_are_named(render: Render, body: str, message: str) -> None:
    with pytest.raises(TemplateRuleError, match=re.escape(message)):
        render(body)
