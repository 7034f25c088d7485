"""Does tasks in parallel processes: networks this small gain much from processes, not from threads.

Each process does one task at a time with one thread, so that the numbers are those of a single
process. What becomes of tasks whose process dies, `task_pool.py` says.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.errors import DataError
from lab1report.messages import _
from lab1report.model import CPU, DataInfo
from lab1report.progress import Progress
from lab1report.runs.task_pool import PoolTask, Reporter, Say, TaskPool
from lab1report.store.result_forms import misfit
from lab1report.store.results import Store

_PAUSE = 0.1  # seconds; a terminal shows no more
_MOST_TASKS = 1000  # of a process, some 70 reports: libraries do not give back all of their memory

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Task(PoolTask[Item, Outcome], Protocol[Item, Outcome]):
    """A task for a process that has the images and the store of results."""

    def perform(
        self, dataset: Dataset, store: Store, progress: Progress, device: str
    ) -> Iterator[tuple[Item, Outcome]]:
        """Do it, in the process whose task it is."""
        ...


class Workers(TaskPool[Item, Outcome]):
    """A `TaskPool` of tasks on one data set.

    Args:
        choice, cache: how `dataset` was opened; other processes open it again.
        count: how many processes at most; 1 stays within this one.
        device: what trainings of the series run on, as `device.resolve` says.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        choice: str,
        cache: Path,
        count: int,
        progress: Progress,
        device: str = CPU,
    ) -> None:
        store = Store(cache, warn=progress.warn, misfit=misfit)

        def here(task: Task[Item, Outcome], reporter: Progress) -> Iterator[tuple[Item, Outcome]]:
            return task.perform(dataset, store, reporter, device)

        common = choice, dataset.info, cache, device
        super().__init__(_work, common, here, count=count, progress=progress, lasting=_MOST_TASKS)


def _work(
    say: Say,
    task: Task[Item, Outcome],
    choice: str,
    wanted: DataInfo,
    cache: Path,
    device: str,
) -> Iterator[tuple[Item, Outcome]]:
    """What a worker process does.

    Raises:
        DataError: it finds other images than those for which the results are to be stored.
    """
    reporter = Reporter(say, pause=_PAUSE)
    store = Store(cache, warn=reporter.warn, misfit=misfit)
    dataset = _dataset(choice, cache)
    if dataset.info.fingerprint != wanted.fingerprint:
        raise DataError(_("the images have been replaced by others meanwhile; build again"))
    return task.perform(dataset, store, reporter, device)


@lru_cache(maxsize=1)
def _dataset(choice: str, cache: Path) -> Dataset:
    return open_dataset(choice, cache=cache, progress=Progress(), offline=True)
