"""The numbers on the page are those of results.json, cell by cell."""

import json
import re
import statistics
from collections.abc import Callable
from typing import Any

import pytest

from lab1report.editions.table_comments import document_of
from tests.golden.expected import agrees, differences, expected
from tests.golden.mutation import blind_spots
from tests.golden.page_reader import numbers, plain, shows, tables
from tests.golden.series_claims import sign

pytestmark = pytest.mark.xdist_group("pages")  # one process writes those of all reports

Part = dict[str, Any]


def test_every_table_shows_the_document(html: str, document: Part) -> None:
    assert differences(tables(html), expected(document)) == []


def test_the_final_table_is_that_of_the_trainings(document: Part) -> None:
    series = document["sections"]["series"]
    if series["status"] != "done" or len(series["variants"]) < 2:
        return
    trained: dict[str, list[Part]] = {}
    for run in series["runs"]:
        for variant in run["variants"] if run["fold"] is None else ():
            trained.setdefault(variant, []).append(run)
    assert [row["variant"] for row in document["table"]] == list(trained)
    for row, runs in zip(document["table"], trained.values(), strict=True):
        for name in ("network", "optimizer", "schedule", "lr", "batch_size", "epochs", "share"):
            assert {run[name] for run in runs} == {row[name]}
        for part in ("train", "test"):
            accuracies = [run["accuracy"][part] for run in runs]
            sd = statistics.stdev(accuracies) if len(runs) > 1 else None
            assert row[part]["mean"] == pytest.approx(statistics.fmean(accuracies))
            assert row[part]["sd"] == (sd if sd is None else pytest.approx(sd))
            assert row[part]["n"] == len(runs)


def test_a_wrong_number_is_seen(
    make_report: Callable[..., Any], page: Callable[[Any], str]
) -> None:
    report = make_report()
    document = json.loads(json.dumps(document_of(report)))
    assert blind_spots(tables(page(report)), document) == []


def test_numbers_that_a_cell_shows() -> None:
    assert numbers("−1,7 (−3,7…+0,4) ; 1e−3 ; 30\u202f763 ; lr = 0.005") == [
        *("−1,7", "−3,7", "+0,4", "1e−3", "30\u202f763", "0.005")
    ]
    assert shows("−1,7", -1.67)
    assert not shows("−1,7", -1.76)
    assert not shows("1,7", -1.7)
    assert shows("2,5e−3", 0.0025)
    assert not shows("2,5e−3", 0.025)
    assert shows("30\u202f763", 30763)
    assert agrees("шаг 0,0005, 25 эпох", ["шаг", 0.0005, 25])
    assert not agrees("шаг 0,0005, 25 эпох", ["шаг", 0.0005])
    assert not agrees("мини-пакет 25", ["шаг", 25])
    assert not agrees("—", [0.5])
    assert not agrees("0,5", "—")


@pytest.mark.parametrize(
    ("words", "told"), [("значима", 1), ("незначима", 0), ("значима, она хуже базовой", -1)]
)
def test_the_conclusion_has_the_gain_of_the_document(
    words: str, told: int, html: str, document: Part
) -> None:
    _, _, conclusion = plain(html).rpartition("ЗАКЛЮЧЕНИЕ")
    stated = re.search(
        rf"разность ([−+]?[\d,]+) п\. п\. \(от (\S+) до (\S+)\) {re.escape(words)}[.;]", conclusion
    )
    best = document["best"]
    assert (stated is not None) == (best is not None and sign(best["gain"]) == told)
    if stated is not None:
        gain = best["gain"]
        gained = (gain["mean"], gain["interval"]["low"], gain["interval"]["high"])
        assert all(map(shows, stated.groups(), (100 * value for value in gained)))
