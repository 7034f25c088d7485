"""The few numbers that a build ends with are those of the report, and say no more than it."""

import json
import re
from typing import Any

import pytest

from lab1report import messages
from lab1report.cli.outcome import summary
from lab1report.report.headlines import headlines
from lab1report.report.report import Report
from tests.golden.report_variants import REPORTS

pytestmark = pytest.mark.xdist_group("pages")  # one process writes the documents of all reports


def test_they_are_the_numbers_of_the_results(report: Report, document: dict[str, Any]) -> None:
    found = headlines(report)
    series = document["sections"]["series"]
    best = document["best"]
    if series["status"] != "done":
        assert found.best is None
        assert found.helped == found.harmed == ()
        return
    base = series["variants"][0]
    assert found.base is not None
    assert found.base.accuracy == base["test"]["mean"]
    assert found.lowest_loss is not None
    assert found.lowest_loss[0] == min(base["lowest_test_loss"]["epochs"])
    assert found.lowest_loss[1] == max(base["lowest_test_loss"]["epochs"])
    assert found.overfits == (base["loss_rise"] > 0.05)
    assert (found.best is None) == (best is None)
    if found.best is not None and found.best.gain is not None:
        assert found.best.variant == best["variant"]
        assert found.best.gain.difference == best["gain"]["mean"]
        assert found.best.gain.verdict == best["gain"]["verdict"]
    for verdict, listed in (("better", found.helped), ("worse", found.harmed)):
        ranked = {one["variant"] for one in series["ranking"] if one["verdict"] == verdict}
        assert {one.variant for one in listed} == ranked
        sizes = [abs(one.gain.difference) for one in listed if one.gain is not None]
        assert sizes == sorted(sizes, reverse=True)


def test_they_are_json_without_names(report: Report) -> None:
    text = json.dumps(headlines(report).to_document(), ensure_ascii=False, allow_nan=False)
    for name in (report.assignment.student, report.assignment.teacher):
        assert name is None or name not in text


def test_each_line_of_the_summary_has_its_numbers(report: Report) -> None:
    found = headlines(report)
    lines = dict(summary(found))
    assert all(str(one.id) in lines["Classes"] for one in found.assignment.classes)
    assert ("made-up images" in lines["Classes"]) == found.demo
    if found.base is not None:
        assert f"{100 * found.base.accuracy:.1f} %" in lines["Base"]
        assert ("overfits" in lines["Overfitting"]) == bool(found.overfits)
    for listed, label in ((found.helped, "Helped"), (found.harmed, "Harmed")):
        assert lines.get(label, "").count(";") == max(len(listed) - 1, 0)


def test_the_summary_in_russian(report: Report) -> None:
    found = headlines(report)
    messages.use("ru")
    try:
        lines = dict(summary(found))
    finally:
        messages.use("en")
    labels = {"Классы", "Базовая", "Лучшая", "Переобучение", "Помогло", "Повредило"}
    assert lines.keys() <= labels
    assert len(lines) == len(dict(summary(found)))
    if found.base is not None:
        assert f"{100 * found.base.accuracy:.1f} %".replace(".", ",") in lines["Базовая"]
    for text in list(lines.values())[1:]:
        assert not re.search(r"\d\.\d| (?:of|to|the|points|epochs?) ", text), text


def test_the_lists_are_not_all_empty(named_report: Any) -> None:
    """Else the tests above would compare nothing with nothing."""
    every = [headlines(named_report(name)) for name in REPORTS]
    assert any(one.helped for one in every)
    assert any(one.harmed for one in every)
    assert any(one.base is None for one in every)
