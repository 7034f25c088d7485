"""The words of two PDFs, whatever font they are set in and where their lines end."""

from datetime import UTC, datetime
from html import escape

import pikepdf
import pytest

from lab1report.editions.pdf.typesetting import render_pdf
from lab1report.verify.words import word_differences
from tests.tampering.common import changed

TEXT = "Сеть обучена на изображениях трёх классов; верны 83,7 % ответов. " * 30


def page(text: str, *, font: str = "serif", width: str = "90mm") -> bytes:
    style = (
        f'@font-face {{ font-family: A; src: url("font:{font}-regular") }}'
        f"@page {{ size: 120mm 80mm }} p {{ font: 10pt A; width: {width}; hyphens: auto }}"
    )
    head = f"<head><title>a</title><style>{style}</style></head>"
    html = f'<html lang="ru">{head}<body><p>{escape(text)}</p></body></html>'
    return render_pdf(html, {}, created=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.slow
def test_words_are_compared_and_nothing_else() -> None:
    honest = page(TEXT)
    assert word_differences(honest, honest) == []
    assert word_differences(page(TEXT, font="mono"), honest) == []
    assert word_differences(page(TEXT, width="40mm"), honest) == [], "other lines, other pages"


@pytest.mark.slow
def test_another_word_is_named_with_its_page() -> None:
    forged = page(TEXT[:1500] + TEXT[1500:].replace("83,7", "93,7", 1), font="mono")
    (said,) = word_differences(forged, page(TEXT))
    own, _, made = said.what.partition("», not «")
    assert "93,7" in own
    assert "83,7" in made
    name, _, number = said.place.partition(" ")
    assert name == "page"
    assert int(number) > 1
    (said,) = word_differences(page(TEXT[:-9]), page(TEXT))
    assert "«», not «" in said.what
    (said,) = word_differences(page(TEXT + "Ещё."), page(TEXT))
    assert "Ещё." in said.what


@pytest.mark.slow
def test_what_a_file_has_besides_its_pages_is_named() -> None:
    honest = page("a")

    def add(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    (said,) = word_differences(changed(honest, add), honest)
    assert said.said.startswith("the file: it has /OpenAction")
    (said,) = word_differences(honest[:500], honest)
    assert said.said.startswith("the file: it cannot be shown")
