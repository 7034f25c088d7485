"""Figures of self-study tasks 3 and 4: one hyperparameter changed, all else the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style
from lab1report.figures.plots.ticks import linear_ticks

Floats = NDArray[np.floating]

_LEFT, _RIGHT = (18, 68), (88, 166)  # where the two halves begin and end, in millimetres
_TOP = 8
_COLUMNS = 2  # of small panels, one for each value
_PANEL_MM = 30  # high at most
_TITLE_MM = 7
_COMPARED: dict[str, Any] = {"color": style.BLACK, "linewidth": 1.2, "strength": 0.15}
_OTHER: dict[str, Any] = {"color": style.BLUE, "linewidth": 1.6, "linestyle": "--"}
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
    """The effect of the batch size on test accuracy and loss, at the same number of iterations.

    The loss of each value has a panel of its own, together with the one compared with: five
    bands laid over each other can not be read.

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
    others = [index for index in range(len(values)) if index != compared]
    rows = -(-len(others) // _COLUMNS)
    slanted = _crowded(values, texts)
    bottom = 22 + (0.7 * panels.LETTER_MM * max(map(len, texts)) if slanted else 2)
    around = bottom + 10
    each = min(_PANEL_MM, (panels.PAGE_MM - around) / rows - _TITLE_MM)
    height = max(90.0, around + rows * (each + _TITLE_MM))
    figure = Figure(figsize=(style.TEXT_WIDTH_MM * style.MM, height * style.MM))
    whole = figure.add_gridspec(1, 1, **_margins(*_LEFT, bottom, height))
    left = figure.add_subplot(whole[0])
    _accuracies(left, values, accuracy, compared, (words["others"], words["compared"]))
    left.set_xticks(values, texts, rotation=45 if slanted else 0)
    left.xaxis.set_minor_locator(NullLocator())
    left.yaxis.set_major_formatter(linear_ticks(numerals))
    left.set(xlabel=words["value"], ylabel=words["accuracy"])

    room = {"wspace": 0.2, "hspace": 1.2 * _TITLE_MM / each}
    right = figure.add_gridspec(rows, _COLUMNS, **room, **_margins(*_RIGHT, bottom, height))
    first: Axes | None = None
    later: list[float] = []
    for place, index in enumerate(others):
        axes = figure.add_subplot(right[place], sharex=first, sharey=first)
        first = first or axes
        for which, look in ((compared, _COMPARED), (index, _OTHER)):
            done, runs = _progress(test_loss[which])
            mean = panels.band(axes, done, runs, **look)
            later += mean[done >= _FALL].tolist()
        axes.set_title(words["one"].format(value=texts[index]), fontsize=style.SMALL_FONT_SIZE)
        style.linear_axes(axes, numerals)
        axes.tick_params(labelleft=place % _COLUMNS == 0)
        axes.tick_params(labelbottom=place + _COLUMNS >= len(others))
    assert first is not None  # noqa: S101  # there is at least one value beside the compared
    first.set_xlim(0, 100)
    first.set_xticks([0, 50, 100])
    later = [value for value in later if np.isfinite(value)]
    if later:
        margin = 0.1 * (max(later) - min(later)) + 0.01
        first.set_ylim(min(later) - 2 * margin, max(later) + margin)
    _name_axes_of_panels(figure, words, bottom, height)
    panels.legend_at_bottom(figure, left, columns=2)
    return figure


def _name_axes_of_panels(
    figure: Figure, words: Mapping[str, str], bottom: float, height: float
) -> None:
    """Once for all panels: below them and at their left."""
    middle = sum(_RIGHT) / 2 / style.TEXT_WIDTH_MM
    below = (bottom - 12.5) / height
    figure.text(middle, below, words["done"], ha="center", fontsize=style.FONT_SIZE)
    figure.text(
        (_RIGHT[0] - 14) / style.TEXT_WIDTH_MM,
        (bottom + height - _TOP) / 2 / height,
        words["loss"],
        rotation=90,
        ha="center",
        va="center",
        fontsize=style.FONT_SIZE,
    )


def _margins(left: float, right: float, bottom: float, height: float) -> dict[str, Any]:
    """The place of a grid in a figure of this height, all in millimetres."""
    width = style.TEXT_WIDTH_MM
    return {
        "left": left / width,
        "right": right / width,
        "top": 1 - _TOP / height,
        "bottom": bottom / height,
    }


def _progress(runs: Floats) -> tuple[Floats, Floats]:
    """Percent of the epochs done, and `runs`: numbers of epochs differ, iterations do not."""
    epochs = runs.shape[1]
    return 100 * np.arange(1, epochs + 1) / epochs, runs


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


def _crowded(values: Floats, texts: Sequence[str]) -> bool:
    """Whether the ticks' labels would meet on the logarithmic axis."""
    if len(values) < 2:
        return False
    steps = np.diff(np.log2(values))
    length = (_LEFT[1] - _LEFT[0]) / (1 + 2 * _BESIDE)
    nearest = length * steps.min() / steps.sum()
    return bool(nearest < 1 + panels.LETTER_MM * max(map(len, texts)))
