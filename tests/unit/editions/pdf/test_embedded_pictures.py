"""Pictures reach the PDF with the very bytes of their file, and look as they did."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import numpy as np
import pdfplumber
import pytest
from PIL import Image

from lab1report.editions.pdf.embedded_pictures import ready_pictures
from lab1report.editions.pdf.typesetting import render_pdf

NAME = "figures/loss.png"
CREATED = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _noise(mode: str, **options: Any) -> bytes:
    pixels = np.random.default_rng(0).integers(256, size=(40, 60, 3), dtype=np.uint8)
    buffer = BytesIO()
    Image.fromarray(pixels).convert(mode).save(buffer, "PNG", **options)
    return buffer.getvalue()


def _in_pdf(render: Callable[..., str], png: bytes) -> tuple[bytes, bytes]:
    """The PDF of a page with one picture, and the pixels of that picture in it."""
    page = render("<p>{{ fig('loss') }}</p>{{ figure('loss', 'Потери') }}")
    pdf = render_pdf(page, {NAME: png}, created=CREATED)
    with pdfplumber.open(BytesIO(pdf)) as document:
        (picture,) = (picture for page in document.pages for picture in page.images)
        return pdf, picture["stream"].get_data()


@pytest.mark.parametrize("level", [1, 9])
def test_the_compressed_rows_are_taken_over(render: Callable[..., str], level: int) -> None:
    png = _noise("RGB", compress_level=level)
    start = png.index(b"IDAT") + 4
    rows = png[start : start + int.from_bytes(png[start - 8 : start - 4], "big")]
    pdf, pixels = _in_pdf(render, png)
    assert rows in pdf
    assert pixels == Image.open(BytesIO(png)).tobytes()


def test_rows_in_several_chunks(render: Callable[..., str]) -> None:
    image = Image.fromarray(np.random.default_rng(0).integers(256, size=(200, 400, 3), dtype="u1"))
    buffer = BytesIO()
    image.save(buffer, "PNG")
    assert buffer.getvalue().count(b"IDAT") > 1
    assert _in_pdf(render, buffer.getvalue())[1] == image.tobytes()


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1"])
def test_other_pictures_are_left_to_weasyprint(render: Callable[..., str], mode: str) -> None:
    png = _noise(mode)
    assert ready_pictures({NAME: png}) == {}
    pdf, pixels = _in_pdf(render, png)
    assert pdf.startswith(b"%PDF")
    assert len(pixels) in (40 * 60, 40 * 60 * 3)


def test_what_is_no_png_is_left_alone(assets: Mapping[str, bytes]) -> None:
    ready = ready_pictures({**assets, "figures/a.svg": b"<svg/>"})
    assert {url for url in ready if url.startswith("asset:")} == {
        f"asset:{name}" for name in assets
    }
