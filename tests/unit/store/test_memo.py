"""Small things kept in the cache folder."""

from pathlib import Path
from typing import Any

import pytest

from lab1report.store.memo import kept


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


def test_what_was_worked_out_once_is_not_again() -> None:
    source = Source(("ядро", 3))
    assert kept("pairs", ("a", "b"), pair, source) == ("ядро", 3)
    assert kept("pairs", ("a", "b"), pair, source) == ("ядро", 3)
    assert source.asked == 1


@pytest.mark.parametrize(("kind", "key"), [("pairs", ("a", "c")), ("pairs", ("ab",)), ("x", "ab")])
def test_what_follows_from_something_else_is(kind: str, key: tuple[str, ...]) -> None:
    kept("pairs", ("a", "b"), pair, Source(("one", 1)))
    assert kept(kind, key, pair, Source(("two", 2))) == ("two", 2)


@pytest.mark.parametrize("content", ["", "[", "null", "[1]", '["a", "b"]', "\x00"])
def test_what_is_damaged_is_worked_out_again(folder: Path, content: str) -> None:
    kept("pairs", ("a",), pair, Source(("one", 1)))
    (file,) = (folder / "pairs").iterdir()
    file.write_text(content)
    assert kept("pairs", ("a",), pair, Source(("one", 1))) == ("one", 1)
    assert file.read_text() == '["one", 1]'


def test_a_folder_that_can_not_be_written_costs_time_only(folder: Path) -> None:
    folder.touch()
    source = Source(("one", 1))
    for _ in range(2):
        assert kept("pairs", ("a",), pair, source) == ("one", 1)
    assert source.asked == 2
