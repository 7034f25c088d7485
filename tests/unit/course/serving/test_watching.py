"""What a course's server sees of its folder: changes, at little cost, and builds that run."""

import datetime
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from lab1report.course import course_file, result_file, running
from lab1report.course.course_file import COURSE_FILE
from lab1report.course.running import Builds, announced
from lab1report.course.serving.shown import MadeFiles, Shown
from lab1report.course.serving.watching import Watch
from lab1report.errors import UserError
from lab1report.progress import Progress
from tests import made_course


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "reports"
    made_course.write_folder(out, 14)
    return out


def test_only_what_changed_is_read_again(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(out)
    assert len(watch.status.results) == 13
    read: list[str] = []
    original = result_file.read

    def reading(folder: Path) -> object:
        read.append(folder.name)
        return original(folder)

    monkeypatch.setattr(result_file, "read", reading)
    before = watch.version
    assert not watch.look()
    made_course.write_report(out, replace(watch.status.results["s003"], folder="s011"))
    assert watch.look()
    assert read == ["s011"]
    assert len(watch.status.results) == 14
    assert watch.version not in (before, "")
    assert Watch(out).version == watch.version, "a server that is started again shows the same"
    (out / "s003" / "stray.txt").write_text("x")
    assert not watch.look()


def test_a_report_that_is_begun_again_and_another_roster(out: Path, tmp_path: Path) -> None:
    watch = Watch(out)
    (out / "s003" / result_file.RESULT_FILE).unlink()
    assert watch.look()
    assert "s003" in watch.status.to_do
    course_file.write(out, made_course.roster_file(tmp_path, 16))
    assert watch.look()
    assert len(watch.status.course.students) == 16
    made_course.write_report(out, replace(watch.status.results["s000"], folder="s015"))
    assert watch.look()
    assert "s015" in watch.status.results


def test_a_folder_that_goes_away_stays_as_it_was(out: Path) -> None:
    watch = Watch(out)
    content = (out / COURSE_FILE).read_bytes()
    (out / COURSE_FILE).write_bytes(content[:100])
    assert not watch.look()
    out.rename(out.parent / "gone")
    assert not watch.look()
    assert len(watch.status.course.students) == 14
    with pytest.raises(UserError, match="there is no such folder"):
        Watch(out)


def test_the_page_is_made_once(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = Watch(out)
    files = MadeFiles(watch.status, watch.version)
    shown = Shown(files, ())
    page = shown.page()
    assert f'data-version="{watch.version}"'.encode() in page
    assert "13 из 14".encode() in page
    assert b"connect-src" in page
    monkeypatch.setattr("lab1report.course.page.page", None)
    assert Shown(files, ()).page() == page
    assert files.file("grades.csv").startswith("\ufeffassignment,".encode())
    assert files.file("manifest.jsonl").count(b"\n") == 13
    assert files.file("course.parquet")[:4] == b"PAR1"


def test_a_build_is_known_while_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.02)
    monkeypatch.setattr(running, "_OVER", 0.2)
    builds = Builds(tmp_path)
    assert builds.look() == ()
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    with announced(tmp_path, Progress()) as progress:
        progress.start("drawing", 100)
        progress.update(50)
        (told,) = until(builds, lambda found: found and found[0].doing)
        assert (told.doing, told.share, told.remaining) == ("drawing", None, None)
        assert datetime.datetime.fromisoformat(str(told.started)) >= before
        progress.start("reports", 1, seconds=100)
        progress.update(0.5)
        progress.doing("training")
        (told,) = until(builds, lambda found: found[0].doing == "training")
        assert told.share == 0.5
        assert told.remaining == pytest.approx(50, abs=5)
        time.sleep(0.3)
        assert len(builds.look()) == 1
    assert builds.look() == ()
    assert not (tmp_path / running.FOLDER).exists()


def until(builds: Builds, holds: object) -> tuple[running.RunningBuild, ...]:
    limit = time.monotonic() + 10
    while not holds(found := builds.look()):  # type: ignore[operator]
        assert time.monotonic() < limit
        time.sleep(0.01)
    return found


def test_one_that_was_killed_counts_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_OVER", 0.2)
    (tmp_path / running.FOLDER).mkdir()
    file = tmp_path / running.FOLDER / "17-ab.json"
    text = '{"host": "a", "doing": "b", "share": 0.5, "remaining": 1}'
    file.write_text(text)
    builds = Builds(tmp_path)
    assert [one.host for one in builds.look()] == ["a"]
    time.sleep(0.25)
    assert builds.look() == ()
    assert Builds(tmp_path).look() == ()
    os.utime(file, (1, 1))  # a machine whose clock is wrong, and which runs
    assert len(builds.look()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "[" * 9999,
        "x" * 99_999,
        '{"host": "a"}',
        '{"host": 1, "doing": "b", "share": 0.5, "remaining": 1}',
        '{"host": "a", "doing": {"en": "b"}, "share": 0.5, "remaining": 1}',
        '{"host": "a", "doing": {"en": "b", "ru": 7}, "share": 0.5, "remaining": 1}',
        '{"host": "a", "doing": "b", "share": "x", "remaining": 1}',
    ],
)
def test_a_file_that_no_build_writes(tmp_path: Path, text: str) -> None:
    (tmp_path / running.FOLDER).mkdir()
    (tmp_path / running.FOLDER / "17-ab.json").write_text(text)
    assert Builds(tmp_path).look() == ()


def test_numbers_that_are_none(out: Path) -> None:
    (out / running.FOLDER).mkdir()
    text = (
        '{"host": "a\\u202e<b>", "doing": "", "share": NaN, "remaining": 1e999,'
        ' "started": "\\u202e2026"}'
    )
    (out / running.FOLDER / "17-ab.json").write_text(text)
    (found,) = Builds(out).look()
    assert (found.host, found.share, found.remaining) == ("a<b>", None, None)
    assert found.started is None
    watch = Watch(out)
    assert "a&lt;b&gt;" in Shown(MadeFiles(watch.status, "1"), (found,)).progress
