"""Tasks that need no images: whose process ends, and how long a process lasts."""

import os
import signal
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import pytest

from lab1report.progress import Progress
from lab1report.runs.task_pool import Say, TaskPool

FATAL = 3


@dataclass(frozen=True)
class Told:
    """A task that tells which process does it."""

    number: int

    @property
    def items(self) -> tuple[int, ...]:
        return (self.number,)

    @property
    def seconds(self) -> float:
        return 1.0

    @property
    def title(self) -> str:
        return str(self.number)

    def only(self, items: Sequence[int]) -> Self:
        del items
        return self

    def lost(self, item: int, reason: str) -> int | str:
        return f"{item}: {reason}"


def work(say: Say, task: Told, fatal: int | None) -> Iterator[tuple[int, int | str]]:
    del say
    if task.number == fatal:
        os.kill(os.getpid(), signal.SIGKILL)
    yield task.number, os.getpid()


def here(task: Told, progress: Progress) -> Iterator[tuple[int, int | str]]:
    return work(print, task, None)


def outcomes(
    count: int, fatal: int | None = None, lasting: int | None = None
) -> dict[int, int | str]:
    with TaskPool[int, int | str](
        work, (fatal,), here, count=count, progress=Progress(), lasting=lasting
    ) as pool:
        for number in range(7):
            pool.add(Told(number), rank=number)
        found = dict(pool.outcomes())
        assert pool.share() == 1
    return found


def test_one_process_is_this_one() -> None:
    assert set(outcomes(1).values()) == {os.getpid()}


@pytest.mark.slow
def test_a_process_lasts_for_so_many_tasks() -> None:
    found = Counter(outcomes(2, lasting=2).values())
    assert max(found.values()) == 2
    assert os.getpid() not in found
    assert len(found) == 4


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
def test_a_task_that_takes_its_processes_along_costs_no_other() -> None:
    found = outcomes(2, fatal=FATAL)
    assert found.pop(FATAL) == f"{FATAL}: was killed (SIGKILL)"
    assert set(found) == {0, 1, 2, 4, 5, 6}
    assert all(isinstance(one, int) for one in found.values())
