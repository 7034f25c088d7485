"""The teacher's page of 300 students in a browser, opened from the disk."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

from lab1report.course import page as pages
from lab1report.spreadsheet_text import escaped
from tests import made_course
from tests.e2e.conftest import DESKTOP
from tests.e2e.web_reader import Open

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("course page"),  # one process makes what they share
    pytest.mark.usefixtures("nothing_complained_of"),
]

PHONE = {"width": 390, "height": 844}
ROWS = "#rows > tr"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> pages.ShownCourse:
    students = made_course.made_roster(tmp_path_factory.mktemp("roster"))
    assert len(students) == 300
    return pages.course_of(made_course.expected(students), made_course.made_results(students))


@pytest.fixture(scope="module")
def file(course: pages.ShownCourse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("course") / pages.PAGE_FILE
    found.write_text(pages.page(course, beside=(pages.PARQUET_FILE,)), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of so many students as have every kind of row, for what looks at each for long."""
    folder = tmp_path_factory.mktemp("few")
    students = made_course.made_roster(folder, 22)
    course = pages.course_of(made_course.expected(students), made_course.made_results(students))
    found = folder / pages.PAGE_FILE
    found.write_text(pages.page(course), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def page(open_page: Open, file: Path) -> Page:
    """On a desktop: one journey, in the order of the tests; each leaves it as it was."""
    return open_page(file)


@pytest.fixture(scope="module")
def phone(open_page: Open, file: Path) -> Page:
    return open_page(file, viewport=PHONE, has_touch=True)


def column(page: Page, key: str) -> list[str]:
    """What the cells of a column say first, of all rows that are not filtered away."""
    found: list[str] = page.locator(f"{ROWS}:not([hidden])").evaluate_all(
        """(rows, key) => {
          const { cellIndex } = document.querySelector(`th[data-column="${key}"]`);
          return rows.map(({ cells }) => cells[cellIndex])
            .map((cell) => (cell.querySelector(".value, bdi, .state") ?? cell).textContent.trim());
        }""",
        key,
    )
    return found


def sort(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"Сортировать: {title}", exact=True).click()


def reset(page: Page) -> None:
    page.get_by_role("button", name="Сбросить").click()


# First as it was loaded


def test_nothing_of_a_name_was_run(page: Page, course: pages.ShownCourse) -> None:
    assert page.evaluate("window.harmed") is None
    assert page.locator(ROWS).count() == len(course.rows)


def test_the_keyboard_reaches_the_students_and_their_order(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#students"
    head = page.locator("th[data-column='base']")
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").press("Space")
    assert head.get_attribute("aria-sort") == "ascending"
    page.locator("th[data-column='base'] button").press("Enter")
    assert head.get_attribute("aria-sort") is None


def test_it_is_ready_within_a_second_and_sorted_within_a_fifth(open_page: Open, file: Path) -> None:
    """In the processor's time, which other programs of the machine do not change."""
    found = open_page(file)
    session = found.context.new_cdp_session(found)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    found.reload()
    found.wait_for_load_state("load")
    assert seconds(session) < 1

    def sorting() -> float:
        before = seconds(session)
        sort(found, "Базовая")
        found.evaluate("document.body.offsetHeight")
        return seconds(session) - before

    assert min(sorting() for _ in range(3)) < 0.2

    def drawing(variant: str) -> float:
        before = seconds(session)
        choose(found, variant)
        found.evaluate("document.body.offsetHeight")
        return seconds(session) - before

    assert min(drawing(variant) for variant in ("quarter", "stopped", "batch-32")) < 0.2


def seconds(session: CDPSession) -> float:
    """What the page's main thread has worked so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


# The list


def number(text: str) -> float:
    return float(text.replace(",", ".").replace("\u2212", "-"))


def test_the_list_sorts_by_the_numbers_and_the_unknown_are_last(
    page: Page, course: pages.ShownCourse
) -> None:
    gains = [one["gain"] for one in course.records]
    known = sorted((100 * float(one) for one in gains if isinstance(one, float)), reverse=True)
    for ordered in known, known[::-1]:
        sort(page, "Прирост")
        shown = column(page, "gain")
        assert [number(one) for one in shown[: len(known)]] == pytest.approx(ordered, abs=0.06)
        assert set(shown[len(known) :]) == {"—"}
    sort(page, "Прирост")
    assert column(page, "student") == [one.name for one in course.rows]
    sort(page, "Студент")
    names = [name for name in column(page, "student") if name.split()[0] in made_course.FAMILIES]
    families = [name.split()[0] for name in names]
    assert families == sorted(families, key=lambda one: one.replace("’", "")) != []
    reset(page)


def test_a_name_is_found_with_either_letter(page: Page, course: pages.ShownCourse) -> None:
    named = [row.name for row in course.rows if "петр" in row.name.lower().replace("ё", "е")]
    for written in ("пётр", "петр"):
        page.get_by_label("Найти в списке").fill(written)
        assert column(page, "student") == named != []
    reset(page)


@pytest.mark.parametrize("written", ["73,3", "73.3"])
def test_a_number_is_found_with_a_comma_or_a_point(
    page: Page, course: pages.ShownCourse, written: str
) -> None:
    page.get_by_label("Найти в списке").fill(written)
    shown = page.locator(f"{ROWS}:not([hidden])")
    assert 0 < shown.count() < 60
    assert all("73,3" in text for text in shown.all_text_contents())
    status = page.get_by_role("status").filter(has_text="Показано").inner_text()
    assert status == f"Показано студентов: {shown.count()} из {len(course.rows)}."
    reset(page)


def test_groups_states_and_marks_are_filtered(page: Page, course: pages.ShownCourse) -> None:
    group = next(row.group for row in course.rows if row.state == "missing")
    there = [row for row in course.rows if row.group == group]
    page.get_by_role("combobox", name="Группа").select_option(group)
    assert column(page, "student") == [row.name for row in there]
    assert 10 < len(there) < 30
    page.get_by_role("combobox", name="Отчёт").select_option("missing")
    assert column(page, "student") == [row.name for row in there if row.state == "missing"] != []
    reset(page)
    page.get_by_role("combobox", name="Отметки").select_option("outliers")
    outlying = {one.row.name for one in course.marks.outliers}
    assert set(column(page, "student")) == outlying != set()
    page.get_by_label("Найти в списке").fill("нет такого")
    assert page.get_by_text("Никто не найден").is_visible()
    page.get_by_role("button", name="Показать всех").click()
    assert len(column(page, "student")) == len(course.rows)


def test_columns_are_chosen(page: Page) -> None:
    page.get_by_text("Столбцы", exact=True).first.click()
    address = page.get_by_role("checkbox", name="Эл. почта")
    assert not address.is_checked()
    address.check()
    assert column(page, "email")[3] == "s003@example.org"
    page.get_by_role("checkbox", name="Классы").uncheck()
    assert not page.locator("th[data-column='classes']").is_visible()
    reset(page)
    assert page.locator("th[data-column='classes']").is_visible()
    assert not page.locator("th[data-column='email']").is_visible()
    page.get_by_text("Столбцы", exact=True).first.click()


@pytest.mark.parametrize("width", [1440, 1280, 1024, 390])
def test_links_are_seen_without_going_sideways(open_page: Open, few: Path, width: int) -> None:
    found = open_page(few, viewport={"width": width, "height": 900})
    beyond = found.locator(f"{ROWS} .files a").evaluate_all(
        """(links) => links.filter((link) => {
          link.scrollIntoView({ block: "center", inline: "nearest" });
          const { left, right, top } = link.getBoundingClientRect();
          const seen = document.elementFromPoint((left + right) / 2, top + 2);
          return left < 0 || right > innerWidth || seen !== link;
        }).length"""
    )
    assert found.locator(f"{ROWS} .files a").count() > 30
    assert beyond == 0
    if width >= 1280:
        scroll = found.locator("#list").locator("..")
        assert scroll.evaluate("({ scrollWidth, clientWidth }) => scrollWidth - clientWidth") == 0


def test_columns_that_are_not_shown_are_searched(page: Page) -> None:
    page.get_by_label("Найти в списке").fill("s007@example")
    assert page.locator(f"{ROWS}:not([hidden]) th .id").all_inner_texts() == ["s007"]
    page.get_by_label("Найти в списке").fill("s007@example desk")
    assert page.locator(f"{ROWS}:not([hidden])").count() == 1
    reset(page)


def taken(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать CSV").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_csv_has_the_rows_shown_and_no_formula(page: Page, course: pages.ShownCourse) -> None:
    page.get_by_text("Столбцы", exact=True).first.click()
    page.get_by_role("checkbox", name="tutor").check()
    sort(page, "Базовая")
    rows = taken(page)
    assert len(rows) == len(course.rows)
    bases = [row["Базовая: доля верных ответов"] for row in rows]
    measured = sorted((r["base"] for r in course.records if r["base"] is not None), reverse=True)
    found = [number(one) for one in bases[: len(measured)]]
    assert found == pytest.approx(measured, rel=1e-12)
    assert set(bases[len(measured) :]) == {""}
    assert {row["Лучшая: вариант серии"] for row in rows} == {"wide-saturated", ""}
    assert {row["tutor"] for row in rows} == {*map(escaped, made_course.TUTORS), ""}
    assert "'" + made_course.HARMLESS[2] in {row["Студент"] for row in rows}
    page.get_by_label("Найти в списке").fill("s007")
    page.get_by_role("checkbox", name="Классы").uncheck()
    (row,) = taken(page)
    assert row["ID"] == "s007"
    assert "Класс 1" not in row
    reset(page)
    page.get_by_text("Столбцы", exact=True).first.click()


def test_the_choice_stands_in_the_address(page: Page, open_page: Open) -> None:
    page.get_by_label("Найти в списке").fill("олег")
    page.get_by_text("Столбцы", exact=True).first.click()
    page.get_by_role("checkbox", name="Эл. почта").check()
    sort(page, "Лучшая")
    page.wait_for_function("() => location.hash.includes('students.sort=-best')")
    names = column(page, "student")
    assert 0 < len(names) < 100
    url = page.url
    reset(page)
    page.get_by_text("Столбцы", exact=True).first.click()
    page.wait_for_function("() => !location.hash.includes('?')")
    page.goto(url)
    page.wait_for_load_state("load")
    assert column(page, "student") == names
    assert page.locator("th[data-column='email']").is_visible()
    assert page.get_by_label("Найти в списке").input_value() == "олег"
    reset(page)
    page.wait_for_function("() => !location.hash.includes('?')")


def test_any_address_shows_the_list(open_page: Open, few: Path) -> None:
    found = open_page(few)
    every = column(found, "student")
    chosen = "sort=__proto__&students.columns=x,%3Cb%3E&students.group=nope&students.mark=toString"
    found.evaluate(f"location.hash = 'students?students.{chosen}'")
    found.locator("th[data-column='base']").wait_for(state="hidden")  # no such columns, none shown
    assert column(found, "student") == every
    assert found.locator(f"{ROWS} th:visible").count() == len(every)


# The gains of the students


def choose(page: Page, variant: str) -> None:
    page.get_by_label("Чей прирост на графике").select_option(variant)


def forest(page: Page, number: int) -> list[str]:
    """What the cells of a column of the plot say first, the mean of the course first."""
    found: list[str] = page.locator("#forest > tbody > tr").evaluate_all(
        """(rows, number) => rows.map(({ cells }) => cells[number])
          .map((cell) => (cell.querySelector(".value, bdi") ?? cell).textContent.trim())""",
        number,
    )
    return found


def test_the_gains_of_any_variant_are_drawn(page: Page, course: pages.ShownCourse) -> None:
    of_best = [forest(page, number) for number in range(3)]
    choose(page, "quarter")
    lines = [
        (row.name, one.gain.difference)
        for row in course.rows
        for one in (row.numbers.effects or () if row.numbers else ())
        if one.variant == "quarter"
    ]
    names, values = forest(page, 0), [number(one) for one in forest(page, 2)]
    assert names[0] == "Среднее по курсу"
    assert sorted(names[1:]) == sorted(name for name, _ in lines)
    gains = sorted((100 * gain for _, gain in lines), reverse=True)
    assert values[1:] == pytest.approx(gains, abs=0.06)
    assert page.locator("#forest .zero").count() == len(lines) + 1
    title = "доля изображений 0,25, число эпох 1000"
    (table,) = page.locator("#effects ~ figure tr", has_text=title).all()
    assert table.locator(".value").text_content() == forest(page, 2)[0]
    told = table.locator("td").first.text_content()
    assert told
    said = page.get_by_role("status").filter(has_text=f"На графике {title}").text_content()
    assert said
    assert said.endswith(f": {told}.")
    middle = page.locator("#forest .pooled .middle").get_attribute("x1")
    zero = page.locator("#forest .pooled .zero").get_attribute("x1")
    assert middle is not None
    assert zero is not None
    assert float(middle[:-1]) < float(zero[:-1])  # it harms
    choose(page, "")
    assert [forest(page, number) for number in range(3)] == of_best


def test_the_chosen_variant_is_in_the_address_and_on_paper(page: Page) -> None:
    choose(page, "stopped")
    page.wait_for_function("() => location.hash.includes('gains.variant=stopped')")
    page.emulate_media(media="print")
    assert page.get_by_text("На графике остановка на эпохе 20…25").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("location.hash = 'gains?gains.variant=__proto__'")
    page.get_by_text("На графике остановка").wait_for(state="hidden")
    choose(page, "")
    page.wait_for_function("() => !location.hash.includes('?')")


def test_a_page_of_300_students_is_no_more_than_can_be_mailed(file: Path) -> None:
    assert file.stat().st_size < 1.5e6


# A course that goes on


def test_newer_rows_are_taken_over_where_the_reader_is(
    page: Page, course: pages.ShownCourse, tmp_path: Path
) -> None:
    students = made_course.made_roster(tmp_path)
    expected, results = made_course.expected(students), made_course.made_results(students)
    missing = next(row for row in course.rows if row.state == "missing")
    done = next(one for one in results.values() if one.state == "done")
    added: Mapping[str, Any] = {**results, missing.folder: done}
    newer = pages.page(pages.course_of(expected, added))

    page.get_by_label("Найти в списке").fill(missing.student_id)
    sort(page, "Базовая")
    assert "ещё нет" in column(page, "state")
    choose(page, "quarter")
    page.get_by_text("Столбцы", exact=True).first.click()
    page.get_by_role("checkbox", name="Страниц").check()
    assert column(page, "pages") == [""]
    before = len(forest(page, 0))
    change_to(page, newer)
    assert column(page, "pages") == ["17"]
    page.get_by_text("Столбцы", exact=True).first.click()
    assert len(forest(page, 0)) == before + 1  # of the variant, as the reader chose
    choose(page, "")
    assert column(page, "state") == ["готов"]
    lead = page.locator("#lead").inner_text()
    assert f"готовы у {sum(row.state == 'done' for row in course.rows) + 1}" in lead
    (row,) = taken(page)
    assert row["Отчёт"] == "готов"
    reset(page)
    change_to(page, pages.page(course))


def change_to(page: Page, newer: str) -> None:
    event = "new CustomEvent('coursechange', {detail: html})"
    page.evaluate(f"(html) => document.dispatchEvent({event})", newer)


# For everybody


@pytest.mark.parametrize("color_scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE])
def test_axe_finds_nothing(
    open_page: Open, few: Path, color_scheme: Literal["light", "dark"], viewport: dict[str, int]
) -> None:
    found = open_page(few, viewport=viewport)
    found.emulate_media(color_scheme=color_scheme)
    found.get_by_text("Столбцы", exact=True).first.click()
    sort(found, "Базовая")
    choose(found, "quarter")
    violations = Axe().run(found).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in violations] == []


def test_a_phone_scrolls_one_way_only(phone: Page) -> None:
    for width in (PHONE["width"], 320):
        phone.set_viewport_size({"width": width, "height": 800})
        assert phone.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
        beyond = phone.locator(f"{ROWS} td").evaluate_all(
            "(cells) => cells.filter((one) => one.getBoundingClientRect().right > innerWidth)"
            ".map((one) => one.outerHTML)"
        )
        assert beyond == []
    phone.set_viewport_size(PHONE)  # type: ignore[arg-type]


def test_on_paper_there_are_no_controls_and_all_that_was_chosen(page: Page) -> None:
    page.get_by_role("combobox", name="Группа").select_option("ИУ5-61Б")
    page.emulate_media(media="print")
    assert page.locator("button:visible, input:visible, select:visible").count() == 0
    assert page.locator(f"{ROWS}:visible").count() == 20
    assert page.locator("th[data-column='base']").inner_text() == "Базовая"
    assert page.locator("#gains").is_visible()
    page.emulate_media(media="screen")
    reset(page)


def test_dark_is_dark(page: Page) -> None:
    color = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(color)
    button = page.get_by_role("button", name="Тёмная тема")
    button.click()
    assert page.evaluate(color) != light
    button.click()
    assert page.evaluate(color) == light


def test_without_scripts_the_students_can_be_read(
    open_page: Open, file: Path, course: pages.ShownCourse
) -> None:
    found = open_page(file, java_script_enabled=False)
    assert found.locator(f"{ROWS}:visible").count() == len(course.rows)
    assert found.locator("th[data-column='base']").inner_text() == "Базовая"
    assert found.locator("button:visible, input:visible, select:visible").count() == 0
    assert found.locator(".strip:visible").count() > 300
    links = found.locator("#sections a").evaluate_all("(all) => all.map((one) => one.hash)")
    assert all(found.locator(link).is_visible() for link in links)
