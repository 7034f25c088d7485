"""Figures of self-study tasks 3 and 4: one hyperparameter changed, all else kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray

from lab1report.figures import panels, style
from lab1report.figures.numerals import Labels, Numerals

Floats = NDArray[np.floating]

_DASHES = ("--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
_FALL = 10  # percent of the iterations; what is higher before is cut off, all fall alike there
_BESIDE = 0.12  # of the range of values, at both of its ends


@style.sheet()
def batch(
    *,
    values: Floats,
    accuracy: Floats,
    low: Floats,
    high: Floats,
    compared: int,
    test_loss: Sequence[Floats],
    labels: Labels,
) -> Figure:
    """What the size of a batch does to test accuracy and test loss, the iterations kept.

    Args:
        values: shape (n,), increasing: the sizes.
        accuracy: shape (n,), mean test accuracy of each in [0, 1].
        low, high: shape (n,), its 95 % interval.
        compared: the index of the one that the others are compared with.
        test_loss: of each, shape (seeds, epochs); the numbers of epochs differ.
    """
    return _trend("series-batch", values, (accuracy, low, high), compared, test_loss, labels)


@style.sheet()
def rate(
    *,
    values: Floats,
    accuracy: Floats,
    low: Floats,
    high: Floats,
    compared: int,
    test_loss: Sequence[Floats],
    labels: Labels,
) -> Figure:
    """The same for the learning rate; the arguments are those of `batch`."""
    return _trend("series-rate", values, (accuracy, low, high), compared, test_loss, labels)


def _trend(
    name: str,
    values: Floats,
    accuracy: tuple[Floats, Floats, Floats],
    compared: int,
    test_loss: Sequence[Floats],
    labels: Labels,
) -> Figure:
    words, numerals = labels[name], Numerals.of(labels)
    texts = [numerals.shortest(float(value)) for value in values]
    longest = panels.LETTER_MM * max(map(len, (*texts, words["short"])))
    figure, grid = panels.panels(80, columns=2, right=4 + longest, top=8, bottom=22)
    left, right = grid[0]
    _accuracies(left, values, accuracy, compared, (words["others"], words["compared"]))
    left.set_xticks(values, texts, rotation=45 if _crowded(left, values, texts) else 0)
    left.xaxis.set_minor_locator(NullLocator())
    left.yaxis.set_major_formatter(numerals.linear_ticks())
    left.set(xlabel=words["value"], ylabel=words["accuracy"])

    shades = list(matplotlib.colormaps["viridis"](np.linspace(0.05, 0.72, len(values))))
    shades[compared] = style.BLACK
    ends: list[float] = []
    later: list[float] = []
    dashes = cycle(_DASHES)
    for index, (runs, color) in enumerate(zip(test_loss, shades, strict=True)):
        epochs = runs.shape[1]
        done = 100 * np.arange(1, epochs + 1) / epochs
        look: dict[str, Any] = (
            {"linestyle": "-", "linewidth": 2.2, "zorder": 1.9}
            if index == compared
            else {"linestyle": next(dashes), "linewidth": 1.4}
        )
        mean = panels.band(right, done, runs, color=color, strength=0.12, **look)
        ends.append(float(mean[-1]))
        later += mean[done >= _FALL].tolist()
    right.set(xlabel=words["done"], ylabel=words["loss"])
    right.set_xlim(0, 100)
    if np.isfinite(later).all():
        right.set_ylim(top=max(later) + 0.1 * (max(later) - min(later)) + 0.01)
    style.linear_axes(right, numerals)
    right.text(1.02, 1.05, words["short"], transform=right.transAxes)
    panels.end_labels(right, ends, texts, shades)
    panels.legend_at_bottom(figure, left, columns=2)
    return figure


def _accuracies(
    axes: Axes,
    values: Floats,
    accuracy: tuple[Floats, Floats, Floats],
    compared: int,
    names: tuple[str, str],
) -> None:
    mean, low, high = (100 * part for part in accuracy)
    axes.set_xscale("log", base=2)
    axes.plot(values, mean, color=style.GREY, linewidth=1, zorder=1.9)
    chosen = np.arange(len(values)) == compared
    looks = ((~chosen, style.BLUE, "o", names[0]), (chosen, style.BLACK, "s", names[1]))
    for which, color, marker, name in looks:
        axes.errorbar(
            values[which],
            mean[which],
            yerr=(mean[which] - low[which], high[which] - mean[which]),
            color=color,
            linestyle="none",
            marker=marker,
            markersize=7,
            capsize=4,
            label=name,
        )
    axes.axhline(mean[compared], color=style.BLACK, linewidth=1, linestyle=":")
    axes.margins(x=_BESIDE)


def _crowded(axes: Axes, values: Floats, texts: Sequence[str]) -> bool:
    """Whether the ticks' labels would meet on the logarithmic axis."""
    if len(values) < 2:
        return False
    steps = np.diff(np.log2(values))
    length = axes.get_position().width * style.TEXT_WIDTH_MM / (1 + 2 * _BESIDE)
    nearest = length * steps.min() / steps.sum()
    return bool(nearest < 1 + panels.LETTER_MM * max(map(len, texts)))
