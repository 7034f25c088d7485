"""A foreign pickle is refused by name, and nothing in it runs."""

from __future__ import annotations

import codecs
import os
import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pytest

from lab1report.data import container, unpickle
from lab1report.errors import DataError

if TYPE_CHECKING:
    from tests.unit.data.conftest import Tiny


class Call:
    """Unpickles as a call of `function`."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.call


def test_a_malicious_file_is_refused_and_does_nothing(tiny: Tiny, tmp_path: Path) -> None:
    folder, trace = tiny.write_folder(tmp_path), tmp_path / "trace"
    contents = tiny.contents("train") | {"extra": Call(os.mkdir, str(trace))}
    (folder / "train").write_bytes(pickle.dumps(contents))
    pickle.loads((folder / "train").read_bytes())
    assert trace.is_dir(), "the pickle of this test is harmless"
    trace.rmdir()

    with pytest.raises(DataError, match=r"cifar-100-python/train .*it asks for posix\.mkdir"):
        container.read(folder, "train", tiny.spec)
    assert not trace.exists()


@pytest.mark.parametrize(
    ("function", "name"),
    [(eval, "builtins.eval"), (getattr, "builtins.getattr"), (np.load, "numpy.load")],
)
def test_other_names_are_refused(function: Callable[..., Any], name: str) -> None:
    with pytest.raises(unpickle.RefusedGlobalError, match=f"^{name}$"):
        unpickle.load(BytesIO(pickle.dumps(Call(function, "1"))))


def test_only_bytes_are_made_of_text() -> None:
    harmless = pickle.dumps(b"\x00\xff", protocol=2)
    assert b"_codecs" in harmless
    assert unpickle.load(BytesIO(harmless)) == b"\x00\xff"
    with pytest.raises(unpickle.RefusedGlobalError, match="'rot13'"):
        unpickle.load(BytesIO(pickle.dumps(Call(codecs.encode, "text", "rot13"))))


def test_arrays_are_recorded_not_made() -> None:
    record = unpickle.load(BytesIO(pickle.dumps(np.arange(6, dtype=np.uint8).reshape(2, 3))))
    assert isinstance(record, unpickle.ArrayRecord)
    assert (record.shape, record.dtype.code, bytes(record.raw)) == ((2, 3), "u1", bytes(range(6)))


def test_strings_of_python_2_come_as_bytes() -> None:
    assert unpickle.load(BytesIO(b"\x80\x02U\x04data.")) == b"data"


LONG = np.arange(100_000, dtype=np.uint8)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_long_contents_of_a_file_are_not_copied(tmp_path: Path, protocol: int) -> None:
    path = tmp_path / "train"
    path.write_bytes(pickle.dumps([b"before", LONG.tobytes(), b"after"], protocol=protocol))
    with path.open("rb") as stream:
        before, pixels, after = cast("list[Any]", unpickle.load(stream))
    assert (before, after) == (b"before", b"after")
    assert bytes(pixels) == LONG.tobytes()
    if protocol > 2:  # Python 3 writes bytes in protocol 2 as text
        assert isinstance(pixels, memoryview)
        assert pixels.readonly


def test_long_contents_in_memory() -> None:
    found = unpickle.load(BytesIO(pickle.dumps({"data": LONG.tobytes(), "next": 1}, protocol=3)))
    assert found == {"data": LONG.tobytes(), "next": 1}


def test_long_contents_cut_short(tmp_path: Path) -> None:
    whole = pickle.dumps(LONG.tobytes(), protocol=3)
    path = tmp_path / "train"
    path.write_bytes(whole[: len(whole) // 2])
    with path.open("rb") as stream, pytest.raises(EOFError):
        unpickle.load(stream)
    with pytest.raises(EOFError):
        unpickle.load(BytesIO(whole[: len(whole) // 2]))
