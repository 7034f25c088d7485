"""What the comments of the final table are phrased from."""

from dataclasses import replace

import pytest

from lab1report.findings.series.comments import SeriesComment, comments
from lab1report.findings.series.final_table import summarize
from lab1report.model import Accuracy, SectionMissing, TableRow
from tests.made_findings import findings

ABSENT = SectionMissing(section="cifar")
ROW = TableRow(
    variant="base",
    network="FC(10), FC(3)",
    optimizer="SGD",
    schedule="constant",
    saturation=1.0,
    share=1.0,
    lr=0.005,
    batch_size=128,
    epochs=250,
    train=Accuracy(mean=0.9, sd=None, n=1),
    test=Accuracy(mean=0.6, sd=None, n=1),
)


def made() -> dict[str, SeriesComment]:
    found = comments(findings(), ABSENT)
    assert [one.row for one in found] == [one.id for one in findings().variants]
    return {one.row: one for one in found if isinstance(one, SeriesComment)}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("base", "base"),
        ("stopped", "stopped"),
        ("batch-64", "batch"),
        ("rate-5", "rate"),
        ("adam-20", "network"),
    ],
)
def test_kinds(name: str, kind: str) -> None:
    assert made()[name].kind == kind


def test_one_network_is_the_best() -> None:
    assert [name for name, one in made().items() if one.is_best] == ["momentum-64-32"]


def test_batches_and_rates_stand_beside_the_base_stopped() -> None:
    beside = made()["rate-5"].apart_from_stopped
    assert beside is not None
    assert beside.lr.direction == "less"
    assert beside.lr.times == pytest.approx(5)
    alone = comments(replace(findings(), stopped=None), ABSENT)
    assert all(isinstance(one, SeriesComment) and not one.apart_from_stopped for one in alone)


def test_a_series_of_the_base_alone_has_no_comments() -> None:
    found = findings()
    assert comments(replace(found, variants=(found.base,)), ABSENT) == ()


def told(*rows: TableRow) -> tuple[bool, bool]:
    found = summarize(rows)
    return found.means, found.compares


def test_what_is_told_beside_the_table() -> None:
    assert told() == told(ROW) == (False, False)
    assert told(replace(ROW, test=Accuracy(mean=0.6, sd=0.01, n=5))) == (True, False)
    assert told(ROW, replace(ROW, schedule="linear")) == (False, True)
