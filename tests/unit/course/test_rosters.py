"""Each kind of roster: nothing is lost, each bad line has a sentence, nothing is written."""

import re
import runpy
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import lab1report
from lab1report import CourseOutcome, Roster, Settings, Student, UserError, messages, read_roster
from tests.repository import ROOT
from tests.unit.course.refused_rosters import REFUSED
from tests.unit.course.roster_kinds import ANNA, HEAD, IVAN, PETR, text
from tests.unit.course.rosters import BAD, KINDS

_LONGEST = 500  # characters of a sentence

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: bytes) -> Path:
        path = tmp_path / "roster.csv"
        path.write_bytes(content)
        return path

    return written


def students(roster: Roster) -> dict[int, Student]:
    return {student.line: student for student in roster.students}


def test_there_are_enough_bad_kinds() -> None:
    assert len(REFUSED) + len(BAD) >= 100


@pytest.mark.parametrize("name", KINDS)
def test_a_roster(name: str, write: Write) -> None:
    kind = KINDS[name]
    path = write(kind.content)
    if kind.refused:
        with pytest.raises(UserError) as refused:
            read_roster(path, year=2024)
        said = str(refused.value)
        assert re.search(kind.refused, said)
        assert_one_sentence(said)
    else:
        roster = read_roster(path, year=2024)
        assert tuple(students(roster)) == kind.good
        found = {bad.line: bad.problems for bad in roster.bad_lines}
        assert found.keys() == kind.bad.keys()
        for line, pattern in kind.bad.items():
            assert re.search(pattern, "\n".join(found[line])), found[line]
            for problem in found[line]:
                assert_one_sentence(problem)
        remarks = {remark.line: remark.sentence for remark in roster.remarks}
        assert remarks.keys() == kind.remarks.keys()
        for line, pattern in kind.remarks.items():
            assert re.search(pattern, remarks[line])
    assert [*path.parent.iterdir()] == [path]


def assert_one_sentence(said: str) -> None:
    assert 0 < len(said) < _LONGEST
    assert said.isprintable()
    assert "--" not in said, "a roster has columns, and no options"


def test_a_student_has_the_settings_of_a_report(write: Write) -> None:
    head = f"{HEAD},teacher,seed,Класс,"
    roster = read_roster(write(text(head, f"{IVAN},П.П. Петров,5,Т-1,x")), year="2024")
    (student,) = roster.students
    assert student.settings.assignment.class_ids == (18, 63, 28)
    assert student.settings.assignment.student == "И.И. Иванов"  # as on a title page
    assert student.settings.assignment.teacher == "П.П. Петров"
    assert student.settings.seed == 5
    assert (student.id, student.folder, student.email) == ("1", "1", "ivanov@example.org")
    assert (student.name, student.last_name) == ("Иванов Иван Иванович", "Иванов")
    assert student.further == {"Класс": "Т-1", "column 10": "x"}
    assert roster.further == ("Класс", "column 10")


def test_a_double_name_has_two_initials(write: Write) -> None:
    (student,) = read_roster(write(text(HEAD, ANNA))).students
    assert student.settings.assignment.student == "А.-М. Сидорова"


def test_what_a_line_says_wins_over_what_holds_for_all(write: Write) -> None:
    path = write(text(f"{HEAD},year,teacher", f"{IVAN},2026,", f"{PETR},,Б.Б. Б"))
    first, second = read_roster(path, year=2025, teacher="А.А. А", data="demo").students
    assert [one.settings.assignment.year for one in (first, second)] == [2026, 2025]
    assert [one.settings.assignment.teacher for one in (first, second)] == ["А.А. А", "Б.Б. Б"]
    assert {one.settings.data for one in (first, second)} == {"demo"}


def test_a_wrong_option_is_said_once_and_not_of_each_line(write: Write) -> None:
    with pytest.raises(UserError, match=r"^--year 1999: "):
        read_roster(write(text(HEAD, IVAN, PETR)), year=1999)


def test_words_are_beside_the_roster(write: Write, tmp_path: Path) -> None:
    (tmp_path / "ivanov").mkdir()
    (student,) = read_roster(write(text(f"{HEAD},words", f"{IVAN},ivanov"))).students
    assert student.settings.words == tmp_path / "ivanov"


def test_the_folder_of_the_roster_decides_nothing(write: Write, tmp_path: Path) -> None:
    (tmp_path / "lab1.toml").write_text('teacher = "X"\nseed = 9\n', encoding="utf-8")
    (student,) = read_roster(write(text(HEAD, IVAN))).students
    assert (student.settings.assignment.teacher, student.settings.seed) == (None, 0)


def test_a_remark_on_all_lines_is_said_once(write: Write) -> None:
    code = "ИУ5Ц-72Б"
    lines = (f"{number},Ж,,,{code},{number}" for number in range(1, 20))
    remarks = read_roster(write(text(HEAD, *lines)), year=2024).remarks
    assert [remark.line for remark in remarks] == [None]
    assert code in remarks[0].sentence


def test_the_documented_program_builds_each_report(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs" / "how-to" / "course.md").read_text(encoding="utf-8")
    (program,) = re.findall("```python\n(.*?)```", page, re.DOTALL)
    (roster,) = re.findall("```csv\n(.*?)```", page, re.DOTALL)
    folder = write(roster.encode()).parent
    (folder / "program.py").write_text(program, encoding="utf-8")
    monkeypatch.chdir(folder)
    built: list[Settings] = []

    def build_course(roster: Roster, out: str) -> CourseOutcome:
        built.extend(student.settings for student in roster.students)
        return CourseOutcome(results={}, made=frozenset())

    monkeypatch.setattr(lab1report, "build_course", build_course)
    runpy.run_path("program.py")
    assert [one.assignment.variant for one in built] == [7, 8, 9]
    assert {one.assignment.year for one in built} == {2026}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot be read \(No such file"):
        read_roster(tmp_path / "roster.csv")
    with pytest.raises(UserError, match=r"cannot be read \(Is a directory"):
        read_roster(tmp_path)


def test_without_openpyxl_a_workbook_has_a_remedy(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(UserError, match=r"lab1report\[xlsx\].*CSV in UTF-8"):
        read_roster(write(KINDS["a workbook"].content))


def test_a_line_costs_little(write: Write) -> None:
    """Within the bound of lines, memory and time grow with each line by a little."""
    lines = (f"{n},Ж,,,ИУ5-{10 + n % 90}{1 + n % 9}Б,{1 + n % 43}" for n in range(500))
    path = write(text(HEAD, *lines))
    began = time.process_time()
    tracemalloc.start()
    roster = read_roster(path, year=2024)
    memory, _most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(roster.students) + len(roster.bad_lines) == 500
    assert time.process_time() - began < 5
    assert memory < 500 * 6000


@pytest.fixture
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")


def test_a_line_is_said_to_be_bad_in_russian(write: Write, russian: None) -> None:
    (bad,) = read_roster(write(text(HEAD, IVAN, IVAN)), year=2024).bad_lines
    assert re.search("'1' .*в строке 2", bad.problems[0])
