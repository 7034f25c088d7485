"""Files are replaced together, or all stay as they were."""

import os
import time
from pathlib import Path

import pytest

from lab1report.store.atomic_write import drop_unfinished, write_all


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_all_are_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    write_all({tmp_path / "a": b"1", tmp_path / "below" / "b": b"2"})
    assert contents(tmp_path) == {"a": b"1"}
    assert contents(tmp_path / "below") == {"b": b"2"}
    plain = tmp_path / "plain"
    plain.touch()
    assert (tmp_path / "a").stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_that_cannot_be_replaced_leaves_all(tmp_path: Path, place: int) -> None:
    names = ["a", "b", "c"]
    (tmp_path / names.pop(place)).mkdir()
    (tmp_path / names[0]).write_bytes(b"old")
    with pytest.raises(OSError, match="directory"):
        write_all({tmp_path / name: b"new" for name in "abc"})
    assert contents(tmp_path) == {names[0]: b"old"}


@pytest.mark.parametrize("place", [1, 2, 3])
def test_an_interruption_leaves_all(
    tmp_path: Path, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, calls = Path.replace, 0

    def interrupted(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == place:
            raise KeyboardInterrupt
        return replace(self, target)

    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / name: b"new" for name in "abc"})
    assert contents(tmp_path) == {"a": b"old", "b": b"old"}


def test_what_was_begun_a_day_ago_goes(tmp_path: Path) -> None:
    old, new, whole = (tmp_path / name for name in (".a.1.part", ".a.2.part", "a"))
    for path in (old, new, whole):
        path.write_bytes(b"x")
    for path in (old, whole):
        os.utime(path, (0, time.time() - 90_000))
    drop_unfinished(tmp_path.glob(".*.part"))
    assert sorted(contents(tmp_path)) == [".a.2.part", "a"]
