"""`course check`: what a teacher sees of a roster, and the exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.e2e.conftest import Desk
from tests.unit.course.rosters import ANNA, HEAD, IVAN, PETR, text

CLASH = "4,Ж,Ж,,ИУ5-63Б,44"

Check = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Checks a roster of these lines, in a folder where there is nothing else before and after."""

    def checked(*lines: str, options: tuple[str, ...] = ()) -> "CompletedProcess[str]":
        (tmp_path / "roster.csv").write_bytes(text(HEAD, *lines))
        desk = Desk(folder=tmp_path, cache=tmp_path / "no-cache")
        done = desk.run("course", "check", "roster.csv", "--year", "2024", *options)
        assert [path.name for path in tmp_path.iterdir()] == ["roster.csv"]
        return done

    return checked


def test_good_lines_are_a_table(check: Check) -> None:
    done = check(IVAN, ANNA)
    assert done.returncode == 0
    head, ivan, anna = (line.split("\t") for line in done.stdout.splitlines())
    assert head == ["line", "student", "group", "variant", "classes"]
    assert ivan[:4] == ["2", "Иванов Иван Иванович", "ИУ5-63Б", "7"]
    assert ivan[4].startswith("18 caterpillar, 63 ")
    assert anna[4].endswith("90 train")
    assert done.stderr == "lab1report: 2 students, 2 sets of classes, 0 bad lines\n"


def test_some_bad_lines_are_4_and_each_is_named(check: Check) -> None:
    done = check(IVAN, CLASH, PETR, IVAN)
    assert done.returncode == 4
    assert len(done.stdout.splitlines()) == 3
    clash, twice, counts = done.stderr.splitlines()
    assert clash.startswith("lab1report: line 3: the second class")
    assert twice.startswith("lab1report: line 5: '1' stands on line 2 already")
    assert counts == "lab1report: 2 students, 2 sets of classes, 2 bad lines"


def test_only_bad_lines_are_2(check: Check) -> None:
    done = check(CLASH)
    assert (done.returncode, done.stdout) == (2, "")


def test_no_roster_is_2(check: Check) -> None:
    done = check()
    assert done.returncode == 2
    assert done.stderr.startswith("lab1report: roster.csv: there is no line below the head")


def test_a_variant_given_twice_is_told_and_good(check: Check) -> None:
    done = check(IVAN, PETR.replace("8", "7"))
    assert done.returncode == 0
    assert "line 3, which is good: group ИУ5-63Б has variant 7 on line 2" in done.stderr
    assert "1 set of classes" in done.stderr


def test_json_has_all_of_it(check: Check) -> None:
    done = check(IVAN, CLASH, options=("--json", "--teacher", "П.П. Петров"))
    assert (done.returncode, done.stderr) == (4, "")
    document = json.loads(done.stdout)
    (student,) = document["students"]
    assert [one["id"] for one in student["classes"]] == [18, 63, 28]
    assert (student["folder"], student["teacher"]) == ("1", "П.П. Петров")
    (bad,) = document["bad_lines"]
    assert bad["line"] == 3
    assert document["remarks"] == []


def test_nothing_in_a_name_controls_the_terminal(check: Check) -> None:
    done = check("1,\x1b[2J\u202eЖ,Ж,,ИУ5-63Б,7", "1,\x1b[2J,Ж,,ИУ5-63Б,7")
    assert all(line.replace("\t", "").isprintable() for line in done.stdout.splitlines())
    assert all(line.isprintable() for line in done.stderr.splitlines())
