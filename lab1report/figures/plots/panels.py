"""Layout shared by figures with several panels or named rows, in millimetres.

Positions are fixed rather than computed, which is quicker than matplotlib's layout engine and lets
panels of one kind have the same size in every report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.plots import style

Floats = NDArray[np.floating]

LETTER_MM = 1.95  # width of a letter of SMALL_FONT_SIZE, on the generous side
LINE_MM = 4.7  # height of a line of it
PAGE_MM = 225  # what a figure may take of the 257 mm of a page, with its caption below


def panels(
    height_mm: float,
    *,
    rows: int = 1,
    columns: int = 1,
    left: float = 18,
    right: float = 4,
    top: float = 3,
    bottom: float = 14,
    between: tuple[float, float] = (20, 8),
    **sharing: Any,
) -> tuple[Figure, NDArray[np.object_]]:
    """A figure as wide as the text with equal axes, shape (rows, columns).

    Args:
        left, right, top, bottom: the margins around the axes, in millimetres.
        between: what is left between columns and between rows, in millimetres.
        sharing: `sharex` and `sharey` as in `Figure.subplots`.
    """
    width_mm = style.TEXT_WIDTH_MM
    figure = Figure(figsize=(width_mm * style.MM, height_mm * style.MM))
    width = (width_mm - left - right - between[0] * (columns - 1)) / columns
    height = (height_mm - top - bottom - between[1] * (rows - 1)) / rows
    places = {
        "left": left / width_mm,
        "right": 1 - right / width_mm,
        "bottom": bottom / height_mm,
        "top": 1 - top / height_mm,
        "wspace": between[0] / width,
        "hspace": between[1] / height,
    }
    return figure, figure.subplots(rows, columns, squeeze=False, gridspec_kw=places, **sharing)


def legend_at_bottom(figure: Figure, axes: Axes, *, columns: int) -> None:
    """The legend of `axes` in the bottom margin of a figure of `panels`."""
    handles = axes.get_legend_handles_labels()
    tight: dict[str, Any] = {"borderaxespad": 0.1, "columnspacing": 1.4, "handletextpad": 0.6}
    figure.legend(*handles, loc="lower center", ncols=columns, **tight)


def band(
    axes: Axes,
    x: Floats,
    runs: Floats,
    *,
    color: str | Floats,
    limits: tuple[float, float] = (-np.inf, np.inf),
    **look: Any,
) -> Floats:
    """The mean over runs, and around it a band of one standard deviation.

    Args:
        runs: shape (seeds, len(x)); with one seed there is no band.
        limits: the least and greatest value that makes sense; the band ends there.

    Returns:
        The mean, shape (len(x),).
    """
    mean: Floats = runs.mean(axis=0)
    axes.plot(x, mean, color=color, **look)
    if len(runs) > 1:
        sd = runs.std(axis=0, ddof=1)
        low, high = np.clip((mean - sd, mean + sd), *limits)
        axes.fill_between(x, low, high, color=color, alpha=0.2, linewidth=0)
    return mean


def rows_height(count: int, each: float, *, rest: float) -> float:
    """The height in millimetres of a figure of `count` rows; many are put closer to fit a page."""
    return rest + count * min(each, (PAGE_MM - rest) / count)


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Give the rows 0, 1, … from above their names."""
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def margin_for(names: Sequence[str]) -> float:
    """The width in millimetres that names at the left of rows take."""
    longest = max(len(line) for name in names for line in name.splitlines())
    return max(18.0, 4 + LETTER_MM * longest)
