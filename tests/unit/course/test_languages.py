"""What is kept of a course can be read in each language, whoever builds it and whoever looks."""

import json
import pickle
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lab1report import messages
from lab1report.course import course_file, result_file, running
from lab1report.course import page as pages
from lab1report.course.page_progress import progress_html
from lab1report.course.report_task import ReportTask
from lab1report.course.result_file import StudentResult
from lab1report.course.roster import Roster, read_roster
from lab1report.course.running import Builds, announced
from lab1report.course.status import status_of
from lab1report.progress import Progress
from tests.e2e.test_in_russian import left_in_english

pytestmark = pytest.mark.slow  # the program for whole reports is loaded

HEAD = "student_id,last_name,group_code,variant,stream,classes,year,words,lang\n"
BAD = (
    "b1,Ли,ИУ5-63Б,0,,,,,\n"
    "b2,Ли,ИУ5-63Б,x,nowhere,,,,\n"
    "b3,Ли,ИУ5-63Б,50,,,,,\n"
    "b4,Ли,nowhere,7,,,,,\n"
    "b5,Ли,ИУ5-63Б,7,,1 2,,,\n"
    "b6,Ли,ИУ5-63Б,7,,1 1 2,,,\n"
    "b7,Ли,ИУ5-63Б,7,,,1999,,\n"
    "b8,Ли,ИУ5-63Б,7,,,,../elsewhere,\n"
    "b9,Ли,ИУ5-63Б,7,,,,nowhere,\n"
    "b10,Ли,ИУ5-63Б,7,,,,,de\n"
    "b11,Ли,,7,,,,,\n"
    "b12,Ли,ИУ5-63Б,,,,,,\n"
    ",,,7,,,,,\n"
    "1.2E+11,Ли,ИУ5-63Б,7,,,,,\n"
    "good,Ким,ИУ5-63Б,8,,,,,\n"
    "b14,Ли,ИУ5-63Б,7,,,,,,,,more\n"
    'b15,"Ли,ИУ5-63Б,7\n'
)
WORDS = {
    "nosuch": "{{ nosuch }}",
    "formula": "$\\nosuch{x}$",
    "unclosed": "{{ best",
    "filter": "{{ best.variant | nosuch }}",
    "sign": "\u202eздесь",
    "code": "<script>here</script>",
    "several": "{{ nosuch }} и $\\nosuch{x}$",
}


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    """Lines that are bad in many ways, and one for each way in which words are."""
    folder = tmp_path_factory.mktemp("roster")
    rows = []
    for name, text in WORDS.items():
        (folder / name).mkdir()
        (folder / name / "xor.md").write_text(f"{text}\n", encoding="utf-8")
        rows.append(f"{name},Ким,ИУ5-63Б,7,,,,{name},\n")
    (folder / "roster.csv").write_text(HEAD + "".join(rows) + BAD, encoding="utf-8")
    assert messages.language() == "en"
    return read_roster(folder / "roster.csv", {"year": 2024, "data": "demo"}, Progress())


@pytest.fixture(scope="module")
def out(roster: Roster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a course whose reports all failed, as a build in English leaves it."""
    out = tmp_path_factory.mktemp("reports")
    course_file.write(out, roster)
    for student in roster.students:
        if student.id in WORDS:
            task = ReportTask(student=student, out=out, key="k")
            result_file.write(out, failed(task))
    return out


def failed(task: ReportTask) -> StudentResult:
    ((_student, found),) = task.perform(None, None, Progress(), "cpu")  # type: ignore[arg-type]
    assert found.state == "failed"
    again: StudentResult = pickle.loads(pickle.dumps(found))  # as processes do
    assert again == found
    return again


@pytest.fixture
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")


def test_the_page_of_an_english_build_is_russian(out: Path) -> None:
    status = status_of(out)
    course = status.course
    text = pages.page(pages.course_of(course.students, status.results, bad_lines=course.bad_lines))
    page = BeautifulSoup(text, "html.parser")
    bad = [one.get_text() for one in page.select("#bad_lines + ul > li")]
    reasons = [one.get_text() for one in page.select("#rows .failed .reason")]
    assert len(bad) == BAD.count("\n") - 1
    assert len(reasons) == len(WORDS) + 1  # one has two
    assert left_in_english("\n".join((*bad, *reasons))) == []


def test_a_terminal_shows_them_in_its_own_language(out: Path, russian: None) -> None:
    status = status_of(out)
    problems = [said for bad in status.course.bad_lines for said in bad["problems"]]
    reasons = [said for one in status.results.values() for said in one.reasons]
    assert len(problems) > len(reasons) == len(WORDS) + 1
    assert left_in_english("\n".join((*problems, *reasons))) == []
    messages.use("en")
    status = status_of(out)
    said = [said for bad in status.course.bad_lines for said in bad["problems"]]
    assert len(left_in_english("\n".join(said))) == len(problems)


def test_what_a_build_does_is_told_in_russian(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.02)
    with announced(out, Progress()) as progress:
        progress.start(messages._("reports"), 1, seconds=9)
        said = [messages._("report of {name}").format(name="Ли"), "xor"]
        progress.doing(messages.joined(" + ", said))
        while not (found := Builds(out).look()) or "xor" not in found[0].doing:
            time.sleep(0.01)
        html = progress_html(status_of(out), found)
    assert found[0].doing == "report of Ли + xor"
    assert "отчёт" in html
    assert left_in_english(BeautifulSoup(html, "html.parser").get_text()) == []


def test_sentences_of_earlier_versions_are_read_as_they_are(out: Path, tmp_path: Path) -> None:
    document = json.loads((out / course_file.COURSE_FILE).read_text(encoding="utf-8"))
    old = {"format": 1, "bad_lines": [{"line": 9, "problems": ["a sentence"]}]}
    text = json.dumps({**document, **old})
    (tmp_path / course_file.COURSE_FILE).write_text(text, encoding="utf-8")
    assert course_file.read(tmp_path).bad_lines == ({"line": 9, "problems": ["a sentence"]},)
