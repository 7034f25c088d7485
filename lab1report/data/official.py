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
from lab1report.messages import _, ngettext
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
            _(
                "{name} is not a file of CIFAR-100: it asks for {wanted}, which was refused and not"
                " run; get the original with {command}."
            ).format(name=name, wanted=error, command=FETCH)
        ) from error
    except MemoryError as error:
        raise DataError(
            _(
                "{name} cannot be read with so little memory: close other programs, or raise the"
                " limit that is set."
            ).format(name=name)
        ) from error
    except Exception as error:  # the pickle module may raise almost anything on damaged input
        reason = f"{type(error).__name__}: {cut(str(error))}"
        raise DataError(
            _("{name} is damaged ({reason}); download it again with {command}.").format(
                name=name, reason=reason, command=FETCH
            )
        ) from error


def _unpickled(stream: IO[bytes], name: str) -> dict[str, Any]:
    with _damage_named(name):
        contents = unpickle.load(stream)
        if isinstance(contents, dict):  # its keys are texts, or it had been refused
            return {
                key.decode("latin1") if isinstance(key, bytes) else str(key): value
                for key, value in contents.items()
            }
    kind = type(contents).__name__
    raise _wrong(name, _("a {kind} in place of a dictionary").format(kind=kind))


def _entry(contents: dict[str, Any], key: str, name: str) -> Any:
    if key not in contents:
        raise _wrong(name, _("no entry {key!r}").format(key=key))
    return contents[key]


def _rows(record: Any, count: int, name: str) -> NDArray[np.uint8]:
    if not isinstance(record, unpickle.ArrayRecord):
        raise _wrong(name, _("no array in its entry 'data'"))
    dtype = getattr(record.dtype, "code", None)
    if not isinstance(dtype, str) or dtype not in ("u1", "|u1", "uint8", "B"):
        raise _wrong(
            name, _("pixels of dtype {dtype} in place of uint8").format(dtype=quoted(dtype))
        )
    if not _is_pair(record.shape) or record.shape != (count, PIXELS):
        raise _wrong(
            name,
            _("pixels of shape {shape} in place of {expected}").format(
                shape=quoted(record.shape), expected=(count, PIXELS)
            ),
        )
    if record.fortran:
        raise _wrong(name, _("pixels in Fortran order in place of one row an image"))
    raw = record.raw
    if not isinstance(raw, bytes | bytearray | memoryview) or len(raw) != count * PIXELS:
        said = _("not the {count} bytes of pixels that its shape says")
        raise _wrong(name, said.format(count=count * PIXELS))
    rows = np.frombuffer(raw, dtype=np.uint8).reshape(count, PIXELS)
    rows.flags.writeable = False
    return rows


def _is_pair(shape: Any) -> bool:
    return isinstance(shape, tuple) and [type(one) for one in shape] == [int, int]


def _labels(entry: Any, spec: DatasetSpec, part: Part, name: str) -> NDArray[np.int64]:
    if not isinstance(entry, list) or not all(type(label) is int for label in entry):
        raise _wrong(name, _("no list of whole numbers in its entry 'fine_labels'"))
    if len(entry) != spec.count(part):
        raise _wrong(
            name,
            _("{labels} labels for {images} images").format(
                labels=len(entry), images=spec.count(part)
            ),
        )
    foreign = [label for label in entry if not 0 <= label < CLASSES]
    if foreign:
        said = _("the label {label}, outside 0 to {most}")
        raise _wrong(name, said.format(label=quoted(foreign[0]), most=CLASSES - 1))
    labels = np.array(entry, dtype=np.int64)
    counts = np.bincount(labels, minlength=CLASSES)
    for label in np.flatnonzero(counts != spec.per_class[part]):
        raise _wrong(name, _another_count(int(counts[label]), int(label), spec.per_class[part]))
    return labels


def _another_count(found: int, label: int, expected: int) -> str:
    said = (
        ngettext(
            "{found} image of class {label} in place of {expected}",
            "{found} images of class {label} in place of {expected}",
            found,
        )
        if found
        else _("no image of class {label} in place of {expected}")
    )
    return said.format(found=found, label=label, expected=expected)


def _wrong(name: str, what: str) -> DataError:
    """`what` follows "it has" in English; in Russian it is a sentence of its own after a dash."""
    return DataError(
        _("{name} is not a file of CIFAR-100: it has {what}; get it with {command}.").format(
            name=name, what=what, command=FETCH
        )
    )
