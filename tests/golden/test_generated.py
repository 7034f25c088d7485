"""Hundreds of reports of made-up results: nothing in them contradicts, or exceeds, the rest."""

import itertools
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.configuration import set_hypothesis_home_dir

from lab1report.editions.pdf import edition
from lab1report.editions.table_comments import document_of
from lab1report.report.report import Report
from tests.golden.expected import differences, expected
from tests.golden.generated import reports
from tests.golden.independent_reading import RULES, contradictions
from tests.golden.made_content import NO_CELLS, content_of
from tests.golden.page_reader import blocks, plain, tables
from tests.golden.series_claims import claims_of
from tests.golden.style import disagreements, sentences, unsupported
from tests.golden.test_prose import strangers
from tests.golden.test_report_variants import mistakes
from tests.results_schema import faults as faults_of_schema

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "hypothesis")  # nothing into the checkout
PARTS = 4
EXAMPLES = int(os.environ.get("LAB1REPORT_REPORTS", "128")) // PARTS
DESCRIBED = 8  # every so many of them is held to the schema of its numbers, which takes as long

MakeReport = Callable[..., Report]
Page = Callable[..., str]


@pytest.fixture(scope="session")
def known_claims(named_report: Callable[[str], Report]) -> frozenset[str]:
    """The words of all claims, also of those that a report has no numbers for."""
    usual = claims_of(document_of(named_report("usual")))
    return frozenset(usual)


def faults(html: str, document: dict[str, Any], known: frozenset[str]) -> list[str]:
    """All that is wrong with a page."""
    text, claims = plain(html), claims_of(document)
    told = sentences(html)
    claimed = {words for words in known | claims.keys() if words in text}
    borne_out = {words for words, holds in claims.items() if holds}
    return [
        *contradictions(html),
        *(f"not claimed: {words}" for words in borne_out - claimed),
        *(f"claimed: {words}" for words in claimed - borne_out),
        *(f"a number of nowhere: {number}" for number in strangers(html, document, "cifar")),
        *differences(tables(html), expected(document)),
        *(f"goes beyond the numbers: {sentence}" for sentence in unsupported(told)),
        *disagreements(" ".join(told)),
        *(found for block in blocks(html) for found in mistakes(block)),
    ]


@pytest.mark.parametrize("part", range(PARTS))  # so that processes can share them
def test_made_up_reports_hold_together(
    part: int, make_report: MakeReport, known_claims: frozenset[str]
) -> None:
    numbers = itertools.count()

    @seed(part)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # to shrink a report takes minutes and says no more
        suppress_health_check=list(HealthCheck),
    )
    @given(changes=reports())
    def hold_together(changes: dict[str, Any]) -> None:
        report = make_report(**changes)
        content = content_of(report)
        html = edition.page(content, NO_CELLS)
        document = dict(content.document)
        assert faults(html, document, known_claims) == []
        if next(numbers) % DESCRIBED == 0:
            assert faults_of_schema(document) == []

    hold_together()


# What the usual report says, what a mistake would say there, and the rule that has to see it
CLASSES_RULE = "classes_are_the_same_everywhere"
CONTRADICTIONS = (
    ("−1,7 (−4,4…+1,1)", "−1,7 (−0,4…+1,1)", "intervals_hold_their_difference"),
    ("от 70,9 до 80,4", "от 80,9 до 80,4", "intervals_hold_their_difference"),
    ("+8,0 (от +5,9 до", "+8,0 (от −5,9 до", "verdicts_follow_from_their_interval"),
    ("Значимо хуже пакета", "Значимо лучше пакета", "verdicts_follow_from_their_interval"),
    ("(−1,3…+7,3) , незначима", "(+1,3…+7,3), незначима", "verdicts_follow_from_their_interval"),
    ("выросла на 4,9", "выросла на −4,9", "directions_follow_from_their_number"),
    ("(с 23,7 до 9,4,", "(с 23,7 до 29,4,", "directions_follow_from_their_number"),
    ("−12,0, повредило", "−12,0, незначимо", "comments_follow_from_the_tables"),
    ("−7,0, повредило", "−9,0, повредило", "comments_follow_from_the_tables"),
    ("против 76,0", "против 75,7", "accuracies_are_the_same_everywhere"),
    ("велика, 23,7", "велика, 24,1", "accuracies_are_the_same_everywhere"),
    ("наименьшая у класса «дикобраз»", "наименьшая у класса «чашка»", CLASSES_RULE),
    (", но различие незначимо. Другие", ". Другие", CLASSES_RULE),
    ("Она переобучается", "Заметного переобучения за", "overfitting_is_told_alike"),
    ("остановка на 6-й эпохе (с", "остановка на 7-й эпохе (с", "overfitting_is_told_alike"),
    ("точность значимо не меняет", "полезна", "stopping_is_told_alike"),
    ("больший хуже, вопреки", "больший лучше, вопреки", "trends_are_told_alike"),
    ("эпох ничего значимо не изменил", "эпох полезен", "trends_are_told_alike"),
    ("базовой — три", "базовой — две", "networks_are_told_alike"),
    ("разность +8,0 п. п.", "разность +8,1 п. п.", "the_best_model_is_told_alike"),
    ("+4,0 (−6,8", "+7,0 (−6,8", "the_best_model_is_told_alike"),
    ("Ни одно из них по отдельности", "Немногое", "the_best_model_is_told_alike"),
    ("эпох два, больше", "эпох ни один, больше", "the_ranking_fits_the_tables"),
    ("М3, +6,0 (от", "М3, +1,0 (от", "the_ranking_fits_the_tables"),
    ("(с 23,7 до 21,7,", "(с 23,7 до 20,1,", "what_helps_the_gap_is_in_the_table"),
)  # fmt: skip


@pytest.mark.parametrize(("says", "instead", "rule"), CONTRADICTIONS)
def test_each_rule_sees_a_contradiction(
    says: str, instead: str, rule: str, named_report: Callable[[str], Report], named_page: Page
) -> None:
    html = named_page("usual", named_report("usual"))
    assert contradictions(html) == []
    # Between words there may be tags, and spaces of all kinds
    pattern = re.escape(says).replace(r"\ ", r"(?:\s|&nbsp;|<[^>]+>)*")
    wrong, count = re.subn(pattern, instead, html)
    assert count > 0, "the page does not say that"
    assert rule in {found.partition(":")[0] for found in contradictions(wrong)}


def test_every_rule_has_been_tried() -> None:
    assert {rule for *_, rule in CONTRADICTIONS} == {rule.__name__ for rule in RULES}


def test_one_training_and_part_3_are_the_same(
    named_report: Callable[[str], Report], named_page: Page
) -> None:
    html = named_page("one seed", named_report("one seed"))
    assert contradictions(html) == []
    wrong = html.replace(
        "верны 99,7&nbsp;% ответов на обучающей", "верны 98,7 % ответов на обучающей"
    )
    wrong = re.sub(
        r"верны 99,7\s%(\s)ответов на обучающей", r"верны 98,7 %\1ответов на обучающей", wrong
    )
    assert [found.partition(":")[0] for found in contradictions(wrong)] == [
        "accuracies_are_the_same_everywhere"
    ]
