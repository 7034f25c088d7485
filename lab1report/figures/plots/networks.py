"""Draws fully connected networks: circles for neurons, lines for links, a column for each layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Patch, Rectangle
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import style
from lab1report.figures.plots.panels import LETTER_MM, LINE_MM

Floats = NDArray[np.floating]

_MOST = 10  # nodes of a column that is drawn in full
_HEAD = 5  # nodes above the dots of one that is not
_STEP_MM = 6.4
_RADIUS_MM = 2.3
_BIAS_MM = 9.0  # from the bias to the first node of its column
_LEFT_MM = 26.0  # for the names of the inputs
_LEAST_RIGHT_MM = 26.0
_LINK = "#9DB4C4"
_DOT_MM = 0.45


@dataclass(frozen=True)
class _Column:
    """The nodes of a layer that are drawn, from above: their numbers from 1, their heights."""

    units: int
    numbers: tuple[int, ...]
    heights: Floats

    @property
    def abridged(self) -> bool:
        return len(self.numbers) < self.units


@style.sheet()
def scheme(
    *,
    sizes: Sequence[int],
    activations: Sequence[str],
    inputs: str,
    outputs: Sequence[str],
    labels: Labels,
) -> Figure:
    """A network from its inputs at the left to its outputs at the right.

    Columns of more than ten nodes are abridged; counts above and below are of all of them. Links
    from the biases, drawn as inputs that are always one, are dashed.

    Args:
        sizes: the numbers of inputs and of the neurons of each layer.
        activations: a key of the words `relu`, `sigmoid`, `none` for each layer.
        inputs: TeX of an input, with {number}; one alone has no number.
        outputs: a name for each output.
    """
    words, numerals = labels["network"], Numerals.of(labels)
    columns = [_column(size) for size in sizes]
    named = [outputs[number - 1] for number in columns[-1].numbers]
    right = max(_LEAST_RIGHT_MM, _RADIUS_MM + 3 + LETTER_MM * max(map(len, named)))
    places = np.linspace(_LEFT_MM, style.TEXT_WIDTH_MM - right, len(sizes))
    between = float(places[1] - places[0])
    above = [
        style.wrap(_counts(*pair, words, numerals), int(between / LETTER_MM))
        for pair in pairwise(sizes)
    ]
    below = [
        words[kind].format(count=numerals.fixed(size), activation=words.get(activation, ""))
        for kind, size, activation in zip(
            _kinds(len(sizes)), sizes, ["", *activations], strict=True
        )
    ]
    longest = max(len(line) for text in (*above, *below) for line in text.splitlines())
    size = style.SMALL_FONT_SIZE * min(1, between / (LETTER_MM * longest))

    half = max(float(column.heights[0]) for column in columns) + _RADIUS_MM
    top = half + _BIAS_MM + (1 + max(text.count("\n") for text in above)) * LINE_MM
    bottom = half + 3 * LINE_MM + 3
    figure = Figure(figsize=(style.TEXT_WIDTH_MM * style.MM, (top + bottom) * style.MM))
    axes = figure.add_axes((0, 0, 1, 1), aspect="equal")
    axes.set(xlim=(0, style.TEXT_WIDTH_MM), ylim=(-bottom, top))
    axes.axis("off")
    centred = {"ha": "center", "va": "top", "fontsize": size}
    for text, pair, (before, after) in zip(above, pairwise(places), pairwise(columns), strict=True):
        _between(axes, pair, before, after)
        axes.text(sum(pair) / 2, top - 0.5, text, centred)
    for text, x, column, kind in zip(below, places, columns, _kinds(len(sizes)), strict=True):
        _nodes(axes, x, column.heights, square=kind == "input", color=_COLORS[kind])
        if column.abridged:
            _dots(axes, x, column)
        axes.text(x, -half - 2, text, centred)
    _name(axes, places[0] - _RADIUS_MM - 1, columns[0], _numbered(inputs, columns[0]), "right")
    _name(axes, places[-1] + _RADIUS_MM + 1, columns[-1], named, "left")
    return figure


def _counts(inputs: int, units: int, words: Mapping[str, str], numerals: Numerals) -> str:
    links = numerals.fixed(inputs * units)
    return words["counts"].format(
        inputs=numerals.fixed(inputs), units=numerals.fixed(units), links=links
    )


def _kinds(columns: int) -> list[str]:
    return ["input", *["hidden"] * (columns - 2), "output"]


def _between(axes: Axes, places: tuple[float, float], before: _Column, after: _Column) -> None:
    """The links between two columns, and the bias above the first."""
    bias = before.heights[:1] + _BIAS_MM
    _links(axes, places, before.heights, after.heights, color=_LINK)
    _links(axes, places, bias, after.heights, color=style.VERMILION, linestyle=(0, (4, 3)))
    _nodes(axes, places[0], bias, square=True, color="#FFFFFF", edge=style.VERMILION)
    look = {"ha": "center", "va": "center_baseline", "fontsize": style.DENSE_FONT_SIZE}
    axes.text(places[0], float(bias[0]), "1", look)


_COLORS = {"input": "#E4E4E4", "hidden": style.SKY, "output": style.ORANGE}


def _column(units: int) -> _Column:
    if units <= _MOST:
        rows = np.arange(units, dtype=float)
        numbers = tuple(range(1, units + 1))
    else:  # two steps are left to the dots
        rows = np.array([*range(_HEAD), _HEAD + 1], dtype=float)
        numbers = (*range(1, _HEAD + 1), units)
    return _Column(units, numbers, (rows[-1] / 2 - rows) * _STEP_MM)


def _numbered(name: str, column: _Column) -> list[str]:
    if column.units == 1:
        return [name.format(number="")]
    return [name.format(number=f"_{{{number}}}") for number in column.numbers]


def _links(
    axes: Axes, places: tuple[float, float], before: Floats, after: Floats, **look: Any
) -> None:
    left, right = places
    lines = [((left, start), (right, end)) for start in before for end in after]
    axes.add_collection(LineCollection(lines, linewidths=0.6, zorder=1, **look))


def _nodes(
    axes: Axes, x: float, heights: Floats, *, square: bool, color: str, edge: str = style.BLACK
) -> None:
    side = 1.7 * _RADIUS_MM
    shapes: list[Patch] = [
        Rectangle((x - side / 2, y - side / 2), side, side)
        if square
        else Circle((x, y), _RADIUS_MM)
        for y in heights
    ]
    axes.add_collection(
        PatchCollection(shapes, facecolor=color, edgecolor=edge, linewidth=0.9, zorder=2)
    )


def _dots(axes: Axes, x: float, column: _Column) -> None:
    middle = float(column.heights[-2:].mean())
    spots: list[Patch] = [Circle((x, middle + shift), _DOT_MM) for shift in (-1.6, 0.0, 1.6)]
    axes.add_collection(PatchCollection(spots, facecolor=style.BLACK, edgecolor="none", zorder=3))


def _name(axes: Axes, x: float, column: _Column, names: Sequence[str], side: str) -> None:
    """Names beside the nodes of a column: `side` of each text is at `x`."""
    for name, y in zip(names, column.heights, strict=True):
        axes.text(x, y, name, ha=side, va="center_baseline")
