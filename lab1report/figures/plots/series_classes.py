"""Figures of self-study task 1: what sets the classes apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style
from lab1report.figures.plots.mosaic import SIDE, TEXT_WIDTH, Mosaic, captioned
from lab1report.figures.plots.ticks import linear_ticks
from lab1report.tasks.normalization import normalized, recolored, restored

Floats = NDArray[np.floating]

_LINE = 38  # pixels: a line of small letters, and what is left to the next
_MOST_COLUMNS = 5


@style.sheet()
def classes(
    *,
    train: Floats,
    test: Floats,
    low: Floats,
    high: Floats,
    nearest_mean: Floats | None,
    titles: Sequence[str],
    labels: Labels,
) -> Figure:
    """How much of each class the base recognises, and how much its mean image alone would.

    Args:
        train, test: recall of each class in [0, 1], mean over seeds.
        low, high: the 95 % interval of `test`.
        nearest_mean: recall of the nearest mean image on the test images; None: not known.
        titles: the title of each class.
    """
    words, numerals = labels["series-classes"], Numerals.of(labels)
    names = [style.wrap(title, 18) for title in titles]
    figure, grid = panels.panels(
        24 + 17 * len(names), left=panels.margin_for(names), right=15, bottom=21
    )
    axes = grid[0, 0]
    panels.name_rows(axes, names)
    axes.grid(visible=False, axis="y")
    for border in range(1, len(names)):
        axes.axhline(border - 0.5, color="#DDDDDD", linewidth=0.6)
    rows = np.arange(len(names), dtype=float)
    point = {"linestyle": "none", "markersize": 7, "clip_on": False}
    look = {"color": style.BLUE, "marker": "o", "markerfacecolor": "white"}
    axes.plot(100 * train, rows - 0.27, label=words["train"], **look, **point)
    axes.errorbar(
        100 * test,
        rows,
        xerr=100 * np.array([test - low, high - test]),
        color=style.VERMILION,
        marker="D",
        capsize=4,
        label=words["test"],
        **point,
    )
    _values(axes, 100 * train, 100 * train, rows - 0.27, numerals)
    _values(axes, 100 * test, 100 * high, rows, numerals)
    if nearest_mean is not None:
        look = {"color": style.BLACK, "marker": "^", "markerfacecolor": style.GREY}
        axes.plot(100 * nearest_mean, rows + 0.27, label=words["nearest"], **look, **point)
        _values(axes, 100 * nearest_mean, 100 * nearest_mean, rows + 0.27, numerals)
    left, _ = axes.get_xlim()
    axes.set_xlim(max(0, left), 100)
    axes.set_xlabel(words["recall"])
    axes.xaxis.set_major_formatter(linear_ticks(numerals))
    panels.legend_at_bottom(figure, axes, columns=3)
    return figure


def _values(axes: Axes, values: Floats, right: Floats, rows: Floats, numerals: Numerals) -> None:
    """Each value beside what is drawn of it, which ends at `right`."""
    for value, x, y in zip(values, right, rows, strict=True):
        axes.annotate(
            numerals.fixed(float(value), 1),
            (x, y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center_baseline",
            annotation_clip=False,
        )


@style.sheet()
def means(
    *, images: Floats, class_ids: Sequence[int], titles: Sequence[str], labels: Labels
) -> Figure:
    """The mean training image of each class.

    Args:
        images: shape (classes, 32, 32, 3), 0 to 255.
        class_ids, titles: the fine label and the title of each.
    """
    words = labels["series-means"]
    pictures = images.round().clip(0, 255).astype(np.uint8)
    captions = [
        words["class"].format(id=class_id, title=title)
        for class_id, title in zip(class_ids, titles, strict=True)
    ]
    return _captioned(pictures, captions, columns=len(images), scale=8)


@style.sheet()
def mistakes(
    *,
    images: NDArray[np.uint8],
    true: Sequence[str],
    taken_for: Sequence[str],
    confidence: Sequence[float],
    labels: Labels,
) -> Figure:
    """Test images that the base takes for another class, in the order given.

    Args:
        images: shape (n, 32, 32, 3), n > 0.
        true, taken_for: the title of the class of each, and of the one it is taken for.
        confidence: the probability that the base gives to the latter, in [0, 1].
    """
    words, numerals = labels["series-mistakes"], Numerals.of(labels)
    captions = [
        words["mistake"].format(true=a, taken=b, percent=numerals.fixed(100 * probability))
        for a, b, probability in zip(true, taken_for, confidence, strict=True)
    ]
    rows = -(-len(images) // _MOST_COLUMNS)
    return _captioned(images, captions, columns=-(-len(images) // rows), scale=5)


@style.sheet()
def saturation(
    *,
    images: NDArray[np.uint8],
    titles: Sequence[str],
    factor: float,
    color_share: float,
    labels: Labels,
) -> Figure:
    """Images as they are and, below each, with `factor` times as much colour.

    As a network sees them, turned back into pixels; what is beyond black and white is cut off.

    Args:
        images: shape (n, 32, 32, 3), n > 0.
        titles: the title of the class of each.
        color_share: as in `recolored`.
    """
    words, numerals = labels["series-saturation"], Numerals.of(labels)
    changed = restored(recolored(normalized(images), factor, color_share))
    below = words["changed"].format(factor=numerals.shortest(factor))
    return _captioned(
        np.concatenate([images, changed.round().clip(0, 255).astype(np.uint8)]),
        [*titles, *[below] * len(images)],
        columns=len(images),
        scale=5,
    )


def _captioned(
    images: NDArray[np.uint8], captions: Sequence[str], *, columns: int, scale: int
) -> Figure:
    """Images in rows, each with its caption below; the lines of a caption stay as they are."""
    cell = TEXT_WIDTH // columns
    scale = max(1, min(scale, cell // (SIDE + 2)))
    letters = int(cell / (panels.LETTER_MM * style.MM * style.DPI))
    texts = [
        "\n".join(style.wrap(line, letters) for line in caption.splitlines())
        for caption in captions
    ]
    caption = 12 + _LINE * max(text.count("\n") + 1 for text in texts)
    side = SIDE * scale + 2
    gap = min(cell - side, side)  # few images stand together rather than at the edges
    mosaic = Mosaic(images, columns=columns, scale=scale, gap=(gap, caption + 12))
    size = style.SMALL_FONT_SIZE
    return captioned(mosaic, texts, room=caption, gap=8, size=size)
