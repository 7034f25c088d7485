"""Figures of task 2: two classes of points (assignment, part 2)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import style
from lab1report.figures.plots.ticks import linear_ticks

Floats = NDArray[np.floating]
Ints = NDArray[np.integer]

_MOST_RINGS = 0.15  # of the points; more rings would hide the classes
_LEVELS = np.linspace(0, 1, 11)
_PROBABILITY = LinearSegmentedColormap.from_list("probability", ["#7DB4D9", "#FAFAFA", "#F8D68F"])


@style.sheet()
def sample(*, points: Floats, classes: Ints, labels: Labels) -> Figure:
    """The points of both classes.

    Args:
        points: shape (n, 2).
        classes: shape (n,), 0 or 1.
    """
    words = labels["xor-sample"]
    figure = style.new_figure(height_mm=62)
    axes = style.square_axes(figure, Numerals.of(labels), intervals=6)
    _points(axes, points, classes, words)
    axes.set(xlabel=words["x"], ylabel=words["y"])
    style.legend_below(figure, axes, columns=2)
    return figure


@style.sheet()
def loss(*, losses: Floats, guess: float, plateau: int | None, labels: Labels) -> Figure:
    """The summed log-loss of each iteration.

    Args:
        losses: shape (n,), from the first iteration on.
        guess: the loss of guessing.
        plateau: the iteration at which the loss leaves its plateau; None: there is no plateau.
    """
    words, numerals = labels["xor-loss"], Numerals.of(labels)
    figure = style.new_figure(height_mm=60, width_mm=style.HALF_WIDTH_MM)
    axes = figure.add_subplot()
    shown = style.thin(len(losses))
    axes.plot(shown + 1, losses[shown], color=style.BLUE, linewidth=2, label=words["curve"])
    axes.axhline(
        guess,
        color=style.VERMILION,
        linestyle="--",
        label=words["guess"].format(loss=numerals.fixed(guess, 1)),
    )
    if plateau is not None:
        name = words["plateau"].format(iteration=numerals.fixed(plateau))
        axes.axvspan(1, plateau, facecolor="#E4E4E4", edgecolor="none", zorder=0, label=name)
    axes.set(xlabel=words["iteration"], ylabel=words["loss"])
    axes.set_xlim(left=0)
    style.linear_axes(axes, numerals, whole_x=True)
    style.legend_below(figure, axes, columns=1)
    return figure


@style.sheet()
def surface(
    *,
    probability: Floats,
    extent: tuple[float, float, float, float],
    points: Floats,
    classes: Ints,
    predicted: Ints,
    labels: Labels,
) -> Figure:
    """The network's probability of class 1 over the plane, and the points it learnt from.

    Args:
        probability: shape (g, g); the row is the second coordinate, the column the first.
        extent: least and greatest first coordinate, least and greatest second one.
        points, classes: as for `sample`.
        predicted: shape (n,), 0 or 1; points where it differs from `classes` are ringed,
            unless they are many.
    """
    words, numerals = labels["xor-surface"], Numerals.of(labels)
    left, right, bottom, top = extent
    rows, columns = probability.shape
    grid = np.linspace(left, right, columns), np.linspace(bottom, top, rows)
    figure = style.new_figure(height_mm=60, width_mm=style.HALF_WIDTH_MM)
    axes = style.square_axes(figure, numerals, intervals=3)
    axes.grid(visible=False)
    axes.spines[:].set_visible(True)
    filled = axes.contourf(*grid, probability, levels=_LEVELS, cmap=_PROBABILITY)
    boundary = axes.contour(*grid, probability, levels=[0.5], colors=style.BLACK, linewidths=1.5)
    for field in (filled, boundary):
        field.set(**style.AS_DRAWN)
    _points(axes, points, classes, words)
    wrong = classes != predicted
    mistakes = int(np.count_nonzero(wrong))
    if 0 < mistakes <= _MOST_RINGS * len(points):
        axes.plot(
            *points[wrong].T,
            color=style.BLACK,
            linestyle="none",
            marker="o",
            markersize=9,
            markerfacecolor="none",
            markeredgewidth=1.3,
            **style.AS_DRAWN,
            label=words["wrong"].format(count=numerals.fixed(mistakes)),
        )
    axes.set(xlabel=words["x"], ylabel=words["y"])
    beside = axes.inset_axes((1.05, 0, 0.05, 1))
    bar = figure.colorbar(filled, cax=beside, format=linear_ticks(numerals))
    bar.set_label(words["probability"])
    axes.plot([], [], color=style.BLACK, label=words["boundary"])
    style.legend_below(figure, axes, columns=2)
    return figure


def _points(axes: Axes, points: Floats, classes: Ints, words: Mapping[str, str]) -> None:
    looks = ((style.BLUE, "o", 3.5), (style.ORANGE, "^", 4.5))
    for label, (colour, marker, size) in enumerate(looks):
        axes.plot(
            *points[classes == label].T,
            color=colour,
            linestyle="none",
            marker=marker,
            markersize=size,
            markeredgecolor=style.BLACK,
            markeredgewidth=0.3,
            rasterized=True,
            label=words[f"class-{label}"],
        )
