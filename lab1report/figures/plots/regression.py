"""Figures of task 1: regression of a noisy sigmoid (assignment, part 1)."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import style
from lab1report.figures.plots.ticks import log_ticks

Floats = NDArray[np.floating]
Ints = NDArray[np.integer]

# Of the snapshots, the last is solid and the darkest.
_DASHES = (":", "-.", (0, (5, 1, 1, 1, 1, 1)), "--", "-")
_TRUTH = {"color": style.GREY, "linewidth": 3.5, "alpha": 0.6}


@style.sheet()
def sample(*, x: Floats, noisy: Floats, true: Floats, labels: Labels) -> Figure:
    """The training sample and the function it was drawn from.

    Args:
        x: the k distinct arguments.
        noisy: the k·r values, r for each argument, those of one argument side by side.
        true: the k true values.
    """
    words = labels["regression-sample"]
    figure = style.new_figure(height_mm=55)
    axes = figure.add_subplot()
    _scatter(axes, x, noisy, strength=0.6, label=words["sample"])
    axes.plot(x, true, color=style.BLACK, linewidth=2, label=words["true"])
    axes.set(xlabel=words["x"], ylabel=words["y"])
    axes.margins(x=0.02)
    style.linear_axes(axes, Numerals.of(labels))
    axes.legend(loc="lower right")
    return figure


@style.sheet()
def fits(
    *,
    x: Floats,
    noisy: Floats,
    true: Floats,
    outputs: Floats,
    iterations: Ints,
    labels: Labels,
) -> Figure:
    """What the network gave after so many iterations, and how far it was from the truth.

    Args:
        x, noisy, true: as for `sample`.
        outputs: shape (s, k), the network's output over `x` at s moments, in their order.
        iterations: shape (s,), the number of iterations done at each.
    """
    words, numerals = labels["regression-fits"], Numerals.of(labels)
    figure = style.new_figure(height_mm=58)
    over, off = figure.subplots(1, 2)
    off.axhline(0, **_TRUTH)
    shades = matplotlib.colormaps["viridis_r"](np.linspace(1, 0.2, len(iterations))[::-1])
    for moment, (iteration, output) in enumerate(zip(iterations, outputs, strict=True)):
        look = {
            "color": shades[moment],
            "linestyle": _DASHES[(moment - len(iterations)) % len(_DASHES)],
        }
        name = words["snapshot"].format(iteration=numerals.fixed(iteration))
        over.plot(x, output, label=name, **look)
        off.plot(x, output - true, **look)
    over.plot(x, true, zorder=1.9, label=words["true"], **_TRUTH)
    _scatter(over, x, noisy, strength=0.35, label=words["sample"])
    over.set(xlabel=words["x"], ylabel=words["y"])
    off.set(xlabel=words["x"], ylabel=words["deviation"])
    for axes in (over, off):
        axes.margins(x=0.02)
        style.linear_axes(axes, numerals)
    style.legend_below(figure, over, columns=4)
    return figure


@style.sheet()
def loss(
    *,
    iterations: Ints,
    mse: Floats,
    noise_variance: float,
    snapshots: Ints,
    labels: Labels,
) -> Figure:
    """The mean squared error over the iterations, both axes logarithmic.

    Args:
        iterations: shape (n,), increasing, from 1 on.
        mse: shape (n,), the error at each.
        noise_variance: what the error cannot fall below but by learning the noise.
        snapshots: the iterations drawn by `fits`, marked on the curve.
    """
    words, numerals = labels["regression-loss"], Numerals.of(labels)
    figure = style.new_figure(height_mm=55)
    axes = figure.add_subplot(xscale="log", yscale="log")
    axes.plot(iterations, mse, color=style.BLUE, label=words["mse"])
    axes.plot(
        snapshots,
        np.interp(snapshots, iterations, mse),
        color=style.BLUE,
        linestyle="none",
        marker="o",
        markerfacecolor="white",
        label=words["snapshot"],
    )
    axes.axhline(
        noise_variance,
        color=style.VERMILION,
        linestyle="--",
        label=words["noise"].format(variance=numerals.shortest(float(f"{noise_variance:.3g}"))),
    )
    axes.set(xlabel=words["iteration"], ylabel=words["loss"])
    axes.xaxis.set_major_locator(LogLocator(subs=(1,)))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(log_ticks(numerals))
        axis.set_minor_formatter(NullFormatter())
    style.legend_below(figure, axes, columns=2)
    return figure


def _scatter(axes: Axes, x: Floats, noisy: Floats, *, strength: float, label: str) -> None:
    repeats = len(noisy) // len(x)
    axes.plot(
        np.repeat(x, repeats),
        noisy,
        color=style.SKY,
        linestyle="none",
        marker="o",
        markersize=3,
        markeredgewidth=0,
        alpha=strength,
        zorder=1.8,
        rasterized=True,
        label=label,
    )
