"""Figures of the series that compare variants, one row for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style
from lab1report.figures.plots.ticks import linear_ticks

Floats = NDArray[np.floating]
Verdict = Literal["better", "worse", "unclear"]

_NAME_LETTERS = 28
_LONG_NAME_LETTERS = 37  # of a network in full
_LOOKS: dict[Verdict, tuple[str, str, str]] = {  # colour, marker, its inside
    "better": (style.BLUE, "^", style.BLUE),
    "worse": (style.VERMILION, "v", style.VERMILION),
    "unclear": ("#6B6B6B", "o", "white"),
}


@style.sheet()
def remedies(
    *,
    names: Sequence[str],
    gap: Floats,
    gap_sd: Floats | None,
    rise: Floats,
    rise_sd: Floats | None,
    labels: Labels,
) -> Figure:
    """How much overfitting remains in each variant, the base first.

    Args:
        names: shape (n,).
        gap: shape (n,), training accuracy minus test accuracy after the last epoch.
        rise: shape (n,), how much the test loss rose from its lowest value, relative to it.
        gap_sd, rise_sd: standard deviations over seeds; None with one seed.
    """
    words, numerals = labels["series-remedies"], Numerals.of(labels)
    lines = [style.wrap(name, _NAME_LETTERS) for name in names]
    figure, grid = panels.panels(
        panels.rows_height(len(lines), 9, rest=21),
        columns=2,
        left=panels.margin_for(lines),
        bottom=18,
        between=(6, 0),
        sharey=True,
    )
    parts = (
        (grid[0, 0], gap, gap_sd, "gap", style.BLUE, "o"),
        (grid[0, 1], rise, rise_sd, "rise", style.VERMILION, "D"),
    )
    panels.name_rows(grid[0, 0], lines)
    for axes, values, sd, what, color, marker in parts:
        axes.axvline(0, color=style.BLACK, linewidth=0.8)
        axes.axvline(100 * values[0], color=style.GREY, linewidth=1, linestyle=":")
        axes.errorbar(
            100 * values,
            np.arange(len(values)),
            xerr=None if sd is None else 100 * sd,
            color=color,
            linestyle="none",
            marker=marker,
            markersize=7,
            capsize=4,
        )
        axes.set_xlabel(words[what])
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(linear_ticks(numerals))
    return figure


@style.sheet()
def networks(
    *,
    names: Sequence[str],
    validation: Floats,
    test: Floats,
    low: Floats,
    high: Floats,
    base: float,
    labels: Labels,
) -> Figure:
    """Accuracy of each network on held-out training images and on the test images.

    In the order given; the first, in bold, is the best model.

    Args:
        names: shape (n,).
        validation: shape (n,), mean of the cross-validation, in [0, 1].
        test: shape (n,), mean over seeds; `low` and `high` are its 95 % interval.
        base: the base's mean test accuracy.
    """
    words, numerals = labels["series-networks"], Numerals.of(labels)
    lines = [style.wrap(name, _LONG_NAME_LETTERS) for name in names]
    figure, grid = panels.panels(
        panels.rows_height(len(lines), 8, rest=26), left=panels.margin_for(lines), top=3, bottom=23
    )
    axes, rows = grid[0, 0], np.arange(len(lines))
    panels.name_rows(axes, lines, bold=0)
    axes.axvline(100 * base, color=style.BLACK, linewidth=1.2, linestyle="--", label=words["base"])
    axes.plot(
        100 * validation,
        rows - 0.16,
        color=style.BLUE,
        linestyle="none",
        marker="o",
        markersize=7,
        markerfacecolor="white",
        label=words["validation"],
    )
    axes.errorbar(
        100 * test,
        rows + 0.16,
        xerr=100 * np.array([test - low, high - test]),
        color=style.VERMILION,
        linestyle="none",
        marker="D",
        capsize=3,
        label=words["test"],
    )
    axes.set_xlabel(words["accuracy"])
    axes.xaxis.set_major_formatter(linear_ticks(numerals))
    panels.legend_at_bottom(figure, axes, columns=3)
    return figure


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
    lines = [style.wrap(name, _LONG_NAME_LETTERS) for name in names]
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
    for verdict, (color, marker, inside) in _LOOKS.items():
        which = np.array([each == verdict for each in verdicts])
        if not which.any():
            continue
        axes.errorbar(
            100 * difference[which],
            rows[which],
            xerr=100 * np.array([difference - low, high - difference])[:, which],
            color=color,
            linestyle="none",
            marker=marker,
            markersize=7,
            markerfacecolor=inside,
            capsize=3,
            label=words[verdict],
        )
    for row, value in zip(rows, difference, strict=True):
        axes.text(
            1.11,
            row,
            signed(100 * float(value), numerals),
            transform=axes.get_yaxis_transform(),
            ha="right",
            va="center_baseline",
        )
    axes.set_xlabel(words["effect"])
    axes.xaxis.set_major_formatter(linear_ticks(numerals))
    panels.legend_at_bottom(figure, axes, columns=3)
    return figure


def signed(value: float, numerals: Numerals) -> str:
    """With one decimal and its sign: "+2,3"; what rounds to nothing has none."""
    text = numerals.fixed(value, 1)
    return f"+{text}" if value > 0 and text != numerals.fixed(0, 1) else text
