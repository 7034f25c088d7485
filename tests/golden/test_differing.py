"""What differs between two made-up reports: what was changed, and nothing else."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lab1report.differing.compare import compare
from lab1report.differing.difference import Change, ReportDifference, WithoutText, to_document
from lab1report.differing.page import render
from lab1report.differing.report_file import ReportFile
from lab1report.editions.table_comments import document_of
from lab1report.errors import UserError
from lab1report.model import SectionMissing, Stream
from lab1report.report.report import Report
from lab1report.report.results_file import read_results
from lab1report.settings.classes import derive_classes
from tests.golden.conftest import ASSIGNMENT
from tests.golden.made_series import Effect, MadeSeries
from tests.golden.page_reader import plain
from tests.golden.report_variants import REPORTS

Make = Callable[..., Report]


def opened(report: Report, **changes: Any) -> ReportFile:
    document = json.loads(json.dumps({**document_of(report), **changes}))
    return ReportFile(name="a", results=read_results(document), recorded=None)


@pytest.fixture(scope="module")
def usual(make_report: Make) -> ReportFile:
    return opened(make_report())


def groups(found: ReportDifference) -> set[str]:
    """The groups in which something differs."""
    document = to_document(found)
    names = ("settings", "accuracies", "rows", "numbers", "sentences", "versions")
    return {name for name in names if document[name]}


def test_a_report_does_not_differ_from_itself(usual: ReportFile) -> None:
    found = compare(usual, usual)
    assert found.same
    assert found.compared == len(usual.results.variants)
    assert groups(found) == set()


def test_the_page_is_russian_whatever_the_language_of_messages_is(usual: ReportFile) -> None:
    why = WithoutText(reason="no PDF", name="a", file="lab1.pdf")
    other = replace(usual, without_text=why)
    images = Change(name="images", first="made up", second="CIFAR-100")
    found = replace(compare(usual, other), settings=(images,))
    page = render(found)
    assert found.notes == ("a has no lab1.pdf, and so no text",)
    assert "в a нет lab1.pdf, поэтому нет и текста" in plain(page)
    assert "демонстрационные" in page
    assert "made up" not in page


def test_times_are_no_difference(make_report: Make, usual: ReportFile) -> None:
    assert compare(usual, opened(make_report(), timings={"xor": 99.0})).same


def test_other_answers_are_compared_by_seed_and_image(make_report: Make, usual: ReportFile) -> None:
    series = MadeSeries(effects={"fewer-units": Effect(test=-30, train=0.96, rise=0.15)})
    other = opened(make_report(series=series))
    found = compare(usual, other)
    assert found.paired == "seeds and images"
    assert [one.network for one in found.told] == ["fewer-units"]
    (one,) = found.told
    for mean, side in ((one.first, usual), (one.second, other)):
        assert mean == pytest.approx(side.results.variants["fewer-units"].test.mean)
    assert one.comparison.difference == pytest.approx(one.second - one.first)
    assert one.comparison.verdict == "worse"
    back = compare(other, usual)
    assert back.told[0].comparison.difference == pytest.approx(-one.comparison.difference)
    assert back.told[0].comparison.verdict == "better"


def test_a_family_is_what_differs(make_report: Make, usual: ReportFile) -> None:
    """Networks with the same answers are the same training, and cost the others nothing."""
    series = MadeSeries(effects={"fewer-units": Effect(test=-30, train=0.96, rise=0.15)})
    found = compare(usual, opened(make_report(series=series)))
    judged = [one.comparison.among for one in found.accuracies]
    assert max(judged) <= len(found.accuracies) < found.compared


def test_other_classes_are_other_images(make_report: Make, usual: ReportFile) -> None:
    classes = derive_classes(group=3, variant=9, stream=Stream.IU5, year=2024)
    who = replace(ASSIGNMENT, variant=9, classes=classes)
    found = compare(usual, opened(make_report(assignment=who)))
    assert found.paired == "nothing"
    assert {"variant", "classes"} <= {change.name for change in found.settings}


def test_more_seeds_are_compared_by_those_that_both_have(
    make_report: Make, usual: ReportFile
) -> None:
    """The trainings that the report with fewer seeds has are in the other: nothing differs."""
    document = json.loads(json.dumps(usual.results.document))
    runs = document["sections"]["series"]["runs"]
    last = max(run["seed"] for run in runs)
    kept = [run for run in runs if run["seed"] != last or run["fold"] is not None]
    document["sections"]["series"]["runs"] = kept
    fewer = replace(usual, results=read_results(document))
    for pair in ((usual, fewer), (fewer, usual)):
        found = compare(*pair)
        assert found.paired == "common seeds and images"
        assert (found.accuracies, found.numbers) == ((), ())
        assert found.compared == len(usual.results.variants)

    series = MadeSeries(effects={"fewer-units": Effect(test=-30, train=0.96, rise=0.15)})
    changed = compare(fewer, opened(make_report(series=series)))
    assert [one.network for one in changed.told] == ["fewer-units"]
    (one,) = changed.told
    assert one.seeds == (2, 2)
    assert one.comparison.difference == pytest.approx(one.second - one.first)
    assert one.first == pytest.approx(fewer.results.correct("fewer-units").mean())


def test_other_seeds_are_compared_by_image(usual: ReportFile) -> None:
    document = json.loads(json.dumps(usual.results.document))
    for run in document["sections"]["series"]["runs"]:
        run["seed"] += 2  # the last of one report is the first of the other
    other = replace(usual, results=read_results(document))
    assert compare(usual, other).paired == "images"


def test_rows_of_one_report_alone(make_report: Make, usual: ReportFile) -> None:
    other = opened(make_report(series=MadeSeries(absent=("fewer-units",))))
    rows = {row.variant: row.kind for row in compare(usual, other).rows}
    assert rows["fewer-units"] == "removed"
    assert {row.variant: row.kind for row in compare(other, usual).rows}["fewer-units"] == "added"


def test_a_report_without_a_series_is_compared_by_part_3(
    make_report: Make, usual: ReportFile
) -> None:
    series = SectionMissing(section="series")
    other = opened(make_report(series=series, cifar={"final": (40, 40, 40)}))
    found = compare(usual, other)
    assert [one.network for one in found.accuracies] == ["part 3"]
    assert found.one_seed
    assert found.accuracies[0].seeds == (1, 1)


def test_versions(make_report: Make, usual: ReportFile) -> None:
    changed = {**usual.results.environment, "torch": "9.0"}
    found = compare(usual, opened(make_report(), environment=changed))
    assert groups(found) == {"versions"}
    (change,) = found.versions
    assert (change.name, change.second) == ("torch", "9.0")


def test_numbers_of_a_task(make_report: Make, usual: ReportFile) -> None:
    document = json.loads(json.dumps(usual.results.document))
    document["sections"]["xor"]["final_loss"] *= 1.0001
    other = replace(usual, results=read_results(document))
    (change,) = compare(usual, other).numbers
    assert change.name == "xor.final_loss"
    assert len(set(change.shown)) == 2


def test_what_differs_nowhere_else_is_named_by_its_place(usual: ReportFile) -> None:
    document = json.loads(json.dumps(usual.results.document))
    document["sections"]["xor"]["snapshots"][0]["loss"] = 12345.0
    found = compare(usual, replace(usual, results=read_results(document)))
    assert [change.name for change in found.numbers] == ["sections.xor.snapshots.0.loss"]
    assert not found.same


@pytest.mark.parametrize("damage", ["evidence", "runs"])
def test_damaged_evidence_is_a_mistake_of_the_user(usual: ReportFile, damage: str) -> None:
    document = json.loads(json.dumps(usual.results.document))
    if damage == "evidence":
        document["evidence"]["labels"] = 1
    else:
        document["sections"]["series"]["runs"][0]["answers"] = {"test": "?"}
    with pytest.raises(UserError):
        compare(usual, replace(usual, results=read_results(document)))


@pytest.mark.parametrize("name", REPORTS)
def test_any_two_reports(
    name: str, usual: ReportFile, named_report: Callable[[str], Report]
) -> None:
    """Each against the usual one: there and back tell the same, and it can be shown."""
    other = opened(named_report(name))
    there, back = compare(usual, other), compare(other, usual)
    assert there.same == back.same == (other.results.document == usual.results.document)
    assert groups(there) == groups(back)
    for one in there.accuracies:
        assert one.told == (one.comparison.p_value < 0.05)
    turned = {"better": "worse", "worse": "better"}
    assert {one.network: one.comparison.verdict for one in there.told} == {
        one.network: turned[one.comparison.verdict] for one in back.told
    }
    json.dumps(to_document(there), allow_nan=False)
    page = render(there)
    tables = there.settings, there.accuracies, there.numbers, there.versions
    assert page.count("<table") == sum(map(bool, tables))
    assert "<script" not in page
