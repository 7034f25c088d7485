"""The streams of the PDF, compressed once."""

import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from lab1report.editions.pdf import typesetting
from lab1report.editions.pdf.typesetting import render_pdf

Render = Callable[..., str]
CREATED = datetime(2026, 11, 23, tzinfo=UTC)
PAGE = "<p>{{ fig('code') }}</p>{{ cell(stage, 'code', 'Код') }}"


def test_each_stream_is_compressed_once_and_the_file_is_the_same(
    render: Render, assets: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    compressed: list[int] = []
    original = zlib.compressobj

    def counted(*arguments: Any, **named: Any) -> Any:
        compressed.append(1)
        return original(*arguments, **named)

    monkeypatch.setattr(zlib, "compressobj", counted)
    html = render(PAGE)
    once = render_pdf(html, assets, created=CREATED)
    of_once = len(compressed)
    monkeypatch.setattr(typesetting, "compress", lambda _: None)
    usual = render_pdf(html, assets, created=CREATED)

    assert once == usual
    of_usual = len(compressed) - of_once
    assert of_once <= of_usual / 2 + 2  # the list of objects is made, and compressed, last
