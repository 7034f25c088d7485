"""Fingerprints are computed once for the same files, and anew when anything is in doubt."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lab1report.data import fingerprint_memo
from lab1report.errors import DataError
from lab1report.progress import Progress

if TYPE_CHECKING:
    from tests.unit.data.conftest import Listener

FINGERPRINT = "0123456789abcdef" * 4


class Computation:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        return FINGERPRINT


@pytest.fixture
def compute() -> Computation:
    return Computation()


def _remembered(key: tuple[object, ...], compute: Computation, cache: Path) -> str:
    return fingerprint_memo.remembered(key, compute, cache=cache, progress=Progress())


def test_the_second_time_nothing_is_computed(compute: Computation, tmp_path: Path) -> None:
    for _time in range(2):
        assert _remembered(("key", 1), compute, tmp_path) == FINGERPRINT
    assert compute.calls == 1
    _remembered(("key", 2), compute, tmp_path)
    assert compute.calls == 2


@pytest.mark.parametrize("garbage", [b"", b"\xff\x00", b"abc", FINGERPRINT[:-1].encode()])
def test_an_unreadable_entry_counts_as_absent(
    compute: Computation, tmp_path: Path, garbage: bytes
) -> None:
    _remembered(("key",), compute, tmp_path)
    (entry,) = (tmp_path / "fingerprints").iterdir()
    entry.write_bytes(garbage)
    for _time in range(2):
        assert _remembered(("key",), compute, tmp_path) == FINGERPRINT
    assert compute.calls == 2


def test_a_failure_is_not_remembered(compute: Computation, tmp_path: Path) -> None:
    def fail() -> str:
        raise DataError("damaged")

    with pytest.raises(DataError, match="damaged"):
        fingerprint_memo.remembered(("key",), fail, cache=tmp_path, progress=Progress())
    assert _remembered(("key",), compute, tmp_path) == FINGERPRINT


def test_a_cache_that_cannot_be_written_is_no_failure(
    compute: Computation, tmp_path: Path, listener: Listener
) -> None:
    cache = tmp_path / "a file"
    cache.write_text("in the way")
    found = fingerprint_memo.remembered(("key",), compute, cache=cache, progress=listener)
    assert found == FINGERPRINT
    assert "could not be written" in listener.warnings[0]


def test_files_are_known_by_place_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    os.utime(file, ns=(0, 1))
    known = fingerprint_memo.of_files([file])
    link = tmp_path / "link"
    link.symlink_to(file)
    assert fingerprint_memo.of_files([link]) == known
    os.utime(file, ns=(0, 2))
    assert fingerprint_memo.of_files([file]) != known
    file.write_text("longer")
    os.utime(file, ns=(0, 1))
    assert fingerprint_memo.of_files([file]) != known
