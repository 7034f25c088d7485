"""The names for own words, from the command and on the page, after a build."""

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import FIRST, Build, Desk
from tests.e2e.web_reader import Open


def listed(desk: Desk, *arguments: str) -> list[list[str]]:
    done = desk.run("names", *arguments, *FIRST)
    assert (done.returncode, done.stderr) == (0, "")
    return [line.split("\t") for line in done.stdout.splitlines()]


def test_every_name_is_what_the_report_has(demo: Build) -> None:
    every = listed(demo.desk)
    by_code = {code: (section, filter, value) for section, code, filter, value, _ in every}
    accuracy = 100 * demo.results["sections"]["cifar"]["test_accuracy"]
    assert by_code["cifar.test_accuracy"] == (
        "cifar",
        "percent",
        f"{accuracy:.1f} %".replace(".", ","),
    )
    assert by_code['fig("xor-loss")'][0] == "xor"
    assert by_code['fig("xor-loss")'][2].isdigit()
    assert by_code['cite("adam")'] == ("sources", "", "")
    assert all(meaning for *_, meaning in every)
    assert any("--length full" in meaning for *_, meaning in every)


def test_a_section_and_a_search(demo: Build) -> None:
    assert {line[0] for line in listed(demo.desk, "series.batch")} == {"series.batch"}
    assert {line[0] for line in listed(demo.desk, "series")} > {"series", "series.best"}
    best = listed(demo.desk, "best", "--search", "ПРИБАВКИ")
    assert {line[1] for line in best} > {"best.gain.interval.low", "best.gain.p_value"}
    assert {line[1].partition(".")[0] for line in best} == {"best"}


def test_what_is_not_found(demo: Build) -> None:
    done = demo.desk.run("names", "--search", "test_acuracy", *FIRST)
    assert (done.returncode, done.stdout) == (0, "")
    assert "did you mean cifar.test_accuracy or " in done.stderr
    done = demo.desk.run("names", "xorr", *FIRST)
    assert done.returncode == 2
    assert "no section 'xorr'; did you mean 'xor'?" in done.stderr


def test_nothing_is_trained_for_it(desk: Desk) -> None:
    done = desk.run("names", *FIRST)
    assert (done.returncode, done.stdout) == (2, "")
    assert "run 'lab1report build' first" in done.stderr
    assert not (desk.folder / "lab1-report").exists()


def test_numbers_of_another_report_are_not_taken(copied: Desk) -> None:
    path = copied.folder / "lab1-report" / "results.json"
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    document["sections"]["xor"]["wrong"] = 987
    path.write_text(json.dumps(document), encoding="utf-8")
    assert [line[3] for line in listed(copied, "xor") if line[1] == "xor.wrong"] == ["987"]
    document["seed"] = 5
    path.write_text(json.dumps(document), encoding="utf-8")
    assert [line[3] for line in listed(copied, "xor") if line[1] == "xor.wrong"] != ["987"]


@pytest.mark.slow
@pytest.mark.xdist_group("web")
@pytest.mark.usefixtures("nothing_complained_of")
def test_the_page_finds_and_copies_them(demo: Build, open_page: Open, demo_page: Path) -> None:
    page = open_page(demo_page, permissions=["clipboard-read", "clipboard-write"])
    panel = page.locator("#all-names")
    assert panel.get_by_role("button").count() == 0
    panel.locator("summary").first.focus()
    page.keyboard.press("Enter")
    status = panel.get_by_role("status")
    status.wait_for()
    search = panel.get_by_role("searchbox")
    search.fill("variants.base ТОЧНОСТЬ тесте lowest среднее")
    (found,) = panel.locator("li button:visible").all()
    every = len(listed(demo.desk))
    assert status.inner_text() == f"Найдено имён: 1 из {every}."
    assert Axe().run(page, context=".names").response["violations"] == []
    found.focus()
    page.keyboard.press("Enter")
    code = "{{ variants.base.lowest_test_loss.test.mean | percent }}"
    status.get_by_text("Скопировано").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code
    search.fill('fig("xor-loss")')
    panel.locator("dt button:visible").click()
    status.get_by_text("fig(").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == '{{ fig("xor-loss") }}'
    search.fill("qqq")
    assert status.inner_text().startswith("Ничего не найдено")


@pytest.mark.slow
@pytest.mark.xdist_group("web")
def test_without_scripts_they_are_a_list(open_page: Open, demo_page: Path) -> None:
    page = open_page(demo_page, java_script_enabled=False, viewport={"width": 320, "height": 700})
    panel = page.locator("#all-names")
    panel.locator("summary").first.click()
    term = panel.get_by_text('variants["<variant>"].test.mean | percent', exact=True)
    assert term.is_visible()
    assert panel.get_by_role("searchbox").count() == 0
