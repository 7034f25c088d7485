"""Lines are full where a run of text fits but for its last space."""

from contextlib import nullcontext
from io import BytesIO

import pdfplumber
import pytest
from weasyprint import HTML

from lab1report.editions.pdf.line_breaks import whole_lines

TEXT = (
    "Дикобраз и гусеница, чьи средние изображения ближе. На <b>рисунке</b> собраны ошибки, в"
    " которых сеть увереннее всего: неверному классу дана вероятность от 89 до 100 процентов."
)
SPAN = TEXT.replace("Дикобраз", "<span style='white-space: nowrap'>Дикобраз</span>")


def lines(text: str, width: int, *, mended: bool) -> list[str]:
    """The lines of `text` over `width` millimetres but the last."""
    style = (
        f"@page {{ size: A4; margin: 10mm }} p {{ width: {width}mm; font: 14pt serif;"
        " hyphens: auto; hyphenate-limit-chars: 6 3 3; text-align: justify }"
    )
    html = f"<html lang=ru><style>{style}</style><p>{text}</p></html>"
    with whole_lines() if mended else nullcontext():
        pdf = HTML(string=html).write_pdf()
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [line["text"] for line in document.pages[0].extract_text_lines()][:-1]


@pytest.mark.parametrize("text", [TEXT, SPAN], ids=["text", "span"])
def test_a_line_ends_where_it_is_full(text: str) -> None:
    """WeasyPrint alone ends a line early at some of these widths; if not, mend no more."""
    widths = range(100, 190)
    short = [width for width in widths if is_short(lines(text, width, mended=False))]
    assert short
    for width in {*short, *widths[::20]}:
        assert not is_short(lines(text, width, mended=True)), width


def is_short(lines: list[str]) -> bool:
    """Whether one has less than half of the letters of the longest."""
    return min(map(len, lines)) < max(map(len, lines)) / 2
