"""What holds for every figure."""

import re
from collections.abc import Callable
from io import BytesIO
from types import ModuleType

import matplotlib
import pytest
from matplotlib.figure import Figure
from PIL import Image

from lab1report.figures.drawing import drawings_of
from lab1report.figures.numerals import Labels
from lab1report.figures.plots import export, series

Draw = Callable[..., Figure]
Shown = Callable[[Figure], set[str]]
Overhang = Callable[..., float]

NAMES = (
    "regression-sample",
    "regression-fits",
    "regression-loss",
    "xor-sample",
    "xor-loss",
    "xor-surface",
    "cifar-samples",
    "cifar-curves",
    "cifar-confusion",
    "cifar-weights",
    "network",
)
# Two of them stand side by side
HALVES = ("xor-loss", "xor-surface")
# What the classes' titles are called
TITLES = {
    "cifar-samples": "titles",
    "cifar-confusion": "titles",
    "network": "outputs",
}
every_figure = pytest.mark.parametrize("name", NAMES)


def test_the_word_file_has_a_table_for_each_figure(labels: Labels) -> None:
    studied = {f"series-{name}" for name in ("names", *series.__all__)}
    assert set(labels) == {"number", *NAMES, *studied}


@pytest.mark.slow
@every_figure
def test_svg_is_the_same_twice_and_without_date(name: str, draw: Draw) -> None:
    first = export.svg(draw(name))
    assert first == export.svg(draw(name))
    assert b"<dc:date>" not in first


@every_figure
def test_png_is_rgb_and_as_wide_as_its_place_and_nothing_reaches_over_its_edge(
    name: str, draw: Draw, overhang: Overhang
) -> None:
    figure = draw(name)
    image = Image.open(BytesIO(export.png(figure)))
    assert overhang(figure, drawn=True) < 0.1
    assert image.mode == "RGB"
    width_mm, height_mm = (pixels / 200 * 25.4 for pixels in image.size)
    assert width_mm == pytest.approx(83 if name in HALVES else 170, abs=0.2)
    assert 20 < height_mm < 130


@every_figure
def test_words_come_from_the_labels(name: str, draw: Draw, labels: Labels, shown: Shown) -> None:
    """With foreign words and Latin titles no Cyrillic letter is left."""
    foreign = {table: dict.fromkeys(words, "word") for table, words in labels.items()}
    titles = {TITLES[name]: ["one", "two", "three"]} if name in TITLES else {}
    texts = shown(draw(name, labels={**foreign, "number": labels["number"]}, **titles))
    assert "word" in texts
    assert not re.search("[А-Яа-яЁё]", " ".join(texts))


@pytest.mark.slow
@every_figure
def test_png_is_the_same_twice_without_metadata_and_leaves_settings_alone(
    name: str, draw: Draw
) -> None:
    with matplotlib.rc_context({"font.size": 31, "axes.grid": False}):
        before = dict(matplotlib.rcParams)
        strange = export.png(draw(name))
        assert dict(matplotlib.rcParams) == before
    assert strange == export.png(draw(name))
    chunks = set(re.findall(rb"tEXt|tIME|iTXt|zTXt|eXIf", strange))
    assert chunks == set()


def test_a_section_of_a_course_draws_its_own_figures() -> None:
    """Not only those that this package lists: the section says which module draws them."""
    made = ModuleType("dispersion")
    figure = Figure()
    made.spread = lambda x, labels: {2: figure}[x]  # type: ignore[attr-defined]
    figures = drawings_of({"dispersion-spread": {"x": 2}}, {}, plots=lambda: made)
    assert figures["dispersion-spread"]() is figure
