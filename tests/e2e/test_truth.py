"""One truth: the numbers in the PDF's tables are those of `results.json`, cell by cell."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import OpenPdf
from tests.golden.expected import differences, expected
from tests.golden.mutation import blind_spots
from tests.golden.page_reader import Shown
from tests.unit.editions.pdf.pdf_tables import by_id, tables_in

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pdf")]  # one process reads each


@pytest.fixture(scope="session")
def tables_of(opened: OpenPdf) -> Callable[[Any], dict[str, Shown]]:
    """The tables of a build's PDF by their ids, each PDF read once."""
    known: dict[Path, dict[str, Shown]] = {}

    def read(build: Any) -> dict[str, Shown]:
        if build.pdf not in known:
            captions = {
                id: table.caption for id, table in expected(build.results, short=True).items()
            }
            known[build.pdf] = by_id(tables_in(opened(build.pdf)), captions)
        return known[build.pdf]

    return read


def test_every_table_of_the_pdf_shows_the_results(build: Any, tables_of: Any) -> None:
    shown = tables_of(build)
    assert len(shown) >= 5
    assert differences(shown, expected(build.results, short=True)) == []


def test_any_other_number_would_be_seen(build: Any, tables_of: Any) -> None:
    assert blind_spots(tables_of(build), build.results, short=True) == []
