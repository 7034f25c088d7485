"""Figures of the series that compare variants, one row for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style
from lab1report.figures.plots.ticks import linear_ticks

Floats = NDArray[np.floating]
Verdict = Literal["better", "worse", "unclear"]

_NAME_LETTERS = 37
LOOKS: dict[Verdict, dict[str, str]] = {
    "better": {"color": style.BLUE, "marker": "^", "markerfacecolor": style.BLUE},
    "worse": {"color": style.VERMILION, "marker": "v", "markerfacecolor": style.VERMILION},
    "unclear": {"color": "#6B6B6B", "marker": "o", "markerfacecolor": "white"},
}


@style.sheet()
def effects(
    *,
    names: Sequence[str],
    difference: Floats,
    low: Floats,
    high: Floats,
    verdicts: Sequence[Verdict],
    labels: Labels,
) -> Figure:
    """What each action did to the test accuracy, in the order given.

    Args:
        names: shape (n,).
        difference: shape (n,), mean test accuracy minus the base's; `low` and `high` are its
            95 % interval.
        verdicts: what can be told of each.
    """
    words, numerals = labels["series-effects"], Numerals.of(labels)
    lines = [style.wrap(name, _NAME_LETTERS) for name in names]
    figure, grid = panels.panels(
        panels.rows_height(sum(line.count("\n") + 1 for line in lines), 5.8, rest=25),
        left=panels.margin_for(lines),
        right=15,
        bottom=22,
    )
    axes = grid[0, 0]
    panels.name_rows(axes, lines)
    axes.axvline(0, color=style.BLACK, linewidth=1)
    rows = np.arange(len(lines))
    for verdict, look in LOOKS.items():
        which = np.array([each == verdict for each in verdicts])
        if not which.any():
            continue
        axes.errorbar(
            100 * difference[which],
            rows[which],
            xerr=100 * np.array([difference - low, high - difference])[:, which],
            linestyle="none",
            markersize=7,
            capsize=3,
            label=words[verdict],
            **look,
        )
    for row, value in zip(range(len(lines)), difference, strict=True):
        write_beside(axes, row, signed(100 * float(value), numerals))
    axes.set_xlabel(words["effect"])
    axes.xaxis.set_major_formatter(linear_ticks(numerals))
    panels.legend_at_bottom(figure, axes, columns=3)
    return figure


def signed(value: float, numerals: Numerals) -> str:
    """With one decimal and its sign: "+2,3"; what rounds to nothing has none."""
    text = numerals.fixed(value, 1)
    return f"+{text}" if value > 0 and text != numerals.fixed(0, 1) else text


def write_beside(axes: Axes, row: int, text: str) -> None:
    """Write `text` to the right of `axes`, on the line of `row`."""
    axes.text(
        1.11, row, text, transform=axes.get_yaxis_transform(), ha="right", va="center_baseline"
    )
