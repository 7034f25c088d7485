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
    assert 8 <= len(pages) <= 13
    assert all("ДЕМО-ДАННЫЕ" in page for page in pages)


def test_seven_and_ten_questions(pages: list[str]) -> None:
    control, _, asked = "\n".join(pages).partition("Часть 3. Вопросы по результатам")
    assert "Студент Иванов И.И., группа ИУ5-63Б" in control
    for place, words in enumerate(
        ("Полносвязная нейронная", "Число нейронов", "Задачи регрессии", "Структура набора",
         "Стохастический", "Эпоха, итерация", "Обучение с учителем"), start=1,
    ):  # fmt: skip
        assert f"\n{place}. {words}" in control
    assert re.findall(r"^(\d+)\. ", asked, re.MULTILINE) == [str(n) for n in range(1, 11)]


def test_networks_are_those_of_the_results(demo: Any, pages: list[str]) -> None:
    text = "\n".join(pages)
    sections = demo.results["sections"]
    for place, name in enumerate(("regression", "xor", "cifar"), start=1):
        row = re.search(rf"^Задача {place} вся сеть (.*)$", text, re.MULTILINE)
        assert row is not None
        assert "".join(row[1].split()).endswith(str(sections[name]["parameters"]))


def test_it_keeps_to_the_rules(defence: tuple[Path, str], opened: OpenPdf) -> None:
    found = departures(opened(defence[0]), "bmstu")
    # Its parts are too short for pages of their own
    assert [departure for departure in found if "begin its page" not in departure] == []
    with pikepdf.open(defence[0]) as pdf:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "3A"
            assert metadata["dc:title"] == "Вопросы к защите лабораторной работы №1"
    assert complaints(defence[0]) == []


def test_other_numbers_than_the_reports_are_noticed(copied: Any) -> None:
    done = copied.run("defence", *FIRST)
    assert (done.returncode, done.stderr) == (0, "")
    results = copied.folder / "lab1-report" / "results.json"
    results.write_text(results.read_text(encoding="utf-8").replace("0.", "1.", 1), encoding="utf-8")
    done = copied.run("defence", *FIRST)
    assert done.returncode == 0
    assert "the report in lab1-report has other numbers" in done.stderr
    done = copied.run("build", *FIRST)
    assert done.returncode == 0
    assert "lab1-demo-defence.pdf has the numbers of an earlier build" in done.stderr


def test_a_mistake_is_refused_as_in_a_build(copied: Any) -> None:
    for options in (("--group", "x"), ("--format", "html")):
        done = copied.run("defence", *DEMO, *options)
        assert done.returncode == 2
        assert options[0] in done.stderr


def test_the_same_numbers_computed_again_are_the_same(copied: Any) -> None:
    assert copied.run("run", "xor", *FIRST, "--format", "html").returncode == 0
    done = copied.run("defence", *FIRST)
    assert done.returncode == 0, done.stderr
    assert "other numbers" not in done.stderr
