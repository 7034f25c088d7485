"""A course waits while a disk is full, and not for ever."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from lab1report.course import disk_room
from lab1report.course.disk_room import LEAST, DiskRoom, NoRoomError
from tests.unit.tiny_plan import Recorder


class Usage(NamedTuple):
    free: int


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What disks have free, one look after another; the last one for ever."""
    looks: list[int] = []

    def disk_usage(folder: Path) -> Usage:
        if folder.name == "gone":
            raise FileNotFoundError
        return Usage(looks.pop(0) if len(looks) > 1 else looks[0])

    monkeypatch.setattr(shutil, "disk_usage", disk_usage)
    monkeypatch.setattr(disk_room, "_LOOK_SECONDS", 0.01)
    return looks


def test_a_full_disk_is_waited_for(free: list[int]) -> None:
    recorder = Recorder()
    room = DiskRoom((Path("gone"), Path("reports")), recorder)
    free += [LEAST, LEAST - 1, 0, 0, LEAST]
    room.wait()
    assert recorder.warnings == []
    room.wait()
    assert recorder.warnings == [
        "the disk of reports has less than 32 MB left: free some, and the course goes on by"
        " itself; it waits for 10 min"
    ]
    assert recorder.notes == ["the disk has room again; the course goes on"]
    assert free == [LEAST]


def test_patience_ends(free: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_room, "PATIENCE", 0.05)
    free.append(0)
    with pytest.raises(NoRoomError, match=r"less than 32 MB left; what was computed is stored"):
        DiskRoom((Path("reports"),), Recorder()).wait()
