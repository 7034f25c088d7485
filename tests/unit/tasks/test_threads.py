"""Every number of a result is computed in one thread, whatever the program was started with."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
import torch
from threadpoolctl import threadpool_info, threadpool_limits

from lab1report.model import ImagesSpec, Part
from lab1report.progress import Progress
from lab1report.tasks import cifar, class_images, regression, series, xor
from lab1report.tasks.threads import one_thread
from tests.unit.tiny_plan import BASE, REGRESSION, XOR, read_part

SHORT = replace(BASE, epochs=2)


def threads() -> set[int]:
    """Of PyTorch, and of every pool of a library that is loaded."""
    return {torch.get_num_threads(), *(pool["num_threads"] for pool in threadpool_info())}


@pytest.fixture(autouse=True)
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    with threadpool_limits(limits=2):
        yield
    torch.set_num_threads(before)


def test_one_thread_and_what_was_before() -> None:
    @one_thread()
    def fail() -> None:
        raise KeyError(threads())

    assert threads() == {2}
    with pytest.raises(KeyError, match=r"\{1\}"):
        fail()
    assert threads() == {2}


def run_series(read: Callable[..., Any], progress: Progress) -> Any:
    return list(series.Trainer(read).run([replace(SHORT, saturation=2.0)], progress))


TASKS: dict[ModuleType, Callable[..., Any]] = {
    regression: lambda _, progress: regression.run(REGRESSION, progress),
    xor: lambda _, progress: xor.run(XOR, progress),
    cifar: lambda read, progress: cifar.run(SHORT, read, progress),
    class_images: lambda read, progress: class_images.run(
        ImagesSpec(classes=(2, 0, 1)), read, progress
    ),
    series: run_series,
}


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__.rpartition(".")[2])
def test_tasks_read_compute_and_measure_in_one_thread(
    task: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, set[int]] = {}

    class Listening(Progress):
        def update(self, done: float) -> None:
            seen["computing"] = threads()

    def read(part: Part, classes: object = None) -> Any:
        seen["reading"] = threads()
        return read_part(part)

    made = task.RunResult

    def measured(**contents: Any) -> Any:
        seen["measuring"] = threads()
        return made(**contents)

    monkeypatch.setattr(task, "RunResult", measured)
    TASKS[task](read, Listening())
    reads = task in (cifar, class_images, series)
    assert seen.keys() == {"computing", "measuring", *({"reading"} if reads else ())}
    assert set.union(*seen.values()) == {1}
    assert threads() == {2}
