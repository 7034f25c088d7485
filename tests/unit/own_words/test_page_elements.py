import pytest

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


@pytest.mark.parametrize("html", ["<p>не закрыт", "<p>a</div>", "a</p>", "<p>a</p> текст"])
def test_a_section_that_is_no_html(html: str) -> None:
    with pytest.raises(TemplateRuleError):
        parts(html)
