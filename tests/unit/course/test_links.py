"""Nothing of a course is written outside of its folder, or read there, whatever leads out of it."""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab1report.course import course_file, make, report_task, result_file, running
from lab1report.course.building import _written
from lab1report.course.report_task import ReportTask
from lab1report.course.result_file import RESULT_FILE
from lab1report.course.serving import student_files
from lab1report.course.serving.watching import Watch
from lab1report.course.status import status_of
from lab1report.errors import UserError
from lab1report.pipeline import BuildOutcome
from lab1report.progress import Progress
from lab1report.settings.options import Settings
from tests import made_course

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links take rights that few have there")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "reports"
    made_course.write_folder(out, 4)
    return out


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder of somebody's, in which nothing may change."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    old = time.time() - 10 * 24 * 3600
    for name in (RESULT_FILE, "precious.json", "lab1.pdf"):
        (elsewhere / name).write_text("precious", encoding="utf-8")
        os.utime(elsewhere / name, (old, old))
    before = {path.name: path.stat().st_mtime_ns for path in elsewhere.iterdir()}
    yield elsewhere
    assert {path.name: path.stat().st_mtime_ns for path in elsewhere.iterdir()} == before
    assert {path.read_text(encoding="utf-8") for path in elsewhere.iterdir()} == {"precious"}


def linked(place: Path, target: Path) -> None:
    """A link in the place of what lies there."""
    if place.exists():
        place.rename(place.with_name(f"{place.name}-before"))
    place.symlink_to(target, target_is_directory=True)


def dangling(place: Path, elsewhere: Path) -> None:
    linked(place, elsewhere / "nowhere")


def another_student_s(place: Path, elsewhere: Path) -> None:
    del elsewhere
    linked(place, place.with_name("s001"))


def a_file(place: Path, elsewhere: Path) -> None:
    del elsewhere
    place.rename(place.with_name("before"))
    place.write_text("a file", encoding="utf-8")


@pytest.fixture(params=[linked, dangling, another_student_s, a_file])
def taken(request: pytest.FixtureRequest, out: Path, elsewhere: Path) -> Path:
    """The folder of a student in whose place is none."""
    place: Callable[[Path, Path], None] = request.param
    place(out / "s000", elsewhere)
    return out / "s000"


def test_a_student_without_a_folder_fails_alone(
    taken: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []

    def build(settings: Settings, progress: Progress) -> BuildOutcome:
        del progress
        built.append(settings.out.name)
        raise UserError("built")

    monkeypatch.setattr(report_task, "build", build)
    students = made_course.made_roster(out.parent, 4)
    nothing: Any = None
    found = {
        student.folder: _written(out, result)
        for one in students
        for student, result in ReportTask(student=one, out=out, key="k").perform(
            nothing, nothing, Progress(), "cpu"
        )
    }
    assert built == ["s001", "s002", "s003"]
    (said,) = found["s000"].reasons
    assert said.startswith(f"{taken} is a ")
    assert "\n" not in said
    assert found["s000"].state == "failed"
    assert all(result_file.read(out / name) == found[name] for name in built)


def test_what_says_so_is_not_written_either(taken: Path, out: Path) -> None:
    result = replace(status_of(out).results["s000"], state="done", reasons=())
    with pytest.raises(UserError, match=r"delete the link|move it away"):
        result_file.write(out, result)
    failed = _written(out, result)
    assert (failed.state, len(failed.reasons)) == ("failed", 1)
    assert _written(out, failed).reasons == failed.reasons, "it is said once"


def test_who_reads_the_course_is_told(taken: Path, out: Path) -> None:
    status = status_of(out)
    result = status.results["s000"]
    assert (result.state, result.files) == ("failed", {})
    assert result.reasons[0].startswith(f"{taken} is a ")
    assert "s000" not in status.to_do
    make._write_tables(out)
    for name in ("index.html", "grades.csv"):
        assert "is a " in (out / name).read_text(encoding="utf-8"), name
    assert student_files.find(out, status, b"/s000/lab1.pdf") is None


def test_a_link_that_comes_while_the_course_is_watched(out: Path, elsewhere: Path) -> None:
    watch = Watch(out)
    assert watch.status.in_state("failed") == ()
    (out / "s000").rename(elsewhere.parent / "moved")
    (out / "s000").symlink_to(elsewhere.parent / "moved")
    assert watch.look()
    assert [one.folder for one in watch.status.in_state("failed")] == ["s000"]


@pytest.mark.parametrize("name", [RESULT_FILE, "lab1.pdf"])
def test_a_file_that_is_a_link_is_not_there(out: Path, elsewhere: Path, name: str) -> None:
    folder = out / "s000"
    result = result_file.read(folder)
    assert result is not None
    whole = replace(result, files=result_file.hashes(folder / one for one in result.files))
    result_file.write(out, whole)
    assert result_file.current(folder, whole.key) == whole
    (folder / name).rename(elsewhere.parent / name)
    (folder / name).symlink_to(elsewhere.parent / name)
    assert result_file.current(folder, whole.key) is None
    result_file.write(out, whole)
    assert not (folder / RESULT_FILE).is_symlink(), "it is replaced"
    assert (elsewhere.parent / name).is_file()


def test_a_pipe_in_the_place_of_a_file_ends_nothing(out: Path) -> None:
    folder = out / "s000"
    (folder / "lab1.pdf").unlink()
    os.mkfifo(folder / "lab1.pdf")
    result = result_file.read(folder)
    assert result is not None
    assert result_file.current(folder, result.key) is None


def test_a_file_beside_is_none_of_the_student_s(out: Path) -> None:
    result = result_file.read(out / "s000")
    assert result is not None
    digest = result_file.hashes([out / course_file.COURSE_FILE])[course_file.COURSE_FILE]
    result_file.write(out, replace(result, files={f"../{course_file.COURSE_FILE}": digest}))
    assert result_file.current(out / "s000", result.key) is None


def test_no_build_is_told_of_elsewhere(out: Path, elsewhere: Path) -> None:
    (out / running.FOLDER).symlink_to(elsewhere)
    with running.announced(out, Progress()) as progress:
        progress.start("reports", 1, seconds=1)
    assert (out / running.FOLDER).is_symlink()


def test_a_build_of_elsewhere_is_none_of_this_course(out: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (out / running.FOLDER).symlink_to(tmp_path / "other" / running.FOLDER)
    with running.announced(tmp_path / "other", Progress()):
        limit = time.monotonic() + 10
        while not (found := running.Builds(tmp_path / "other").look()):
            assert time.monotonic() < limit
            time.sleep(0.01)
        assert found
        assert running.Builds(out).look() == ()


@pytest.mark.parametrize(
    "name", ["course.json", "index.html", "course.parquet", "grades.csv", "manifest.jsonl"]
)
def test_a_link_in_the_place_of_a_table_is_replaced(out: Path, elsewhere: Path, name: str) -> None:
    linked(out / name, elsewhere / "precious.json")
    course_file.write(out, made_course.roster_file(out.parent, 4))
    make._write_tables(out)
    assert (out / name).is_file()
    assert not (out / name).is_symlink()


def test_a_course_elsewhere_is_not_this_one(out: Path) -> None:
    file = (out / course_file.COURSE_FILE).rename(out.parent / "another.json")
    (out / course_file.COURSE_FILE).symlink_to(file)
    with pytest.raises(UserError, match=r"no reports of a course"):
        course_file.read(out)


def test_a_folder_in_the_place_of_a_table_has_a_remedy(out: Path) -> None:
    (out / "grades.csv").mkdir()
    with pytest.raises(
        UserError, match=r"grades\.csv cannot be written \(Is a directory\); .*move"
    ):
        make._write_tables(out)
    assert json.loads((out / course_file.COURSE_FILE).read_text(encoding="utf-8"))


def test_the_folder_of_the_course_may_be_a_link(out: Path, elsewhere: Path) -> None:
    link = elsewhere.parent / "link"
    link.symlink_to(out)
    status = status_of(link)
    assert {one.state for one in status.results.values()} == {"done"}
    result_file.write(link, status.results["s000"])
