"""The web edition in a browser: Debian's Chromium, the file opened from the disk."""

import itertools
import re
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.web_reader import (
    RESULTS,
    Open,
    column,
    curve,
    lines,
    plot,
    results_beside,
    results_of,
    unfold_all,
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("web"),  # one process makes what they share
    pytest.mark.usefixtures("nothing_complained_of"),
]

PHONE = {"width": 375, "height": 812}


@pytest.fixture(scope="module")
def page(open_page: Open, demo_page: Path) -> Page:
    """The demo page on a desktop: one journey through it, in the order of the tests.

    Loading it takes longer than most of them. Each leaves it so that the next can go on, and any
    of them can be the first.
    """
    return open_page(demo_page)


@pytest.fixture(scope="module")
def phone(open_page: Open, demo_page: Path) -> Page:
    """The demo page on a phone: the other journey."""
    return open_page(demo_page, viewport=PHONE, has_touch=True)


@pytest.fixture(scope="module")
def real(open_page: Open, real_page: Path) -> Page:
    """The page of the real data on a desktop."""
    return open_page(real_page)


@pytest.fixture(params=["page", pytest.param("real", marks=pytest.mark.real_data)])
def either(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def results(demo_page: Path) -> dict[str, Any]:
    return results_beside(demo_page)


# First as it was loaded


def test_the_keyboard_reaches_the_text_first(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"


def test_landmarks_and_headings(page: Page) -> None:
    for role in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(role).count() == 1, role
    assert page.get_by_role("heading", level=1).count() == 1
    levels = page.locator("h1, h2, h3").evaluate_all(
        "(heads) => heads.map((head) => Number(head.tagName[1]))"
    )
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_whose_it_is_and_of_what_data(page: Page) -> None:
    assert page.get_by_text("Иванов И.И.").is_visible()
    assert page.get_by_role("banner").get_by_text("ДЕМО-ДАННЫЕ").is_visible()


def test_the_contents_follow_the_reader(page: Page) -> None:
    link = page.locator("nav.contents a[href='#xor']")
    link.click()
    page.locator("nav.contents a[aria-current='location']").wait_for()
    page.wait_for_function(
        "() => document.querySelector('nav.contents [aria-current]').hash.startsWith('#xor')"
    )
    assert page.locator("#xor").evaluate("(head) => head.getBoundingClientRect().top") >= 40


def test_on_a_phone_the_contents_are_folded(phone: Page) -> None:
    assert not phone.locator("nav.contents").get_by_role("link").first.is_visible()


# The final table


def test_the_table_sorts_by_the_measured_numbers(either: Page) -> None:
    page, table = either, results_of(either)["table"]
    measured = [row["test"]["mean"] for row in table]
    head = page.locator("#tab-results th", has_text="Точность")
    button = head.get_by_role("button", name="Сортировать: test")

    assert [float(value) for value in column(page, "test")] == measured
    assert head.get_attribute("aria-sort") is None
    button.click()
    assert [float(value) for value in column(page, "test")] == sorted(measured, reverse=True)
    assert head.get_attribute("aria-sort") == "descending"
    button.press("Enter")
    assert [float(value) for value in column(page, "test")] == sorted(measured)
    assert head.get_attribute("aria-sort") == "ascending"
    assert "test, по возрастанию" in page.get_by_role("status").inner_text()
    button.press("Space")
    assert [float(value) for value in column(page, "test")] == measured
    assert head.get_attribute("aria-sort") is None


def test_equal_rows_keep_their_order(page: Page, results: Mapping[str, Any]) -> None:
    page.get_by_role("button", name="Сортировать: batch_size").click()
    rows = [(row["batch_size"], row["test"]["mean"]) for row in results["table"]]
    shown = zip(column(page, "batch"), column(page, "test"), strict=True)
    assert [(int(batch), float(test)) for batch, test in shown] == sorted(
        rows, key=lambda row: int(row[0])
    )
    for _ in range(2):  # down, and as it was
        page.get_by_role("button", name="Сортировать: batch_size").click()


def test_the_table_is_filtered(page: Page, results: Mapping[str, Any]) -> None:
    all_rows = len(results["table"])
    adam = [row for row in results["table"] if row["optimizer"] == "Adam"]
    assert 0 < len(adam) < all_rows
    status = page.get_by_role("status")

    page.get_by_label("Оптимизатор", exact=True).select_option("Adam")
    assert column(page, "optimizer") == ["Adam"] * len(adam)
    assert status.inner_text() == f"Показано строк: {len(adam)} из {all_rows}."
    page.get_by_role("button", name="Сбросить").click()
    assert len(column(page, "network")) == all_rows

    page.get_by_label("Сеть", exact=True).select_option("FC(6), FC(3)")
    assert set(column(page, "network")) == {"FC(6), FC(3)"}
    page.get_by_role("button", name="Сбросить").click()

    page.get_by_label("Найти в таблице", exact=True).fill("50 % изображений")
    shares = [row for row in results["table"] if row["share"] == 0.5]
    assert [float(v) for v in column(page, "test")] == [r["test"]["mean"] for r in shares]
    page.get_by_label("Найти в таблице", exact=True).fill("нет такого")
    assert status.inner_text().startswith("Показано строк: 0")
    page.get_by_role("button", name="Сбросить").click()


# The plots


def test_the_curves_of_part_3_can_be_switched(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, "#fig-cifar-curves")
    curves = results["sections"]["cifar"]["curves"]
    train, test = "базовый вариант, обучающая", "базовый вариант, тестовая"

    assert lines(drawn).keys() == {train, test}
    assert lines(drawn)[test]["y"] == pytest.approx(curves["test_loss"], rel=1e-3)
    assert lines(drawn)[train]["dash"] != lines(drawn)[test]["dash"]

    drawn.get_by_role("radio", name="доля верных ответов").check()
    percents = [100 * share for share in curves["train_accuracy"]]
    assert lines(drawn)[train]["y"] == pytest.approx(percents, abs=0.01)
    drawn.get_by_role("radio", name="тестовая").check()
    assert lines(drawn).keys() == {test}
    drawn.get_by_role("radio", name="разрыв").press("Space")
    gaps = [100 * (curves["train_accuracy"][i] - curves["test_accuracy"][i]) for i in range(9)]
    (gap,) = lines(drawn).values()
    assert gap["y"] == pytest.approx(gaps, abs=0.02)
    assert drawn.get_by_role("radio", name="обучающая").is_disabled()
    drawn.get_by_role("radio", name="потери").check()
    drawn.get_by_role("radio", name="обе").check()


def test_seeds_and_configurations_can_be_switched(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, ".all-curves")
    drawn.get_by_role("radio", name="потери").check()
    drawn.get_by_role("radio", name="тестовая").check()
    base = "базовый вариант, тестовая"
    runs = [curve(results, "base", seed, "test_loss") for seed in (0, 1)]

    seeds = drawn.get_by_label("Обучения", exact=True)
    means = [statistics.mean(pair) for pair in zip(*runs, strict=True)]
    assert lines(drawn)[base]["y"] == pytest.approx(means, rel=1e-3)
    seeds.select_option("1")
    assert lines(drawn)[f"{base}, seed 1"]["y"] == pytest.approx(runs[1], rel=1e-3)
    assert f"{base}, seed 0" not in lines(drawn)
    seeds.select_option("every")
    assert {f"{base}, seed 0", f"{base}, seed 1"} <= lines(drawn).keys()

    seeds.select_option("0")
    drawn.get_by_role("checkbox", name="мини-пакет 64").check()
    added = curve(results, "batch-64", 0, "test_loss")
    found = lines(drawn)["мини-пакет 64, тестовая, seed 0"]
    assert found["y"] == pytest.approx(added, rel=1e-3)
    colors = [line["color"] for line in lines(drawn).values()]
    assert len(set(colors)) == len(colors)
    drawn.get_by_role("checkbox", name="базовый вариант").uncheck()
    assert f"{base}, seed 0" not in lines(drawn)

    drawn.get_by_label("По горизонтали", exact=True).select_option("epoch")
    found = lines(drawn)["мини-пакет 64, тестовая, seed 0"]
    assert found["x"] == list(range(1, len(added) + 1))
    drawn.get_by_label("По горизонтали", exact=True).select_option("share")
    assert lines(drawn)["мини-пакет 64, тестовая, seed 0"]["x"][-1] == 100


def test_the_band_is_the_sample_deviation(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, "#fig-series-overfitting")
    band = drawn.locator(".canvas").evaluate(
        "({data}) => { const upper = data.findLastIndex((line) => line.fill);"
        " return [data[upper - 1].y, data[upper].y] }"
    )
    deviations = [(high - low) / 2 for low, high in zip(*band, strict=True)]
    runs = [curve(results, "base", seed, "test_loss") for seed in (0, 1)]
    expected = [statistics.stdev(pair) for pair in zip(*runs, strict=True)]
    assert deviations == pytest.approx(expected, abs=2e-3)


def test_as_many_variants_as_there_are_colors(page: Page) -> None:
    drawn = plot(page, ".all-curves")
    boxes = drawn.get_by_role("checkbox")
    for box in boxes.all():
        if box.is_enabled():
            box.check()
    assert drawn.locator(":checked[type=checkbox]").count() == 7
    assert boxes.count() > 7
    assert drawn.locator("[type=checkbox]:disabled").count() == boxes.count() - 7
    boxes.first.uncheck()
    assert drawn.locator("[type=checkbox]:disabled").count() == 0


def test_the_values_are_a_table_too(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, "#fig-cifar-curves")
    assert "Слева потери" in (drawn.locator(".canvas").get_attribute("aria-label") or "")
    drawn.get_by_text("Конечные и крайние значения", exact=True).click()
    row = drawn.locator(".values").get_by_role("row", name="базовый вариант, тестовая").inner_text()
    lowest = results["sections"]["cifar"]["lowest_test_loss"]
    assert f"{lowest['loss']:.4g}".replace(".", ",") in row
    assert f"при {lowest['epoch']}" in row


def test_the_figure_of_the_paper_remains(page: Page) -> None:
    figure = page.locator("#fig-cifar-curves")
    picture = figure.get_by_role("img", name=re.compile("^Слева потери"))
    assert not picture.is_visible()
    figure.get_by_text("Рисунок из печатного отчёта").click()
    assert picture.is_visible()


def test_a_finger_reads_values_off_and_does_not_scroll(phone: Page) -> None:
    drawn = plot(phone, "#fig-cifar-curves")
    area = drawn.locator(".canvas .nsewdrag").first.bounding_box()
    assert area
    scrolled = phone.evaluate("scrollY")
    at = drawn.locator(".readout .at")
    seen = []
    for share in (0.2, 0.8):
        x, y = area["x"] + share * area["width"], area["y"] + area["height"] / 2
        phone.touchscreen.tap(x, y)
        phone.wait_for_timeout(100)
        seen.append(int(at.inner_text()))
    assert seen == sorted(seen)
    assert seen[0] < seen[1]
    assert phone.evaluate("scrollY") == scrolled
    table = drawn.locator(".readout .scroll")
    assert table.evaluate("(frame) => frame.scrollWidth <= frame.clientWidth")


# Pictures


def test_a_picture_enlarges_by_the_keyboard(page: Page) -> None:
    figure = page.locator("#fig-cifar-weights")
    button = figure.get_by_role("button", name=re.compile(r"^Увеличить: Рисунок \d+$"))
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    shown = dialog.get_by_role("img")
    assert shown.get_attribute("src") == figure.locator("img").get_attribute("src")
    assert shown.get_attribute("alt") == figure.locator("img").get_attribute("alt")
    assert figure.locator("figcaption").inner_text() in dialog.inner_text()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert button.evaluate("(button) => button === document.activeElement")


def test_a_picture_enlarges_by_a_click(page: Page) -> None:
    picture = page.locator("#fig-cifar-weights img")
    before = picture.bounding_box()
    picture.click()
    dialog = page.get_by_role("dialog")
    after = dialog.get_by_role("img").bounding_box()
    assert before
    assert after
    assert after["width"] > 1.3 * before["width"]
    dialog.get_by_role("button", name="Закрыть").click()
    assert not dialog.is_visible()


# For everybody


def test_axe_finds_nothing_in_the_dialog(page: Page) -> None:
    page.locator("#fig-cifar-weights img").click()
    assert Axe().run(page, context="dialog").response["violations"] == []
    page.keyboard.press("Escape")


def violations(page: Page, *, names: str | None) -> list[tuple[str, list[str]]]:
    """What axe finds on a page on which everything is unfolded and the table sorted.

    `names`: which of the names for own words are found too; all of them take it seconds.
    """
    unfold_all(page, names=names is not None)
    search = page.locator("#all-names").get_by_role("searchbox")
    if names:
        search.fill(names)
    button = page.get_by_role("button", name="Сортировать: test")
    button.click()
    found = Axe().run(page)
    if names:
        search.fill("")
    page.locator("#all-names").evaluate("(names) => { names.open = false }")
    for _ in range(2):  # down, and as it was
        button.click()
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"][:3]])
        for violation in found.response["violations"]
    ]


def background(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("journey", ["page", "phone"])
def test_axe_finds_nothing(
    request: pytest.FixtureRequest, color_scheme: Literal["light", "dark"], journey: str
) -> None:
    page: Page = request.getfixturevalue(journey)
    page.emulate_media(color_scheme=color_scheme)
    every = "" if color_scheme == "light" else "cifar.test"  # which differ in their words alone
    found = violations(page, names=every if journey == "page" else None)
    page.emulate_media(color_scheme="light")
    assert found == []


def test_the_theme_is_the_systems_until_the_reader_chooses(page: Page) -> None:
    light = background(page)
    page.emulate_media(color_scheme="dark")
    dark = background(page)
    page.emulate_media(color_scheme="light")
    assert background(page) == light != dark

    button = page.get_by_role("button", name="Тёмная тема")
    assert button.get_attribute("aria-pressed") == "false"
    drawn = plot(page, "#fig-cifar-curves")
    ink = "(canvas) => [canvas.layout.font.color, canvas.data[0].line.color]"
    before = drawn.locator(".canvas").evaluate(ink)
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert background(page) == dark
    after = drawn.locator(".canvas").evaluate(ink)
    assert before[0] != after[0]
    assert before[1] != after[1]

    # Later, since a browser writes down what it is to remember only after it has answered
    page.wait_for_timeout(500)
    page.reload()
    assert background(page) == dark
    button.click()
    assert background(page) == light


def test_a_phone_scrolls_one_way_only(phone: Page) -> None:
    for width, height in (PHONE["width"], PHONE["height"]), (390, 844), (320, 640):
        phone.set_viewport_size({"width": width, "height": height})
        assert_nothing_stands_beside(phone, width)
    phone.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


@pytest.mark.real_data
def test_so_it_is_with_the_real_data(real: Page) -> None:
    for width, height in (PHONE["width"], PHONE["height"]), (320, 640):
        real.set_viewport_size({"width": width, "height": height})
        assert_nothing_stands_beside(real, width)


def assert_nothing_stands_beside(page: Page, width: int) -> None:
    unfold_all(page)
    wide = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    assert wide <= 0
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((one) => !one.closest(".scroll, pre, svg, .unseen") &&
                           one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert beyond == []
    comments = page.locator(f"{RESULTS}:visible td:last-child").all()
    boxes = [comment.bounding_box() for comment in comments]
    assert len(boxes) > 4
    for box in boxes:  # each within the screen: the final table need not be moved sideways
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


# Other browsers


def test_without_scripts_all_is_there(open_page: Open, demo_page: Path) -> None:
    page = open_page(demo_page, java_script_enabled=False)
    pictures = page.locator("main figure > img")
    assert pictures.count() >= 15
    assert pictures.evaluate_all("(all) => all.every((one) => one.naturalWidth > 0)")
    for summary in page.locator("details.more > summary").all():
        summary.click()
    tables = page.locator("main table")
    assert tables.count() >= 9
    for thing in (*pictures.all(), *tables.all(), *page.locator("main figcaption").all()):
        assert thing.is_visible()
    assert page.locator("nav.contents a").first.is_visible()
    dead = page.locator("button:visible, input:visible, select:visible, [role=button]:visible")
    assert dead.count() == 0


def test_a_reader_whose_browser_remembers_and_unpacks_nothing(
    open_page: Open, demo_page: Path
) -> None:
    denied = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})"
    page = open_page(demo_page, before=f"{denied}; delete window.DecompressionStream")
    for summary in page.locator("details.more > summary").all():
        summary.click()
    assert page.locator("#fig-cifar-curves img").is_visible()  # no curves, no plot of them
    assert page.locator("#fig-xor-loss .plot").is_visible()
    before = background(page)
    page.get_by_role("button", name="Тёмная тема").click()
    assert background(page) != before


# The file alone: last, since a page is not the same after it


def test_nothing_is_asked_of_any_server(either: Page) -> None:
    asked: list[str] = []
    either.on("request", lambda request: asked.append(request.url))
    either.reload()
    unfold_all(either)
    either.locator(f"{RESULTS} >> nth=0").hover()
    url = either.url.partition("#")[0]
    assert {one for one in asked if not one.startswith(("data:", "blob:"))} == {url}


def test_the_policy_refuses_every_request(page: Page, complaints: list[str]) -> None:
    violation = page.evaluate(
        """async () => {
          const refused = new Promise((done) =>
            document.addEventListener("securitypolicyviolation", (event) =>
              done(event.violatedDirective)));
          await fetch("http://127.0.0.1:9/").catch(() => null);
          return refused;
        }"""
    )
    assert violation == "connect-src"
    ran = page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.foreign = true";
          document.body.append(script);
          return window.foreign === true;
        }"""
    )
    assert not ran
    assert len(complaints) == 3  # of the connection, of the request for it, of the script
    assert all("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()
