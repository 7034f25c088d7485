"""What a reader does with the plots and the final table of the web edition, in a browser."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page

from tests.e2e.web_reader import RESULTS, Open, column, curve, lines, plot, results_beside

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("web"),
    pytest.mark.usefixtures("nothing_complained_of"),
]

TRAIN, TEST = "базовый вариант, обучающая", "базовый вариант, тестовая"
SINGLE = "#fig-cifar-curves"
SHOWN = "(canvas) => [...canvas.layout.xaxis.range]"
MARKS = "(canvas) => canvas.data.filter((one) => one.marker?.symbol).map(({x, y}) => [...x, ...y])"


@pytest.fixture(scope="module")
def page(open_page: Open, demo_page: Path) -> Page:
    """The demo page on a desktop, for all tests here; each leaves it as it was."""
    return open_page(demo_page)


@pytest.fixture(scope="module")
def results(demo_page: Path) -> dict[str, Any]:
    return results_beside(demo_page)


@pytest.fixture
def address(page: Page, demo_page: Path) -> Iterator[Callable[[str], None]]:
    """`address("#place?choices")`: the page, opened by that address; afterwards by its own."""

    def go(fragment: str) -> None:
        page.goto("about:blank")  # otherwise the browser stays on the page
        page.goto(demo_page.as_uri() + fragment)

    yield go
    go("")


def number(text: str) -> float:
    return float(re.sub(r"\s", "", text.split("±")[0]).replace(",", "."))


def values(drawn: Locator) -> dict[str, list[str]]:
    """The table below a plot: the cells of each line by its name."""
    found: list[list[str]] = drawn.locator(".readout tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    return {name: cells for name, *cells in found}


def place(drawn: Locator) -> float:
    """Where the cursor is on the horizontal axis, as the page says."""
    return number(drawn.locator(".readout .at").inner_text())


def point(page: Page, drawn: Locator, share: float) -> None:
    """The mouse to `share` of the way along a plot."""
    area = drawn.locator(".canvas .nsewdrag").first.bounding_box()
    assert area
    page.mouse.move(area["x"] + share * area["width"], area["y"] + area["height"] / 2)


def take(page: Page, button: Locator) -> Path:
    """The file that a button gives."""
    with page.expect_download() as download:
        button.press("Enter")
    file = download.value.path()
    return file.rename(file.with_name(download.value.suggested_filename))


def table_in(file: Path) -> list[list[str]]:
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # without which spreadsheets take another encoding
    return [*csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";")]


# Values


def test_pointing_shows_values_of_an_epoch_below_the_plot(
    page: Page, results: Mapping[str, Any]
) -> None:
    drawn = plot(page, SINGLE)
    curves = results["sections"]["cifar"]["curves"]
    left, right = drawn.locator(".canvas").evaluate(SHOWN)
    for epoch in (3, 7):
        share = (epoch + 0.3 - left) / (right - left)
        point(page, drawn, share)
        page.wait_for_function(
            f"() => document.querySelector('{SINGLE} .at').textContent === '{epoch}'"
        )
        for name, losses in (TEST, curves["test_loss"]), (TRAIN, curves["train_loss"]):
            assert number(values(drawn)[name][0]) == pytest.approx(losses[epoch - 1], rel=1e-3)
    cursor = drawn.locator(".cursor").bounding_box()
    area = drawn.locator(".nsewdrag").bounding_box()
    assert cursor
    assert area
    expected = area["x"] + area["width"] * (epoch - left) / (right - left)
    assert cursor["x"] == pytest.approx(expected, abs=2)
    assert drawn.locator(".hoverlayer text").count() == 0


def test_the_keys_of_the_slider_move_the_cursor(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, SINGLE)
    losses = results["sections"]["cifar"]["curves"]["test_loss"]
    slider = drawn.get_by_role("slider", name="Эпоха")
    slider.press("Home")
    assert place(drawn) == 1
    slider.press("ArrowRight")
    assert place(drawn) == 2
    spoken = slider.get_attribute("aria-valuetext") or ""
    assert spoken.startswith("Эпоха: 2; ")
    assert f"{TEST} {losses[1]:.4g}".replace(".", ",") in spoken
    slider.press("End")
    assert place(drawn) == len(losses)


def test_each_network_has_values_at_its_own_epochs_only(
    page: Page, results: Mapping[str, Any]
) -> None:
    drawn = plot(page, ".all-curves")
    drawn.get_by_label("По горизонтали", exact=True).select_option("share")
    drawn.get_by_label("Обучения", exact=True).select_option("0")
    drawn.get_by_role("checkbox", name="50 % изображений").check()
    lengths = set()
    for share in (0.476, 0.9, 0.03):
        point(page, drawn, share)
        page.wait_for_function(
            "(x) => Math.abs(parseFloat(document.querySelector('.all-curves .at').textContent"
            ".replace(',', '.')) - x) < 6",
            arg=100 * share,
        )
        for variant, name in ("base", "базовый вариант"), ("half", "50 % изображений"):
            accuracies = curve(results, variant, 0, "test_accuracy")
            lengths.add(len(accuracies))
            own, value = values(drawn)[f"{name}, тестовая, seed 0"]
            if own == "—":
                assert place(drawn) < 100 / len(accuracies)
                continue
            epoch, among = (int(part) for part in own.split(" из "))
            assert among == len(accuracies)
            assert abs(100 * epoch / among - place(drawn)) <= 50 / among + 0.01
            assert number(value) == pytest.approx(100 * accuracies[epoch - 1], abs=0.01)
    assert len(lengths) == 2
    drawn.get_by_role("checkbox", name="50 % изображений").uncheck()
    drawn.get_by_label("Обучения", exact=True).select_option("mean")


def test_the_lowest_test_loss_is_marked(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, SINGLE)
    lowest = results["sections"]["cifar"]["lowest_test_loss"]
    (mark,) = drawn.locator(".canvas").evaluate(MARKS)
    assert mark == [lowest["epoch"], pytest.approx(lowest["loss"], rel=1e-3)]
    said = drawn.locator(".marked").inner_text()
    assert f"наименьшие потери на тесте: эпоха {lowest['epoch']}, " in said
    drawn.get_by_role("radio", name="доля верных ответов").check()
    (mark,) = drawn.locator(".canvas").evaluate(MARKS)
    accuracies = results["sections"]["cifar"]["curves"]["test_accuracy"]
    assert mark == [
        lowest["epoch"], pytest.approx(100 * accuracies[lowest["epoch"] - 1], abs=0.01)
    ]  # fmt: skip
    drawn.get_by_role("radio", name="потери").check()


# Zoom


def test_a_zoomed_plot_has_a_button_that_shows_all(page: Page) -> None:
    drawn = plot(page, SINGLE)
    whole = drawn.get_by_role("button", name="Показать целиком")
    before = drawn.locator(".canvas").evaluate(SHOWN)
    assert not whole.is_visible()

    drawn.get_by_role("slider").press("End")
    nearer = drawn.get_by_role("button", name="Приблизить")
    nearer.press("Enter")
    left, right = drawn.locator(".canvas").evaluate(SHOWN)
    assert right - left == pytest.approx((before[1] - before[0]) / 2)
    drawn.get_by_role("slider").press("Home")  # the first epoch that is seen
    assert left <= place(drawn) < left + 1
    whole.press("Enter")
    assert drawn.locator(".canvas").evaluate(SHOWN) == before
    assert not whole.is_visible()
    assert nearer.evaluate("(button) => button === document.activeElement")

    point(page, drawn, 0.4)
    page.mouse.down()
    point(page, drawn, 0.8)
    page.mouse.up()
    whole.wait_for()
    left, right = drawn.locator(".canvas").evaluate(SHOWN)
    assert right - left == pytest.approx(0.4 * (before[1] - before[0]), rel=0.05)
    assert not page.get_by_text("zoom back out").count()
    drawn.get_by_role("radio", name="тестовая").check()
    assert drawn.locator(".canvas").evaluate(SHOWN) == [left, right]
    drawn.get_by_role("radio", name="разрыв").check()  # another axis
    assert drawn.locator(".canvas").evaluate(SHOWN) == pytest.approx(before, rel=0.01)
    drawn.get_by_role("radio", name="потери").check()
    drawn.get_by_role("radio", name="обе").check()


# The final table


def test_a_row_shows_its_curves(page: Page) -> None:
    drawn = plot(page, ".all-curves")
    tie = page.get_by_role("button", name="Кривые: мини-пакет 64", exact=True)
    assert tie.get_attribute("aria-pressed") == "false"
    tie.press("Enter")
    assert tie.get_attribute("aria-pressed") == "true"
    assert "мини-пакет 64, тестовая" in lines(drawn)
    assert "мини-пакет 64" in page.locator(".on-plot").inner_text()
    assert drawn.get_by_role("checkbox", name="мини-пакет 64").is_checked()
    chip = drawn.get_by_role("button", name="Убрать: мини-пакет 64")
    chip.press("Enter")
    assert "мини-пакет 64, тестовая" not in lines(drawn)
    assert tie.get_attribute("aria-pressed") == "false"
    assert page.locator(".chips :focus").count() == 1

    ties = page.locator(f"{RESULTS} button.tie")
    rest = [one for one in ties.all() if one.get_attribute("aria-pressed") == "false"]
    added = []
    for one in rest:
        if one.is_enabled():
            one.click()
            added.append(one)
    assert page.locator(".tie[aria-pressed=true]").count() == 7
    assert ties.count() > 7
    assert page.locator(".tie:disabled").count() == ties.count() - 7
    for one in added:
        one.click()
    assert page.locator(".tie:disabled").count() == 0


def test_numbers_are_found_with_either_decimal_sign(page: Page, results: Mapping[str, Any]) -> None:
    box = page.get_by_label("Найти в таблице", exact=True)
    rows = [row["test"]["mean"] for row in results["table"] if row["lr"] == 0.005]
    assert 0 < len(rows) < len(results["table"])
    for written in ("0.005", "0,005"):
        box.fill(f"lr = {written}")
        assert [float(value) for value in column(page, "test")] == rows
    gained = page.locator(f"{RESULTS} td:last-child").filter(has_text=re.compile(r"[−+]\d+,\d"))
    found = re.search(r"[−+]\d+,\d", gained.first.inner_text())
    assert found
    for written in (found[0], found[0].replace(",", "."), found[0].replace("−", "-")):
        box.fill(written)
        assert gained.first.is_visible()
    box.fill("кривые")  # what the buttons say is no text of the table
    assert column(page, "test") == []
    box.fill("")


def test_an_empty_result_says_so_and_how_to_go_on(page: Page, results: Mapping[str, Any]) -> None:
    box = page.get_by_label("Найти в таблице", exact=True)
    button = page.get_by_role("button", name="Показать все строки")
    assert not button.is_visible()
    box.fill("нет такого")
    assert page.get_by_text("Ничего не найдено").is_visible()
    button.press("Enter")
    assert len(column(page, "test")) == len(results["table"])
    assert not page.get_by_text("Ничего не найдено").is_visible()
    assert box.evaluate("(box) => box === document.activeElement")


# Files


def test_the_table_is_taken_as_it_is_shown(page: Page, results: Mapping[str, Any]) -> None:
    page.get_by_label("Оптимизатор", exact=True).select_option("Adam")
    first = page.locator(f"{RESULTS}:visible").first
    # No program writes such a name today; whoever names a network so must not harm a reader
    network = first.evaluate(
        "(row) => { const was = row.dataset.network; row.dataset.network = '=1+1;\"'; return was }"
    )
    head, *rows = table_in(take(page, page.locator("#tab-results .take")))
    first.evaluate("(row, was) => { row.dataset.network = was }", network)
    page.get_by_role("button", name="Сбросить").click()
    expected = [row for row in results["table"] if row["optimizer"] == "Adam"]
    named = [dict(zip(head, row, strict=True)) for row in rows]
    assert len(named) == len(expected) > 0
    assert named[0]["Сеть"] == "'=1+1;\""
    for row, wanted in zip(named, expected, strict=True):
        assert row["lr"] == str(wanted["lr"]).replace(".", ",")
        found = [
            number(row[name])
            for name in ("Доля верных ответов, test, %", "Стандартное отклонение, test, п. п.")
        ]
        percents = [100 * wanted["test"][what] for what in ("mean", "sd")]
        assert found == pytest.approx(percents, rel=1e-14)
        assert row["Комментарий"].replace("\xa0", " ")


def test_curves_are_taken_as_they_are_shown(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, SINGLE)
    button = drawn.get_by_role("button", name=re.compile("^Скачать CSV: Рисунок"))
    head, *rows = table_in(take(page, button))
    curves = results["sections"]["cifar"]["curves"]
    quantity = "Перекрёстная энтропия"
    assert head == ["Эпоха", f"{TRAIN}: {quantity}", f"{TEST}: {quantity}"]
    assert [int(row[0]) for row in rows] == [*range(1, len(curves["test_loss"]) + 1)]
    assert [number(row[2]) for row in rows] == pytest.approx(curves["test_loss"])

    drawn = plot(page, "#fig-regression-fits")  # several values at one x, lines on other places
    head, *rows = table_in(take(page, drawn.get_by_role("button", name="Скачать CSV")))
    shown = lines(drawn)
    for place, title in enumerate(head[1:], start=1):
        name = title.removesuffix(": Значение y")
        filled = [(number(row[0]), number(row[place])) for row in rows if row[place]]
        pairs = zip(shown[name]["x"], shown[name]["y"], strict=True)
        assert sorted(filled) == sorted(pairs)


def test_shares_have_the_units_of_the_table(page: Page, results: Mapping[str, Any]) -> None:
    drawn = plot(page, ".all-curves")
    drawn.get_by_role("radio", name="доля верных ответов").check()
    head, *rows = table_in(take(page, drawn.get_by_role("button", name="Скачать CSV")))
    unit = "Доля верных ответов, %"
    assert all(title.endswith(f": {unit}") for title in head[1:])
    place = head.index(f"{TEST}: {unit}")
    *_before, last = [number(row[place]) for row in rows if row[place]]
    (base,) = [row for row in results["table"] if row["variant"] == "base"]
    assert last == pytest.approx(100 * base["test"]["mean"], abs=0.01)
    drawn.get_by_role("radio", name="потери").check()


def test_a_value_and_its_spread_have_as_many_decimals(page: Page) -> None:
    drawn = plot(page, ".all-curves")
    drawn.get_by_label("По горизонтали", exact=True).select_option("share")
    for quantity in ("доля верных ответов", "разрыв", "потери"):
        drawn.get_by_role("radio", name=quantity).check()
        drawn.get_by_role("slider").press("End")  # where each network has values
        shown = [cells[-1] for cells in values(drawn).values()]
        assert shown
        for text in shown:
            value, spread = (len(part.partition(",")[2].strip()) for part in text.split("±"))
            assert value == spread >= 1, text


def test_a_plot_is_taken_as_a_light_picture(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    drawn = plot(page, SINGLE)
    button = drawn.get_by_role("button", name=re.compile("^Скачать PNG: Рисунок"))
    with Image.open(take(page, button)) as picture:
        pixels = np.asarray(picture.convert("RGB")).reshape(-1, 3)
        assert picture.size == (2000, 1200)
    page.emulate_media(color_scheme="light")
    assert (pixels == 255).all(axis=1).mean() > 0.8
    for line in lines(drawn).values():
        color = [int(line["color"][place : place + 2], 16) for place in (1, 3, 5)]
        assert (np.abs(pixels - np.array(color, dtype=np.int16)).max(axis=1) <= 2).sum() > 500


def test_the_results_are_taken_from_the_page(page: Page, demo_page: Path) -> None:
    taken = take(page, page.get_by_role("button", name="Скачать results.json"))
    assert taken.name == "results.json"
    assert taken.read_bytes() == (demo_page.parent / "results.json").read_bytes()


# The address


def test_an_address_restores_what_was_chosen(
    page: Page, demo_page: Path, address: Callable[[str], None], results: Mapping[str, Any]
) -> None:
    page.get_by_label("Найти в таблице", exact=True).fill("0,005")
    page.get_by_role("button", name="Сортировать: test").click()
    page.get_by_role("button", name="Кривые: мини-пакет 64").click()
    drawn = plot(page, ".all-curves")
    drawn.get_by_role("radio", name="потери").check()
    drawn.get_by_role("button", name="Приблизить").click()
    page.locator("nav.contents a[href='#xor']").click()
    page.wait_for_function(
        "() => location.hash.startsWith('#xor?') && location.hash.includes('zoom')"
    )
    said, found = page.url.partition("#")[2], column(page, "test")
    assert "table.find=0,005" in said
    ranges = "(canvas) => [...canvas.layout.xaxis.range, ...canvas.layout.yaxis.range]"
    seen = drawn.locator(".canvas").evaluate(ranges)

    address(f"#{said}")
    head = page.locator("#xor")
    page.wait_for_function("() => document.querySelector('#xor').getBoundingClientRect().top < 200")
    assert head.evaluate("(head) => head.matches(':target')")
    assert column(page, "test") == found
    assert 0 < len(found) < len(results["table"])
    tie = page.get_by_label("Кривые: мини-пакет 64", exact=True)
    assert tie.get_attribute("aria-pressed") == "true"
    drawn = plot(page, ".all-curves")
    assert drawn.get_by_role("radio", name="потери").is_checked()
    assert "мини-пакет 64, тестовая" in lines(drawn)
    assert drawn.locator(".canvas").evaluate(ranges) == pytest.approx(seen, rel=1e-3)

    page.get_by_role("button", name="Сбросить").click()
    page.wait_for_function("() => !location.hash.includes('table.')")
    page.evaluate("location.hash = '#tab-results?table.find=adam'")  # as somebody who edits it
    page.wait_for_function("() => document.querySelector('#tab-results input').value === 'adam'")
    assert tie.get_attribute("aria-pressed") == "false"
    page.go_back()
    page.wait_for_function("() => document.querySelector('#tab-results input').value === ''")
    assert tie.get_attribute("aria-pressed") == "true"


def test_nothing_in_an_address_becomes_a_part_of_the_page(
    page: Page, address: Callable[[str], None], results: Mapping[str, Any]
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    elements = page.locator("*").count()
    choices = {
        "table.find": evil,
        "table.network": evil,
        "table.sort": "toString",
        "all-curves.shown": f"__proto__,{evil},base,constructor",
        "all-curves.quantity": "constructor",
        "all-curves.seed": evil,
        "all-curves.zoom": "0_Infinity_NaN_<b>",
        "cifar-curves.part": evil,
        "cifar-curves.zoom": "9_1_0_1",
    }
    said = "&".join(f"{name}={quote(value)}" for name, value in choices.items())
    address(f"#{quote(evil)}?{said}")
    assert page.get_by_label("Найти в таблице", exact=True).input_value() == evil
    assert column(page, "test") == []
    page.get_by_role("button", name="Показать все строки").click()
    assert [float(value) for value in column(page, "test")] == [
        row["test"]["mean"] for row in results["table"]
    ]
    assert lines(plot(page, ".all-curves")).keys() == {TRAIN, TEST}
    assert lines(plot(page, SINGLE)).keys() == {TRAIN, TEST}
    assert page.locator("img[src=x]").count() == 0
    address("")
    assert page.locator("*").count() == pytest.approx(elements, abs=500)  # the drawn plots
