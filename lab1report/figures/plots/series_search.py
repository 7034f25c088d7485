"""The figure of self-study task 5 that shows the search of each network's hyperparameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style

_NAME_LETTERS = 28
_CELL_MM = 11.5
_CENTRED = {"ha": "center", **style.AS_DRAWN}  # over the colour of a cell
_ACCURACY = LinearSegmentedColormap.from_list("accuracy", ["#FFFFFF", style.SKY])


class SearchPoint(NamedTuple):
    """One point of a network's search; the accuracy on held-out images in [0, 1]."""

    lr: float
    batch_size: int
    epochs: int
    saturation: float
    accuracy: float
    chosen: bool


@style.sheet()
def search(
    *, names: Sequence[str], candidates: Sequence[Sequence[SearchPoint]], labels: Labels
) -> Figure:
    """The accuracy of every candidate on held-out images, a row a network, the chosen framed.

    Args:
        names: shape (n,).
        candidates: those of each network, at least one; more than fit take further lines. Where
            saturations differ, nothing else does.
    """
    words, numerals = labels["series-search"], Numerals.of(labels)
    lines = [style.wrap(name, _NAME_LETTERS) for name in names]
    left, right = panels.margin_for(lines), 4
    points = [point for row in candidates for point in row]
    texts = [text for row in candidates for text in _hyperparameters(row, words, numerals)]
    widest = 2 + panels.LETTER_MM * max(map(len, texts))
    fitting = int((style.TEXT_WIDTH_MM - left - right) / widest)
    columns = max(1, min(fitting, max(map(len, candidates))))
    heights = [-(-len(row) // columns) for row in candidates]
    note = style.wrap(words["note"], 85)
    bottom = 3 + panels.LINE_MM * (note.count("\n") + 1)
    figure, grid = panels.panels(
        panels.rows_height(sum(heights), _CELL_MM, rest=2 + bottom),
        left=left,
        right=right,
        top=1,
        bottom=bottom,
    )
    axes = grid[0, 0]
    axes.set(xlim=(0, columns), ylim=(sum(heights), 0))
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    tops = np.cumsum([0, *heights[:-1]])
    axes.set_xticks([])
    axes.set_yticks(tops + np.array(heights) / 2, lines)
    figure.text(0.5, 1.2 / (figure.get_figheight() / style.MM), note, ha="center", va="bottom")

    places = [
        (index % columns, top + index // columns)
        for top, row in zip(tops, candidates, strict=True)
        for index in range(len(row))
    ]
    for (x, y), point, text in zip(places, points, texts, strict=True):
        middle = x + 0.5, y + 0.5
        weight = "bold" if point.chosen else "normal"
        accuracy = numerals.fixed(100 * point.accuracy, 1)
        axes.text(*middle, accuracy, _CENTRED, va="bottom", fontweight=weight)
        axes.text(*middle, text, _CENTRED, va="top", fontsize=style.DENSE_FONT_SIZE)
    shown = [_cell(*place) for place in places]
    chosen = [_cell(*place) for place, point in zip(places, points, strict=True) if point.chosen]
    values = np.array([point.accuracy for point in points])
    shades = (values - values.min()) / max(np.ptp(values), 1e-9)
    colors = matplotlib.colors.to_rgba_array(list(_ACCURACY(shades)))
    look = {"edgecolor": "#BBBBBB", "lw": 0.6, **style.AS_DRAWN}
    axes.add_collection(PatchCollection(shown, facecolor=colors, **look))
    axes.add_collection(
        PatchCollection(chosen, facecolor="none", edgecolor=style.BLACK, linewidth=2)
    )
    return figure


def _cell(x: float, y: float) -> Rectangle:
    return Rectangle((x + 0.03, y + 0.06), 0.94, 0.88)


def _hyperparameters(
    row: Sequence[SearchPoint], words: Mapping[str, str], numerals: Numerals
) -> list[str]:
    if len({point.saturation for point in row}) > 1:
        return [
            words["colours"].format(factor=numerals.shortest(point.saturation)) for point in row
        ]
    return [
        words["cell"].format(
            lr=numerals.shortest(point.lr),
            batch=numerals.fixed(point.batch_size),
            epochs=numerals.fixed(point.epochs),
        )
        for point in row
    ]
