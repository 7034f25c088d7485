"""`lab1report defence` after a build: a PDF of its own, from what is stored."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.e2e.conftest import OpenPdf
from tests.e2e.contents import paths_in
from tests.e2e.test_archival import complaints
from tests.e2e.test_demo import DEMO, FIRST
from tests.unit.editions.pdf.typesetting import departures

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("defence"),
]  # one process makes what they share


@pytest.fixture(scope="module")
def defence(demo: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The PDF for the defence of the first build, and what was printed."""
    root = tmp_path_factory.mktemp("defence")
    shutil.copytree(demo.desk.folder, root / "folder")
    shutil.copytree(demo.desk.cache, root / "cache")
    desk = replace(demo.desk, folder=root / "folder", cache=root / "cache")
    before = desk.stored()
    done = desk.run("defence", *FIRST)
    assert done.returncode == 0, done.stderr
    assert desk.stored() == before, "something was computed"
    assert not done.stderr
    return desk.folder / "lab1-report" / "lab1-demo-defence.pdf", done.stdout


@pytest.fixture(scope="module")
def pages(defence: tuple[Path, str], read_pdf: Callable[[Path], list[str]]) -> list[str]:
    return read_pdf(defence[0])


def test_it_says_where_the_file_is(defence: tuple[Path, str]) -> None:
    path, output = defence
    assert output.split() == [str(Path("lab1-report") / path.name)]


def test_it_does_not_say_where_it_was_made(defence: tuple[Path, str]) -> None:
    assert paths_in(defence[0]) == {}


def test_it_is_short(pages: list[str]) -> None:
    assert 8 <= len(pages) <= 20
    assert all("ДЕМО-ДАННЫЕ" in page for page in pages)


def test_seven_and_ten_questions(pages: list[str]) -> None:
    control, _, asked = "\n".join(pages).partition("Часть 3. Вопросы по результатам")
    assert "Студент Иванов И.И., группа ИУ5-63Б" in control
    for place, words in enumerate(
        ("Полносвязная нейронная", "Число нейронов", "Задачи регрессии", "Структура набора",
         "Стохастический", "Эпоха, итерация", "Обучение с учителем"), start=1,
    ):  # fmt: skip
        assert f"\n{place}. {words}" in control
    asked, _, code = asked.partition("Часть 4. Вопросы по коду")
    code, _, crib = code.partition("ШПАРГАЛКА")
    ten = [str(n) for n in range(1, 11)]
    for part in (asked, code):
        assert re.findall(r"^(\d+)\. ", part, re.MULTILINE) == ten
    assert re.findall(r"^(\d+)\. ", crib, re.MULTILINE) == [*ten[:7], *ten, *ten]


def test_answers_name_pages_of_the_report(
    demo: Any, pages: list[str], read_pdf: Callable[[Path], list[str]]
) -> None:
    report = read_pdf(demo.pdf)
    named = {
        (kind, number, int(page))
        for kind, number, page in re.findall(
            r"(рис\.|табл\.|формула) \(?(\w+)\)?, с\. (\d+)", " ".join("\n".join(pages).split())
        )
    }
    assert {kind for kind, _, _ in named} == {"рис.", "табл.", "формула"}
    assert len(named) >= 10
    shown = {"рис.": r"Рисунок {} —", "табл.": r"Таблица {} —", "формула": r"\({}\)$"}
    for kind, number, page in named:
        text = report[page - 1]
        assert text.endswith(f"\n{page}"), "another number is printed below the page"
        # A cell that parts has its caption where it ends
        following = report[page] if kind == "рис." else ""
        pattern = re.compile(shown[kind].format(number), re.MULTILINE)
        assert pattern.search(text + following), (kind, number, page)
    assert "краткого отчёта с теми же настройками" in " ".join("\n".join(pages).split())


def lines_of_crib(page: str) -> int:
    """How many lines the answers of the crib take, after its last title but two."""
    *_, answers = page.partition("Контрольные вопросы\n")
    return len(answers.splitlines()) - 1  # the number of the page


def test_the_crib_is_one_page(pages: list[str]) -> None:
    assert ["ШПАРГАЛКА" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert lines_of_crib(pages[-1]) == 7 + 10 + 10 + 2, "an answer takes more than a line"


def test_so_it_is_in_the_other_style_and_length(
    copied: Any, read_pdf: Callable[[Path], list[str]]
) -> None:
    done = copied.run("defence", *FIRST, "--style", "gost", "--length", "full")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "lab1-demo.pdf is of an earlier build, with another length; another style" in done.stderr
    *others, crib = read_pdf(copied.folder / "lab1-report" / "lab1-demo-defence.pdf")
    assert "ШПАРГАЛКА" in crib
    assert lines_of_crib(crib) == 7 + 10 + 10 + 2
    text = " ".join(" ".join(others).split())
    assert "В отчёте: рис. " in text
    assert "Отчёт с этими настройками ещё не свёрстан, и страницы не названы" in text
    assert ", с. " not in text


def test_a_quiz_has_its_answers_behind(copied: Any, read_pdf: Callable[[Path], list[str]]) -> None:
    done = copied.run("defence", *FIRST, "--quiz")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == [str(Path("lab1-report") / "lab1-demo-quiz.pdf")]
    path = copied.folder / "lab1-report" / "lab1-demo-quiz.pdf"
    pages = read_pdf(path)
    (begin,) = [at for at, page in enumerate(pages) if "\nОТВЕТЫ\n" in page]
    questions = "\n".join(pages[:begin])
    assert "В отчёте:" not in questions
    assert re.findall(r"^(\d+)\. ", questions, re.MULTILINE) == [
        *map(str, range(1, 8)),
        *map(str, range(1, 11)),
        *map(str, range(1, 11)),
    ]
    assert complaints(path) == []


def test_networks_are_those_of_the_results(demo: Any, pages: list[str]) -> None:
    text = "\n".join(pages)
    sections = demo.results["sections"]
    for place, name in enumerate(("regression", "xor", "cifar"), start=1):
        row = re.search(rf"^Задача {place} вся сеть (.*)$", text, re.MULTILINE)
        assert row is not None
        assert "".join(row[1].split()).endswith(str(sections[name]["parameters"]))


def test_it_keeps_to_the_rules(defence: tuple[Path, str], opened: OpenPdf) -> None:
    document = opened(defence[0])
    found = departures(document, "bmstu")
    # Its parts are too short for pages of their own, the crib has rules of its own, and one answer
    # quotes what Python says
    allowed = ("begin its page", f"page {len(document.pages)}:", "NoneType")
    assert [one for one in found if not any(words in one for words in allowed)] == []
    with pikepdf.open(defence[0]) as pdf:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
            assert metadata["dc:title"] == "Вопросы к защите лабораторной работы №1"
    assert complaints(defence[0]) == []


def test_files_of_another_name_or_other_numbers_are_named(copied: Any) -> None:
    folder = copied.folder / "lab1-report"
    assert copied.run("build", *FIRST, "--format", "html", "--format", "ipynb").stderr == ""
    assert copied.run("defence", *FIRST).stderr == ""
    assert copied.run("build", *FIRST).stderr == ""  # what is only built again agrees with the rest
    done = copied.run("build", *FIRST, "--student", "Сидоров С.С.")
    lines = done.stderr.splitlines()
    commands = {"lab1-demo.html": "build --format html", "lab1-demo-defence.pdf": "defence"}
    for name, command in commands.items():
        (line,) = [line for line in lines if name in line]
        again = f"make it again (lab1report {command} --data demo), or delete it"
        assert line.endswith(f"with another student's name: {again}")
    assert "Next: lab1report defence (the questions are those of an earlier build)" in done.stdout
    assert len(lines) == 2  # the notebook names nobody
    results = folder / "results.json"
    results.write_text(results.read_text(encoding="utf-8").replace("0.", "1.", 1), encoding="utf-8")
    done = copied.run("defence", *FIRST, "--student", "Сидоров С.С.")
    assert "results.json is of an earlier build, with other numbers" in done.stderr


def test_a_mistake_is_refused_as_in_a_build(copied: Any) -> None:
    for options in (("--group", "x"), ("--format", "html")):
        done = copied.run("defence", *DEMO, *options)
        assert done.returncode == 2
        assert options[0] in done.stderr


def test_the_same_numbers_computed_again_are_the_same(copied: Any) -> None:
    assert copied.run("run", "xor", *FIRST, "--format", "html").returncode == 0
    done = copied.run("defence", *FIRST)
    assert done.returncode == 0, done.stderr
    assert "earlier build" not in done.stderr
