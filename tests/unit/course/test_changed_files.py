"""What a course's folder holds may have been changed by anybody: that costs no other student."""

import json
from pathlib import Path
from typing import Any

import pytest

from lab1report.course import course_file, page, result_file, tables
from lab1report.course.status import status_of
from lab1report.errors import UserError
from tests import made_course


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "reports"
    made_course.write_folder(out, 14)
    return out


def changed(file: Path, **changes: Any) -> str:
    return json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"reasons": [1]},
        {"reasons": 5},
        {"warnings": [None]},
        {"files": ["lab1.pdf"]},
        {"files": {"lab1.pdf": 1}},
        {"versions": []},
        {"student": []},
        {"report": []},
        {"state": "<b>"},
        {"state": ["done"]},
        {"seconds": "x"},
        {"seconds": float("inf")},
        {"pages": "x"},
        {"finished": 7},
        {"host": ["a"]},
        {"key": 5},
        {"folder": ".."},
        {"more": 1},
        {"reasons": [{"en": "a"}]},
        {"reasons": [{"en": "a", "ru": 1}]},
        {"format": 4},
    ],
)
def test_a_result_that_is_none_counts_as_not_made(
    made: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    folder = tmp_path / "s003"
    folder.mkdir()
    text = changed(made / "s003" / result_file.RESULT_FILE, **changes)
    (folder / result_file.RESULT_FILE).write_text(text, encoding="utf-8")
    assert result_file.read(folder) is None
    assert result_file.read(made / "s003") is not None


@pytest.mark.parametrize("report", [{}, {"base": 7}, {"base": {"accuracy": "x"}}, {"best": []}])
def test_numbers_that_are_none_cost_the_student_s_alone(made: Path, report: dict[str, Any]) -> None:
    file = made / "s003" / result_file.RESULT_FILE
    before = file.read_text(encoding="utf-8")
    file.write_text(changed(file, report=report), encoding="utf-8")
    status = status_of(made)
    file.write_text(before, encoding="utf-8")
    lines = tables.grades(status).splitlines()
    row = next(line for line in lines if "s003@" in line)
    assert ",done," in row
    assert "0." not in row
    assert sum("0." in line for line in lines) > 8
    assert page.parquet(page.course_of(status.course.students, status.results))


@pytest.mark.parametrize(
    "changes",
    [
        {"students": [{}]},
        {"students": [3]},
        {"students": 5},
        {"students": [{"folder": "../x", "student": {}, "assignment": {}}]},
        {"bad_lines": [3]},
        {"bad_lines": [{"line": 1}]},
        {"bad_lines": [{"line": 1, "problems": [2]}]},
        {"bad_lines": [{"line": 1, "problems": [{"en": "a", "de": "b"}]}]},
        {"format": 3},
        {"students": [{"folder": "s1", "student": {}, "assignment": {}}]},
    ],
)
def test_a_course_that_is_damaged(made: Path, tmp_path: Path, changes: dict[str, Any]) -> None:
    text = changed(made / course_file.COURSE_FILE, **changes)
    (tmp_path / course_file.COURSE_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"its course\.json is damaged"):
        course_file.read(tmp_path)


def test_a_folder_that_is_none_of_a_course(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "odd" / course_file.COURSE_FILE).mkdir(parents=True)
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / course_file.COURSE_FILE).write_text('{"format": 1, "stud')
    for name, said in (
        ("empty", "no reports of a course, which have a file course.json"),
        ("nowhere", "there is no such folder"),
        ("file", "a file; name the folder that"),
        ("file/within", "there is no such folder"),
        ("odd/course.json", r"cannot be read \(Is a directory\)"),
        ("cut", r"its course\.json is damaged, .*'lab1report course build' writes it again"),
    ):
        with pytest.raises(UserError, match=f"{name}: {said}"):
            course_file.read(tmp_path / name.removesuffix("/course.json"))


@pytest.mark.parametrize("folder", ["..", ".hidden", "", "a/b", "a\\b", "C:", "a\0b", 7])
def test_a_folder_that_leads_elsewhere(made: Path, tmp_path: Path, folder: object) -> None:
    students = json.loads((made / course_file.COURSE_FILE).read_text(encoding="utf-8"))["students"]
    students[0]["folder"] = folder
    text = changed(made / course_file.COURSE_FILE, students=students)
    (tmp_path / course_file.COURSE_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"its course\.json is damaged"):
        course_file.read(tmp_path)
