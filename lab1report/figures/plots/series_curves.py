"""Figures of the series that follow trainings over epochs."""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import panels, style

Floats = NDArray[np.floating]
Ints = NDArray[np.integer]

_PERCENT = (0.0, 100.0)


class Curves(TypedDict):
    """A variant after every epoch: each of shape (seeds, epochs), accuracies in [0, 1]."""

    train_loss: Floats
    test_loss: Floats
    train_accuracy: Floats
    test_accuracy: Floats


@style.sheet()
def overfitting(*, curves: Curves, best_epochs: Ints, labels: Labels) -> Figure:
    """Where the base begins to overfit: its losses, and its accuracy's gap between the parts.

    Args:
        curves: of the base.
        best_epochs: shape (seeds,), the epoch of the lowest test loss of each, from 1.
    """
    words, numerals = labels["series-overfitting"], Numerals.of(labels)
    train, test = curves["train_loss"], curves["test_loss"]
    bottom = 30 if len(test) > 1 else 25
    figure, grid = panels.panels(46 + bottom, columns=2, bottom=bottom, between=(22, 0))
    loss, gap = grid[0]
    _seeds(loss, train, color=style.BLUE, linestyle="--", label=words["train"])
    _seeds(loss, test, color=style.VERMILION, label=words["test"])
    loss.plot(
        best_epochs,
        test[np.arange(len(test)), best_epochs - 1],
        color=style.BLACK,
        linestyle="none",
        marker="D",
        markersize=5,
        markerfacecolor="white",
        zorder=3,
        label=words["best"],
    )
    _seeds(gap, 100 * (curves["train_accuracy"] - curves["test_accuracy"]), color=style.BLACK)
    if len(test) > 1:
        loss.plot([], [], color=style.GREY, linewidth=0.6, label=words["seed"])
        _band_key(loss, words["band"])
    loss.set_ylabel(words["loss"])
    gap.set_ylabel(words["gap"])
    for axes in (loss, gap):
        axes.set_xlabel(words["epoch"])
        style.linear_axes(axes, numerals, whole_x=True)
    panels.legend_at_bottom(figure, loss, columns=2)
    return figure


def _seeds(axes: Axes, runs: Floats, *, color: str, **look: Any) -> None:
    """The mean with its band over thin lines of the single trainings."""
    epochs = np.arange(1, runs.shape[1] + 1)
    if len(runs) > 1:
        axes.plot(epochs, runs.T, color=color, linewidth=0.5, alpha=0.45, zorder=1.8)
    panels.band(axes, epochs, runs, color=color, linewidth=2, **look)


def _band_key(axes: Axes, label: str) -> None:
    """What stands for the bands in the legend; nothing of it is drawn."""
    axes.fill_between([], [], color=style.GREY, alpha=0.35, linewidth=0, label=label)


@style.sheet()
def best(*, best: Curves, base: Curves, best_name: str, base_name: str, labels: Labels) -> Figure:
    """The best model's accuracy and loss over its epochs, and beside them the base's."""
    words, numerals = labels["series-best"], Numerals.of(labels)
    figure, grid = panels.panels(
        92,
        rows=2,
        columns=2,
        left=24,
        top=8,
        bottom=22,
        between=(6, 5),
        sharex="col",
        sharey="row",
    )
    for column, (curves, name) in enumerate(((best, best_name), (base, base_name))):
        accuracy, loss = grid[:, column]
        epochs = np.arange(1, curves["test_loss"].shape[1] + 1)
        look: dict[str, Any] = {"color": style.BLUE, "linestyle": "--", "label": words["train"]}
        panels.band(accuracy, epochs, 100 * curves["train_accuracy"], limits=_PERCENT, **look)
        panels.band(loss, epochs, curves["train_loss"], **look)
        look = {"color": style.VERMILION, "linestyle": "-", "label": words["test"]}
        panels.band(accuracy, epochs, 100 * curves["test_accuracy"], limits=_PERCENT, **look)
        panels.band(loss, epochs, curves["test_loss"], **look)
        accuracy.set_title(name)
        loss.set_xlabel(words["epoch"])
        for axes in (accuracy, loss):
            style.linear_axes(axes, numerals, whole_x=True)
    if len(best["test_loss"]) > 1:
        _band_key(grid[0, 0], words["band"])
    grid[0, 0].set_ylabel(words["accuracy"])
    grid[1, 0].set_ylabel(words["loss"])
    for axes in grid[:, 0]:
        axes.yaxis.set_label_coords(-0.17, 0.5)
    panels.legend_at_bottom(figure, grid[0, 0], columns=3)
    return figure
