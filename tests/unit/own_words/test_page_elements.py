import pytest

from lab1report.own_words.exhibits import runs, stretches
from lab1report.own_words.page_elements import parts
from lab1report.pages.template_errors import TemplateRuleError

SECTION = """
<h1 id="a">Заголовок &lt;1&gt;</h1>
<p>Абзац с <a href="#b">ссылкой</a><br>и <img src="x"> картинкой</p>

<figure class="cell long"
  id="fig-b"><pre>if a &lt; b:
</pre></figure><hr>
<ul><li>пункт<ul><li>в нём</li></ul></li></ul>
"""


def test_a_section_comes_apart_and_loses_nothing() -> None:
    found = parts(SECTION)
    assert [part.tag for part in found] == ["h1", "p", "figure", "hr", "ul"]
    assert "".join("".join(part.html.split()) for part in found) == "".join(SECTION.split())
    assert (found[0].id, found[0].html) == ("a", '<h1 id="a">Заголовок &lt;1&gt;</h1>')
    assert (found[2].id, found[2].classes) == ("fig-b", frozenset({"cell", "long"}))


FOLDED = """
<p>Абзац</p>
<details class="more"><summary>О потерях</summary><p>Подробно</p>
<figure id="fig-loss"><img src="x"></figure></details>
<details class="more"><summary>Код: Проверка</summary>
<figure class="cell" id="fig-check"><details><pre></pre></details></figure></details><p>Конец</p>
"""


def test_what_is_folded_is_found_like_all_else() -> None:
    found = parts(FOLDED)
    assert [(part.tag, part.id) for part in found] == [
        ("p", ""),
        ("summary", ""),
        ("p", ""),
        ("figure", "fig-loss"),
        ("summary", ""),
        ("figure", "fig-check"),
        ("p", ""),
    ]
    assert found[2].html == "<p>Подробно</p>"
    assert found[3].html == '<figure id="fig-loss"><img src="x"></figure>'
    assert found[5].classes == {"cell"}


def test_what_is_folded_ends_where_its_title_stands() -> None:
    """A title is text of the program's: exhibits on both sides of it are mentioned apart."""
    whole = [[one.id for one in stretch.exhibits] for stretch in stretches(parts(FOLDED), ())]
    assert whole == [["fig-loss"], ["fig-check"]]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ([], []),
        (["4"], [["a"]]),
        (["4", "5"], [["a"], ["b"]]),
        (["9", "10", "11"], [["a", "c"]]),
        (["1", "3", "4", "5", "7"], [["a"], ["b", "d"], ["e"]]),
        (["2", "1"], [["a"], ["b"]]),
        (["0", "0", "0"], [["a"], ["b"], ["c"]]),  # of the first pass
    ],
)
def test_numbers_that_follow_one_another_are_a_range(
    labels: list[str], found: list[list[str]]
) -> None:
    assert runs(zip("abcde", labels, strict=False)) == found


@pytest.mark.parametrize("html", ["<p>не закрыт", "<p>a</div>", "a</p>", "<p>a</p> текст"])
def test_a_section_that_is_no_html(html: str) -> None:
    with pytest.raises(TemplateRuleError):
        parts(html)
