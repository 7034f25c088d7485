"""Templates choose sentences and format numbers; what is so, `analysis` says.

A translator must see no rule: no arithmetic, no comparison of numbers, no choice, count or order
of what was measured. What a template may do: print, loop, choose by truth, by `is`, by a verdict
that is text, and ask for the form of a noun.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from jinja2 import nodes

from lab1report.pages.html import page_environment

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

ENVIRONMENT = page_environment("ru")

ARITHMETIC = (
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),
    *(nodes.Neg, nodes.Pos),
)

FORMATTING = {
    "abs": "the sign of a difference becomes a word: less, fell",
    "capitalize": "text",
    "columns": "how wide the head of a table is",
    "described": "attributes of a table's rows",
    "format": "text",
    "join": "text",
    "map": "with an attribute, for `join`",
    "printable": "text",
    "replace": "text",
    "safe": "text",
    "spoken": "a formula read aloud",
    "striptags": "text",
    "trim": "text",
    **dict.fromkeys(
        ("number", "percent", "in_percent", "plain_percent", "scientific", "shortest"),
        "how a number is written",
    ),
    "signed_points": "how a number is written",
    **dict.fromkeys(("plural", "form", "about"), "the form of a noun beside a number"),
}
"""The filters that templates may use, and what for. All others, `sort` and `sum` among them, are
refused, unless `EXCEPTIONS` has them."""

TESTS = {
    "defined": "whether a part of the page is there",
    "failed": "what stands in the place of findings",
    "missing": "what stands in the place of findings",
    "none": "whether there is a finding",
    "one": "a noun in the singular: one thing",
    "singular": "a verb in the singular: 21 things in Russian",
}

EXCEPTIONS = {
    ("macros.html.j2", "content.count('<tr') < whole"): "layout: a short table stays on a page",
    ("ru/sections/series/words.html.j2", "title | length < 15"): "layout: short titles stay whole",
    ("ru/exhibits.html.j2", "ref(item | first)"): "the ends of a range of numbers, «3–5»",
    ("ru/exhibits.html.j2", "ref(item | last)"): "the ends of a range of numbers, «3–5»",
    ("ru/exhibits.html.j2", "items | first is one"): "a noun in the singular",
}
"""What a template may do beyond that: the file, the text of it there, and why."""


def is_text(node: nodes.Node) -> bool:
    """Whether a node is text, or several: a verdict to compare with."""
    if isinstance(node, nodes.Tuple | nodes.List):
        return bool(node.items) and all(is_text(item) for item in node.items)
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def compares_numbers(node: nodes.Compare) -> bool:
    sides = [node.expr, *(operand.expr for operand in node.ops)]
    equality = all(operand.op in ("eq", "ne", "in", "notin") for operand in node.ops)
    return not (equality and len(node.ops) == 1 and any(map(is_text, sides)))


def decision(node: nodes.Node) -> str | None:
    """What a node decides or computes, None of one that only phrases."""
    match node:
        case nodes.BinExpr() if isinstance(node, ARITHMETIC):
            return "arithmetic"
        case nodes.UnaryExpr() if isinstance(node, ARITHMETIC):
            return "arithmetic"
        case nodes.Compare() if compares_numbers(node):
            return "comparison"
        case nodes.Filter(name="map", args=args) if args:
            return "filter map with a filter"
        case nodes.Filter(name=name) if name not in FORMATTING:
            return f"filter {name}"
        case nodes.FilterBlock(filter=nodes.Filter(name=name)) if name not in FORMATTING:
            return f"filter {name}"
        case nodes.Test(name=name) if name not in TESTS:
            return f"test {name}"
        case nodes.For(test=nodes.Node()):
            return "loop over a choice"
        case nodes.NSRef() | nodes.Call(node=nodes.Name(name="namespace")):
            return "collecting in a namespace"
        case nodes.Call(node=nodes.Name(name="range")):
            return "counting"
        case nodes.Getitem(arg=nodes.Const(value=int())):
            return "choice by place"
        case nodes.Call(node=nodes.Getattr(attr="index" | "sort" | "count")):
            return "search"
    return None


def decisions(source: str) -> Iterator[tuple[int, str]]:
    """The line and the kind of each decision in a template."""
    tree = ENVIRONMENT.parse(source)
    for node in tree.find_all(nodes.Node):
        if (found := decision(node)) is not None:
            yield node.lineno, found


@cache
def sources() -> dict[str, str]:
    """All templates: files, and texts of phrases.toml by their names."""
    files = {
        path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.j2"))
    }
    phrases = {
        f"{path.relative_to(TEMPLATES).as_posix()} {name}": text
        for path in sorted(TEMPLATES.rglob("phrases.toml"))
        for name, text in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }
    assert len(files) >= 50, "the templates have moved: this test would hold nothing"
    assert len(phrases) >= 9, "the phrases have moved: this test would hold nothing"
    return files | phrases


def without_exceptions(name: str) -> str:
    """A template without what it may do: a name in the place of each."""
    source = sources()[name]
    for file, text in EXCEPTIONS:
        if file == name:
            source = source.replace(text, "excepted")
    return source


@pytest.mark.parametrize("name", sources())
def test_templates_decide_nothing(name: str) -> None:
    found = [f"{name}:{line}: {kind}" for line, kind in decisions(without_exceptions(name))]
    assert not found, "make it a finding in analysis/, with a name:\n" + "\n".join(found)


@pytest.mark.parametrize(("name", "text"), EXCEPTIONS)
def test_exceptions_are_still_needed(name: str, text: str) -> None:
    assert sources()[name].count(text) == 1
    assert list(decisions(f"{{{{ {text} }}}}")), "allowed anyway"


def test_allowed_filters_and_tests_are_in_use() -> None:
    used: set[str] = set()
    for source in sources().values():
        used |= {
            node.name for node in ENVIRONMENT.parse(source).find_all((nodes.Filter, nodes.Test))
        }
    assert not (FORMATTING.keys() | TESTS.keys()) - used


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("{{ (100 * share) | number(1) }}", "arithmetic"),
        ("{{ -difference }}", "arithmetic"),
        ("{{ epochs // 2 }}", "arithmetic"),
        ("{{ [base] + others }}", "arithmetic"),
        ("{% if gap >= 0.1 %}large{% endif %}", "comparison"),
        ("{% if 0 < p < 0.05 %}significant{% endif %}", "comparison"),
        ("{% if wrong == 0 %}all{% endif %}", "comparison"),
        ("{% if found.id != base.id %}another{% endif %}", "comparison"),
        ("{% if 'a' < name %}later{% endif %}", "comparison"),
        ("{% if count in (1, 2) %}few{% endif %}", "comparison"),
        ("{{ epochs | sort }}", "filter sort"),
        ("{{ better | length }}", "filter length"),
        ("{{ found | selectattr('effect') | list }}", "filter selectattr"),
        ("{{ accuracy | round(1) }}", "filter round"),
        ("{{ epochs | sum }}", "filter sum"),
        ("{{ runs | map('abs') | join }}", "filter map with a filter"),
        ("{% filter upper %}text{% endfilter %}", "filter upper"),
        ("{{ found | first }}", "filter first"),
        ("{% if count is divisibleby(2) %}even{% endif %}", "test divisibleby"),
        ("{% if count is gt 2 %}many{% endif %}", "test gt"),
        ("{% for one in found if one.better %}{{ one }}{% endfor %}", "loop over a choice"),
        ("{% set n = namespace(count=found) %}", "collecting in a namespace"),
        ("{% set n.count = found %}", "collecting in a namespace"),
        ("{% for place in range(5) %}{{ place }}{% endfor %}", "counting"),
        ("{{ ranking[0].name }}", "choice by place"),
        ("{{ norms.index(norm) }}", "search"),
        ("{% macro m() %}{% if a > b %}more{% endif %}{% endmacro %}", "comparison"),
    ],
)
def test_a_decision_is_seen(source: str, kind: str) -> None:
    assert kind in [found for _, found in decisions(source)]


@pytest.mark.parametrize(
    "source",
    [
        "{{ share | percent }}{{ ', ' if not loop.last else '.' }}",
        "{% if effect.verdict == 'better' %}helped{% endif %}",
        "{% if verdict in ('better', 'worse') %}told{% endif %}",
        "{% if network is none or found is failed %}gone{% endif %}",
        "{{ 'one' if better is one else count | plural('a', 'b', 'c') }}",
        "{% set least, most = told.gains %}{{ least | in_percent }}",
        "{{ loop.index }} {{ 60000 | number }} {{ digest[:16] }}",
        "{{ {2: 'both'}.get(count) or 'all ' ~ count }}",
        "{{ series.pair('units').change.difference | abs | in_percent }}",
    ],
)
def test_phrasing_is_allowed(source: str) -> None:
    assert not list(decisions(source))
