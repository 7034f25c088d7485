"""`lab1report course collect` on reports that were built: honest, changed, of nobody, and junk."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from lab1report import read_roster
from lab1report.course import course_file
from lab1report.report.json_text import pretty
from tests.e2e.conftest import Build, Desk
from tests.tampering.attached import SETTINGS, files_of, with_files
from tests.tampering.common import opened

ROSTER = """student_id,last_name,first_name,group_code,variant
s1,Иванов,Иван,ИУ5-63Б,7
s2,Петров,Пётр,ИУ5-63Б,8
s3,Сидоров,Сидор,ИУ5-63Б,9
"""
OWN = "Скрытый слой здесь нужен, потому что одна прямая вершины квадрата по диагонали не разделит."


def with_words(pdf: bytes, words: Mapping[str, str], *, cover_up: bool = True) -> bytes:
    """The report with other words in its settings alone."""
    with opened(pdf) as file:
        settings = json.loads(files_of(file)[SETTINGS])
    content = pretty({**settings, "words": words}, levels=4).encode()
    return with_files(pdf, {SETTINGS: content}, cover_up=cover_up)


def locked(pdf: bytes, path: Path) -> None:
    with opened(pdf) as file:
        file.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))


@pytest.fixture(scope="module")
def sent(demo: Build, other: Build, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk with the roster's folder and the files that came in."""
    folder = tmp_path_factory.mktemp("collected")
    (folder / "roster.csv").write_text(ROSTER, encoding="utf-8")
    course_file.write(folder / "reports", read_roster(folder / "roster.csv", year=2024))
    own, theirs = demo.pdf.read_bytes(), other.pdf.read_bytes()
    (folder / "ivanov.pdf").write_bytes(own)
    words = {"xor": f"---\nreplace: true\n---\n{OWN}\n"}
    (folder / "ivanov-words.pdf").write_bytes(with_words(own, words))
    (folder / "petrov.pdf").write_bytes(with_words(theirs, {"xor": f"<!-- a -->\n{OWN}\n"}))
    (folder / "forged.pdf").write_bytes(with_words(own, words, cover_up=False))
    (folder / "cut.pdf").write_bytes(own[: len(own) // 2])
    (folder / "text.pdf").write_text("no PDF", encoding="utf-8")
    locked(own, folder / "locked.pdf")
    cache = shutil.copytree(demo.desk.cache, tmp_path_factory.mktemp("store") / "cache")
    return replace(demo.desk, folder=folder, cache=cache)


@pytest.mark.slow
@pytest.mark.usefixtures("verified_from_store")
def test_reports_are_verified_and_what_was_changed_is_refuted(sent: Desk) -> None:
    """Nothing is trained: the pages are made again."""
    done = sent.run("course", "collect", "reports", "ivanov.pdf", "ivanov-words.pdf", "--json")
    assert done.returncode == 5, done.stderr
    found = json.loads(done.stdout)
    honest, changed = found["submissions"]
    assert (honest["verification"]["status"], honest["checked"]) == ("verified", "consistent")
    assert (changed["verification"]["status"], changed["checked"]) == ("refuted", "consistent")
    assert [one["folders"] for one in (honest, changed)] == [["s1"], ["s1"]]
    assert honest["base"]["low"] < honest["base"]["accuracy"] < honest["base"]["high"]
    assert {remark["kind"] for remark in honest["remarks"]} == {"demo", "sent again"}
    assert [one["folder"] for one in found["missing"]] == ["s2", "s3"]
    assert found["shared"] == []


@pytest.mark.slow
def test_a_quick_look_at_whatever_came(sent: Desk) -> None:
    names = ("ivanov-words.pdf", "petrov.pdf", "cut.pdf", "text.pdf", "locked.pdf", "none.pdf")
    done = sent.run("course", "collect", "reports", *names, "--quick")
    assert done.returncode == 4, done.stderr
    head, *rows = [line.split("\t") for line in done.stdout.split("\n\n")[0].splitlines()]
    assert head[:3] == ["student", "file", "classes"]
    assert [row[1] for row in rows] == [*names]
    assert [row[0] for row in rows] == ["Иванов Иван", "Петров Пётр", "", "", "", ""]
    assert rows[1][2] == "18 65 30, not 18 64 29"
    assert [row[5] for row in rows] == ["intact", "intact", *["nothing"] * 4]
    assert [row[6] for row in rows] == [*["not verified"] * 2, *["no report"] * 4]
    assert "petrov.pdf: classes 18, 65, 30, and by the roster 18, 64, 29; variant 9" in done.stdout
    assert f"«{OWN}» (Иванов Иван, xor; Петров Пётр, xor)" in done.stdout
    assert "Sent nothing:\n  Сидоров Сидор, ИУ5-63Б\n" in done.stdout
    assert sorted(path.name for path in sent.folder.iterdir() if path.is_dir()) == ["reports"]
    assert [path.name for path in (sent.folder / "reports").iterdir()] == ["course.json"]


@pytest.mark.slow
def test_several_processes_find_what_one_does(sent: Desk) -> None:
    """A folder of a student's who sent no PDF is a row too."""
    folder = sent.folder / "handed-in"
    for name in (
        "Иванов_1_file_/words.pdf",
        "Петров_2_file_/Отчёт.PDF",
        "Сидоров_3_file_/lab1.zip",
    ):
        (folder / name).parent.mkdir(parents=True)
    (folder / "Иванов_1_file_/words.pdf").write_bytes(
        (sent.folder / "ivanov-words.pdf").read_bytes()
    )
    (folder / "Петров_2_file_/Отчёт.PDF").write_bytes((sent.folder / "petrov.pdf").read_bytes())
    (folder / "Сидоров_3_file_/lab1.zip").write_bytes(b"PK\x03\x04")
    (folder / "scan.pdf").write_bytes((sent.folder / "locked.pdf").read_bytes())
    given = ("course", "collect", "reports", "handed-in", "--quick", "--json", "--secret", "s")
    found = [sent.run(*given, "--workers", workers) for workers in ("1", "2")]
    shutil.rmtree(folder)
    assert found[0].returncode == found[1].returncode == 4
    assert found[0].stdout == found[1].stdout
    document = json.loads(found[0].stdout)
    (shared,) = document["shared"]  # what the program says is known in each process
    assert {place["text"] for place in shared["places"]} == {OWN}
    said = [one["verification"]["message"] for one in document["submissions"]]
    assert said[0] == "encrypted, as no report is; ask for it without a password"
    assert "a folder without a PDF; in it there is lab1.zip" in said


@pytest.mark.slow
def test_a_report_that_is_not_intact_is_still_somebodys(sent: Desk) -> None:
    done = sent.run("course", "collect", "reports", "forged.pdf", "--quick", "--json")
    assert done.returncode == 5, done.stderr
    (found,) = json.loads(done.stdout)["submissions"]
    assert (found["verification"]["status"], found["checked"]) == ("refuted", "intact")
    assert (found["folders"], found["name"]) == (["s1"], "Иванов Иван")
    assert (found["claims"]["group_code"], found["claims"]["variant"]) == ("ИУ5-63Б", 7)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere", "a.pdf"), "nowhere: there is no such folder"),
        (("reports", "a.pdf", "--json", "--csv"), "choose one of them"),
        (("reports", "a.pdf", "--quick", "--runs", "1"), "choose one of them"),
        (("reports", "a.pdf", "--runs", "-1"), "--runs -1"),
    ],
)
def test_what_cannot_be_is_said(bare: Desk, arguments: tuple[str, ...], said: str) -> None:
    done = bare.run("course", "collect", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr
