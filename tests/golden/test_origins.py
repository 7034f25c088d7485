"""What an edition was made from: another record once it shows something else, else the same."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, get_args

import pytest

from lab1report.editions import origins
from lab1report.editions.content import Content
from lab1report.editions.origins import FIELDS, Kind, differing, of_results, record, recorded
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import parse
from lab1report.report.json_text import pretty
from lab1report.report.report import Report
from tests.golden.made_content import content_of

KINDS: tuple[Kind, ...] = get_args(Kind)

OWN = OwnWords(
    section="xor",
    file="xor.md",
    replace=False,
    source="Слова.",
    prose=parse("Слова.", file="xor.md"),
)


@pytest.fixture
def content(named_report: Callable[[str], Report]) -> Content:
    made = content_of(named_report("usual"))
    return replace(made, results=pretty(made.document))


def with_person(content: Content, **changes: Any) -> Content:
    assignment = replace(content.report.assignment, **changes)
    return replace(content, report=replace(content.report, assignment=assignment))


def with_results(content: Content, **changes: Any) -> Content:
    return replace(content, results=pretty({**content.document, **changes}))


CHANGES: dict[str, Callable[[Content], Content]] = {
    "student": lambda content: with_person(content, student="Сидоров С.С."),
    "group": lambda content: with_person(content, group_code="ИУ5-61Б"),
    "teacher": lambda content: with_person(content, teacher=None),
    "year": lambda content: replace(content, year=content.year + 1),
    "arms": lambda content: replace(content, emblem="data:image/png;base64,"),
    "length": lambda content: replace(content, length="short"),
    "style": lambda content: replace(content, style="gost"),
    "words": lambda content: replace(content, words={"xor": OWN}),
    "numbers": lambda content: with_results(content, seed=1),
    "assignment": lambda content: with_results(content, assignment={}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_recorded_where_it_is_shown(change: str, kind: Kind, content: Content) -> None:
    before, after = record(content, kind), record(CHANGES[change](content), kind)
    apart = differing(recorded(before.encode()), recorded(after.encode()))
    assert apart == ((change,) if change in FIELDS[kind] else ())
    assert change in origins.WORDS


def test_the_record_names_nobody(content: Content) -> None:
    for kind in KINDS:
        assert record(content, kind).isascii()
        assert set(recorded(record(content, kind).encode())) == set(FIELDS[kind])


def test_times_and_versions_are_no_numbers(content: Content) -> None:
    again = with_results(content, timings={"xor": 99.5}, environment={"torch": "9"})
    assert of_results(content.results.encode()) == of_results(again.results.encode())


def test_a_file_without_a_record_says_nothing() -> None:
    assert recorded(b"%PDF-1.7 lab1report-origin numbers=none") == {}
    with pytest.raises(ValueError, match="no object"):
        of_results(b"[]")
