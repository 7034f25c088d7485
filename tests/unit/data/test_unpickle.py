"""A foreign pickle is refused by name, and nothing in it runs."""

from __future__ import annotations

import codecs
import os
import pickle
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
