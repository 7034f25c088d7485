"""The user's picture for the title page."""

import base64
from pathlib import Path

import pytest
from PIL import Image

from lab1report.errors import UserError
from lab1report.pages.arms import read_arms

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'


def test_a_png_becomes_a_data_url(tmp_path: Path) -> None:
    path = tmp_path / "arms.PNG"
    Image.new("RGB", (4, 4), "red").save(path, format="PNG")
    url = read_arms(path)
    assert url.startswith("data:image/png;base64,")
    assert base64.b64decode(url.split(",")[1]) == path.read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        "<rect/>",
        '<a href="https://x"/>',
        '<use href="#a"/>',
        '<image href="data:image/png;base64,AA"/>',
    ],
)
def test_an_svg_of_one_file(tmp_path: Path, body: str) -> None:
    path = tmp_path / "arms.svg"
    path.write_text(SVG.format(body))
    assert read_arms(path).startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    "body",
    [
        '<image href="file:///etc/passwd"/>',
        "<image xlink:href='http://localhost/a.png'/>",
        "<style>@import 'a.css';</style>",
        '<rect style="fill: url( http://localhost/a )"/>',
        "<style>p { fill: u&#114;l(a.png) }</style>",
    ],
)
def test_an_svg_that_reads_other_files_is_refused(tmp_path: Path, body: str) -> None:
    path = tmp_path / "arms.svg"
    path.write_text(SVG.format(body))
    with pytest.raises(UserError, match="refers to other files"):
        read_arms(path)


@pytest.mark.parametrize("name", ["arms.png", "arms.jpg", "arms.svg"])
def test_what_is_no_picture(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x89PNG\r\n\x1a\n but no more")
    with pytest.raises(UserError, match=name):
        read_arms(path)


def test_an_html_page_is_no_svg(tmp_path: Path) -> None:
    path = tmp_path / "arms.svg"
    path.write_text("<html>hello <svg/></html>")
    with pytest.raises(UserError, match="not an SVG picture"):
        read_arms(path)


def test_a_picture_of_another_kind_or_too_large(tmp_path: Path) -> None:
    path = tmp_path / "arms.jpg"
    Image.new("RGB", (4, 4), "red").save(path, format="PNG")
    with pytest.raises(UserError, match="the name says image/jpeg"):
        read_arms(path)
    path = tmp_path / "arms.png"
    Image.new("1", (14000, 14000)).save(path)
    with pytest.raises(UserError, match=r"too large|can be read"):
        read_arms(path)
