"""What is said of the reports that a course sent in, and by which exit code."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lab1report import Collection, collection_text, read_roster
from lab1report.cli.course_collecting import _lines, exit_code
from lab1report.course import course_file, result_file
from lab1report.course.collecting import collect as collecting
from lab1report.course.collecting.arriving import Arrived
from lab1report.progress import Progress
from lab1report.received.given_files import GivenFiles
from lab1report.verify import arguments
from tests.unit.course.collecting.made import arrived, junk, text_of
from tests.unit.course.collecting.test_shared_words import OWN

ROSTER = """student_id,last_name,first_name,group_code,variant
s1,Иванов,Иван,ИУ5-63Б,7
s2,=Петров,Пётр,ИУ5-63Б,8
"""
PETROV: Any = {"name": "Петров П.", "variant": 8, "classes": (18, 64, 29)}


class Course:
    """A course of two, and what is collected of the reports that it is given."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, more: str = "") -> None:
        self.out, self._monkeypatch = folder / "reports", monkeypatch
        (folder / "roster.csv").write_text(ROSTER + more, encoding="utf-8")
        course_file.write(self.out, read_roster(folder / "roster.csv", year=2024))

    def collect(self, *reports: Arrived, others: Sequence[str] = ()) -> Collection:
        def arrive(*_given: Any, **_named: Any) -> tuple[Sequence[Arrived], set[int]]:
            return reports, set()

        self._monkeypatch.setattr(collecting, "arrive", arrive)
        asked = arguments.read(data="auto", runs=0, secret="s", workers=1, font="times")  # noqa: S106
        given = GivenFiles(
            reports=tuple(Path(one.verification.file) for one in reports),
            others=tuple(map(Path, others)),
        )
        return collecting.collect(self.out, given, asked, Progress(), quick=False)


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    return Course(tmp_path, monkeypatch)


def kinds(found: Collection) -> list[list[str]]:
    return [[remark.kind for remark in one.remarks] for one in found.submissions]


def test_all_is_well(course: Course) -> None:
    found = course.collect(arrived("a.pdf"), arrived("b.pdf", **PETROV))
    assert [one.folders for one in found.submissions] == [("s1",), ("s2",)]
    assert (kinds(found), found.missing, found.shared, found.reused) == ([[], []], (), (), ())
    assert [one.checked for one in found.submissions] == ["consistent"] * 2
    assert exit_code(found) == 0


@pytest.mark.parametrize(
    ("report", "kind", "said"),
    [
        (arrived("a.pdf", classes=(18, 63, 29)), "classes", "18, 63, 29, and by the roster 18, 63"),
        (arrived("a.pdf", variant=9), "assignment", "variant 9, and by the roster 7"),
        (arrived("a.pdf", demo=True), "demo", "made-up images"),
        (arrived("a.pdf", "Сидоров С."), "nobody", "group and variant are those of Иванов Иван"),
        (arrived("a.pdf", None, variant=99), "nobody", "it names nobody"),
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_told(
    course: Course, report: Arrived, kind: str, said: str
) -> None:
    found = course.collect(report, arrived("b.pdf", **PETROV))
    assert kinds(found) == [[kind], []]
    assert said in found.submissions[0].remarks[0].sentence
    assert exit_code(found) == 4


def test_made_up_images_are_right_where_the_teachers_are(course: Course) -> None:
    (course.out / "s1").mkdir()
    result = result_file.StudentResult(
        folder="s1", key="", state="done", student={}, report={"demo": True}
    )
    result_file.write(course.out, result)
    assert kinds(course.collect(arrived("a.pdf", demo=True))) == [[]]


def test_what_may_be_of_two_is_of_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(tmp_path, monkeypatch, "s3,Иванов,Иван,ИУ5-63Б,7\n")
    found = course.collect(arrived("a.pdf"))
    assert kinds(found) == [["several"]]
    assert "Иванов Иван (s1), Иванов Иван (s3)" in found.submissions[0].remarks[0].sentence
    assert [one["folder"] for one in found.missing] == ["s1", "s2", "s3"]
    assert exit_code(found) == 4


def test_words_beyond_those_that_are_compared_are_told(course: Course) -> None:
    found = course.collect(arrived("a.pdf", words=replace(text_of(OWN), cut=True)))
    assert kinds(found) == [["many words"]]
    assert "only the first 5000 of its words" in found.submissions[0].remarks[0].sentence


def test_who_sent_nothing_is_listed(course: Course) -> None:
    found = course.collect(arrived("a.pdf"))
    assert [one["folder"] for one in found.missing] == ["s2"]
    assert exit_code(found) == 4


def test_who_sent_what_cannot_be_read_did_not_send_nothing(course: Course) -> None:
    """A PDF that says nothing, a folder without one, or a file that is none: by their names."""
    found = course.collect(
        junk("all/Иванов Иван_1_file_/scan.pdf"),
        junk("all/unknown.pdf"),
        others=("all/=Петров П.docx", "all/notes.txt"),
    )
    assert [one.folders for one in found.submissions] == [("s1",), ()]
    assert kinds(found) == [["file name"], []]
    assert found.missing == ()
    assert [(one["folder"], one["files"]) for one in found.unreadable] == [
        ("s1", ["all/Иванов Иван_1_file_/scan.pdf"]),
        ("s2", ["all/=Петров П.docx"]),
    ]
    assert exit_code(course.collect(arrived("a.pdf"), junk("Петров.pdf"))) == 4
    lines = list(_lines(found))
    assert "  Иванов Иван, ИУ5-63Б: all/Иванов Иван_1_file_/scan.pdf" in lines
    assert "  2 files that are no PDFs: all/=Петров П.docx, all/notes.txt" in lines
    assert "Sent nothing:" not in lines
    rows = list(csv.DictReader(io.StringIO(collection_text(found, "csv").lstrip("\ufeff"))))
    assert [(row["folder"], row["status"]) for row in rows] == [
        ("s1", "no report"),
        ("", "no report"),
        ("s2", "no report"),
    ]
    document = json.loads(collection_text(found, "json"))
    assert document["others"] == ["all/=Петров П.docx", "all/notes.txt"]


def test_a_report_of_a_student_counts_whatever_else_there_is(course: Course) -> None:
    found = course.collect(
        arrived("a.pdf"), arrived("b.pdf", **PETROV), others=("all/Иванов.docx",)
    )
    assert (found.missing, found.unreadable, exit_code(found)) == ((), (), 0)


def test_files_sent_twice(course: Course) -> None:
    twice = course.collect(arrived("a.pdf", sha256="x"), arrived("b.pdf", sha256="x"))
    assert kinds(twice) == [["same file"], ["same file"]]
    again = course.collect(
        arrived("a.pdf", words=text_of(OWN)), arrived("b.pdf", words=text_of(OWN))
    )
    assert kinds(again) == [["sent again"], ["sent again"]]
    assert again.shared == ()


def test_words_and_arms_that_two_have(course: Course) -> None:
    found = course.collect(
        arrived("a.pdf", words=text_of(OWN), arms="1"),
        arrived("b.pdf", words=text_of(OWN), arms="1", **PETROV),
    )
    (sentence,) = found.shared
    assert sentence.owners == ("Иванов Иван", "=Петров Пётр")
    assert {place.text for place in sentence.places} == {OWN}
    assert [one.kind for one in found.reused] == ["words", "arms"]
    assert exit_code(found) == 4
    emblems = course.collect(arrived("a.pdf", arms="1"), arrived("b.pdf", arms="1", **PETROV))
    assert [one.kind for one in emblems.reused] == ["arms"]
    assert exit_code(emblems) == 0


@pytest.mark.parametrize(
    ("reports", "code"),
    [
        ([arrived("a.pdf", status="refuted", stage="real"), junk()], 5),
        ([junk()], 2),
        ([arrived("a.pdf", status="no data", trainings=0), junk()], 3),
        ([arrived("a.pdf"), arrived("b.pdf", **PETROV), junk()], 4),
        ([arrived("a.pdf", status="partly"), arrived("b.pdf", **PETROV)], 4),
        ([arrived("a.pdf", status="intact"), arrived("b.pdf", **PETROV)], 0),
    ],
)
def test_the_gravest_thing_is_the_exit_code(
    course: Course, reports: list[Arrived], code: int
) -> None:
    assert exit_code(course.collect(*reports)) == code


def test_tables_and_json(course: Course) -> None:
    evil = arrived("=a.pdf", "=cmd|x\x1b[2J", message="@b", status="refuted", stage="consistent")
    found = course.collect(evil, arrived("b.pdf", **PETROV), junk())
    rows = list(csv.DictReader(io.StringIO(collection_text(found, "csv"))))
    assert [row["status"] for row in rows] == ["refuted", "verified", "no report", "missing"]
    assert [row["last_name"] for row in rows] == ["", "'=Петров", "", "Иванов"]
    assert (rows[0]["file"], rows[0]["message"]) == ("'=a.pdf", "'@b")
    assert rows[1]["base_accuracy"] == "0.7"
    document = json.loads(collection_text(found, "json"))
    assert [one["folders"] for one in document["submissions"]] == [[], ["s2"], []]
    lines = list(_lines(found))
    assert not any("\x1b" in line for line in lines)
    assert sum("junk.pdf" in line for line in lines) == 2  # in the table, and why
    assert lines[-1] == (
        "3 files, of 1 student, REFUTED: 1, verified: 1, no report: 1, sent nothing: 1"
    )


def test_on_a_terminal_the_table_is_aligned(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = course.collect(arrived("a.pdf"), arrived("b.pdf", **PETROV))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    head, first, second = list(_lines(found))[:3]
    assert head.index("base") == first.index("70.0") == second.index("70.0")


def test_what_is_cut_is_said_and_is_elsewhere_in_full(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [f"{'long' * 9}-{number}.pdf" for number in range(7)]
    found = course.collect(*(arrived(file, sha256="0") for file in files))
    (same,) = [one for one in found.submissions[0].remarks if one.kind == "same file"]
    assert same.names == tuple(files[1:])
    assert same.sentence.endswith(f"{files[5]} and 1 more, which --json has")
    remarks = json.loads(collection_text(found, "json"))["submissions"][0]["remarks"]
    assert [one["names"] for one in remarks if one["kind"] == "same file"] == [files[1:]]
    said = "Where … stands something is cut; --csv has it in full."
    assert said not in list(_lines(found))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    lines = list(_lines(found))
    assert lines[8] == said
    assert all(file not in "".join(lines[:8]) for file in files)
    assert files[0] in collection_text(found, "csv")
