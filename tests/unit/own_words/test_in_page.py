"""The student's words in the page, after the program's text and in place of it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from lab1report.errors import UserError
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.in_page import OwnWordsInPage
from lab1report.own_words.markdown import parse
from lab1report.pages.template_errors import TemplateRuleError

Render = Callable[..., str]

SECTION = """
{{ section('part', 'Часть 1') }}
<p>Первый абзац, рисунок {{ fig('one') }} {{ cite('cifar') }}.</p>
{{ subsection('code', 'Код') }}
<p>Рисунки {{ fig('two') }} и {{ fig('three') }}, таблица {{ tab('rows') }}.</p>
<ul><li>пункт</li></ul>
{{ cell(stage, 'one', 'Ячейка') }}
{{ cell(stage, 'two', 'Ячейка') }}
{{ cell(stage, 'three', 'Ячейка') }}
{{ formula('square', 'y = x^2,') }}
{{ where([('x', 'вход')]) }}
{% call table('rows', 'Строки') %}<thead><tr><th>a</th></tr></thead><tbody></tbody>{% endcall %}
{{ subsection('talk', 'Одни слова') }}
<p>Только текст.</p>
"""


@pytest.fixture
def body(render: Render) -> Callable[..., str]:
    """`body(text, replace)`: the section with these words, as the report has it."""

    def make(
        text: str | None,
        *,
        replace: bool = False,
        section: str = SECTION,
        marked: bool = False,
    ) -> str:
        words = {}
        if text is not None:
            words["regression"] = OwnWords(
                section="regression",
                file="words/regression.md",
                replace=replace,
                source=text,
                prose=parse(text, file="words/regression.md"),
            )
        html = render(
            section, texts=partial(OwnWordsInPage, words, known={"seed": 7}, marked=marked)
        )
        return re.sub(r"[ \n]+", " ", html[html.index("<nav") :])

    return make


def texts(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html[html.index("</nav>") :])


def test_without_words_nothing_changes(body: Callable[..., str]) -> None:
    assert "own-" not in body(None)


def test_marks_say_where_each_line_stands(body: Callable[..., str]) -> None:
    """In the preview alone, where notices stand beside what they are about."""
    text = "Раз,\nдва.\n\n## Взгляд\n\n- пункт\n- второй\n\n$$\nx\n$$\n\nгде $x$."
    html = body(text, marked=True)
    marks = re.findall(
        r'<i hidden data-words="words/regression.md" data-line="(\d+)"></i> ?<(\w+)', html
    )
    assert marks == [("1", "p"), ("4", "h2"), ("6", "ul"), ("9", "div"), ("13", "p")]
    assert '<p class="continued">' in html
    assert "data-line" not in body(text)


def test_words_follow_the_programs(body: Callable[..., str]) -> None:
    html = body("Своё {{ seed }}.\n\n## Взгляд\n\n- пункт *раз*,\n- `код`.")
    plain = body(None)
    start = html.index("<p>Своё 7.</p>")
    assert texts(html[:start]) == texts(plain)[: len(texts(html[:start]))]
    own = '<h2 id="own-regression-1">Взгляд</h2> <ul> <li>пункт <em>раз</em>,</li> '
    assert html[start:].startswith(f"<p>Своё 7.</p> {own}<li><code>код</code>.</li> </ul>")
    assert html.index('href="#own-regression-1"') < html.index("</nav>")


def test_words_replace_text_and_nothing_else(body: Callable[..., str]) -> None:
    html = body("Своё.", replace=True)
    for gone in ("Первый абзац", "пункт", "Только текст", "Одни слова"):
        assert gone not in html
    kept = re.findall(r'(?:id="((?:fig|tab|eq)-\w+|part|code)"|class="(where)")', html)
    assert ["".join(pair) for pair in kept] == [
        "part", "code", "fig-one", "fig-two", "fig-three", "eq-square", "where", "tab-rows",
    ]  # fmt: skip
    assert re.search(r"Часть 1</h1>\s*<p>Своё.</p>\s*<h2 id=.code.>", html)
    plain = texts(html).replace("\u00a0", " ")
    assert (
        "Вычисления задаёт формула (1). Код этапов и его вывод приведены на рисунках 1–3, " in plain
    )
    assert "числа — в таблице 1." in plain
    contents = html[: html.index("</nav>")]
    assert [re.sub("<.*?>", "", entry) for entry in re.findall("<a .*?</a>", contents)] == [
        "Часть 1", "Код",
    ]  # fmt: skip


def order(html: str) -> list[str]:
    """The paragraphs of the text, each by its first word, headings, and what has a number."""
    found = re.findall(r'<p>([\w{]+)|<h2[^>]*>([^<]+)|id="((?:fig|tab|eq)-[\w-]+)"', html)
    return ["".join(one) for one in found]


def test_the_students_text_stands_where_the_work_is(body: Callable[..., str]) -> None:
    """Above what it is the first to cite; nothing that is shown changes its place."""
    html = body(
        'Ноль.\n\nОдин {{ fig("three") }}, {{ eq("square") }}.\n\nДва {{ fig("three") }}:\n\n'
        '- {{ fig("two") }}.\n\nТри.',
        replace=True,
    )
    text = html[html.index("</nav>") :]
    assert order(text) == [
        "Ноль", "Код", "Код", "fig-one", "fig-two",
        "Один", "fig-three", "eq-square", "Два", "Три", "Числа", "tab-rows",
    ]  # fmt: skip
    assert re.search(r"</div> <div class=.where.>.*?</div>\s*<p>Два", text)
    plain = texts(html).replace("\u00a0", " ")
    assert "Один 3, (1)." in plain
    assert "Код этапов и его вывод приведены на рисунках 1 и 2." in plain
    assert re.findall(r"Рисунок\s(\d)\s—", plain) == ["1", "2", "3"]
    assert re.findall(r"In \[(\d)\]", plain) == ["1", "2", "3"]


def test_under_a_heading_of_the_students_no_other_stands(body: Callable[..., str]) -> None:
    html = body(
        'Ноль.\n\n## Мой код\n\nОдин {{ fig("one") }} и {{ fig("two") }}.\n\n## Мои числа\n\n'
        'Два {{ fig("three") }} {{ eq("square") }} {{ tab("rows") }}.',
        replace=True,
    )
    assert order(html[html.index("</nav>") :]) == [
        "Ноль", "Мой код", "Один", "fig-one", "fig-two",
        "Мои числа", "Два", "fig-three", "eq-square", "tab-rows",
    ]  # fmt: skip


INSTEAD = '{{ instead("code") }}'


def test_one_sub_section_is_replaced(body: Callable[..., str]) -> None:
    html = body(f'Конец.\n\n{INSTEAD}\nСвоё {{{{ fig("two") }}}} {{{{ cite("holm") }}}}.\n\nДа.')
    text = html[html.index("</nav>") :]
    assert order(text) == [
        "Первый", "Код", "Код", "fig-one", "Своё", "fig-two", "Да", "Вычисления", "fig-three",
        "eq-square", "tab-rows", "Одни слова", "Только", "Конец",
    ]  # fmt: skip
    assert "пункт" not in text
    assert "replaced" not in html
    plain = texts(html).replace("\u00a0", " ")
    assert re.findall(r"Рисунок\s(\d)\s—", plain) == ["1", "2", "3"]
    assert re.findall(r"In \[(\d)\]", plain) == ["1", "2", "3"]
    assert "рисунок 1 [1]" in plain
    assert "Своё 2 [2]." in plain


def test_a_sub_section_is_replaced_beside_words_after_a_figure_of_it(
    body: Callable[..., str],
) -> None:
    html = body(f"{INSTEAD} Своё.\n\n## Взгляд\n\nДа.\n\n{AFTER} Под рисунком.")
    text = html[html.index("</nav>") :]
    assert order(text)[:10] == [
        "Первый", "Код", "Своё", "Вычисления", "fig-one", "fig-two", "Под", "fig-three",
        "eq-square", "tab-rows",
    ]  # fmt: skip


def test_a_sub_section_without_anything_but_text_is_replaced(body: Callable[..., str]) -> None:
    html = body('{{ instead("talk") }} Своё.')
    assert re.search(r"Одни слова</h2>\s*<p>Своё.</p>", html)
    assert "Только текст" not in html


AFTER = '{{ after(fig("two")) }}'


def test_words_stand_after_a_figure(body: Callable[..., str]) -> None:
    html = body(
        f'Конец {{{{ cite("adam") }}}}.\n\n## Взгляд\n\nДа.\n\n{AFTER}\nДва {{{{ cite("holm") }}}}.'
        f'\n\nТри.\n\n{{{{ after(tab("rows")) }}}}\n\n- четыре\n\n{AFTER} Пять.'
    )
    text = html[html.index("</nav>") :]
    assert order(text) == [
        "Первый", "Код", "fig-one", "fig-two", "Два", "Три", "Пять", "fig-three",
        "eq-square", "tab-rows", "Одни слова", "Только", "Конец", "Взгляд", "Да",
    ]  # fmt: skip
    assert re.search(r"</figure>\s*<ul>\s*<li>четыре</li>", text)
    cited = [text.index(f">{word}") for word in ("Два [", "Конец [")]
    assert [re.search(r">(\d)<", text[place:])[1] for place in cited] == ["2", "3"]  # type: ignore[index]


def test_a_place_that_the_part_has_not_is_seen(body: Callable[..., str]) -> None:
    with pytest.raises(TemplateRuleError, match="fig-four is not in this part"):
        body('{{ after(fig("four")) }}\n\nДва.')
    with pytest.raises(TemplateRuleError, match="cod is not in this part"):
        body('{{ instead("cod") }}\n\nДва.')


@pytest.mark.parametrize(
    ("text", "replace", "words"),
    [
        (f"{AFTER}\n\nДа.", True, "has no meaning with replace: true"),
        (f"Да {AFTER}", False, "stands at the beginning of a paragraph"),
        (f"- {AFTER} да", False, "stands at the beginning of a paragraph"),
        (f"{AFTER}\n{AFTER}\nДа.", False, "stands at the beginning of a paragraph"),
        (f"{AFTER}\n\n## Взгляд", False, "a heading stands below"),
        (f"{INSTEAD}\n\nДа.", True, "has no meaning with replace: true"),
        (f"Да {INSTEAD}", False, "stands at the beginning of a paragraph"),
        (f"{INSTEAD}\n\nДа.\n\n{INSTEAD}\n\nНет.", False, "stands twice"),
        ("{{ instead(code) }}", False, 'write instead."…". with the id of a sub-section'),
    ],
)
def test_places_without_meaning(
    body: Callable[..., str], text: str, replace: bool, words: str
) -> None:
    with pytest.raises(UserError, match=rf"words/regression\.md:\d+: .*{words}"):
        body(text, replace=replace)


def test_what_has_no_heading_of_its_own_stands_above_the_students_headings(
    body: Callable[..., str],
) -> None:
    section = SECTION.replace("{{ subsection('code', 'Код') }}", "")
    html = body('Один.\n\n## Взгляд\n\nДва {{ fig("two") }}.', replace=True, section=section)
    assert order(html[html.index("</nav>") :]) == [
        "Один", "Код", "fig-one", "Взгляд", "Два", "fig-two",
        "Вычисления", "fig-three", "eq-square", "tab-rows",
    ]  # fmt: skip


def test_each_stretch_is_mentioned_where_it_stands(body: Callable[..., str]) -> None:
    section = SECTION.replace("{{ cell(stage, 'three'", "<p>Ещё.</p>{{ cell(stage, 'three'")
    html = body("Своё.", replace=True, section=section)
    assert order(html[html.index("</nav>") :]) == [
        "Своё", "Код", "Код", "fig-one", "fig-two",
        "Вычисления", "fig-three", "eq-square", "tab-rows",
    ]  # fmt: skip


def test_all_is_cited_by_the_student(body: Callable[..., str]) -> None:
    every = 'Своё: {{ fig("one") }}, {{ fig("two") }}, {{ fig("three") }}, {{ tab("rows") }}.'
    html = body(every + ' {{ eq("square") }}', replace=True)
    assert order(html[html.index("</nav>") :]) == [
        "Код", "Своё", "fig-one", "fig-two", "fig-three", "eq-square", "tab-rows",
    ]  # fmt: skip


def test_sources_of_replaced_text_are_not_listed(body: Callable[..., str]) -> None:
    assert "СПИСОК" in body("Своё.")
    assert "СПИСОК" not in body("Своё.", replace=True)
    html = body('Своё {{ cite("adam") }}.', replace=True)
    assert re.search(r'Своё \[<a href="#source-adam">1</a>\]', html)
    assert "Kingma" in html
    assert "Krizhevsky" not in html


def test_headings_of_the_students_own_come_in_order(body: Callable[..., str]) -> None:
    html = body("## Взгляд {{ seed }}\n\nСвоё.", replace=True)
    ids = re.findall(r'href="#([\w-]+)"', html[: html.index("</nav>")])
    assert list(dict.fromkeys(ids)) == ["part", "own-regression-1", "code"]


def test_a_sub_section_keeps_its_heading_above_the_words(body: Callable[..., str]) -> None:
    html = body("Своё.", replace=True, section="{{ subsection('part', 'Часть') }}<p>Текст.</p>")
    assert re.search(r"Часть</h2>\s*<p>Своё.</p>\s*", html)


def test_notices_stay(body: Callable[..., str]) -> None:
    html = body("Своё.", replace=True, section="{{ section('part', 'Часть') }}{{ missing() }}")
    assert "Раздел ещё не вычислен" in html


def test_text_is_escaped_and_links_show_their_address(body: Callable[..., str]) -> None:
    html = body("a < b & c [сайт *x*](https://a.b/?x=1&y=2) <https://a.b> [](https://c.d)")
    assert "a &lt; b &amp; c" in html
    address = "https://a.b/?x=1&amp;y=2"
    assert f'сайт <em>x</em> (<a class="url" href="{address}">{address}</a>)' in html
    assert '<a class="url" href="https://a.b">https://a.b</a>' in html
    assert '(<a class="url" href="https://c.d">https://c.d</a>)' in html


def test_typography_is_the_reports(body: Callable[..., str]) -> None:
    html = body('Сеть "А" - в 5 % случаев.')
    assert "Сеть «А»\u00a0— в\u00a05\u00a0% случаев." in html


def test_lists(body: Callable[..., str]) -> None:
    html = body("3. третий\n\n4. четвёртый\n   - в нём\n")
    assert '<ol start="3" style="counter-reset: item 2">' in html
    assert re.search(r"<li>третий</li>\s*<li>четвёртый\s*<ul>\s*<li>в\u00a0нём</li>", html)


def test_formulas(body: Callable[..., str]) -> None:
    html = body("Вес $w_i < 1$.\n\n$$a \\star b,$$\n\nгде $a$ - это <вес>\n\n$$c$$\n\nИтак.")
    assert 'Вес <span class="nowrap"><img class="tex" alt="w с индексом i меньше 1" src=' in html
    assert '<div class="formula" id="eq-own-regression-1">' in html
    assert 'alt="a star b"' in html
    assert re.search(r'<p class="continued">где <img class="tex" alt="a"[^>]*>\u00a0— это', html)
    assert re.findall(r'<span class="side">\((\d)\)</span>', html) == ["1", "2", "3"]
    assert "<p>Итак.</p>" in html


def test_a_formula_is_not_parted_from_its_text(body: Callable[..., str]) -> None:
    html = body('См. {{ fig("two") }}\n\n$$a$$\n\nгде.\n\nДа.', replace=True)
    text = html[html.index("</nav>") :]
    assert order(text)[3:7] == ["См", "eq-own-regression-1", "fig-two", "Да"]
    assert text.index("где.") < text.index('id="fig-two"')


def test_an_uncited_figure_is_seen(body: Callable[..., str], monkeypatch: Any) -> None:
    """The sentence is what keeps the rule: without it the page is refused."""
    from lab1report.own_words import in_page

    monkeypatch.setattr(in_page.OwnWordsInPage, "_mention", lambda *_: "")
    with pytest.raises(TemplateRuleError, match="never cited"):
        body("Своё.", replace=True)


def test_a_source_outside_of_the_text_is_seen(body: Callable[..., str]) -> None:
    table = "{% call table('t', 'x') %}<tr><td>{{ cite('cifar') }}</td></tr>{% endcall %}"
    with pytest.raises(TemplateRuleError, match="cites a source"):
        body("Своё.", replace=True, section=table)
