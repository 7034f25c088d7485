"""What is in the PDF: the demo one, and with the data the real one."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfplumber.page import Page
from pdfplumber.utils.pdfinternals import resolve

from tests.e2e.conftest import WHO, FullPdf, OpenPdf
from tests.unit.editions.pdf.typesetting import departures

pytestmark = pytest.mark.xdist_group("pdf")  # one process reads each


@pytest.fixture
def pages(build: Any, read_pdf: Callable[[Path], list[str]]) -> list[str]:
    return read_pdf(build.pdf)


MOST_PAGES = {"short": 18, "full": 40}


def test_number_of_pages(pages: list[str]) -> None:
    assert 12 <= len(pages) <= MOST_PAGES["short"]
    for number, page in enumerate(pages[1:], start=2):
        assert page.splitlines()[-1] == str(number)
        assert len(page.splitlines()) > 1, f"page {number} is empty"


def filled(page: Page) -> float:
    """The share of the height between the margins of 20 mm down to the last thing on a page."""
    margin = 20 / 25.4 * 72
    bottom = page.height - margin
    things = (*page.chars, *page.images, *page.rects)
    lowest = max(thing["bottom"] for thing in things if thing["bottom"] <= bottom + 3)
    return float((lowest - margin) / (bottom - margin))


def test_pages_of_the_short_report_are_full(build: Any, pages: list[str], opened: OpenPdf) -> None:
    """At least three quarters of each, but of the last before what begins on a new page."""
    ends = {0, 1, len(pages) - 1}
    structural = re.compile(r"(ДЕМО-ДАННЫЕ\n)?(ВВЕДЕНИЕ|ЗАКЛЮЧЕНИЕ|СПИСОК)")
    ends |= {n - 1 for n, page in enumerate(pages) if structural.match(page)}
    hollow = {
        number: share
        for number, page in enumerate(opened(build.pdf).pages)
        if number not in ends and (share := filled(page)) < 0.75
    }
    assert hollow == {}


def test_the_full_report(
    build: Any, read_pdf: Callable[[Path], list[str]], full_pdf: FullPdf
) -> None:
    """Of the same results: what the short one leaves out, and the rest of the code."""
    pages = read_pdf(full_pdf(build))
    assert len(pages) <= MOST_PAGES["full"]
    text = "\n".join(pages)
    assert re.search(r"^ПРИЛОЖЕНИЕ А$", text, re.MULTILINE)
    assert "Рисунок А.1 — " in text
    assert "Показатели классов после последней эпохи" in text


def test_the_title_page(build: Any, pages: list[str]) -> None:
    student = "Иванов И.И." if build.results["data"]["kind"] == "demo" else "Петров П.П."
    assert student in pages[0]
    assert "ЛАБОРАТОРНОЙ РАБОТЕ №1" in pages[0]
    assert "Баумана" in pages[0]


def test_classes_and_their_sums(build: Any, pages: list[str]) -> None:
    text = "\n".join(pages)
    for sum in ("3 + 15 = 18", "7 + 56 = 63", "7 + 21 = 28"):
        assert sum in text
    for choice in build.results["assignment"]["classes"]:
        assert choice["title"] in text
        assert f"{choice['id']} – {choice['title']}" in text


def test_the_parts_in_their_order(pages: list[str]) -> None:
    text = "\n".join(pages)
    text = text[re.search(r"^ВВЕДЕНИЕ$", text, re.MULTILINE).start() :]  # type: ignore[union-attr]
    headings = (
        "ВВЕДЕНИЕ", "Задание", "Часть 1", "Часть 2", "Часть 3", "Самостоятельная работа",
        *(rf"Задание {number}\." for number in range(1, 7)), "Итоговая таблица",
        "ЗАКЛЮЧЕНИЕ", "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ",
    )  # fmt: skip
    places = [re.search(rf"^{heading}", text, re.MULTILINE) for heading in headings]
    assert None not in places
    starts = [place.start() for place in places if place]
    assert starts == sorted(starts)


def shown(value: float, *digits: int) -> str:
    """A pattern of `value` as the report writes it, with any of these numbers of digits."""
    return "|".join(f"{value:.{count}f}".replace(".", ",") for count in digits)


def test_numbers_are_those_of_the_results(build: Any, pages: list[str]) -> None:
    text = "\n".join(pages)
    results = build.results
    regression, xor, cifar, _ = results["sections"].values()
    assert re.search(shown(regression["final_mse"], 4, 5, 6), text)
    assert re.search(shown(xor["final_loss"], 1, 2, 3), text)
    for part in ("train", "test"):
        assert re.search(f"({shown(100 * cifar[f'{part}_accuracy'], 1, 2)}) %", text)
    for row in results["table"]:
        assert f"test = {100 * row['test']['mean']:.1f} ± {100 * row['test']['sd']:.1f}%" in text
        assert f"train = {100 * row['train']['mean']:.1f} ± {100 * row['train']['sd']:.1f}%" in text
    for place, (train, test) in enumerate(
        zip(cifar["per_class"]["train"], cifar["per_class"]["test"], strict=True)
    ):
        choice = results["assignment"]["classes"][place]
        for part in (train, test):  # as scikit-learn prints them
            figures = " ".join(f"{part[name]:.4f}" for name in ("precision", "recall", "f1"))
            assert f"{choice['id']} {figures} {part['support']}" in text


def test_every_font_is_embedded(build: Any, opened: OpenPdf) -> None:
    document = opened(build.pdf).doc
    found = [document.getobj(id) for xref in document.xrefs for id in xref.get_objids()]
    dictionaries = [entry for entry in found if isinstance(entry, dict)]
    fonts = [entry for entry in dictionaries if getattr(entry.get("Type"), "name", "") == "Font"]
    drawing = [font for font in fonts if font["Subtype"].name != "Type0"]  # which only refers
    assert len(drawing) >= 4
    for font in drawing:
        descriptor = resolve(font["FontDescriptor"])
        assert {"FontFile", "FontFile2", "FontFile3"} & descriptor.keys(), font["BaseFont"]


def test_the_stamp_is_on_all_pages_of_a_demo_and_on_no_other(build: Any, pages: list[str]) -> None:
    demo = build.results["data"]["kind"] == "demo"
    assert {"ДЕМО-ДАННЫЕ" in page for page in pages} == {demo}
    assert build.pdf.name == ("lab1-demo.pdf" if demo else "lab1.pdf")


def test_it_is_typeset_by_the_rules(build: Any, opened: OpenPdf) -> None:
    assert departures(opened(build.pdf), "bmstu", "short") == []


def test_so_it_is_in_the_other_style(copied: Any) -> None:
    assert copied.run("build", *WHO, "--data", "demo", "--style", "gost").returncode == 0
    with pdfplumber.open(copied.folder / "lab1-report" / "lab1-demo.pdf") as document:
        assert departures(document, "gost") == []
