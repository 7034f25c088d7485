"""Reads pickles without trusting them.

A pickle names functions and calls them. CIFAR-100's files need five names, all of numpy's arrays;
each is answered here with a stand-in that only remembers what it was given, so nothing foreign
runs, not even numpy's own unpickling code. Every other name is refused, and so is what a file of
CIFAR-100 has no use for: other instructions, keys that are no texts, more than its size.
"""

from __future__ import annotations

import mmap
import pickle
import struct
from typing import IO, Any, ClassVar

from lab1report.messages import _
from lab1report.quoting import quoted

_SMALL = 2**16  # bytes; what is larger is pixels
_MOST_BYTES = 200_000_000  # of one piece; the training images have 154 million
_MOST_OF_SMALL = 4_000_000  # bytes of all else, which bounds the time; there they are 2 million
_KNOWN = (
    *("PROTO", "STOP", "MARK", "MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT", "GET", "BINGET"),
    *("LONG_BINGET", "NONE", "NEWTRUE", "NEWFALSE", "INT", "BININT", "BININT1", "BININT2", "LONG1"),
    *("BINFLOAT", "BINSTRING", "SHORT_BINSTRING", "BINUNICODE", "SHORT_BINUNICODE", "UNICODE"),
    *("BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "EMPTY_LIST", "LIST", "APPEND", "APPENDS"),
    *("EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3", "EMPTY_DICT"),
    *("GLOBAL", "STACK_GLOBAL", "REDUCE", "BUILD"),
)
"""The instructions by which Python 2 and 3 write dictionaries of lists and arrays."""


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
        raise RefusedGlobalError(
            _("_codecs.encode to {encoding}").format(encoding=quoted(encoding))
        )
    if not isinstance(text, str):
        raise pickle.UnpicklingError(_("it encodes what is no text"))
    return text.encode("latin1")


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
        self._left = _MOST_OF_SMALL

    def readline(self) -> bytes:
        line = self._stream.readline(_SMALL)
        self.count(len(line))
        return line

    def count(self, size: int) -> None:
        """Count bytes that are not pixels."""
        self._left -= size
        if self._left < 0:
            raise pickle.UnpicklingError(_("it has more instructions than a file of CIFAR-100"))

    def read(self, size: int) -> Any:  # the pickle module would say bytes
        if size <= _SMALL:
            self.count(size)
            return self._stream.read(size)
        if size > _MOST_BYTES:
            raise pickle.UnpicklingError(_("it claims a piece of {size} bytes").format(size=size))
        try:
            mapped = mmap.mmap(self._stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (AttributeError, OSError):  # within an archive, or in memory
            piece = memoryview(self._stream.read(size))
        else:
            start = self._stream.tell()
            piece = memoryview(mapped)[start : self._stream.seek(start + size)]
        if len(piece) < size:
            raise EOFError(_("it ends too early"))
        return piece


# The one written in Python, which has no public name: it keeps the pixels as the view that it is
# given. The one in C copies them, which takes 300 MB more in every process that reads the training
# images (8 MB, .09 s with this one; 298 MB, .20 s with that). It goes when pickle.Unpickler takes
# what `read` gives without a copy; until then the tests of this module hold the name.
class _Unpickler(pickle._Unpickler):
    dispatch: ClassVar[dict[int, Any]]

    def __init__(self, file: _File) -> None:
        super().__init__(file, encoding="bytes")
        self._file = file

    def load_frame(self) -> None:
        (size,) = struct.unpack("<Q", self.read(8))  # type: ignore[attr-defined]
        self._file.count(size)
        self._unframer.load_frame(size)  # type: ignore[attr-defined]

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ADMITTED[module, name]
        except KeyError:
            raise RefusedGlobalError(f"{module}.{name}"[:80]) from None

    def load_bytearray8(self) -> None:
        """As bytes: the standard one takes the memory before it looks whether the bytes exist."""
        (size,) = struct.unpack("<Q", self.read(8))  # type: ignore[attr-defined]
        self.append(self.read(size))  # type: ignore[attr-defined]

    def load_setitem(self) -> None:
        value, key = self.stack.pop(), self.stack.pop()  # type: ignore[attr-defined]
        _require_text(key)
        self.stack[-1][key] = value  # type: ignore[attr-defined]

    def load_setitems(self) -> None:
        items = self.pop_mark()  # type: ignore[attr-defined]
        for key, value in zip(items[::2], items[1::2], strict=True):
            _require_text(key)
            self.stack[-1][key] = value  # type: ignore[attr-defined]

    def load_dict(self) -> None:
        items = self.pop_mark()  # type: ignore[attr-defined]
        for key in items[::2]:
            _require_text(key)
        self.append(dict(zip(items[::2], items[1::2], strict=True)))  # type: ignore[attr-defined]


def _codes(*names: str) -> list[int]:
    return [getattr(pickle, name)[0] for name in names]


def _refuse(unpickler: Any) -> None:
    del unpickler
    raise pickle.UnpicklingError(_("it has an instruction that no file of CIFAR-100 has"))


_Unpickler.dispatch = dict.fromkeys(range(256), _refuse)
_Unpickler.dispatch.update((code, pickle._Unpickler.dispatch[code]) for code in _codes(*_KNOWN))
for _name in ("bytearray8", "dict", "frame", "setitem", "setitems"):
    _Unpickler.dispatch[_codes(_name.upper())[0]] = getattr(_Unpickler, f"load_{_name}")


def _require_text(key: object) -> None:
    """To hash a deeply nested tuple would end the interpreter."""
    if not isinstance(key, str | bytes | memoryview) or len(key) > _SMALL:
        raise pickle.UnpicklingError(_("it has a key that is no text"))


def load(stream: IO[bytes]) -> object:
    """The object in `stream`, with an `ArrayRecord` for each array.

    Strings of Python 2 come as bytes, long ones as views of the file: a file on disk is mapped, so
    that only those pixels are read which are looked at.

    Raises:
        RefusedGlobalError: the pickle names something that CIFAR-100's files do not.
        Exception: whatever a damaged pickle makes the standard library raise.
    """
    return _Unpickler(_File(stream)).load()
