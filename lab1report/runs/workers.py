"""Runs jobs in parallel processes: networks this small gain much from processes, not from threads.

Each process does one job at a time with one thread, so that the numbers are those of a single
process. Results arrive while other jobs still run, and stay stored if the user interrupts.
"""

import multiprocessing
import multiprocessing.context
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.queues import Queue
from pathlib import Path
from typing import TypeAlias

from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.model import CPU
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.runs.compute import Computed
from lab1report.runs.jobs import Job, perform
from lab1report.store.results import Inputs, Store

_POLL_SECONDS = 0.05

Message: TypeAlias = "tuple[int, float | str | tuple[PlannedRun, Computed]]"
"""The number of a job, and: the share of it that is done, a warning, or a result."""


@dataclass(frozen=True, kw_only=True)
class WorkerTask:
    """A job with all that another process needs to do it."""

    job: Job
    inputs: Mapping[PlannedRun, Inputs]
    fresh: frozenset[PlannedRun]


class Workers:
    """Does tasks as they are added, in the order of their priority; a context manager.

    Args:
        choice, cache: how `dataset` was opened; other processes open it again.
        count: how many processes at most; 1 stays within this one.
        device: what trainings of the series run on, as `device.resolve` says.

    Attributes:
        stored: how many runs needed no work, which count as done.
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
        self._dataset, self._choice, self._cache = dataset, choice, cache
        self._count, self._progress, self._device = count, progress, device
        self.stored = 0
        self._added = 0
        self._waiting: list[tuple[tuple[float, float], int, WorkerTask]] = []
        self._begun: dict[int, tuple[WorkerTask, float]] = {}
        self._left: dict[int, int] = {}
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            # Neither an interrupted training nor torch's second to end is worth the wait
            for process in multiprocessing.active_children():
                process.terminate()
            self._pool.shutdown(wait=False, cancel_futures=True)

    def add(self, task: WorkerTask, *, rank: int) -> None:
        """Add `task`, to be done after those of lower rank and, among equals, after longer ones."""
        self._added += 1
        self._waiting.append(((rank, -task.job.seconds), self._added, task))
        self._waiting.sort(key=lambda entry: entry[:2])

    def outcomes(self) -> Iterator[tuple[PlannedRun, Computed]]:
        """Yield the outcome of each run as soon as it is computed; tasks may be added meanwhile.

        Raises:
            Lab1Error: the user's errors, such as damaged data.
        """
        if self._count == 1:
            yield from self._here()
        elif self._waiting:  # else no process is begun
            yield from self._elsewhere()

    def done(self) -> float:
        """How many runs are done; a running job counts by its finished share."""
        return self.stored + sum(
            max(len(task.job.runs) - self._left[number], share * len(task.job.runs))
            for number, (task, share) in self._begun.items()
        )

    def _here(self) -> Iterator[tuple[PlannedRun, Computed]]:
        store = Store(self._cache, warn=self._progress.warn)
        while self._waiting:
            number, task = self._begin()
            reporter = _Reporter(lambda content: self._hear(number, content))  # noqa: B023
            own = task.job, task.inputs, task.fresh
            for found in perform(*own, self._dataset, store, reporter, self._device):
                self._left[number] -= 1
                yield found

    def _elsewhere(self) -> Iterator[tuple[PlannedRun, Computed]]:
        context = _context()
        messages: Queue[Message] = context.Queue()
        self._pool = ProcessPoolExecutor(self._count, context, _start, (messages,))
        running: dict[int, Future[None]] = {}
        while self._waiting or running:
            while self._waiting and len(running) < self._count:
                number, task = self._begin()
                with _later_interrupts():
                    future = self._pool.submit(
                        _work, number, task, self._choice, self._cache, self._device
                    )
                running[number] = future
            for number, content in _heard(messages):
                if isinstance(content, tuple):
                    self._left[number] -= 1
                    yield content
                else:
                    self._hear(number, content)
            for number, future in list(running.items()):
                if future.done() and (error := future.exception()) is not None:
                    raise error
                if not self._left[number]:  # results may arrive after the future is done
                    del running[number]

    def _begin(self) -> tuple[int, WorkerTask]:
        _, number, task = self._waiting.pop(0)
        self._begun[number] = task, 0.0
        self._left[number] = len(task.job.runs)
        return number, task

    def _hear(self, number: int, content: float | str) -> None:
        if isinstance(content, str):
            self._progress.warn(content)
        else:
            task, share = self._begun[number]
            self._begun[number] = task, max(share, content)
        self._progress.update(self.done())


@contextmanager
def _later_interrupts() -> Iterator[None]:
    """Delay Ctrl-C while processes are started, which takes seconds the first time.

    Until then nobody knows them, so nobody could end them. They and the process that they are
    begun from inherit the blocked signal, and so never answer Ctrl-C by a traceback of their own.
    """
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        or not hasattr(signal, "pthread_sigmask")
    ):
        yield
        return
    pending: list[object] = []
    # Blocked is this thread's alone: another may receive the signal, and tell us by the handler
    signal.signal(signal.SIGINT, lambda *signals: pending.append(signals))
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if pending:
        raise KeyboardInterrupt


def _context() -> multiprocessing.context.BaseContext:
    """Start processes from one that has imported torch and has not started a thread yet."""
    if not sys.platform.startswith("linux"):
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["lab1report.tasks.series", "lab1report.tasks.cifar"])
    return context


def _heard(messages: "Queue[Message]") -> Iterator[Message]:
    """The messages that have arrived, after a short wait for the first."""
    try:
        yield messages.get(timeout=_POLL_SECONDS)
        while True:
            yield messages.get_nowait()
    except queue.Empty:
        return


class _Reporter(Progress):
    """Tells `say` the share of one job that is done, and warnings."""

    def __init__(self, say: Callable[[float | str], None]) -> None:
        self._say = say
        self._total: float | None = None

    def start(self, title: str, total: float | None = None, *, unit: str = "steps") -> None:
        del title, unit  # the jobs are shown as one
        self._total = total

    def update(self, done: float) -> None:
        if self._total:
            self._say(done / self._total)

    def warn(self, message: str) -> None:
        self._say(message)


_messages: "Queue[Message]"  # of a worker process, set when it starts


def _start(messages: "Queue[Message]") -> None:
    global _messages
    _messages = messages
    # Ctrl-C reaches all processes of the terminal; the one that was started by the user decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(number: int, task: WorkerTask, choice: str, cache: Path, device: str) -> None:
    reporter = _Reporter(lambda content: _messages.put((number, content)))
    store = Store(cache, warn=reporter.warn)
    for found in perform(
        task.job, task.inputs, task.fresh, _dataset(choice, cache), store, reporter, device
    ):
        _messages.put((number, found))


@lru_cache(maxsize=1)
def _dataset(choice: str, cache: Path) -> Dataset:
    return open_dataset(choice, cache=cache, progress=Progress(), offline=True)
