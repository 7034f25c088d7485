"""Reads one file of the official layout, `train` or `test`, into arrays.

The format is described at https://www.cs.toronto.edu/~kriz/cifar.html: a pickled dictionary whose
`data` has one row of 3072 bytes an image (the red plane, then green, then blue, each row by row)
and whose `fine_labels` lists the classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from lab1report.data import unpickle
from lab1report.data.dataset_spec import CHANNELS, CLASSES, FETCH, PIXELS, SIDE, DatasetSpec
from lab1report.errors import DataError
from lab1report.model import Part
from lab1report.quoting import cut, quoted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lab1report.data.dataset_spec import Images


def read(stream: IO[bytes], name: str, part: Part, spec: DatasetSpec) -> Images:
    """Images and labels of the pickle in `stream`, called `name` in errors.

    The images are a read-only view of the file's bytes: nothing is copied.

    Raises:
        DataError: the file is damaged, foreign, or not what `spec` says of `part`.
    """
    contents = _unpickled(stream, name)
    rows = _rows(_entry(contents, "data", name), spec.count(part), name)
    labels = _labels(_entry(contents, "fine_labels", name), spec, part, name)
    return rows.reshape(-1, CHANNELS, SIDE, SIDE).transpose(0, 2, 3, 1), labels


@contextmanager
def _damage_named(name: str) -> Iterator[None]:
    """Turn what a damaged pickle raises into the user's error."""
    try:
        yield
    except unpickle.RefusedGlobalError as error:
        raise DataError(
            f"{name} is not a file of CIFAR-100: it asks for {error}, which was refused and not"
            f" run; get the original with {FETCH}."
        ) from error
    except MemoryError as error:
        raise DataError(
            f"{name} cannot be read with so little memory: close other programs, or raise the"
            " limit that is set."
        ) from error
    except Exception as error:  # the pickle module may raise almost anything on damaged input
        reason = f"{type(error).__name__}: {cut(str(error))}"
        raise DataError(f"{name} is damaged ({reason}); download it again with {FETCH}.") from error


def _unpickled(stream: IO[bytes], name: str) -> dict[str, Any]:
    with _damage_named(name):
        contents = unpickle.load(stream)
        if isinstance(contents, dict):  # its keys are texts, or it had been refused
            return {
                key.decode("latin1") if isinstance(key, bytes) else str(key): value
                for key, value in contents.items()
            }
    raise _wrong(name, f"a {type(contents).__name__} in place of a dictionary")


def _entry(contents: dict[str, Any], key: str, name: str) -> Any:
    if key not in contents:
        raise _wrong(name, f"no entry {key!r}")
    return contents[key]


def _rows(record: Any, count: int, name: str) -> NDArray[np.uint8]:
    if not isinstance(record, unpickle.ArrayRecord):
        raise _wrong(name, "no array in its entry 'data'")
    dtype = getattr(record.dtype, "code", None)
    if not isinstance(dtype, str) or dtype not in ("u1", "|u1", "uint8", "B"):
        raise _wrong(name, f"pixels of dtype {quoted(dtype)} in place of uint8")
    if not _is_pair(record.shape) or record.shape != (count, PIXELS):
        raise _wrong(name, f"pixels of shape {quoted(record.shape)} in place of {(count, PIXELS)}")
    if record.fortran:
        raise _wrong(name, "pixels in Fortran order in place of one row an image")
    raw = record.raw
    if not isinstance(raw, bytes | bytearray | memoryview) or len(raw) != count * PIXELS:
        raise _wrong(name, f"not the {count * PIXELS} bytes of pixels that its shape says")
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(count, PIXELS)
    rows.flags.writeable = False
    return rows


def _is_pair(shape: Any) -> bool:
    return isinstance(shape, tuple) and [type(one) for one in shape] == [int, int]


def _labels(entry: Any, spec: DatasetSpec, part: Part, name: str) -> NDArray[np.int64]:
    if not isinstance(entry, list) or not all(type(label) is int for label in entry):
        raise _wrong(name, "no list of whole numbers in its entry 'fine_labels'")
    if len(entry) != spec.count(part):
        raise _wrong(name, f"{len(entry)} labels for {spec.count(part)} images")
    foreign = [label for label in entry if not 0 <= label < CLASSES]
    if foreign:
        raise _wrong(name, f"the label {quoted(foreign[0])}, outside 0 to {CLASSES - 1}")
    labels = np.array(entry, dtype=np.int64)
    counts = np.bincount(labels, minlength=CLASSES)
    for label in np.flatnonzero(counts != spec.per_class[part]):
        found = f"{counts[label]} images" if counts[label] else "no image"
        raise _wrong(name, f"{found} of class {label} in place of {spec.per_class[part]}")
    return labels


def _wrong(name: str, what: str) -> DataError:
    return DataError(f"{name} is not a file of CIFAR-100: it has {what}; get it with {FETCH}.")
