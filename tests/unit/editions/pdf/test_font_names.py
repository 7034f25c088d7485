"""A PDF names and embeds the very font that was chosen."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from lab1report.editions.pdf.typesetting import render_pdf
from lab1report.figures import fonts
from lab1report.figures.font_search import find
from tests.made_fonts import stand_in, write
from tests.unit.editions.pdf.typesetting.embedded import embedded_fonts

FACES = "".join(
    f'@font-face {{ font-family: "Report Serif"; src: url("font:serif-{face}"); {look} }}'
    for face, look in zip(
        fonts.FACES,
        ("", "font-weight: bold", "font-style: italic", "font-weight: bold; font-style: italic"),
        strict=True,
    )
)
PAGE = (
    '<html lang="ru"><head><title>a</title><style>'
    f'{FACES} p {{ font-family: "Report Serif" }}</style></head>'
    "<body><p>a <b>b</b> <i>c <b>d</b></i></p></body></html>"
)


def rendered() -> bytes:
    return render_pdf(PAGE, {}, created=datetime(2026, 1, 1, tzinfo=UTC))


def names(pdf: bytes) -> Iterator[tuple[str, str]]:
    """What each font is called within the PDF, in its description and in each of its parts."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for font in embedded_fonts(document):
            assert font.parts == {font.name}, "PDF/A wants the same name everywhere"
            yield font.name.partition("+")[2], font.family


@pytest.mark.slow
def test_the_faces_have_the_names_of_the_chosen_font(tmp_path: Path) -> None:
    before = rendered()
    with fonts.using(find(str(write(tmp_path, stand_in())))):
        found = rendered()
    times = "Times New Roman"
    endings = ("", "-Bold", "-Italic", "-BoldItalic")
    assert set(names(found)) == {(f"TimesNewRoman{ending}", times) for ending in endings}
    assert {family for _, family in names(before)} == {"Report Serif"}
    assert rendered() == before
