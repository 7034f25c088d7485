"""Planned runs side by side: networks this small gain nothing from threads, much from processes.

Each process runs one planned run at a time with one thread, so that the numbers are those of a
single process. The first results come out while the others still run, and are kept if the user
interrupts.
"""

import multiprocessing
import queue
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.queues import Queue
from pathlib import Path
from typing import TypeAlias

from lab1report.compute import Computed, compute
from lab1report.data import Dataset, open_dataset
from lab1report.plan import PlannedRun
from lab1report.progress import Progress

_POLL_SECONDS = 0.1

Message: TypeAlias = "tuple[PlannedRun, float]"
"""A run and the share of it that is done, in [0, 1]."""


def compute_all(
    runs: Sequence[PlannedRun],
    dataset: Dataset,
    *,
    choice: str,
    cache: Path,
    workers: int,
    progress: Progress,
) -> Iterator[tuple[PlannedRun, Computed]]:
    """The outcome of each run, as soon as it is there.

    Args:
        choice, cache: how `dataset` was opened; other processes open it again.
        workers: how many processes at most; 1 stays within this one.

    Raises:
        Lab1Error: the user's errors, such as damaged data.
    """
    if workers == 1 or len(runs) < 2:
        for run in runs:
            yield run, compute(run, dataset, progress)
        return
    context = multiprocessing.get_context("spawn")  # torch's threads do not survive a fork
    messages: Queue[Message] = context.Queue()
    pool = ProcessPoolExecutor(min(workers, len(runs)), context, _start, (messages,))
    try:
        pending = {
            pool.submit(_work, run, choice, cache): run for run in sorted(runs, key=_is_short)
        }
        yield from _collect(pending, messages, progress)
    finally:
        # Neither an interrupted training nor the second that torch takes to end is worth the wait
        for process in multiprocessing.active_children():
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)


def _collect(
    pending: dict["Future[Computed]", PlannedRun], messages: "Queue[Message]", progress: Progress
) -> Iterator[tuple[PlannedRun, Computed]]:
    shares = dict.fromkeys(pending.values(), 0.0)
    progress.start(", ".join(dict.fromkeys(run.section for run in shares)), len(shares))
    while pending:
        done, _ = wait(pending, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        while True:
            try:
                run, share = messages.get_nowait()
            except queue.Empty:
                break
            shares[run] = max(share, shares[run])
        shares |= dict.fromkeys((pending[future] for future in done), 1.0)
        progress.update(sum(shares.values()))
        for future in done:
            yield pending.pop(future), future.result()
    progress.finish()


def _is_short(run: PlannedRun) -> bool:
    """Trainings on images first: the longest last would leave the other processes idle."""
    return run.section != "cifar"


class _Reporter(Progress):
    """Sends the share of one run that is done to the process that shows it."""

    def __init__(self, run: PlannedRun) -> None:
        self._run = run
        self._total: float | None = None

    def start(self, title: str, total: float | None = None, *, unit: str = "steps") -> None:
        del title, unit  # the other process shows all runs as one
        self._total = total

    def update(self, done: float) -> None:
        if self._total:
            _messages.put((self._run, done / self._total))


_messages: "Queue[Message]"  # of a worker process, set when it starts


def _start(messages: "Queue[Message]") -> None:
    global _messages
    _messages = messages
    # Ctrl-C reaches all processes of the terminal; the one that was started by the user decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _work(run: PlannedRun, choice: str, cache: Path) -> Computed:
    reporter = _Reporter(run)
    dataset = open_dataset(choice, cache=cache, progress=Progress(), offline=True)
    return compute(run, dataset, reporter)
