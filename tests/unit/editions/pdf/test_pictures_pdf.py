"""Pictures look in the PDF as they do in their files."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pdfplumber
import pytest
from PIL import Image

from lab1report.editions.pdf.typesetting import render_pdf

NAME = "figures/loss.png"
CREATED = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_every_pixel_is_kept(render: Callable[..., str], mode: str) -> None:
    noise = np.random.default_rng(0).integers(256, size=(40, 60, 3), dtype=np.uint8)
    image = Image.fromarray(noise).convert(mode)
    buffer = BytesIO()
    image.save(buffer, "PNG")
    page = render("<p>{{ fig('loss') }}</p>{{ figure('loss', 'Потери') }}")
    pdf = render_pdf(page, {NAME: buffer.getvalue()}, created=CREATED)
    with pdfplumber.open(BytesIO(pdf)) as document:
        (picture,) = (picture for page in document.pages for picture in page.images)
        assert picture["stream"].get_data() == image.tobytes()
