"""`lab1report preview`: the page follows the words, in a browser and for other programs."""

import http.client
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

import lab1report
from lab1report import Preview
from tests.e2e.conftest import FIRST, WHO, Desk

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("web")]

MISTAKE = "{{ xor.parametes }}"
SETTINGS = 'data = "demo"\nstudent = "{}"\ngroup = 3\nvariant = {}\nstream = "IU5"\nyear = 2024\n'


@pytest.fixture
def running(copied: Desk) -> Iterator["subprocess.Popen[str]"]:
    (copied.folder / "words").mkdir()
    process = copied.start("preview", *FIRST, alone=True)
    yield process
    process.kill()
    process.communicate()


def address_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().split()[0]


def shown(browser: Browser, address: str, complaints: list[str]) -> Page:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(20_000)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("load")
    return page


def test_the_page_follows_the_words(
    copied: Desk, running: "subprocess.Popen[str]", browser: Browser, complaints: list[str]
) -> None:
    before = sorted((copied.folder / "lab1-report").iterdir())
    written = copied.folder / "words" / "conclusion.md"
    address = address_of(running)
    page = shown(browser, address, complaints)
    assert page.locator(".problem, .count").count() == 0

    heading = page.locator("#conclusion")
    heading.scroll_into_view_if_needed()
    top = heading.evaluate("(head) => head.getBoundingClientRect().top")
    written.write_text("Мне помогло чтение.\n\nНа тесте 12,34 % верных.\n", encoding="utf-8")
    page.get_by_text("Мне помогло чтение.").wait_for()
    page.wait_for_load_state("load")
    page.wait_for_function(
        "top => Math.abs(document.getElementById('conclusion').getBoundingClientRect().top - top)"
        " < 3",
        arg=top,
    )
    typed = page.locator("p:not(.problem)", has_text="На тесте 12,34").locator("+ .problem")
    warning = typed.and_(page.locator(".warning"))
    expect(warning).to_contain_text("words/conclusion.md:3")
    expect(warning).to_contain_text("12,34 %")
    expect(page.locator(".count")).to_have_text("1 замечание")

    written.write_text(f"Другие слова.\n\n{MISTAKE}\n\n12,34 % <b>.\n", encoding="utf-8")
    error = typed.and_(page.locator(".error"))
    expect(error).to_contain_text("words/conclusion.md:3")
    expect(error).to_contain_text("did you mean 'xor.parameters'")
    expect(page.locator(".count")).to_have_text("2 ошибки, 1 замечание")
    expect(page.locator("main .problem.warning")).to_have_count(2)  # in the list, and at its place
    assert page.get_by_text("Мне помогло чтение.").count() == 1, "the last good page is gone"
    expect(page.locator(".problems .head").first).to_have_text(
        "Показана последняя страница без ошибок."
    )

    written.write_text("Всё исправлено.\n", encoding="utf-8")
    page.get_by_text("Всё исправлено.").wait_for()
    assert page.locator(".problem, .count").count() == 0
    assert complaints == []
    page.locator("#names").scroll_into_view_if_needed()
    settings = copied.folder / "lab1.toml"
    settings.write_text("gruop = 3\n", encoding="utf-8")
    expect(page.locator(".problems .head").last).to_have_text(
        "Что не так с настройками (lab1.toml)"
    )
    assert "словами" not in page.locator(".problems").inner_text()
    settings.unlink()

    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=10) == 130
    expect(page.locator(".stopped")).to_be_visible()
    complaints.clear()  # the browser complains of the server that is gone
    page.close()
    port = urlsplit(address).port
    assert port is not None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)
    assert sorted((copied.folder / "lab1-report").iterdir()) == before


def test_the_page_that_is_handed_in_has_nothing_of_it(demo_page: Path) -> None:
    text = demo_page.read_text(encoding="utf-8")
    for sign in ("connect-src", "EventSource", "lab1report-preview", ".problem", "data-words"):
        assert sign not in text


@pytest.fixture
def folder(copied: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAB1REPORT_CACHE", str(copied.cache))
    monkeypatch.setenv("LAB1REPORT_RESOURCES", str(copied.resources))
    (copied.folder / "words").mkdir()
    (copied.folder / "lab1.toml").write_text(SETTINGS.format("Иванов И.И.", 7), encoding="utf-8")
    return copied.folder


def page_of(preview: Preview) -> str:
    place = urlsplit(preview.address)
    connection = http.client.HTTPConnection("127.0.0.1", place.port or 0, timeout=10)
    connection.request("GET", "/", headers={"Connection": "close"})
    return connection.getresponse().read().decode()


def test_for_other_programs(folder: Path, browser: Browser, complaints: list[str]) -> None:
    own = folder / "words" / "xor.md"
    own.write_text(MISTAKE, encoding="utf-8")
    other = folder / "words" / "task.md"
    other.write_text(MISTAKE, encoding="utf-8")
    with lab1report.open_preview(folder) as preview:
        updates = preview.updates()
        first = next(updates)
        assert [problem.place for problem in first.problems] == ["task", "xor"]
        page = shown(browser, preview.address, complaints)
        heads = page.locator(".problems .head")
        expect(heads.first).to_contain_text("Показана страница без ваших слов")
        assert page.get_by_role("heading", name="Часть 2").count()
        page.close()

        other.unlink()
        assert not next(updates).built
        own.write_text("Собственное мнение.", encoding="utf-8")
        second = next(updates)
        assert (second.files, second.built, second.problems) == ([own], True, ())
        assert "Собственное мнение." in page_of(preview)

        settings = folder / "lab1.toml"
        settings.write_text(SETTINGS.format("Петров П.П.", 7), encoding="utf-8")
        assert next(updates).built
        assert "Петров П.П." in page_of(preview)

        settings.write_text(SETTINGS.format("Сидоров С.С.", 8), encoding="utf-8")
        (asked,) = next(updates).problems
        assert "start it again" in asked.sentence
        assert "Сидоров" not in page_of(preview)

        settings.write_text("group = \n", encoding="utf-8")
        refused = next(updates)
        assert not refused.built
        assert refused.problems[0].about == "settings"
        assert refused.problems[0].sentence.endswith("(at line 1, column 9)")
        assert "Собственное мнение." in page_of(preview)


@pytest.mark.parametrize("port", ["0", "x", "65536", "-1", "³"])
def test_what_is_no_port(bare: Any, port: str) -> None:
    refused = bare.run("preview", *WHO, f"--port={port}")
    assert refused.returncode == 2
    assert refused.stderr == (
        f"lab1report: --port {port}: a port is a whole number from 1 to 65535\n"
    )
