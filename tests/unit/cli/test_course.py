"""What `course check` prints on a terminal."""

import io
import sys
from pathlib import Path

import pytest

from lab1report import read_roster
from lab1report.cli.course import _table
from lab1report.cli.course_building import of_bad_lines


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_columns_are_aligned_and_long_names_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(
        f"student,group_code,variant\nИванов,ИУ5-63Б,7\n{'Я' * 30} {'Ю' * 30},ИУ5-63Б,12\n",
        encoding="utf-8",
    )
    students = read_roster(path, year=2024).students
    monkeypatch.setattr(sys, "stdout", Terminal())
    head, short, long, told = _table(students)
    assert head.index("group") == short.index("ИУ5") == long.index("ИУ5") == len("line  ") + 34
    assert head.index("classes") == short.index("18 ") == long.index("18 ")
    assert "Я …  " in long
    assert told == "Where … stands something is cut; --json has it in full."


def test_what_lines_have_in_common_is_said_once() -> None:
    problems = {2: ("a",), 3: ("a",), 4: ("a", "b"), 6: ("c",), 7: ("c",), 9: ("c",)}
    said = ["lines 2 to 3: a", "line 4: a", "line 4: b", "lines 6 to 7: c", "line 9: c"]
    assert list(of_bad_lines(problems.items())) == said
