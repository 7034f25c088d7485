"""Draws the demo set: 32×32 pictures of 100 made-up classes.

Each class has a crest of four shapes, each in its colour. A picture shows the crest of its class
shifted, stretched, half transparent, and some shapes in a wrong colour, before random clouds. A
person tells the classes apart; a small fully connected network learns the training pictures by
heart and misses about three in ten of the test pictures, as it does on CIFAR-100.

All arithmetic is on whole numbers (Pillow's resampling too), hence the same on every machine.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

from lab1report.data.dataset_spec import CHANNELS, CLASSES, SIDE
from lab1report.data.seeds import derive
from lab1report.messages import _
from lab1report.model import Part
from lab1report.progress import Progress, track

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lab1report.data.dataset_spec import Images

_CREST = 64  # side of a crest as it is drawn, before it is scaled into a picture
_QUARTERS = 4
_COLOURS = np.array(
    [
        (216, 58, 52),
        (232, 134, 46),
        (239, 210, 60),
        (124, 193, 66),
        (46, 158, 88),
        (60, 195, 200),
        (58, 127, 213),
        (74, 69, 181),
        (154, 79, 192),
        (224, 112, 176),
        (242, 240, 234),
    ],
    dtype=np.int16,
)

# What differs from picture to picture; the ranges include both ends.
_SHIFT = (-4, 4)  # of the crest, in pixels
_SIZE = (24, 32)  # of the crest, in pixels
_WRONG = 0.56  # part of the shapes that get a random colour
_TINT = (-40, 40)  # added to the red, green and blue of a shape
_OPACITY = (36, 64)  # of the crest, in 64ths
_LIGHT = (-36, 36)  # added to the background's red, green and blue
_COARSE = 8  # strength of the background's colour clouds
_FINE = 12  # strength of the background's grey clouds


def draw(
    part: Part, count: int, progress: Progress, classes: Collection[int] = range(CLASSES)
) -> Images:
    """`count` pictures of each of `classes`, which take turns: 0, 1, ..., 99, 0, 1, ..."""
    labels = sorted(classes)
    images = np.empty((count * len(labels), SIDE, SIDE, CHANNELS), dtype=np.uint8)
    titles = {
        "train": _("Drawing the train images of the demo set"),
        "test": _("Drawing the test images of the demo set"),
    }
    for place, label in enumerate(track(progress, titles[part], labels)):
        images[place :: len(labels)] = pictures(label, part, count)
    images.flags.writeable = False
    return images, np.tile(np.array(labels, dtype=np.int64), count)


def pictures(label: int, part: Part, count: int) -> NDArray[np.uint8]:
    """`count` pictures (count, 32, 32, 3) of class `label`; every part has its own."""
    rng = _rng(part, label)
    image = 128 + _clouds(rng, count, cells=3, channels=3, strength=_COARSE)
    image += _clouds(rng, count, cells=10, channels=1, strength=_FINE)
    image += _between(rng, _LIGHT, (count, 1, 1, 3))
    shapes = _placed(_crest(label), rng, count)
    colours = _painted(label, rng, count)[np.arange(count)[:, None, None], shapes]
    opacity = _between(rng, _OPACITY, (count, 1, 1, 1)) * (shapes > 0)[..., None]
    image += (colours - image) * opacity >> 6
    return image.clip(0, 255).astype(np.uint8)


def _rng(*names: str | int) -> np.random.Generator:
    return np.random.default_rng(derive(0, "demo set", *names))


def _between(
    rng: np.random.Generator, ends: tuple[int, int], shape: tuple[int, ...]
) -> NDArray[np.int16]:
    return rng.integers(*ends, shape, dtype=np.int16, endpoint=True)


def _clouds(
    rng: np.random.Generator, count: int, *, cells: int, channels: int, strength: int
) -> NDArray[np.int16]:
    """Smooth noise (count, 32, 32, channels) around 0 from a random grid of `cells`².

    `strength` is in sixteenths of the full range. Pillow enlarges all grids at once, stacked into
    one tall image, first along one axis and then along the other.
    """
    noise = rng.integers(0, 256, (count * channels, cells, cells), dtype=np.uint8)
    for _axis in range(2):
        tall = Image.fromarray(noise.reshape(-1, cells))
        wide = tall.resize((SIDE, tall.height), Image.Resampling.BICUBIC)
        noise = np.asarray(wide).reshape(count * channels, -1, SIDE).transpose(0, 2, 1)
    clouds = noise.reshape(count, channels, SIDE, SIDE).transpose(0, 2, 3, 1)
    return (clouds.astype(np.int16) - 128) * np.int16(strength) // np.int16(16)


def _placed(crest: NDArray[np.uint8], rng: np.random.Generator, count: int) -> NDArray[np.uint8]:
    """The `crest` shifted and stretched at random: (count, 32, 32), 0 around it."""
    framed = np.pad(crest, 1)
    rows, columns = (
        (np.arange(SIDE) - SIDE // 2 - _between(rng, _SHIFT, (count, 1)))
        * _CREST
        // _between(rng, _SIZE, (count, 1))
        + (_CREST // 2 + 1)
        for _axis in range(2)
    )
    rows, columns = (place.clip(0, _CREST + 1) for place in (rows, columns))
    placed: NDArray[np.uint8] = framed[rows[:, :, None], columns[:, None, :]]
    return placed


def _painted(label: int, rng: np.random.Generator, count: int) -> NDArray[np.int16]:
    """Red, green and blue of each shape in each picture: (count, 5, 3), shape 0 being none."""
    right = _colour_numbers(label)
    wrong = rng.integers(len(_COLOURS), size=(count, _QUARTERS))
    chosen = np.where(rng.random((count, _QUARTERS)) < _WRONG, wrong, right)
    painted = np.zeros((count, 1 + _QUARTERS, 3), dtype=np.int16)
    painted[:, 1:] = _COLOURS[chosen] + _between(rng, _TINT, (count, _QUARTERS, 3))
    return painted


def _colour_numbers(label: int) -> list[int]:
    """The colours of the four shapes of a class.

    They are the values of a line over the integers modulo 11 at four points (a Reed-Solomon
    code), so that two classes have at most one shape's colour in common. The factors keep
    colours that are neighbours in one quarter from being neighbours in the next.
    """
    tens, ones = divmod(label, 10)
    factors, points = (1, 3, 4, 5), (0, 1, 3, 7)
    return [
        (factor * (tens + point * ones) + quarter) % len(_COLOURS)
        for quarter, (factor, point) in enumerate(zip(factors, points, strict=True))
    ]


def _crest(label: int) -> NDArray[np.uint8]:
    """The crest (64, 64) of a class: shapes 1 to 4, one in each quarter, and 0 between them."""
    rng = _rng("crest", label)
    image = Image.new("L", (_CREST, _CREST))
    canvas = ImageDraw.Draw(image)
    for quarter in range(_QUARTERS):
        x, y = (17 + 30 * at + int(rng.integers(-3, 4)) for at in (quarter % 2, quarter // 2))
        _shape(canvas, rng, x, y, 1 + quarter)
    return np.asarray(image)


def _shape(
    canvas: ImageDraw.ImageDraw, rng: np.random.Generator, x: int, y: int, fill: int
) -> None:
    """A random shape around (x, y)."""
    r = int(rng.integers(15, 18))
    box = (x - r, y - r, x + r, y + r)
    match int(rng.integers(6)):
        case 0:
            canvas.ellipse(box, fill=fill)
        case 1:
            canvas.rectangle((x - r + 2, y - r + 2, x + r - 2, y + r - 2), fill=fill)
        case 2:
            canvas.regular_polygon((x, y, r + 3), 3, rotation=90 * int(rng.integers(4)), fill=fill)
        case 3:
            canvas.regular_polygon((x, y, r + 2), 5, fill=fill)
        case 4:
            for top in range(y - r, y + r, 9):
                canvas.rectangle((x - r, top, x + r, top + 5), fill=fill)
        case _:
            canvas.ellipse(box, outline=fill, width=9)
