"""`lab1report course serve`: the page of 300 students in a browser, live while reports are made."""

import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

import lab1report
from lab1report import CourseServer, StudentResult, messages
from lab1report.course import result_file
from lab1report.course.running import announced
from lab1report.progress import Progress
from tests import made_course
from tests.e2e.conftest import Desk
from tests.e2e.test_course_page import ROWS, column, seconds, sort

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("course page")]

SOON = 10_000  # milliseconds; on a calm machine it takes less than 2 s
SCREEN: ViewportSize = {"width": 1440, "height": 900}
PARTS = "header, #lead, #progress, #lost, footer"
"""Of the page; the rest is as in the file."""
AWAY = "window.away = {}; document.dispatchEvent(new Event('visibilitychange'))"
SEEN = "Object.defineProperty(document, 'hidden', {get: () => window.away ?? false})"


@contextmanager
def following(out: Path, port: int | None = None) -> Iterator[CourseServer]:
    with lab1report.serve_course(out, port=port) as server:
        thread = threading.Thread(target=server.follow)
        thread.start()
        try:
            yield server
        finally:
            server.close()
            thread.join()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("course") / "reports"
    assert len(made_course.write_folder(out, 300)) == 290
    return out


@pytest.fixture(scope="module")
def server(reports: Path) -> Iterator[CourseServer]:
    with following(reports) as started:
        yield started


@pytest.fixture(scope="module")
def few_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of as many students as have every kind of row."""
    out = tmp_path_factory.mktemp("few") / "reports"
    made_course.write_folder(out, 22)
    return out


@pytest.fixture(scope="module")
def few(few_reports: Path) -> Iterator[CourseServer]:
    with following(few_reports) as started:
        yield started


@pytest.fixture
def page(server: CourseServer, browser: Browser, complaints: list[str]) -> Iterator[Page]:
    yield from opened(browser, server.address, complaints)
    assert complaints == []


def opened(browser: Browser, address: str, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport=SCREEN, color_scheme="light")
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("load")
    yield page
    context.close()


def row_of(student: str) -> str:
    return f"{ROWS}:has-text('{student}')"


def done(reports: Path, student: str) -> StudentResult:
    """The result of somebody whose report is made, as if it were `student`'s."""
    made = result_file.read(reports / "s003")
    assert made is not None
    return replace(made, folder=student)


def test_it_is_ready_within_a_second(page: Page) -> None:
    """In the processor's time, as the page of the disk."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.reload()
    page.wait_for_load_state("load")
    assert seconds(session) < 1


def test_a_report_changes_its_row_where_the_reader_is(page: Page, reports: Path) -> None:
    """Sort, filter, what is marked and what is scrolled stay; only that row is another element."""
    page.get_by_role("combobox", name="Группа").select_option("ИУ5-62Б")
    sort(page, "Базовая")
    page.evaluate("window.stays = 1")
    page.evaluate("for (const row of document.querySelectorAll('#rows > tr')) row.old = true")
    names = column(page, "student")
    marked = page.locator(f"{ROWS}:not([hidden]) th").first
    marked.evaluate("(cell) => getSelection().selectAllChildren(cell)")
    before = page.evaluate("String(getSelection())")
    scroll = page.locator(".scroll:has(#list)")
    scroll.evaluate("(one) => one.scrollTo(0, 120)")
    expect(page.locator(row_of("s011")).locator(".state")).to_have_text("ещё нет")

    made_course.write_report(reports, done(reports, "s011"))
    expect(page.locator(row_of("s011")).locator(".state")).to_have_text("готов", timeout=SOON)
    expect(page.locator("#progress")).to_contain_text("291 из 300")
    assert page.evaluate("window.stays") == 1, "it was loaded again"
    assert (
        page.locator(f"{ROWS}").evaluate_all("(rows) => rows.filter((one) => !one.old).length") == 1
    )
    assert column(page, "student") == names
    assert page.locator("th[data-column='base']").get_attribute("aria-sort") == "descending"
    assert page.evaluate("String(getSelection())") == before != ""
    assert scroll.evaluate("(one) => one.scrollTop") == 120
    assert "students.sort" in page.evaluate("location.hash")

    failed = replace(done(reports, "s011"), state="failed", reasons=("<b>memory</b>",), files={})
    made_course.write_report(reports, failed)
    row = page.locator(row_of("s011"))
    expect(row.locator(".state")).to_have_text("не получился", timeout=SOON)
    expect(row).to_contain_text("<b>memory</b>")
    result_file.write(reports, done(reports, "s011"))


def test_what_is_read_below_the_list_stays_in_its_place(page: Page, reports: Path) -> None:
    heading = page.locator("#gains")
    heading.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    top = heading.evaluate("(one) => one.getBoundingClientRect().top")
    version = page.evaluate("document.body.dataset.version")
    made_course.write_report(reports, done(reports, "s040"))
    page.wait_for_function("(old) => document.body.dataset.version !== old", arg=version)
    now = heading.evaluate("(one) => one.getBoundingClientRect().top")
    assert now == pytest.approx(top, abs=3)


def test_a_build_is_seen_to_run_and_to_end(page: Page, reports: Path) -> None:
    box = page.locator("#progress")
    expect(box).to_contain_text("Построение не идёт.")
    with announced(reports, Progress()) as progress:
        progress.start("reports", 1, seconds=7000)
        progress.update(0.25)
        progress.doing(messages._("report of {name}").format(name="<i>x</i>"))
        expect(box).to_contain_text("Построение идёт, сделано 25 % работы", timeout=SOON)
        expect(box).to_contain_text("осталось примерно 1 ч 28 мин")
        expect(box.locator("li")).to_contain_text(": отчёт, <i>x</i>")
    expect(box).to_contain_text("Построение не идёт.", timeout=SOON)
    assert not (reports / ".building").exists()


def test_axe_finds_nothing(
    few: CourseServer, few_reports: Path, browser: Browser, complaints: list[str]
) -> None:
    with announced(few_reports, Progress()) as progress:
        progress.start("reports", 1)
        for page in opened(browser, few.address, complaints):
            expect(page.locator("#progress li")).to_be_visible(timeout=SOON)
            page.evaluate("lost.hidden = false; lost.textContent = 'Нет связи'")
            found = Axe().run(page, context=PARTS).response["violations"]
            page.emulate_media(color_scheme="dark")
            found += Axe().run(page, context=PARTS).response["violations"]
            assert [one["id"] for one in found] == []


def test_who_looks_elsewhere_holds_no_connection(
    few: CourseServer, few_reports: Path, browser: Browser
) -> None:
    """Browsers have six for all tabs of a server: the seventh tab would show nothing."""
    context = browser.new_context()
    context.add_init_script(SEEN)
    tabs = []
    for _number in range(7):
        page = context.new_page()
        page.goto(few.address, timeout=SOON)
        expect(page.locator("#progress p")).to_contain_text("Построение не идёт.", timeout=SOON)
        page.evaluate(AWAY.format("true"))
        tabs.append(page)
    made_course.write_report(few_reports, done(few_reports, "s011"))
    first = tabs[0]
    state = first.locator(row_of("s011")).locator(".state")
    first.evaluate(AWAY.format("false"))
    expect(state).to_have_text("готов", timeout=SOON)
    context.close()


def test_a_page_goes_on_when_the_server_is_started_again(
    tmp_path: Path, browser: Browser, complaints: list[str]
) -> None:
    """Before the first build there is the roster alone; then it shows everyone as to do."""
    out = tmp_path / "reports"
    made = made_course.write_folder(out, 22)
    for folder in made:
        (out / folder / result_file.RESULT_FILE).unlink()
    with following(out) as server:
        port, address = urlsplit(server.address).port, server.address
        pages = opened(browser, address, complaints)
        page = next(pages)
        expect(page.locator("#progress")).to_contain_text("0 из 22")
        assert column(page, "state") == ["ещё нет"] * 22
    expect(page.locator("#lost")).to_contain_text("Нет связи с программой", timeout=SOON)
    made_course.write_report(out, made["s003"])
    with following(out, port):
        expect(page.locator(row_of("s003")).locator(".state")).to_have_text("готов", timeout=SOON)
        expect(page.locator("#lost")).to_be_hidden()
    complaints.clear()  # the browser complains of the server that is gone
    for _ in pages:
        pass


def test_a_students_page_can_do_nothing(
    few: CourseServer, browser: Browser, few_reports: Path
) -> None:
    """Its scripts run apart: they read no cookie, and what they ask for is not answered."""
    evil = (
        "<!doctype html><title>x</title><p id=said></p><script>"
        "const say = (text) => said.textContent += text + ';';"
        "try { say(document.cookie) } catch { say('no cookie') }"
        "fetch('/grades.csv').then(() => say('read'), () => say('no answer'));"
        "window.opener?.say;</script>"
    )
    (few_reports / "s003" / "lab1.html").write_text(evil, encoding="utf-8")
    page = browser.new_context().new_page()
    page.goto(few.address)
    page.locator("a[href='s003/lab1.html']").click()
    expect(page.locator("#said")).to_have_text("no cookie;no answer;")
    page.context.close()


def test_a_token_is_asked_for_once(few_reports: Path, browser: Browser) -> None:
    """Beyond the loopback: the address has it, then a cookie of no script's."""
    with lab1report.serve_course(few_reports, host="0.0.0.0") as server:  # noqa: S104
        assert server.is_public
        address = urlsplit(server.address)._replace(
            netloc=f"127.0.0.1:{urlsplit(server.address).port}"
        )
        page = browser.new_context().new_page()
        bare = address._replace(query="").geturl()
        assert page.goto(bare).status == 403  # type: ignore[union-attr]
        assert "lab1report course serve" in page.content()
        page.goto(address.geturl())
        page.wait_for_url(bare)
        assert page.locator(ROWS).count() == 22
        assert page.evaluate("document.cookie") == ""
        expect(page.locator("#progress progress")).to_be_visible()
        (cookie,) = page.context.cookies()
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    with lab1report.serve_course(few_reports, host="0.0.0.0", port=address.port):  # noqa: S104
        expect(page.locator("#lost")).to_contain_text("прежний адрес больше не", timeout=SOON)
        page.context.close()


def test_ctrl_c_ends_it_at_once(bare: Desk, reports: Path) -> None:
    process = bare.start("course", "serve", str(reports), alone=True)
    assert process.stdout is not None
    place = urlsplit(process.stdout.readline().split()[0])
    connection = http.client.HTTPConnection("127.0.0.1", place.port or 0, timeout=10)
    connection.request("GET", "/news")
    answer = connection.getresponse()
    assert json.loads(answer.readline().removeprefix(b"data: "))["version"]
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=10) == 130
    assert time.monotonic() - began < 4
    _, errors = process.communicate()
    assert errors == "lab1report: interrupted\n"
    connection.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "nowhere: there is no such folder"),
        (("REPORTS", "--port", "x"), "a port is a whole number from 1 to 65535"),
        (("REPORTS", "--host", "192.0.2.1"), "no name or address of this machine"),
        (("REPORTS", "--host", ""), "no name or address of this machine"),
    ],
)
def test_what_cannot_be_is_said(
    bare: Desk, reports: Path, arguments: tuple[str, ...], said: str
) -> None:
    named = [str(reports) if one == "REPORTS" else one for one in arguments]
    refused = bare.run("course", "serve", *named)
    assert refused.returncode == 2
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
