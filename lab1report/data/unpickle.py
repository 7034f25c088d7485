"""Reads pickles without trusting them.

A pickle names functions and calls them. CIFAR-100's files need five names, all of numpy's arrays;
each is answered here with a stand-in that only remembers what it was given, so nothing foreign
runs, not even numpy's own unpickling code. Every other name is refused.
"""

from __future__ import annotations

import mmap
import pickle
from typing import IO, Any

_SMALL = 2**16  # bytes; what is larger is pixels


class RefusedGlobalError(pickle.UnpicklingError):
    """The pickle asks for a name that no CIFAR-100 file contains; the message is that name."""


class ArrayRecord:
    """What a pickle tells of a numpy array: shape, dtype code, order, and the raw bytes."""

    def __init__(self) -> None:
        self.shape: Any = None
        self.dtype: Any = None
        self.fortran: Any = None
        self.raw: Any = None

    def __setstate__(self, state: Any) -> None:
        _version, self.shape, self.dtype, self.fortran, self.raw = state


class DtypeRecord:
    """What a pickle tells of a dtype; its code, such as "u1", says all that is needed here."""

    def __init__(self, code: Any, *_align_and_copy: Any) -> None:
        self.code = code.decode("latin1") if isinstance(code, bytes) else code

    def __setstate__(self, state: Any) -> None:
        """Byte order and flags: without meaning for the one-byte pixels read here."""


def _reconstruct(*_type_shape_and_code: Any) -> ArrayRecord:
    """Answers numpy's maker of empty arrays; the contents follow through `__setstate__`."""
    return ArrayRecord()


def _frombuffer(raw: Any, dtype: Any, shape: Any, order: Any) -> ArrayRecord:
    """Answers numpy's maker of arrays in pickles of protocol 5."""
    record = ArrayRecord()
    record.__setstate__((1, shape, dtype, order == "F", raw))
    return record


def _encode(text: Any, encoding: Any = "latin1") -> bytes:
    """Answers `_codecs.encode`, by which Python 3 writes bytes in protocol 2."""
    if encoding not in ("latin1", b"latin1"):
        raise RefusedGlobalError(f"_codecs.encode to {encoding!r}")
    return str(text).encode("latin1")


_ADMITTED: dict[tuple[str, str], Any] = {
    ("numpy", "ndarray"): ArrayRecord,
    ("numpy", "dtype"): DtypeRecord,
    ("_codecs", "encode"): _encode,
    **{(f"numpy.{core}.multiarray", "_reconstruct"): _reconstruct for core in ("core", "_core")},
    **{(f"numpy.{core}.numeric", "_frombuffer"): _frombuffer for core in ("core", "_core")},
}


class _File:
    """A file of which large pieces are handed out as views: mapped into memory, not copied."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.readline = stream.readline

    def read(self, size: int) -> Any:  # the pickle module would say bytes
        if size <= _SMALL:
            return self._stream.read(size)
        try:
            mapped = mmap.mmap(self._stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (AttributeError, OSError):  # within an archive, or in memory
            piece = memoryview(self._stream.read(size))
        else:
            start = self._stream.tell()
            piece = memoryview(mapped)[start : self._stream.seek(start + size)]
        if len(piece) < size:
            raise EOFError("it ends too early")
        return piece


# The one written in Python, which has no public name: it keeps the pixels as the view that it is
# given. The one in C copies them, which takes 300 MB more in every process that reads the training
# images (8 MB, .09 s with this one; 298 MB, .20 s with that). It goes when pickle.Unpickler takes
# what `read` gives without a copy; until then the tests of this module hold the name.
class _Unpickler(pickle._Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise RefusedGlobalError(f"{module}.{name}") from None


def load(stream: IO[bytes]) -> object:
    """The object in `stream`, with an `ArrayRecord` for each array.

    Strings of Python 2 come as bytes, long ones as views of the file: a file on disk is mapped, so
    that only those pixels are read which are looked at.

    Raises:
        RefusedGlobalError: the pickle names something that CIFAR-100's files do not.
        Exception: whatever a damaged pickle makes the standard library raise.
    """
    return _Unpickler(_File(stream), encoding="bytes").load()
