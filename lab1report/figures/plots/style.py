"""The common style of all figures: size, font, line styles; their colours by another name."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import matplotlib.style
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from lab1report.figures import fonts
from lab1report.figures.colors import BLACK as BLACK
from lab1report.figures.colors import BLUE as BLUE
from lab1report.figures.colors import GREEN as GREEN
from lab1report.figures.colors import GREY as GREY
from lab1report.figures.colors import ORANGE as ORANGE
from lab1report.figures.colors import PURPLE as PURPLE
from lab1report.figures.colors import SKY as SKY
from lab1report.figures.colors import VERMILION as VERMILION
from lab1report.figures.numerals import Numerals
from lab1report.figures.plots.ticks import linear_ticks

DPI = 200
MM = 1 / 25.4  # matplotlib's unit of length is the inch
TEXT_WIDTH_MM = 170  # A4 less the margins of 30 and 10 mm
HALF_WIDTH_MM = 83  # of two figures side by side

FONT_SIZE = 12
SMALL_FONT_SIZE = 11
DENSE_FONT_SIZE = 10  # where 11 points do not fit

AS_DRAWN: dict[str, Any] = {"gid": "as-drawn"}
"""Of an artist that keeps its colours on a dark page: a field of colours, and what lies on it."""


def font_family() -> str:
    """The serif of the report's text, made known to matplotlib."""
    return _known(fonts.serif())


@cache
def _known(family: fonts.Family) -> str:
    """A name that no font of the system has, of which matplotlib might take another version."""
    name = f"{family.name} {id(family)}"
    font_manager.fontManager.ttflist += [
        font_manager.FontEntry(
            fname=str(file),
            name=name,
            style="italic" if "italic" in face else "normal",
            weight="bold" if "bold" in face else "normal",
            size="scalable",
        )
        for face, file in family.files.items()
    ]
    return name


@contextmanager
def sheet() -> Iterator[None]:
    """Matplotlib's settings for our figures; the caller's are restored afterwards.

    Also a decorator. Starts from matplotlib's defaults, so that no `matplotlibrc` shows through.
    """
    with matplotlib.style.context(_settings(font_family()), after_reset=True):
        yield


@cache
def _settings(family: str) -> dict[str, Any]:
    return {
        "axes.axisbelow": True,
        "axes.grid": True,
        "axes.labelsize": FONT_SIZE,
        "axes.linewidth": 0.8,
        "axes.prop_cycle": cycler(color=[BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, BLACK]),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": FONT_SIZE,
        "figure.constrained_layout.h_pad": 0.03,
        "figure.constrained_layout.w_pad": 0.03,
        "figure.dpi": DPI,
        "font.family": [family, "DejaVu Sans"],
        "font.size": SMALL_FONT_SIZE,
        "grid.color": "#DDDDDD",
        "grid.linewidth": 0.6,
        "hatch.linewidth": 0.7,
        "legend.borderaxespad": 0.3,
        "legend.borderpad": 0.2,
        "legend.edgecolor": "none",
        "legend.fontsize": SMALL_FONT_SIZE,
        "legend.framealpha": 0.9,
        "legend.handlelength": 2.4,
        "lines.linewidth": 1.5,
        "mathtext.fontset": "stix",
        "savefig.dpi": DPI,
        "svg.hashsalt": "lab1report",
    }


def new_figure(
    height_mm: float, *, width_mm: float = TEXT_WIDTH_MM, between: float = 0.02
) -> Figure:
    """An empty figure, by default as wide as the text.

    Args:
        between: the space between panels, as a share.
    """
    size = width_mm * MM, height_mm * MM
    return Figure(figsize=size, layout=ConstrainedLayoutEngine(wspace=between))


def linear_axes(axes: Axes, numerals: Numerals, *, whole_x: bool = False) -> None:
    """Write the ticks of both axes in `numerals`; `whole_x` for iterations and epochs."""
    axes.xaxis.set_major_formatter(linear_ticks(numerals))
    axes.yaxis.set_major_formatter(linear_ticks(numerals))
    if whole_x:
        whole = {"integer": True, "min_n_ticks": 1, "steps": [1, 2, 2.5, 5, 10]}
        axes.xaxis.set_major_locator(MaxNLocator("auto", **whole))


def square_axes(figure: Figure, numerals: Numerals, *, intervals: int) -> Axes:
    """Axes whose two directions have the same scale and the same ticks, with few `intervals`."""
    axes = figure.add_subplot(aspect="equal")
    linear_axes(axes, numerals)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(intervals, steps=[1, 2, 5, 10]))
    return axes


def legend_below(figure: Figure, axes: Axes, *, columns: int) -> None:
    """The legend of `axes` under the whole figure, where it can cover no curve."""
    figure.legend(
        *axes.get_legend_handles_labels(),
        loc="outside lower center",
        ncols=columns,
        columnspacing=1.2,
    )


def thin(count: int, most: int = 1000) -> NDArray[np.intp]:
    """At most `most` of the indices 0…count-1, evenly spaced, with the first and the last."""
    return np.linspace(0, count - 1, min(count, most)).round().astype(np.intp)


def wrap(text: str, width: int) -> str:
    """`text` in lines of at most `width` characters where its words allow that."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))
