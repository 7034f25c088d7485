"""A verdict is said in the user's language; what is kept of it does not depend on that."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from lab1report import messages
from lab1report.differing.naming import Entries, said
from lab1report.model import SectionFailure
from lab1report.received.differences import differences
from lab1report.received.refuted import RefutedError
from lab1report.verify import made_again
from lab1report.verify.judging import _unequal
from lab1report.verify.pages import other_text
from lab1report.verify.statement import as_text
from lab1report.verify.verification import Verification, _refuted
from lab1report.verify.versions import others
from tests.golden.made_training import Outcome, trained
from tests.specs import BASE

FAILED = SectionFailure(section="series", stage="training", message="нет", details="")


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    messages.use(request.param)
    yield request.param
    messages.use("en")


def verdict() -> Verification:
    """A refuted report, with a note of each kind: of a count, of numbers, of several texts."""
    own = trained(BASE, Outcome())
    faults = [
        made_again.compare(own, trained(BASE, Outcome(final=(92, 81, 90)))).fault,
        made_again.compare(own, FAILED).fault,
    ]
    place, what = differences({"a": [1]}, {"a": []})[0]
    error = RefutedError("real", place, what)
    about = Verification(file="a.pdf", sha256="0" * 64, status="no report")
    notes = (
        _unequal(3),
        *(fault for fault in faults if fault),
        *others({}, {"torch": "2"}, ["torch"]),
    )
    return replace(_refuted(about, error), notes=notes)


def annotations(one: Verification) -> dict[str, Any]:
    """What a statement says of a report."""
    text = as_text([one], "statement", secret="s")  # noqa: S106 - no password
    found: dict[str, Any] = json.loads(text)["predicate"]["configuration"][1]["annotations"]
    return found


def test_a_statement_is_in_english_whatever_the_language_is(language: str) -> None:
    one = verdict()
    assert one.message == {"en": "1 entry, not 0", "ru": "1 элемент, а должно быть 0"}[language]
    kept = annotations(one)
    assert kept["message"] == "1 entry, not 0"
    assert kept["notes"] == [
        "3 trainings are said to be made with this very processor and these versions, and are "
        "not equal to the last bit",
        kept["notes"][1],
        "made again it fails: series training",
        "torch unknown there, 2 here",
    ]
    assert re.fullmatch(
        r"its [a-z ]+ differs \d+\.\d times as much as other machines make it; "
        r"test accuracy 0\.\d{4}, made again 0\.\d{4}",
        kept["notes"][1],
    )


def test_russian_has_its_own_forms_and_order() -> None:
    messages.use("ru")
    try:
        assert [_unequal(count).split(",")[0] for count in (1, 3, 12)] == [
            "1 обучение",
            "3 обучения",
            "12 обучений",
        ]
        assert said(Entries("2 entries")) == "2 элемента"
        assert other_text("{a}", "b") == "«{a}», а не «b»"
    finally:
        messages.use("en")
