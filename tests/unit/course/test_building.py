"""In which order the trainings of a course are given to the processes."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lab1report.course.building import _dataset, _Group, _Work
from lab1report.course.disk_room import DiskRoom
from lab1report.data import opening
from lab1report.errors import DataError, NetworkError
from lab1report.model import CPU, RunSpec
from lab1report.progress import Progress
from lab1report.runs.run_task import RunTask
from lab1report.store.results import Store
from tests.unit.tiny_plan import BASE, made_up, make_dataset, make_plan, make_series, training


def test_made_up_images_take_no_place_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part of a course on a machine that has no images and no net would be graded with others."""

    def unreachable(*_anything: object, **_more: object) -> None:
        raise NetworkError("nobody answers.")

    monkeypatch.setattr(opening, "find_data", lambda *_anything, **_more: None)
    monkeypatch.setattr(opening, "fetch", unreachable)
    alone = opening.open_dataset("auto", cache=tmp_path, progress=Progress())
    assert alone.info.kind == "demo"
    with pytest.raises(DataError, match=r"^nobody answers\. No report of .*--data demo\.$"):
        _dataset("auto", tmp_path, Progress())
    assert _dataset("demo", tmp_path, Progress()).info.kind == "demo"


class Pool:
    """Keeps the tasks that it was given, and takes all of them for begun."""

    count, waiting, to_come = 1, 0, 0.0

    def __init__(self) -> None:
        self.given: list[tuple[float, RunTask]] = []

    def add(self, task: RunTask, *, rank: float) -> None:
        self.given.append((rank, task))
        self.waiting = 1


def test_what_was_begun_first_is_finished_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also its later stages, though others' plans were begun meanwhile."""
    pool: Any = Pool()
    settings: Any = None
    groups = [_Group(settings=settings, seconds_of_trainings=1) for _ in range(2)]
    for group, seeds in zip(groups, (2, 3), strict=True):
        monkeypatch.setattr(group, "plan", partial(make_plan, make_series(seeds=seeds)))
    work = _Work(groups, make_dataset(), Store(tmp_path), pool, CPU, DiskRoom((), Progress()))
    first, pool.given, pool.waiting = list(pool.given), [], 0
    work._begin()
    (second, pool.given), pool.waiting = (list(pool.given), []), 0
    assert second
    for _, task in first:
        for run in task.items:
            if isinstance(run.spec, RunSpec):
                work._note(run, made_up(run.spec))
    work._note(training(BASE), made_up(BASE))
    assert pool.given
    assert min(rank for rank, _ in pool.given) < min(rank for rank, _ in second)
