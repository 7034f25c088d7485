"""Pictures become smaller where that keeps a report to its length, and only there."""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from lab1report.editions.pdf.fitting import Sizes
from lab1report.editions.pdf.typesetting import Typesetting

Render = Callable[..., str]

SENTENCE = "Сеть обучена на изображениях трёх классов. "
HEIGHT = 300


@pytest.fixture
def assets() -> dict[str, bytes]:
    buffer = BytesIO()
    Image.new("RGB", (400, HEIGHT), "navy").save(buffer, "PNG")
    return {f"figures/{name}.png": buffer.getvalue() for name in ("loss", "fall")}


def typesetting(render: Render, assets: dict[str, bytes], sentences: int) -> Typesetting:
    """A chapter with two pictures of 300 pixels and so much text."""
    body = f"""
    {{{{ section('part', 'Часть 1') }}}}
    <p>{{{{ fig('loss') }}}}, {{{{ fig('fall') }}}}</p>
    {{{{ figure('loss', 'Потери') }}}}
    {{{{ figure('fall', 'Падение') }}}}
    <p>{SENTENCE * sentences}</p>
    """
    return Typesetting(render(body), assets)


def pages(page: Typesetting, sizes: Sizes) -> int:
    return len(page._laid_out(sizes).pages)


def test_pictures_give_way_to_a_little_more_text(render: Render, assets: dict[str, bytes]) -> None:
    """Text is added until it needs another page: then the pictures give way, in two steps."""
    counts: dict[int, Sizes] = {}
    most = None
    for sentences in range(8, 40, 2):
        page = typesetting(render, assets, sentences)
        usual = page.fit()
        most = most or pages(page, usual)
        counts[sentences] = limited = page.fit(most_pages=most)
        if pages(page, usual) == most:
            assert limited == usual == {}
        elif pages(page, limited) > most:
            assert limited == usual, "no picture is made smaller in vain"
            break
    shares = [round(height / HEIGHT, 2) for sizes in counts.values() for height in sizes.values()]
    assert set(shares) == {0.92, 0.84}
    assert shares == sorted(shares, reverse=True)
