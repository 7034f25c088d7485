"""Writes the official layout, so that the course's own notebook can read a downloaded data set.

The official files are Python 2's, with byte strings for keys; Python 3's pickler would write text,
which readers that ask for bytes do not find. So the few opcodes needed are written here by hand.
"""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lab1report import resources
from lab1report.data.dataset_spec import PIXELS
from lab1report.model import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lab1report.data.dataset_spec import Images

_CHUNK = 1000
_SUPERCLASSES = (
    "aquatic_mammals",
    "fish",
    "flowers",
    "food_containers",
    "fruit_and_vegetables",
    "household_electrical_devices",
    "household_furniture",
    "insects",
    "large_carnivores",
    "large_man-made_outdoor_things",
    "large_natural_outdoor_scenes",
    "large_omnivores_and_herbivores",
    "medium_mammals",
    "non-insect_invertebrates",
    "people",
    "reptiles",
    "small_mammals",
    "trees",
    "vehicles_1",
    "vehicles_2",
)


def write_part(folder: Path, part: Part, images: Images, coarse: NDArray[np.int64]) -> None:
    """Write `folder`/`part`; the images' file names, lost on the way here, are made up."""
    pixels, labels = images
    names = _class_names()
    files = [f"{names[label]}_{number:06d}.png" for number, label in enumerate(labels)]
    _write(
        folder / part,
        filenames=[_list(_string(name) for name in files)],
        batch_label=[_string(f"{part}ing batch 1 of 1")],
        fine_labels=[_list(_integer(int(label)) for label in labels)],
        coarse_labels=[_list(_integer(int(label)) for label in coarse)],
        data=_rows(pixels),
    )


def write_meta(folder: Path) -> None:
    """Write `folder`/meta: the names of the classes and of the superclasses."""
    _write(
        folder / "meta",
        fine_label_names=[_list(_string(name) for name in _class_names())],
        coarse_label_names=[_list(_string(name) for name in _SUPERCLASSES)],
    )


def _class_names() -> list[str]:
    classes = resources.read_toml(resources.folder("experiments") / "classes.toml")["class"]
    return [entry["name"] for entry in sorted(classes, key=lambda entry: int(entry["id"]))]


def _write(path: Path, **entries: Iterable[bytes]) -> None:
    """A pickled dictionary of values that are pickled already, each in one piece or several."""
    with path.open("wb") as stream:
        stream.write(pickle.PROTO + b"\x02" + pickle.EMPTY_DICT + pickle.MARK)
        for key, value in entries.items():
            stream.write(_string(key))
            stream.writelines(value)
        stream.write(pickle.SETITEMS + pickle.STOP)


def _string(text: str) -> bytes:
    raw = text.encode("latin1")
    return pickle.SHORT_BINSTRING + bytes((len(raw),)) + raw


def _integer(value: int) -> bytes:
    return pickle.BININT + struct.pack("<i", value)


def _list(values: Iterable[bytes]) -> bytes:
    return b"".join((pickle.EMPTY_LIST, pickle.MARK, *values, pickle.APPENDS))


def _tuple(*values: bytes) -> bytes:
    return b"".join((pickle.MARK, *values, pickle.TUPLE))


def _call(module: str, name: str, *arguments: bytes) -> bytes:
    return _global(module, name) + _tuple(*arguments) + pickle.REDUCE


def _global(module: str, name: str) -> bytes:
    return pickle.GLOBAL + f"{module}\n{name}\n".encode("ascii")


def _rows(pixels: NDArray[np.uint8]) -> Iterator[bytes]:
    """The images as a numpy array of rows, made empty and then filled, as numpy pickles it.

    The bytes come in pieces, since a copy of all of them at once takes 150 MB.
    """
    none, no = pickle.NONE, pickle.NEWFALSE
    yield _call(
        "numpy.core.multiarray",
        "_reconstruct",
        _global("numpy", "ndarray"),
        _tuple(_integer(0)),
        _string("b"),
    )
    dtype = _call("numpy", "dtype", _string("u1"), _integer(0), _integer(1))
    flags = (_integer(3), _string("|"), none, none, none, _integer(-1), _integer(-1), _integer(0))
    shape = _tuple(_integer(len(pixels)), _integer(PIXELS))
    yield pickle.MARK + _integer(1) + shape + dtype + _tuple(*flags) + pickle.BUILD + no
    yield pickle.BINSTRING + struct.pack("<i", pixels.size)
    for start in range(0, len(pixels), _CHUNK):
        yield pixels[start : start + _CHUNK].transpose(0, 3, 1, 2).tobytes()
    yield pickle.TUPLE + pickle.BUILD
