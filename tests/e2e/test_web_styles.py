"""How the web edition looks: on a phone, on a dark screen, on paper, in a browser."""

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page

from tests.e2e.web_reader import RESULTS, Open, results_beside, unfold_all

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("web"),
    pytest.mark.usefixtures("nothing_complained_of"),
]

PHONE = {"width": 375, "height": 812}
LARGEST = 4_000_000  # bytes
WHITE = (255, 255, 255)


@pytest.fixture(scope="module")
def page(open_page: Open, demo_page: Path) -> Page:
    """The demo page on a desktop, for all tests here; each leaves it as it was."""
    found = open_page(demo_page)
    unfold_all(found)
    return found


@pytest.fixture(scope="module")
def phone(open_page: Open, demo_page: Path) -> Page:
    """The same on a phone."""
    return open_page(demo_page, viewport=PHONE, has_touch=True)


@pytest.fixture(scope="module")
def results(demo_page: Path) -> dict[str, Any]:
    return results_beside(demo_page)


def box_of(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def corner(locator: Locator) -> tuple[int, ...]:
    """The colour of what is drawn near the upper left corner, RGB."""
    with Image.open(io.BytesIO(locator.screenshot())) as image:
        found = image.convert("RGB").getpixel((3, 3))
    assert isinstance(found, tuple)
    return found


def ground(page: Page) -> tuple[int, ...]:
    """The colour of the page, RGB."""
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return tuple(map(int, re.findall(r"\d+", color)))


@pytest.mark.real_data
def test_the_file_is_small(real_page: Path) -> None:
    assert real_page.stat().st_size <= LARGEST


# Tables


def test_the_head_of_the_final_table_stays(page: Page) -> None:
    last = page.locator(RESULTS).last
    last.evaluate("(row) => row.scrollIntoView({block: 'center'})")
    head = box_of(page.locator("#tab-results thead th").first)
    assert head["y"] == pytest.approx(box_of(page.get_by_role("banner"))["height"], abs=1)


def test_the_best_row_is_marked(page: Page, results: Mapping[str, Any]) -> None:
    marked = page.locator(f"{RESULTS}[data-best]")
    assert marked.get_attribute("data-variant") == results["best"]["variant"]
    sign = "(cell) => getComputedStyle(cell, '::after').content"
    assert "лучшая" in marked.locator("td").first.evaluate(sign)
    assert page.locator(f"{RESULTS}:not([data-best]) td").first.evaluate(sign) == "none"


def test_on_a_phone_a_wide_table_says_that_it_goes_on(phone: Page) -> None:
    figure = phone.locator("#tab-series-networks")
    figure.evaluate("(table) => table.closest('details.more')?.setAttribute('open', '')")
    figure.scroll_into_view_if_needed()
    goes_on = "document.getElementById('tab-series-networks').classList.contains('goes-on')"
    phone.wait_for_function(f"() => {goes_on}")
    scroll, first = figure.locator(".scroll"), figure.locator("tbody tr > *").first
    before = box_of(first)["x"]  # pictures above may still be decoded, and move it by a fraction
    scroll.evaluate("(scroll) => (scroll.scrollLeft = 60)")
    assert box_of(first)["x"] == before
    scroll.evaluate("(scroll) => (scroll.scrollLeft = scroll.scrollWidth)")
    phone.wait_for_function(f"() => !{goes_on}")


# The contents on a phone


def test_on_a_phone_the_contents_stay_in_the_bar(phone: Page) -> None:
    phone.evaluate("document.getElementById('cifar-quality').scrollIntoView()")
    phone.wait_for_function(
        "() => document.querySelector('nav.contents summary').textContent.includes('Качество')"
    )
    bar, link = (phone.locator(f"nav.contents {name}") for name in ("summary", "a[href='#xor']"))
    assert box_of(bar)["y"] == 0
    bar.tap()
    assert link.is_visible()
    assert Axe().run(phone, context="nav.contents").response["violations"] == []
    link.tap()
    assert not link.is_visible()
    assert box_of(phone.locator("#xor"))["y"] >= box_of(phone.get_by_role("banner"))["height"]
    bar.tap()
    phone.keyboard.press("Escape")
    assert not link.is_visible()
    assert bar.evaluate("(summary) => summary === document.activeElement")


# Figures


def test_the_button_that_enlarges_covers_no_picture(page: Page) -> None:
    over = page.evaluate(
        """() => [...document.querySelectorAll(".picture")].filter((frame) => {
          const [picture, button] = ["img", "button"].map((name) =>
            frame.querySelector(name).getBoundingClientRect());
          return picture.height === 0 || picture.bottom > button.top;
        }).map((frame) => frame.closest("figure").id)"""
    )
    assert over == []


def test_on_a_phone_pictures_enlarge_under_fingers(phone: Page) -> None:
    figure = phone.locator("#fig-series-trends")
    picture, shown = figure.locator("img").first, phone.locator("dialog img")
    picture.scroll_into_view_if_needed()
    before = box_of(picture)["width"]
    figure.get_by_role("button", name=re.compile("^Увеличить")).tap()
    opened = box_of(shown)["width"]
    assert opened > 1.5 * before
    fingers = phone.context.new_cdp_session(phone)

    def touch(kind: str, *places: float) -> None:
        points = [{"x": x, "y": 400, "id": finger} for finger, x in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 160, 220)
    for step in range(0, 61, 20):
        touch("touchMove", 160 - step, 220 + step)
    touch("touchEnd")
    phone.wait_for_function(
        "(least) => document.querySelector('dialog img').clientWidth > least", arg=2.5 * opened
    )
    assert phone.evaluate("visualViewport.scale") == 1  # of the picture alone
    for _ in range(2):
        touch("touchStart", 180)
        touch("touchEnd")
    phone.wait_for_function("document.querySelector('dialog img').clientWidth < innerWidth")
    phone.get_by_role("button", name="Закрыть").tap()
    assert not shown.is_visible()


def test_pictures_enlarge_further_by_the_keyboard(page: Page) -> None:
    page.locator("#fig-cifar-weights").get_by_role("button", name=re.compile("^Увелич")).press(
        "Enter"
    )
    shown = page.locator("dialog img")
    whole = box_of(shown)["width"]
    page.keyboard.press("+")
    assert box_of(shown)["width"] == pytest.approx(1.5 * whole, rel=0.01)
    page.keyboard.press("0")
    assert box_of(shown)["width"] == pytest.approx(whole, rel=0.01)
    page.keyboard.press("Escape")


def test_figures_follow_the_theme_with_photographs_or_without(page: Page) -> None:
    sources = page.locator("main figure[id] img").evaluate_all("(all) => all.map(({src}) => src)")
    assert len(sources) >= 15
    assert all(source.startswith("data:image/svg+xml,") for source in sources)
    figures = [page.locator(f"#fig-{name} img") for name in ("series-trends", "series-mistakes")]
    theme = page.get_by_role("button", name="Тёмная тема")
    assert {corner(one) for one in figures} == {ground(page)} == {WHITE}
    theme.click()
    assert {corner(one) for one in figures} == {ground(page)} != {WHITE}
    theme.click()


def test_pictures_far_below_are_decoded_later_and_move_nothing(
    open_page: Open, demo_page: Path
) -> None:
    hold = "window.idle = []; window.requestIdleCallback = (task) => window.idle.push(task)"
    page = open_page(demo_page, viewport=PHONE, before=hold)
    pictures = page.locator("main img:visible")
    undecoded = page.locator("main img:visible[loading=lazy]")
    places = "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
    early = pictures.evaluate_all("(all) => all.filter((one) => one.complete).length")
    assert early < pictures.count() / 2
    before = pictures.evaluate_all(places)
    page.evaluate("while (window.idle.length) window.idle.shift()()")
    assert undecoded.count() == 0
    pictures.evaluate_all("(all) => Promise.all(all.map((one) => one.decode()))")
    for old, new in zip(before, pictures.evaluate_all(places), strict=True):
        assert new["width"] == pytest.approx(old["width"], abs=0.1)
        assert new["height"] == pytest.approx(old["height"], abs=1)
        assert new["y"] == pytest.approx(old["y"], abs=2)


def test_each_figure_says_how_it_was_made(page: Page) -> None:
    said = page.locator("main figure:has(img)").evaluate_all(
        "(all) => all.map((one) => [one.id, one.querySelector('.made').textContent])"
    )
    assert len(said) >= 15
    for id, text in said:
        section = id.split("-")[1]
        assert re.search(rf"lab1report run {section}(\.\w+)?[,;]", text), id
        summed = r"\sв\sсумме по всем процессам" if section == "series" else ""
        assert re.search(rf"заняли\s+[\d,]+\sс{summed}\. Ключ результатов: [0-9a-f]{{16}}", text), (
            id
        )


def test_so_does_each_piece_of_code(page: Page) -> None:
    said = page.locator("main figure.cell").evaluate_all(
        "(all) => all.map((one) => [one.id, one.querySelector('.made').textContent])"
    )
    assert len(said) >= 15
    for id, text in said:
        section = id.split("-")[2]
        assert re.search(rf"Ячейк[аи]\s+{section}-[\w-]+(, {section}-[\w-]+)* тетради", text), id
        assert re.search(r"(выполнялись|заняли) [\d,]+\sс", text.replace("\n", " ")), id


# On paper


def test_paper_has_all_of_the_text_and_no_control(page: Page) -> None:
    page.get_by_label("Найти в таблице", exact=True).fill("нет такого")
    rows = page.locator(f"{RESULTS}:visible")
    assert rows.count() == 0
    page.emulate_media(media="print", color_scheme="dark")
    controls = page.locator("button, input, select, summary, nav, .skip, .plot, dialog")
    seen = controls.evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility({visibilityProperty: true}))"
        "            .map((one) => one.outerHTML)"
    )
    assert seen == []
    assert ground(page) == WHITE
    assert corner(page.locator("#fig-cifar-curves img")) == WHITE
    assert rows.count() == page.locator(RESULTS).count() > 5
    for own in (page.locator(".questions"), page.locator(".names")):  # not for the teacher
        assert own.count() == 1
        assert not own.is_visible()
    widths = page.locator("main figure[id] img").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().width)"
    )
    assert len(widths) >= 15
    assert min(widths) > 100
    page.emulate_media(media="screen", color_scheme="light")
    page.get_by_role("button", name="Сбросить").click()


def test_no_row_stands_alone_on_a_page_of_paper(open_page: Open, demo_page: Path) -> None:
    page = open_page(demo_page)
    others = "main > :not(#tab-results), header, nav, footer"
    page.evaluate("(all) => document.querySelectorAll(all).forEach((one) => one.remove())", others)
    ends = set()
    for height in range(0, 120, 20):
        page.locator(RESULTS).first.evaluate(
            "(row, height) => { row.style.height = `${height}px` }", height
        )
        with pdfplumber.open(io.BytesIO(page.pdf(width="210mm", height="110mm"))) as pdf:
            rows = [sheet.extract_text().count("train =") for sheet in pdf.pages]
        assert 1 not in rows, rows
        ends.add(rows[-1])
    assert len(ends) > 1, "the last page has more rows or fewer"
