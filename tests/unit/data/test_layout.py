"""What is written is the official layout: the course's notebook can read it, and so can we."""

from __future__ import annotations

import pickle
import pickletools
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from lab1report.data import container, layout
from lab1report.model import PARTS

if TYPE_CHECKING:
    from tests.unit.data.conftest import Tiny


@pytest.fixture
def folder(tiny: Tiny, tmp_path: Path) -> Path:
    for part in PARTS:
        images, labels = tiny.images[part]
        layout.write_part(tmp_path, part, (images, labels), labels // 5)
    layout.write_meta(tmp_path)
    return tmp_path


def _load(path: Path, encoding: str) -> dict[Any, Any]:
    contents: dict[Any, Any] = pickle.loads(path.read_bytes(), encoding=encoding)
    return contents


def test_the_course_reads_it(tiny: Tiny, folder: Path) -> None:
    contents = _load(folder / "train", "latin1")
    pixels = contents["data"].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    np.testing.assert_array_equal(pixels, tiny.images["train"][0])
    assert contents["fine_labels"] == tiny.images["train"][1].tolist()
    assert contents["coarse_labels"] == (tiny.images["train"][1] // 5).tolist()
    assert contents["batch_label"] == "training batch 1 of 1"
    assert len(set(contents["filenames"])) == 200


def test_readers_that_ask_for_bytes_find_the_keys(folder: Path) -> None:
    keys = {b"filenames", b"batch_label", b"fine_labels", b"coarse_labels", b"data"}
    assert _load(folder / "test", "bytes").keys() == keys


def test_this_program_reads_it(tiny: Tiny, folder: Path) -> None:
    for part in PARTS:
        images, labels = container.read(folder, part, tiny.spec)
        np.testing.assert_array_equal(images, tiny.images[part][0])
        np.testing.assert_array_equal(labels, tiny.images[part][1])


def test_the_names_of_the_classes(folder: Path) -> None:
    meta = _load(folder / "meta", "latin1")
    names = meta["fine_label_names"]
    assert (len(names), names[0], names[18], names[99]) == (100, "apple", "caterpillar", "worm")
    assert len(meta["coarse_label_names"]) == 20


def test_it_is_a_well_formed_pickle_of_protocol_2(folder: Path) -> None:
    written = (folder / "train").read_bytes()
    opcodes = [opcode for opcode, _argument, _place in pickletools.genops(written)]
    assert max(opcode.proto for opcode in opcodes) == 2
    pickletools.dis(written, out=StringIO())  # complains of a stack that does not come out even


@pytest.mark.real_data
def test_the_names_are_those_of_the_real_data(folder: Path, real_data: Path) -> None:
    assert _load(folder / "meta", "latin1") == _load(real_data / "meta", "latin1")
