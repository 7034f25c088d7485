"""How far a course is: what is whole, what is to be made again, and which builds run."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import lab1report
from lab1report import CourseStatus, messages
from lab1report.cli.course_status import _document, _lines
from lab1report.course import course_file, result_file, running
from lab1report.course.running import RunningBuild, announced
from lab1report.course.status import status_of
from lab1report.progress import Progress
from tests import made_course


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "reports"
    made_course.write_folder(out, 12)
    return out


def delete(file: Path) -> None:
    file.unlink()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def put_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [delete, cut, put_folder])
@pytest.mark.parametrize("name", ["lab1.pdf", "lab1.ipynb"])
def test_a_report_that_lost_a_file_is_to_do(
    out: Path, name: str, harm: Callable[[Path], None]
) -> None:
    before = lab1report.course_status(out)
    result = before.results["s003"]
    assert (before.damaged, "s003" in before.to_do) == ({}, False)
    assert result_file.current(out / "s003", result.key) == result
    harm(out / "s003" / name)
    found = lab1report.course_status(out)
    assert ("s003" in found.results, "s003" in found.to_do) == (False, True)
    assert found.damaged == {"s003": (name,)}
    assert found.remaining == before.remaining, "nothing has to be trained for it"
    assert result_file.current(out / "s003", result.key) is None, "a build makes it again"
    said = next(line for line in _lines(found) if name in line)
    assert said.endswith(f": missing or changed: {name}; the next build makes the report again")


@pytest.mark.parametrize("name", ["a\0b", "a" * 300, "../s004/nothing"])
def test_a_result_that_names_files_which_cannot_be(out: Path, name: str) -> None:
    result = replace(lab1report.course_status(out).results["s003"], files={name: "0" * 64})
    result_file.write(out, result)
    assert lab1report.course_status(out).damaged == {"s003": (name,)}
    assert result_file.current(out / "s003", result.key) is None


def test_a_result_that_cannot_be_read_is_to_do(out: Path) -> None:
    (out / "s003" / "result.json").write_text("{")
    found = lab1report.course_status(out)
    assert found.damaged == {"s003": ("result.json",)}
    assert "s003" in found.to_do


def test_it_is_done_when_every_line_has_its_report(out: Path, tmp_path: Path) -> None:
    assert not lab1report.course_status(out).is_done
    course_file.write(out, made_course.roster_file(tmp_path, 5))
    assert lab1report.course_status(out).is_done
    course = tmp_path / "roster.csv"
    course.write_text(f"{course.read_text(encoding='utf-8')}s9,A,B,,ИУ5-63Б,0,\n", encoding="utf-8")
    course_file.write(out, lab1report.read_roster(course, year=2026))
    found = lab1report.course_status(out)
    assert not found.is_done
    head, line = _lines(found)
    assert head == "5 reports, 5 done, 1 bad line"
    assert line == "roster.csv, line 7: variant '0': a whole number from 1 to 99 is needed"


def test_a_build_that_runs_is_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.02)
    with announced(out, Progress()) as progress:
        progress.start("reports", 1, seconds=600)
        progress.update(0.25)
        progress.doing("training")
        found = until_told(out)
        told = _document(found)["builds"]
        line = list(_lines(found))[1]
    assert re.fullmatch(
        r"A build runs on .+ since \d{4}-\d\d-\d\d \d\d:\d\d; training; 25 % of its work done; "
        r"about \d+ min left",
        line,
    )
    assert [(one["doing"], one["share"]) for one in told] == [("training", 0.25)]
    assert json.dumps(told)
    assert "No build runs; " in "\n".join(_lines(lab1report.course_status(out)))


def until_told(out: Path) -> CourseStatus:
    """The status once the thread that tells of the build has written all of it."""
    limit = time.monotonic() + 10
    while True:
        found = lab1report.course_status(out)
        if any(one.doing == "training" for one in found.builds):
            return found
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_what_builds_do_is_said_in_russian_too(out: Path) -> None:
    build = RunningBuild(host="desk", started=None, doing="обучение", share=None, remaining=30.0)
    found = replace(status_of(out), builds=(build,))
    messages.use("ru")
    try:
        line = list(_lines(found))[1]
    finally:
        messages.use("en")
    assert line == "Идёт построение на desk; обучение; осталось примерно 30 с"
