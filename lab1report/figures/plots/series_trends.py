"""The figure of self-study tasks 3 and 4: one hyperparameter changed, all else the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, NullLocator
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style
from lab1report.figures.plots.ticks import linear_ticks

Floats = NDArray[np.floating]

_HEIGHT_MM = 49
_LEFT_MM, _RIGHT_MM = 20, 166
_TOP_MM, _BOTTOM_MM = 3, 20
_BESIDE = 0.12  # of the range of values, at both of its ends
_SMALLEST_FONT = 8


@dataclass(frozen=True, kw_only=True)
class Values:
    """What was measured for each value of a hyperparameter.

    `values`, shape (n,), at least two, increase; `difference`, shape (n,), is the mean test
    accuracy, in [0, 1], less that with the value at the index `compared`, where it is 0; `low` and
    `high` are its 95 % interval.
    """

    values: Floats
    difference: Floats
    low: Floats
    high: Floats
    compared: int


@style.sheet()
def trends(*, trends: Mapping[str, Values], labels: Labels) -> Figure:
    """What each value of a hyperparameter changes, a panel for each hyperparameter.

    Args:
        trends: one or two, by the names that `labels` has for them ("batch", "rate").
    """
    words, numerals = labels["series-trends"], Numerals.of(labels)
    figure = Figure(figsize=(style.TEXT_WIDTH_MM * style.MM, _HEIGHT_MM * style.MM))
    grid = figure.add_gridspec(
        1,
        len(trends),
        left=_LEFT_MM / style.TEXT_WIDTH_MM,
        right=_RIGHT_MM / style.TEXT_WIDTH_MM,
        bottom=_BOTTOM_MM / _HEIGHT_MM,
        top=1 - _TOP_MM / _HEIGHT_MM,
        wspace=0.12,
    )
    width_mm = (_RIGHT_MM - _LEFT_MM) / len(trends) * 0.94
    first: Axes | None = None
    for place, (name, found) in enumerate(trends.items()):
        axes = figure.add_subplot(grid[place], sharey=first)
        _draw(axes, found, (words["others"], words["compared"]))
        texts, size = _ticks(found, numerals, width_mm)
        axes.set_xticks(found.values, texts, fontsize=size)
        axes.xaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_locator(MaxNLocator(5))
        axes.yaxis.set_major_formatter(linear_ticks(numerals))
        axes.set_xlabel(words[name])
        axes.tick_params(labelleft=first is None)
        if first is None:
            axes.set_ylabel(words["difference"])
            first = axes
    assert first is not None  # noqa: S101  # callers name at least one
    panels.legend_at_bottom(figure, first, columns=2)
    return figure


def _draw(axes: Axes, found: Values, names: tuple[str, str]) -> None:
    mean, low, high = (100 * part for part in (found.difference, found.low, found.high))
    axes.set_xscale("log", base=2)
    chosen = np.arange(len(found.values)) == found.compared
    axes.errorbar(
        found.values[~chosen],
        mean[~chosen],
        yerr=(mean[~chosen] - low[~chosen], high[~chosen] - mean[~chosen]),
        color=style.BLUE,
        linestyle="none",
        marker="o",
        markersize=7,
        capsize=4,
        label=names[0],
    )
    axes.axhline(0, color=style.BLACK, linewidth=1, linestyle=":")
    axes.plot(
        found.values[chosen],
        mean[chosen],
        color=style.BLACK,
        linestyle="none",
        marker="s",
        markersize=7,
        label=names[1],
    )
    axes.margins(x=_BESIDE)


def _ticks(found: Values, numerals: Numerals, width_mm: float) -> tuple[list[str], float]:
    """The upright labels of the values on the logarithmic axis, and the size of their letters.

    Smaller letters let more of them stand side by side; of still more, some are left out, never
    that of the value compared with.
    """
    texts = [numerals.shortest(float(value)) for value in found.values]
    way = np.log2(found.values / found.values[0])
    places = width_mm / (1 + 2 * _BESIDE) * way / way[-1]
    room = [panels.LETTER_MM * len(text) + 1 for text in texts]

    def fit(one: int, other: int) -> float:
        """How large the letters of both may be, as a share, for their labels not to meet."""
        return float(2 * abs(places[other] - places[one]) / (room[one] + room[other]))

    neighbours = pairwise(range(len(texts)))
    size = style.SMALL_FONT_SIZE * min(1.0, *(fit(*pair) for pair in neighbours))
    if size >= _SMALLEST_FONT:
        return texts, size
    shown = {found.compared}
    for outwards in (range(found.compared, len(texts)), range(found.compared, -1, -1)):
        last = found.compared
        for index in outwards:
            if fit(last, index) * style.SMALL_FONT_SIZE >= _SMALLEST_FONT:
                shown.add(last := index)
    return [text if n in shown else "" for n, text in enumerate(texts)], _SMALLEST_FONT
