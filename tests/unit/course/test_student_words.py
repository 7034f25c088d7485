"""Students' words in a course: who is told of what, and that one student's cost no other."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lab1report import BadLine, Roster, UserError, check_words, read_roster
from lab1report.cli.app import app
from lab1report.course import report_task
from lab1report.course.building import _keys
from lab1report.course.report_task import ReportTask
from lab1report.course.student_words import hashes_of_words
from lab1report.own_words.folder import MOST_BYTES
from lab1report.own_words.mistakes import refusal
from lab1report.pipeline import BuildOutcome
from lab1report.progress import Progress
from tests.unit.course.roster_kinds import ANNA, HEAD, IVAN, PETR, text
from tests.unit.tiny_plan import make_dataset

Words = Callable[[str, dict[str, str]], Path]

NOTHING: Any = None


@pytest.fixture
def words(tmp_path: Path) -> Words:
    """`words(folder, files)`: a folder beside the roster."""

    def written(folder: str, files: dict[str, str]) -> Path:
        (tmp_path / folder).mkdir(exist_ok=True)
        for name, content in files.items():
            (tmp_path / folder / name).write_text(content, encoding="utf-8")
        return tmp_path / folder

    return written


def roster(folder: Path, *lines: str) -> Roster:
    (folder / "roster.csv").write_bytes(text(f"{HEAD},words", *lines))
    return read_roster(folder / "roster.csv", year=2024)


def test_each_student_is_told_once_of_what_is_wrong(tmp_path: Path, words: Words) -> None:
    words("good", {"xor.md": "Мои слова {{ xor.accuracy }}."})
    words("wrong", {"xor.md": "{{ nosuch }}", "cifer.md": "x", "cifar.md": "{{ cifar.tset }}"})
    lines = (f"{IVAN},wrong", f"{PETR},good", f"{ANNA},wrong", "4,Ли,Юй,,ИУ5-63Б,10,")
    found = roster(tmp_path, *lines)
    assert len(found.students) == 4
    first, second = check_words(found)
    assert (first.line, first.name, second.line) == (2, "Иванов Иван Иванович", 4)
    starts = ("wrong/cifer.md: no section", "wrong/xor.md:1: {{ nosuch }}", "wrong/cifar.md:1: ")
    assert len(first.problems) == len(starts)
    for start in starts:
        assert any(one.startswith(start) for one in first.problems), start
    assert (second.same_as, second.problems) == (2, ())


def test_of_many_mistakes_the_first_few_are_said(tmp_path: Path, words: Words) -> None:
    many = "\n\n".join(f"{{{{ nosuch{n} }}}}" for n in range(40))
    words("wrong", {"xor.md": many})
    roster(tmp_path, f"{IVAN},wrong", f"{PETR},wrong", f"{ANNA},")
    file = str(tmp_path / "roster.csv")
    done = CliRunner().invoke(app, ["course", "check", file, "--year", "2024"])
    assert done.exit_code == 4
    told = [line for line in done.stderr.splitlines() if "Иванов" in line]
    start = "lab1report: line 2, Иванов Иван Иванович: "
    assert all(
        line.startswith(f"{start}wrong/xor.md:{2 * n + 1}: ") for n, line in enumerate(told[:-1])
    )
    assert (len(told), told[-1]) == (4, f"{start}and 37 more")
    assert "line 3, Петров Пётр: the same folder of words as on line 2" in done.stderr
    assert done.stderr.rstrip().endswith("0 bad lines, 2 with wrong words")
    asked = CliRunner().invoke(app, ["course", "check", file, "--year", "2024", "--json"])
    every = json.loads(asked.stdout)["wrong_words"]
    assert (asked.exit_code, len(every[0]["problems"]), every[1]["same_as"]) == (4, 40, 2)


def test_good_words_are_no_reason_to_say_anything(tmp_path: Path, words: Words) -> None:
    words("good", {"xor.md": "Мои слова.", "README.md": "{{ nosuch }}"})
    roster(tmp_path, f"{IVAN},good")
    file = str(tmp_path / "roster.csv")
    done = CliRunner().invoke(app, ["course", "check", file, "--year", "2024"])
    assert (done.exit_code, "words" in done.stderr) == (0, False)


@pytest.mark.parametrize(
    ("error", "reasons"),
    [
        (refusal([f"w/xor.md:{n}: wrong" for n in range(1, 41)]), ("and 37 more",)),
        (UserError("\n".join("abcde")), ("and 2 more",)),
        (UserError("a\nb"), ("b",)),
    ],
)
def test_a_report_fails_for_the_first_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: UserError, reasons: tuple[str, ...]
) -> None:
    def build(*_arguments: object) -> BuildOutcome:
        raise error

    monkeypatch.setattr(report_task, "build", build)
    (student,) = roster(tmp_path, f"{IVAN},").students
    task = ReportTask(student=student, out=tmp_path / "out", key="k")
    ((_student, result),) = task.perform(NOTHING, NOTHING, Progress(), "cpu")
    assert result.reasons[-1:] == reasons
    assert len(result.reasons) <= 4
    assert all("\n" not in one for one in result.reasons)


@pytest.mark.skipif(os.name == "nt", reason="links take rights that few have there")
def test_words_that_are_a_link_to_elsewhere_are_refused(tmp_path: Path, words: Words) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    beside = tmp_path / "course"
    beside.mkdir()
    for name in ("own", "linked", "within"):
        words(f"course/{name}", {"xor.md": "Мои слова."})
    (beside / "linked" / "cifar.md").symlink_to(secret)
    (beside / "within" / "cifar.md").symlink_to(beside / "own" / "xor.md")
    lines = (f"{IVAN},own", f"{PETR},linked", f"{ANNA},within")
    found = roster(beside, *lines)
    assert [one.line for one in found.students] == [2, 4]
    said = "words 'linked': cifar.md is a link to elsewhere; put the file itself there"
    assert found.bad_lines == (BadLine(line=3, problems=(said,)),)


def test_what_is_read_of_the_words_makes_another_report(tmp_path: Path, words: Words) -> None:
    folder = words("own", {"xor.md": "Мои слова."})
    key_of = _keys(make_dataset())

    def key() -> str:
        (student,) = roster(tmp_path, f"{IVAN},own").students
        return key_of(student.settings)

    first = key()
    words("own", {"README.md": "x", ".hidden": "x"})
    (folder / ".git").mkdir()
    (folder / ".git" / "pack").write_bytes(b"x" * MOST_BYTES)
    assert key() == first
    words("own", {"cifar.md": "Мои слова."})
    assert key() != first


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_words_that_cannot_be_read_cost_no_other_student(tmp_path: Path, words: Words) -> None:
    folder = words("own", {"xor.md": "Мои слова."})
    whole = hashes_of_words(folder)
    os.mkfifo(folder / "cifar.md")
    assert hashes_of_words(folder) == {"cifar.md": "", **whole}
    (wrong,) = check_words(roster(tmp_path, f"{IVAN},own", f"{PETR},"))
    assert wrong.problems == ("own/cifar.md: cannot be read (it is no regular file)",)
    assert hashes_of_words(tmp_path / "gone") == {}
