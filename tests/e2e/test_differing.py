"""`lab1report diff` of reports that were built: as text, as JSON, and as a page."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.conftest import DEMO, NAMES, Build, Desk
from tests.e2e.web_reader import Open

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web")]

PHONE = {"width": 320, "height": 640}
WHO = (*DEMO, *NAMES)


@pytest.fixture(scope="module")
def reseeded(demo: Build, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The same student's report with another seed and with words of his own."""
    folder = tmp_path_factory.mktemp("reseeded")
    # A store of its own: other tests count what the first build has stored
    cache = shutil.copytree(demo.desk.cache, folder.with_name("reseeded-cache"))
    desk = replace(demo.desk, folder=folder, cache=cache)
    (desk.folder / "words").mkdir()
    (desk.folder / "words" / "xor.md").write_text("Я проверил это сам.\n", encoding="utf-8")
    done = desk.run("build", *WHO, "--seed", "77", "--words", "words")
    assert done.returncode == 0, done.stderr
    return desk


@pytest.fixture(scope="module")
def told(demo: Build, reseeded: Desk) -> tuple[str, dict[str, Any], Path]:
    """Text, JSON and page of the two."""
    first, second, page = str(demo.pdf), "lab1-report", reseeded.folder / "diff.html"
    said = reseeded.run("diff", first, second, "--html", page.name)
    assert (said.returncode, said.stderr) == (6, "")
    done = reseeded.run("diff", first, second, "--json")
    assert done.returncode == 6
    return said.stdout, json.loads(done.stdout), page


def test_a_report_and_its_folder_are_the_same(demo: Build) -> None:
    done = demo.desk.run("diff", str(demo.pdf), "lab1-report")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == ["No difference."]


def test_other_seeds_are_told_as_such(told: tuple[str, dict[str, Any], Path]) -> None:
    text, found, _ = told
    assert [(one["name"], one["second"]) for one in found["settings"]] == [("seed", 77)]
    assert (found["same"], found["paired"], found["versions"]) == (False, "images", [])
    assert "Settings\n  seed: 0 -> 77\n" in text
    for one in found["accuracies"]:
        assert one["interval"]["low"] <= one["difference"] <= one["interval"]["high"]
        assert one["difference"] == pytest.approx(one["second"] - one["first"])
        assert f"{100 * one['first']:.1f} % -> {100 * one['second']:.1f} %" in text


def test_the_students_words_come_first(told: tuple[str, dict[str, Any], Path]) -> None:
    _, found, _ = told
    first, *others = found["sentences"]
    assert (first["own"], first["section"], first["kind"]) == (True, "xor", "added")
    assert first["second"] == "Я проверил это сам."
    assert not any(one["own"] for one in others)
    assert not any(first["second"] in one["second"] for one in others)
    assert any(one["kind"] == "numbers" for one in others)


def test_another_student_has_other_images(demo: Build, other: Build) -> None:
    done = demo.desk.run("diff", str(demo.pdf), str(other.pdf), "--json")
    found = json.loads(done.stdout)
    changed = {one["name"] for one in found["settings"]}
    assert {"variant", "classes", "seed", "student"} <= changed
    assert found["paired"] == "nothing"


def test_a_mistake(demo: Build) -> None:
    done = demo.desk.run("diff", "lab1-report", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere: cannot be read" in done.stderr
    done = demo.desk.run("diff", "lab1-report", "lab1-report", "--html", "no/where.html")
    assert done.returncode == 2
    assert "--html" in done.stderr


@pytest.mark.usefixtures("nothing_complained_of")
@pytest.mark.parametrize("view", ["desktop", "phone", "dark"])
def test_the_page(view: str, told: tuple[str, dict[str, Any], Path], open_page: Open) -> None:
    _, found, file = told
    page: Page = open_page(file, viewport=PHONE) if view == "phone" else open_page(file)
    if view == "dark":
        page.emulate_media(color_scheme="dark")
    assert page.title() == page.inner_text("h1")
    assert page.locator("table").count() == 3  # settings, accuracies, numbers
    rows = page.locator("#accuracies ~ .scroll").first.locator("tbody tr")
    assert rows.count() == len(found["accuracies"])
    assert page.locator("ins").first.inner_text().split() == ["Я", "проверил", "это", "сам."]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    for link in page.locator("nav.contents a").all():
        assert page.locator(str(link.get_attribute("href"))).count() == 1
