"""Figures for a screen: the same drawing, with colours for light and for dark pages."""

import base64
import io
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from PIL import Image

from lab1report import resources
from lab1report.figures.plots import style, themed
from lab1report.figures.plots.dark_colors import INK, PAPER, dark

Draw = Callable[..., Figure]

PALETTE = (style.BLUE, style.ORANGE, style.SKY, style.GREEN, style.VERMILION, style.PURPLE)


@pytest.fixture(scope="module")
def figure() -> Figure:
    """A curve, and a field of colours with black letters."""
    drawn = Figure(figsize=(2, 1))
    axes = drawn.add_axes((0, 0, 1, 1))
    axes.plot([0, 1 / 3], [0, 1], color=style.BLUE)
    axes.text(0.5, 0.5, "a", **style.AS_DRAWN)
    return drawn


@pytest.fixture(scope="module")
def svg(figure: Figure) -> str:
    return themed.picture(figure).decode()


def luminance(color: str) -> float:
    """By the definition of sRGB (IEC 61966-2-1), written in another way than the program's."""
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = (part / 12.92 if part < 0.04 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_it_is_xml_of_the_drawings_size(svg: str) -> None:
    root = ElementTree.fromstring(svg)  # noqa: S314  # our own
    assert root.tag.endswith("svg")
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    assert (width, height) == (240, 120)  # 2 by 1 inch, 5/3 px a point
    assert root.attrib["viewBox"] == "0 0 144 72"


def test_each_colour_has_two_values(svg: str) -> None:
    rules = ElementTree.fromstring(svg).findtext(".//{*}style") or ""  # noqa: S314
    night = rules[rules.index("@media(prefers-color-scheme:dark)") :]
    assert f"--c0072b2:{dark('#0072b2')}" in night
    assert "stroke:var(--c0072b2)" in rules
    outside = re.sub("<style.*?</style>", "", svg)
    assert not re.findall(r"#[0-9a-f]{6}\b", outside)
    assert set(re.findall(r"var\(--c([0-9a-f]{6})\)", rules)) == set(
        re.findall(r"--c([0-9a-f]{6}):", night)
    )


def test_what_is_to_stay_as_drawn_is_in_a_class_that_is_never_dark(svg: str) -> None:
    assert svg.count("<g class='drawn'>") == 1
    light, _, night = svg.partition("@media")
    assert ":root,.drawn{" in light
    assert ".drawn" not in night.partition("}}")[0]


def test_places_are_hundredths(svg: str) -> None:
    paths = re.findall(r" d='([^']*)'", svg)
    assert paths
    assert not [path for path in paths if re.search(r"\.\d{3}|\s[A-Z]", path)]


def test_around_photographs_the_ground_of_the_page_is_seen(draw: Draw) -> None:
    drawn = themed.picture(draw("cifar-samples")).decode()
    (photographs,) = re.findall(r"xlink:href='data:image/png;base64,([^']+)'", drawn)
    with Image.open(io.BytesIO(base64.b64decode(photographs))) as image:
        assert set(image.getchannel("A").tobytes()) == {0, 255}
    assert "fill:var(--c000000)" in drawn  # the words beside them


def test_greys_go_from_ink_to_ground() -> None:
    assert dark("#000000") == INK
    assert dark("#ffffff") == PAPER
    css = (resources.folder("templates") / "web" / "page.css").read_text(encoding="utf-8")
    assert re.search(rf"--paper: light-dark\(#ffffff, {PAPER}\)", css)
    assert re.search(rf"--ink: light-dark\(#\w+, {INK}\)", css)


@pytest.mark.parametrize("color", [*PALETTE, "#440154"])
def test_colours_are_lighter_and_seen_on_the_ground(color: str) -> None:
    found = luminance(dark(color.lower()))
    assert found > luminance(color)
    assert (found + 0.05) / (luminance(PAPER) + 0.05) >= 3
