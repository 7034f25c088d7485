"""Lines are full where a run of text fits but for its last space."""

from collections.abc import Sequence
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


def lines(text: str, widths: Sequence[int], *, mended: bool) -> dict[int, list[str]]:
    """By width in millimetres, each on a page of its own: the lines of `text` but the last."""
    style = (
        "@page { size: A4; margin: 10mm } p { font: 14pt serif; break-after: page;"
        " hyphens: auto; hyphenate-limit-chars: 6 3 3; text-align: justify }"
    )
    paragraphs = "".join(f"<p style='width: {width}mm'>{text}</p>" for width in widths)
    html = f"<html lang=ru><style>{style}</style>{paragraphs}</html>"
    with whole_lines() if mended else nullcontext():
        pdf = HTML(string=html).write_pdf()
    with pdfplumber.open(BytesIO(pdf)) as document:
        return {
            width: [line["text"] for line in page.extract_text_lines()][:-1]
            for width, page in zip(widths, document.pages, strict=True)
        }


@pytest.mark.slow
@pytest.mark.parametrize("text", [TEXT, SPAN], ids=["text", "span"])
def test_a_line_ends_where_it_is_full(text: str) -> None:
    """WeasyPrint alone ends a line early at some of these widths; if not, mend no more."""
    alone = lines(text, range(100, 190), mended=False)
    short = [width for width, found in alone.items() if is_short(found)]
    assert short
    mended = lines(text, [*short, *range(100, 190, 20)], mended=True)
    assert not [width for width, found in mended.items() if is_short(found)]


def is_short(lines: list[str]) -> bool:
    """Whether one has less than half of the letters of the longest."""
    return min(map(len, lines)) < max(map(len, lines)) / 2
