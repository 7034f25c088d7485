"""The reports of a course: each made once, whatever happens to the others or to the program."""

import csv
import json
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from lab1report import load_results
from lab1report.editions.pdf.attached import SETTINGS
from lab1report.findings.statistics.comparison import Estimate
from tests.e2e.conftest import Build, Desk
from tests.e2e.contents import parts

HEAD = "student_id,last_name,first_name,email,group_code,variant,words,section\n"
ROWS = (
    "s1,Иванов,Иван,ivanov@example.org,ИУ5-63Б,7,,A\n"
    "s2,=Петров,Пётр,petrov@example.org,ИУ5-63Б,7,,B\n"
    "s3,Сидоров,Сидор,sidorov@example.org,ИУ5-63Б,7,wrong,A\n"
)
ANOTHER = "s4,Фёдоров,Фёдор,fedorov@example.org,ИУ5-63Б,8,,B\n"
COURSE = ("course", "build", "roster.csv", "--data", "demo", "--year", "2024", "--format", "pdf")


def write_roster(desk: Desk, rows: str) -> None:
    (desk.folder / "roster.csv").write_text(HEAD + rows, encoding="utf-8")
    (desk.folder / "wrong").mkdir(exist_ok=True)
    (desk.folder / "wrong" / "xor.md").write_text("{{ nosuch }}\n", encoding="utf-8")


def result(desk: Desk, student: str, out: str = "reports") -> dict[str, object]:
    text = (desk.folder / out / student / "result.json").read_text(encoding="utf-8")
    found: dict[str, object] = json.loads(text)
    return found


def grades(reports: Path) -> list[dict[str, str]]:
    with (reports / "grades.csv").open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture(scope="module")
def course(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A course of three, one of whom wrote words that no report can have."""
    root = tmp_path_factory.mktemp("course")
    (root / "folder").mkdir()
    shutil.copytree(demo.desk.cache, root / "cache")
    desk = Desk(folder=root / "folder", cache=root / "cache", resources=demo.desk.resources)
    write_roster(desk, ROWS)
    done = desk.run(*COURSE, "--workers", "1")
    assert done.returncode == 4, done.stderr
    assert "3 reports, 2 done, 1 failed" in done.stdout
    assert "Made now: 2, already there: 0" in done.stdout
    assert done.stdout.endswith(f"{Path('reports', 'index.html')}\n")
    assert "Сидоров Сидор: wrong/xor.md:1" in done.stderr.replace("\\", "/")
    assert not (desk.folder / "reports" / ".building").exists(), "it is said to run still"
    return desk


def test_what_goes_wrong_with_one_costs_no_other(course: Desk) -> None:
    assert [result(course, f"s{n}")["state"] for n in (1, 2, 3)] == ["done", "done", "failed"]
    assert not list((course.folder / "reports" / "s3").glob("*.pdf"))
    assert "nosuch" in str(result(course, "s3")["reasons"])


def test_a_report_is_that_of_a_build(course: Desk, demo: Build) -> None:
    own = (course.folder / "reports" / "s1" / "results.json").read_bytes()
    assert own == (demo.desk.folder / "lab1-report" / "results.json").read_bytes()
    text = result(course, "s1")["report"]
    assert text["base"]["accuracy"] > 0.3  # type: ignore[index]


def test_the_gains_of_the_variants_are_those_of_the_report(course: Desk) -> None:
    report: Any = result(course, "s1")["report"]
    results = load_results(course.folder / "reports" / "s1")
    ranking = results.document["sections"]["series"]["ranking"]
    assert [one["variant"] for one in report["effects"]] == [one["variant"] for one in ranking]
    assert len(ranking) > 5
    for own, ranked in zip(report["effects"], ranking, strict=True):
        assert own["gain"] == {name: ranked[name] for name in ("difference", "interval", "verdict")}
        found = Estimate(**own["estimate"]).interval(ranked["among"])
        ends = [max(found.low, -1), min(found.high, 1)]
        assert ends == pytest.approx([*ranked["interval"].values()])


def test_a_report_says_of_its_student_what_a_build_does(course: Desk) -> None:
    """Neither the e-mail nor what else the roster has, which stay in the teacher's files."""
    folder = course.folder / "reports" / "s1"
    (pdf,) = folder.glob("*.pdf")
    contents = dict(parts(pdf))
    settings = json.loads(contents[f"{pdf.name}, {SETTINGS}"])
    assert settings["options"]["student"] == "И. Иванов"
    assert (settings["options"]["group_code"], settings["options"]["variant"]) == ("ИУ5-63Б", 7)
    assert not settings["options"].keys() & {"email", "student_id", "section"}
    for name, content in contents.items():
        assert b"@example.org" not in content, name
        assert "@example.org".encode("utf-16-be") not in content, name
    assert "ivanov@example.org" in (folder / "result.json").read_text(encoding="utf-8")


def test_only_what_is_missing_is_made_again(course: Desk) -> None:
    broken = course.folder / "reports" / "s2" / "lab1-demo.pdf"
    whole, moment = broken.read_bytes(), (course.folder / "reports/s1/lab1-demo.pdf").stat()
    broken.write_bytes(whole[:-100])
    told = course.run("course", "status", "reports")
    counted, advice, *_others = told.stdout.splitlines()
    assert counted == "3 reports, 1 done, 1 failed, 1 to do, 1 of made-up images"
    assert advice.startswith("No build runs; ")
    assert "=Петров Пётр: missing or changed: lab1-demo.pdf; the next build" in told.stdout
    done = course.run(*COURSE, "--workers", "1")
    assert "Made now: 1, already there: 1" in done.stdout
    assert broken.read_bytes() == whole
    assert (course.folder / "reports/s1/lab1-demo.pdf").stat().st_mtime_ns == moment.st_mtime_ns


def test_tables_are_those_that_teachers_and_machines_read(course: Desk) -> None:
    reports = course.folder / "reports"
    rows = grades(reports)
    assert [row["student_id"] for row in rows] == ["s1", "s2", "s3"]
    assert [row["state"] for row in rows] == ["done", "done", "failed"]
    assert [row["section"] for row in rows] == ["A", "B", "A"]
    assert [row["images"] for row in rows] == ["made up", "made up", ""]
    assert rows[1]["last_name"] == "'=Петров"
    assert rows[0]["classes"] == "18 63 28"
    assert float(rows[0]["base_low"]) < float(rows[0]["base_accuracy"])
    lines = (reports / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    manifest = [json.loads(line) for line in lines]
    assert [line["folder"] for line in manifest] == ["s1", "s2", "s3"]
    assert set(manifest[0]["files"]) == {"lab1-demo.pdf", "results.json"}


def test_the_page_has_each_student(course: Desk) -> None:
    page = (course.folder / "reports" / "index.html").read_text(encoding="utf-8")
    for student in ("Иванов", "Петров", "Сидоров"):
        assert student in page
    assert 'href="s1/lab1-demo.pdf"' in page
    assert "nosuch" in page


def test_status_counts_and_names(course: Desk) -> None:
    said = course.run("course", "status", "reports")
    counted, failed, *_others = said.stdout.splitlines()
    assert counted == "3 reports, 2 done, 1 failed, 2 of made-up images"
    assert failed.startswith("Сидоров Сидор: ")
    assert said.returncode == 4
    told = json.loads(course.run("course", "status", "reports", "--json").stdout)
    assert (told["builds"], told["damaged"]) == ([], {})
    assert (told["done"], list(told["failed"])) == (["s1", "s2"], ["s3"])
    assert told["remaining_seconds"] == 0


@pytest.mark.skipif(os.name == "nt", reason="links take rights that few have there")
def test_a_link_in_the_place_of_a_folder_is_not_followed(course: Desk, tmp_path: Path) -> None:
    folder, elsewhere = course.folder / "reports" / "s3", tmp_path / "s3"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere)
    before = {path.name: path.stat().st_mtime_ns for path in elsewhere.iterdir()}
    done = course.run(*COURSE, "--workers", "1")
    told = course.run("course", "status", "reports")
    folder.unlink()
    elsewhere.rename(folder)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before
    said = "Сидоров Сидор: reports/s3 is a link, and nothing is written outside of reports: "
    assert (done.returncode, told.returncode) == (4, 4)
    assert f"lab1report: {said}" in done.stderr
    assert "3 reports, 2 done, 1 failed" in done.stdout
    assert said in told.stdout


@pytest.mark.slow
def test_a_killed_course_goes_on_and_shards_make_the_same(copied: Desk, tmp_path: Path) -> None:
    """Two processes, killed after the first report; then two shards, one after the other."""
    write_roster(copied, ROWS + ANOTHER)
    running = copied.start(*COURSE, "--workers", "2", "--quiet", alone=True)
    first = copied.folder / "reports" / "s1" / "result.json"
    limit = time.monotonic() + 120
    while not first.exists() and time.monotonic() < limit and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    running.communicate()
    assert first.exists()
    done = copied.run(*COURSE, "--workers", "1")
    assert "4 reports, 3 done, 1 failed" in done.stdout
    assert "already there: 0" not in done.stdout
    for part, made in (("1/2", 3), ("2/2", 4)):
        shard = copied.run(*COURSE, "--workers", "1", "--out", "parts", "--shard", part)
        assert ("1 is another part's" in shard.stdout) == (made < 4)
        states = [row["state"] for row in grades(copied.folder / "parts")]
        assert (len(states), states.count("to do")) == (4, 4 - made), "of all, as far as made"
    for student in ("s1", "s2", "s4"):
        for name in ("results.json", "lab1-demo.pdf"):
            same = [copied.folder / out / student / name for out in ("reports", "parts")]
            assert same[0].read_bytes() == same[1].read_bytes(), same[0]
    told = json.loads(copied.run("course", "status", "parts", "--json").stdout)
    assert (len(told["done"]), len(told["failed"]), told["to_do"]) == (3, 1, [])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("course", "build", "none.csv"), 2, "none.csv"),
        (("course", "status", "nowhere"), 2, "nowhere: there is no such folder"),
        (("course", "build", "bad.csv"), 2, "no line of it is good"),
    ],
)
def test_what_cannot_be_is_said(
    bare: Desk, arguments: tuple[str, ...], code: int, said: str
) -> None:
    write_roster(bare, ROWS)
    (bare.folder / "bad.csv").write_text(HEAD + "s1,A,B,c@d,ИУ5-63Б,999,,\n", encoding="utf-8")
    done = bare.run(*arguments)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert not (bare.folder / "reports").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--shard", "3/2"), 2, "--shard '3/2': parts are counted from 1"),
        (("--shard", "1/2", "--scheduler", "tcp://127.0.0.1:1"), 2, "choose one of them"),
        (("--scheduler", "tcp://127.0.0.1:1"), 2, "--scheduler "),
        (("--workers", "0"), 2, "--workers 0: a whole number from 1 to 64"),
        (("--out", "roster.csv"), 2, "--out roster.csv: roster.csv is a file"),
        (("--data", "nope"), 3, "nope, given as the place of the data, does not exist"),
        (("--device", "gpu"), 2, "--device gpu: one of cpu, cuda, auto"),
    ],
)
def test_options_are_looked_at_before_the_roster(
    bare: Desk, arguments: tuple[str, ...], code: int, said: str
) -> None:
    """A bad line would be said with the roster; `check` refuses what `build` does."""
    (bare.folder / "roster.csv").write_text(HEAD + "s1,A,B,,ИУ5-63Б,999,,\n", encoding="utf-8")
    before = {*bare.folder.iterdir()}
    for command in ("build", "check"):
        if command == "check" and arguments[0] not in ("--data", "--device"):
            continue
        done = bare.run("course", command, "roster.csv", *arguments)
        (line,) = done.stderr.splitlines()
        assert (done.returncode, done.stdout, said in line) == (code, "", True), line
    assert {*bare.folder.iterdir()} == before


def test_what_check_takes_build_takes(bare: Desk) -> None:
    write_roster(bare, ROWS)
    shared = ("--year", "2024", "--data", "demo", "--seed", "3", "--teacher", "П.П. Петров")
    done = bare.run("course", "check", "roster.csv", *shared, "--json")
    assert done.returncode == 4, done.stderr  # for the third one's words
    found = json.loads(done.stdout)
    student = found["students"][0]
    assert (student["seed"], student["teacher"]) == (3, "П.П. Петров")
    assert [one["line"] for one in found["wrong_words"]] == [4]
