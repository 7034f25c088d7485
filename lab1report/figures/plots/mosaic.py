"""Arranges small images in rows, with each of their pixels a whole square of printed pixels.

Everything here is measured in pixels at 200 dpi, from the left and from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lab1report.figures.plots.style import DPI, MM, TEXT_WIDTH_MM

SIDE = 32  # pixels of a CIFAR image
TEXT_WIDTH = int(TEXT_WIDTH_MM * MM * DPI)

_FRAME = 1
_FRAME_GREY = 160  # keeps white images off a white page, and dark ones off a dark one


class Mosaic:
    """`images` (n, 32, 32, 3) in rows of `columns`.

    A pixel of an image becomes a square of `scale` pixels; `gap` is the space between two images
    and between two rows.
    """

    def __init__(
        self, images: NDArray[np.uint8], *, columns: int, scale: int, gap: tuple[int, int]
    ) -> None:
        self.side = SIDE * scale + 2 * _FRAME
        self._columns = columns
        self._gap = gap
        rows = -(-len(images) // columns)
        self.width = columns * (self.side + gap[0]) - gap[0]
        self.height = rows * (self.side + gap[1]) - gap[1]
        self._canvas = np.zeros((self.height, self.width, 4), dtype=np.uint8)  # red to opacity
        for index, image in enumerate(images):
            left, top = self.corner(index)
            tile = image.repeat(scale, axis=0).repeat(scale, axis=1)
            framed = np.full((self.side, self.side, 3), _FRAME_GREY, dtype=np.uint8)
            framed[_FRAME:-_FRAME, _FRAME:-_FRAME] = tile
            place = self._canvas[top : top + self.side, left : left + self.side]
            place[:, :, :3], place[:, :, 3] = framed, 255

    def corner(self, index: int) -> tuple[int, int]:
        """Left and top of an image within the mosaic."""
        row, column = divmod(index, self._columns)
        return column * (self.side + self._gap[0]), row * (self.side + self._gap[1])

    def draw(self, figure: Figure, *, left: int) -> None:
        """Put the mosaic at the top of a figure made by `pixel_figure`."""
        width, height = figure.get_size_inches() * DPI
        bottom = int(height) - self.height
        axes = figure.add_axes(
            (left / width, bottom / height, self.width / width, self.height / height)
        )
        axes.set_axis_off()
        axes.imshow(self._canvas, interpolation="none", aspect="auto")


def captioned(
    mosaic: Mosaic, captions: Sequence[str], *, room: int, gap: int, size: float
) -> Figure:
    """A mosaic in the middle of the text, with a caption under each image.

    Args:
        room: what the captions of the last row take.
        gap: between an image and its caption.
        size: of the letters, in points.
    """
    figure = pixel_figure(mosaic.height + room)
    left = (TEXT_WIDTH - mosaic.width) // 2
    mosaic.draw(figure, left=left)
    for index, text in enumerate(captions):
        x, y = mosaic.corner(index)
        middle, below = left + x + mosaic.side / 2, y + mosaic.side + gap
        write(figure, text, x=middle, y=below, ha="center", va="top", fontsize=size)
    return figure


def pixel_figure(height: int) -> Figure:
    """An empty figure, as wide as the text, with no layout but what is placed by pixels."""
    tolerance = 0.25  # so that rounding down after inches does not lose a row
    return Figure(figsize=(TEXT_WIDTH_MM * MM, (height + tolerance) / DPI))


def write(figure: Figure, text: str, *, x: float, y: float, **look: Any) -> None:
    """Text on a figure made by `pixel_figure`; `look` is that of `Figure.text`."""
    width, height = figure.get_size_inches() * DPI
    figure.text(x / width, 1 - y / height, text, **look)
