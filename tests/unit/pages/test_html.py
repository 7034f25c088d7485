import dataclasses
from collections.abc import Callable

import pytest
from jinja2 import UndefinedError

from lab1report.model import Assignment, SectionFailure, SectionMissing

Render = Callable[..., str]


def test_a_hostile_name_is_escaped_and_cleaned(render: Render, assignment: Assignment) -> None:
    name = "Иванов\u202e\u2066\x07 <script>alert(1)</script>\u200b\n</style>"
    html = render("", assignment=dataclasses.replace(assignment, student=name, teacher=name))
    assert "<script" not in html
    assert html.count("</style>") == 1
    assert html.count("Иванов &lt;script&gt;alert(1)&lt;/script&gt; &lt;/style&gt;") == 3
    assert not set("\u202e\u2066\x07\u200b") & set(html)


def test_a_missing_student_leaves_a_line(render: Render, assignment: Assignment) -> None:
    nobody = dataclasses.replace(assignment, student="\u202e ", teacher=None, group_code=None)
    html = render("", assignment=nobody)
    assert "None" not in html
    assert '<div class="line"></div>' in html
    assert '<div class="group line"></div>' in html


def test_a_misspelt_name_fails(render: Render) -> None:
    with pytest.raises(UndefinedError, match="assignmnet"):
        render("{{ assignmnet.group }}")
    with pytest.raises(UndefinedError, match="grup"):
        render("{{ assignment.grup }}")


def test_a_cell_shows_source_and_output(render: Render) -> None:
    html = render("{{ fig('code') }}{{ cell(stage, 'code', 'Код') }}")
    assert "In [1]:" in html
    assert '<span class="keyword">if </span>x &lt; <span class="number">1</span>:\n' in html
    assert '<span class="string">&#39;да&#39;</span>)' in html
    assert "да &amp; нет\n" in html


def test_sections_without_a_result_say_so(render: Render) -> None:
    body = """{% if xor is failed %}{{ failure(xor) }}
        {% elif xor is missing %}{{ missing() }}{% endif %}"""
    failure = SectionFailure(section="xor", stage="обучение", message="<b> 王", details="")
    html = render(body, xor=failure)
    assert "Раздел не выполнен" in html
    assert "Ошибка: &lt;b&gt; &lt;U+738B&gt;" in html
    assert "Раздел ещё не вычислен" in render(body, xor=SectionMissing(section="xor"))
