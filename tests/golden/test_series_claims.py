"""The text on the series claims what the numbers of results.json bear out, in either direction."""

from collections.abc import Callable
from typing import Any

import pytest

from lab1report.editions.table_comments import document_of
from lab1report.report.report import Report
from tests.golden.page_reader import plain
from tests.golden.report_variants import REPORTS
from tests.golden.series_claims import Claims, claims_of

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports


@pytest.fixture(scope="session")
def everything(named_report: Callable[[str], Report]) -> dict[str, Claims]:
    """What the numbers of each of the reports bear out."""
    return {name: claims_of(document_of(named_report(name))) for name in REPORTS}


def test_every_claim_is_made_somewhere_and_left_out_elsewhere(
    everything: dict[str, Claims],
) -> None:
    """So that neither "always" nor "never" would pass; the others have the numbers for it too."""
    sides: dict[str, set[bool]] = {}
    for claims in everything.values():
        for words, holds in claims.items():
            sides.setdefault(words, set()).add(holds)
    assert len(sides) > 100
    assert not {words for words, found in sides.items() if found != {True, False}}


def test_the_series_claims_what_its_numbers_bear_out(
    html: str, document: dict[str, Any], everything: dict[str, Claims]
) -> None:
    text, expected = plain(html), claims_of(document)
    known = {words for claims in everything.values() for words in claims}
    claimed = {words for words in known if words in text}
    borne_out = {words for words, holds in expected.items() if holds}
    assert (borne_out - claimed, claimed - borne_out) == (set(), set())
