"""Figures of task 3: three classes of CIFAR-100 (assignment, part 3)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import style
from lab1report.figures.plots.mosaic import SIDE, TEXT_WIDTH, Mosaic, captioned, pixel_figure, write

Floats = NDArray[np.floating]
Ints = NDArray[np.integer]

_SHARE = LinearSegmentedColormap.from_list("share", ["#FFFFFF", style.SKY])

_CELL_LETTERS = 10  # as many as fit below a cell; longer titles are slanted
_SLANT = {"rotation": 30, "ha": "right", "rotation_mode": "anchor"}


class _Grid(NamedTuple):
    """How up to `most` images of weights share the width of the text; pixels and points."""

    most: float
    columns: int
    scale: int
    gap: int
    caption: int
    font_size: int
    word: str


_GRIDS = (
    _Grid(10, columns=10, scale=4, gap=4, caption=40, font_size=10, word="neuron-short"),
    _Grid(64, columns=8, scale=4, gap=24, caption=50, font_size=11, word="neuron"),
    _Grid(256, columns=16, scale=2, gap=16, caption=34, font_size=8, word="neuron-short"),
    _Grid(math.inf, columns=24, scale=1, gap=20, caption=34, font_size=8, word="neuron-short"),
)


@style.sheet()
def samples(
    *,
    images: NDArray[np.uint8],
    class_ids: Sequence[int],
    titles: Sequence[str],
    labels: Labels,
) -> Figure:
    """Some images of each class, a row a class.

    Args:
        images: shape (classes, n, 32, 32, 3).
        class_ids, titles: the fine label and the title of each row.
    """
    words = labels["cifar-samples"]
    columns = images.shape[1]
    margin, gap = 256, 6  # pixels: 8 images take what is left
    scale = max(1, min(3, ((TEXT_WIDTH - margin + gap) // columns - gap - 2) // SIDE))
    flat = images.reshape(-1, SIDE, SIDE, 3)
    mosaic = Mosaic(flat, columns=columns, scale=scale, gap=(gap, 2 * gap))
    figure = pixel_figure(mosaic.height)
    start = (TEXT_WIDTH - margin - mosaic.width) // 2
    mosaic.draw(figure, left=start + margin)
    for row, (class_id, title) in enumerate(zip(class_ids, titles, strict=True)):
        text = style.wrap(words["class"].format(id=class_id, title=title), 17)
        middle = mosaic.corner(row * columns)[1] + mosaic.side / 2
        size = style.SMALL_FONT_SIZE
        write(figure, text, x=start, y=middle, ha="left", va="center", fontsize=size)
    return figure


@style.sheet()
def curves(
    *,
    train_loss: Floats,
    test_loss: Floats,
    train_accuracy: Floats,
    test_accuracy: Floats,
    best_epoch: int,
    labels: Labels,
) -> Figure:
    """Loss and accuracy of both parts after every epoch.

    Args:
        train_loss, test_loss: shape (epochs,).
        train_accuracy, test_accuracy: shape (epochs,), in [0, 1].
        best_epoch: the epoch of the lowest test loss, from 1.
    """
    words, numerals = labels["cifar-curves"], Numerals.of(labels)
    figure = style.new_figure(height_mm=56)
    left, right = figure.subplots(1, 2)
    panels = ((left, train_loss, test_loss), (right, 100 * train_accuracy, 100 * test_accuracy))
    for axes, train, test in panels:
        epochs = np.arange(1, len(train) + 1)
        axes.axvline(best_epoch, color=style.GREY, linewidth=1, linestyle=":")
        axes.plot(epochs, train, color=style.BLUE, linestyle="--", label=words["train"])
        axes.plot(epochs, test, color=style.VERMILION, label=words["test"])
        axes.set_xlabel(words["epoch"])
        style.linear_axes(axes, numerals, whole_x=True)
        axes.yaxis.set_major_locator(MaxNLocator(5))  # as many in the layout as when drawn
    lowest = float(test_loss[best_epoch - 1])
    left.plot(
        best_epoch,
        lowest,
        color=style.VERMILION,
        linestyle="none",
        marker="D",
        markersize=6,
        markerfacecolor="white",
        label=words["best"].format(epoch=best_epoch, loss=numerals.fixed(lowest, 3)),
    )
    left.set_ylabel(words["loss"])
    right.set_ylabel(words["accuracy"])
    style.legend_below(figure, left, columns=3)
    return figure


@style.sheet()
def confusion(*, train: Ints, test: Ints, titles: Sequence[str], labels: Labels) -> Figure:
    """Both confusion matrices, with counts and the shares of the true class.

    Args:
        train, test: shape (classes, classes), counts; a row is a true class, a column an answer.
        titles: the title of each class.
    """
    words, numerals = labels["cifar-confusion"], Numerals.of(labels)
    names = [style.wrap(title, 12) for title in titles]
    longest = max(len(line) for name in names for line in name.splitlines())
    slant = _SLANT if longest > _CELL_LETTERS else {}
    figure = style.new_figure(height_mm=82 if slant else 72, between=0.05)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, part, counts in zip(panels, ("train", "test"), (train, test), strict=True):
        shares = row_shares(counts)
        axes.imshow(shares, cmap=_SHARE, vmin=0, vmax=1)
        axes.grid(visible=False)
        axes.spines[:].set_visible(True)
        axes.tick_params(length=0)
        axes.set(title=words[part], xlabel=words["predicted"])
        axes.set_xticks(range(len(names)), names, fontsize=style.DENSE_FONT_SIZE, **slant)
        axes.set_yticks(range(len(names)), names)
        for (row, column), count in np.ndenumerate(counts):
            share = float(shares[row, column])
            cell = words["cell"].format(
                count=numerals.fixed(int(count)), percent=numerals.fixed(100 * share, 1)
            )
            axes.text(column, row, cell, ha="center", va="center", **style.AS_DRAWN)
    panels[0].set_ylabel(words["true"])
    return figure


def row_shares(counts: Ints) -> NDArray[np.float64]:
    """Each count as a share of its row; a row without any is all zeros."""
    totals = counts.sum(axis=1, keepdims=True)
    shares: NDArray[np.float64] = counts / np.maximum(totals, 1)
    return shares


@style.sheet()
def weights(*, weights: Floats, labels: Labels) -> Figure:
    """The weights of the first layer as images, one a neuron.

    Args:
        weights: shape (neurons, 3072), the inputs in the order height, width, colour.
    """
    words = labels["cifar-weights"]
    grid = next(grid for grid in _GRIDS if len(weights) <= grid.most)
    mosaic = Mosaic(
        stretch(weights), columns=grid.columns, scale=grid.scale, gap=(grid.gap, grid.caption)
    )
    captions = [words[grid.word].format(number=number) for number in range(1, len(weights) + 1)]
    return captioned(mosaic, captions, room=grid.caption, gap=6, size=grid.font_size)


def stretch(weights: Floats) -> NDArray[np.uint8]:
    """Weights as colours: in each channel the 1st to the 99th percentile becomes 0…255.

    As the assignment does it («Визуализация весов»), but for a channel without contrast, which
    stays black instead of being divided by zero.

    Args:
        weights: shape (neurons, 3072).

    Returns:
        Images of shape (neurons, 32, 32, 3).
    """
    images = weights.reshape(-1, SIDE, SIDE, 3).astype(np.float64)
    images -= np.percentile(images, 1, axis=(1, 2), keepdims=True)
    top = np.percentile(images, 99, axis=(1, 2), keepdims=True)
    images /= np.where(top > 0, top, 1)
    return (images.clip(0, 1) * 255).round().astype(np.uint8)
