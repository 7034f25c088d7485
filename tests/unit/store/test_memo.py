"""Values are computed once for the same inputs, and anew when anything is in doubt."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from lab1report.errors import DataError
from lab1report.store.memo import memoized


class Source:
    """Counts how often it was asked."""

    def __init__(self, value: Any) -> None:
        self.value, self.asked = value, 0

    def __call__(self) -> Any:
        self.asked += 1
        return self.value


def pair(stored: Any) -> tuple[str, int]:
    name, number = stored
    return str(name), int(number)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_the_second_time_nothing_is_computed() -> None:
    source = Source(("ядро", 3))
    assert memoized("pairs", ("a", "b"), source, restore=pair) == ("ядро", 3)
    assert memoized("pairs", ("a", "b"), source, restore=pair) == ("ядро", 3)
    assert source.asked == 1


@pytest.mark.parametrize(("kind", "key"), [("pairs", ("a", "c")), ("pairs", ("ab",)), ("x", "ab")])
def test_other_inputs_have_another_value(kind: str, key: tuple[str, ...]) -> None:
    memoized("pairs", ("a", "b"), Source(("one", 1)), restore=pair)
    assert memoized(kind, key, Source(("two", 2)), restore=pair) == ("two", 2)


@pytest.mark.parametrize(
    "content", ["", "[", "null", "[1]", '["a", "b"]', "\x00", "[" * 100_000], ids=range(7)
)
def test_what_is_damaged_is_computed_again(folder: Path, content: str) -> None:
    memoized("pairs", ("a",), Source(("one", 1)), restore=pair)
    (file,) = (folder / "pairs").iterdir()
    whole = file.read_bytes()
    for damaged in (content.encode(), sealed_anew(content)):
        file.write_bytes(damaged)
        assert memoized("pairs", ("a",), Source(("one", 1)), restore=pair) == ("one", 1)
        assert file.read_bytes() == whole


def sealed_anew(content: str) -> bytes:
    """As whoever knows the form of the files could write it."""
    rest = json.dumps(["pairs", "a"]).encode() + b"\n" + content.encode()
    return b"lab1report 4 " + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


@pytest.mark.parametrize("place", [0, 20, 80, 100, -1])
def test_a_changed_bit_is_noticed(folder: Path, place: int) -> None:
    memoized("pairs", ("a",), Source(("one", 1)), restore=pair)
    (file,) = (folder / "pairs").iterdir()
    whole = bytearray(file.read_bytes())
    whole[place] ^= 1
    file.write_bytes(whole)
    source = Source(("one", 1))
    assert memoized("pairs", ("a",), source, restore=pair) == ("one", 1)
    assert source.asked == 1


def test_a_file_in_anothers_place_is_noticed(folder: Path) -> None:
    memoized("pairs", ("a",), Source(("one", 1)), restore=pair)
    (first,) = (folder / "pairs").iterdir()
    memoized("pairs", ("b",), Source(("two", 2)), restore=pair)
    (second,) = set((folder / "pairs").iterdir()) - {first}
    second.replace(first)
    assert memoized("pairs", ("a",), Source(("one", 1)), restore=pair) == ("one", 1)


def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    memoized("pairs", ("a",), Source(("one", 1)), restore=pair)
    (file,) = (folder / "pairs").iterdir()
    file.unlink()
    os.mkfifo(file)
    assert memoized("pairs", ("a",), Source(("one", 1)), restore=pair) == ("one", 1)


def test_a_folder_that_cannot_be_written_costs_time_only(folder: Path) -> None:
    folder.touch()
    source = Source(("one", 1))
    for _ in range(2):
        assert memoized("pairs", ("a",), source, restore=pair) == ("one", 1)
    assert source.asked == 2


def test_a_failure_is_not_stored(folder: Path) -> None:
    def fail() -> None:
        raise DataError("damaged")

    with pytest.raises(DataError, match="damaged"):
        memoized("pairs", ("a",), fail, restore=pair)
    assert memoized("pairs", ("a",), Source(("one", 1)), restore=pair) == ("one", 1)


def test_another_cache_can_be_named(folder: Path, tmp_path: Path) -> None:
    memoized("pairs", ("a",), Source(("one", 1)), restore=pair, cache=tmp_path / "other")
    assert (tmp_path / "other" / "pairs").is_dir()
    assert not folder.exists()
