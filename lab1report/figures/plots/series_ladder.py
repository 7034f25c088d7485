"""The figure of self-study task 6 that leads from the base to the best network step by step."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.figure import Figure

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style
from lab1report.figures.plots.series_rows import LOOKS, Floats, Verdict, signed, write_beside
from lab1report.figures.plots.ticks import linear_ticks

_NAME_LETTERS = 30


@style.sheet()
def ladder(
    *,
    names: Sequence[str],
    accuracy: Floats,
    low: Floats,
    high: Floats,
    verdicts: Sequence[Verdict],
    labels: Labels,
) -> Figure:
    """A bar for each step, from the test accuracy before it to that after it.

    Args:
        names: shape (steps + 2,): the base, what each step changes, the best network.
        accuracy: shape (steps + 1,), mean test accuracy of the base and after each step.
        low, high: shape (steps,), the 95 % interval of what the step adds.
        verdicts: shape (steps,), what can be told of each.
    """
    words, numerals = labels["series-ladder"], Numerals.of(labels)
    lines = [style.wrap(name, _NAME_LETTERS) for name in names]
    figure, grid = panels.panels(
        panels.rows_height(len(lines), 4.8, rest=20),
        left=panels.margin_for(lines),
        right=15,
        bottom=18,
    )
    axes, percent = grid[0, 0], 100 * accuracy
    panels.name_rows(axes, lines)
    for row, value in ((0, percent[0]), (len(lines) - 1, percent[-1])):
        axes.plot(value, row, color=style.BLACK, marker="D", linestyle="none")
        write_beside(axes, row, words["total"].format(value=numerals.fixed(float(value), 1)))
    for row, (before, after) in enumerate(pairwise(percent), start=1):
        look = LOOKS[verdicts[row - 1]]
        ends = before + 100 * np.array([[low[row - 1]], [high[row - 1]]])
        axes.barh(row, after - before, left=before, height=0.6, color=look["color"], alpha=0.45)
        axes.errorbar(after, row, xerr=np.abs(ends - after), capsize=3, **look)
        axes.plot([before, before], [row - 1, row], color=style.GREY, linewidth=0.8, zorder=0)
        write_beside(axes, row, signed(float(after - before), numerals))
    axes.plot([percent[-1]] * 2, [len(lines) - 2, len(lines) - 1], color=style.GREY, linewidth=0.8)
    axes.plot([], [], color=style.GREY, alpha=0.45, linewidth=7, label=words["step"])
    for verdict, look in LOOKS.items():
        if verdict in verdicts:
            axes.plot([], [], linestyle="none", label=words[verdict], **look)
    axes.plot([], [], color=style.GREY, marker="|", label=words["interval"])
    axes.set_xlabel(words["accuracy"])
    axes.xaxis.set_major_formatter(linear_ticks(numerals))
    panels.legend_at_bottom(figure, axes, columns=5)
    return figure
