"""Does the tasks of a course: trainings on the workers of a cluster, all else in own processes.

Results come back by value and are stored here; reports are made here, of what is stored.
"""

import heapq
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report import messages
from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.errors import UserError
from lab1report.messages import _, in_language
from lab1report.model import RunResult, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress, Remarks
from lab1report.runs.cluster import events
from lab1report.runs.cluster.images import SentImages, labels_of
from lab1report.runs.cluster.link import DisconnectedError, Link
from lab1report.runs.cluster.on_worker import Work, perform
from lab1report.runs.pool import PATIENCE
from lab1report.runs.run_task import RunTask
from lab1report.runs.workers import Task, Workers
from lab1report.store.result_forms import misfit
from lab1report.store.results import Store

AT_ONCE: Final = 2000
"""Jobs that the scheduler knows of at most: its memory does not grow with the course."""

_A_WORKER: Final = 2  # jobs: one that it does, and the next
_MOST_SENT: Final = 8  # times that a job is sent: it may be its own fault that all workers go
_ALONE_SECONDS: Final = 5.0


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sent:
    task: RunTask
    rank: tuple[float, float]
    future: Any
    times: int


class ClusterPool:
    """As `Workers`, with a scheduler of Dask's at `scheduler`; a context manager.

    Args:
        count: how many processes of this machine make reports.

    Attributes:
        to_come: a guess of the seconds of all that has not been added yet.
    """

    def __init__(
        self,
        dataset: Dataset,
        scheduler: str,
        *,
        choice: str,
        cache: Path,
        count: int,
        progress: Progress,
    ) -> None:
        self._info, self._progress = dataset.info, progress
        self._store = Store(cache, warn=progress.warn, misfit=misfit)
        self._link = Link(scheduler)
        # Without a word of its own: its progress would take the place of the whole
        quiet = open_dataset(choice, cache=cache, progress=Progress(), offline=True)
        self._images = SentImages(quiet, self._link)
        self._own = Workers[Any, Any](
            dataset, choice=choice, cache=cache, count=count, progress=Remarks(progress)
        )
        self.to_come = 0.0
        self._share = self._done = self._left = 0.0
        self._waiting: list[tuple[tuple[float, float], int, RunTask, int]] = []
        self._order = itertools.count()
        self._sent: dict[int, _Sent] = {}
        self._alone_since: float | None = None
        self._said = False

    def __enter__(self) -> "ClusterPool":
        self._link.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._own.__exit__(*error)
        self._link.__exit__(*error)

    def add(self, task: Task[Any, Any], *, rank: float) -> None:
        """Add `task`, to be done after those of lower rank and, among equals, after longer ones."""
        if isinstance(task, RunTask):
            self._left += task.seconds
            self._queue(task, (rank, -task.seconds))
        else:
            self._own.add(task, rank=rank)

    def outcomes(self) -> Iterator[tuple[Any, Any]]:
        """Yield the outcome of each item as soon as it is there; tasks may be added meanwhile.

        Raises:
            UserError: all workers are refused.
            ClusterError: the scheduler has gone, and has not come back for a while.
            Lab1Error: other errors of the user's, such as damaged data.
        """
        while self._waiting or self._sent or self._own.unfinished:
            self._submit()
            yield from self._own.heard([self._link.bell])
            for event in self._link.taken():
                yield from self._noted(event)
            if not self._own.unfinished:
                self._link.require()
            self._look_whether_alone()

    @property
    def count(self) -> int:
        """How many workers there are, and one before there is any."""
        return max(1, len(self._link.workers))

    @property
    def waiting(self) -> int:
        """How many trainings the cluster has not been given."""
        return len(self._waiting)

    def share(self) -> float:
        """The finished share of all work by its guessed seconds, from 0 to 1; it never falls."""
        done, left = self._own.seconds()
        done, left = done + self._done, left + self._left
        if (total := done + left + self.to_come) > 0:
            self._share = max(self._share, done / total)
        return self._share

    def _queue(self, task: RunTask, rank: tuple[float, float], times: int = 0) -> None:
        heapq.heappush(self._waiting, (rank, next(self._order), task, times))

    def _submit(self) -> None:
        most = min(AT_ONCE, _A_WORKER * len(self._link.workers))
        while self._waiting and len(self._sent) < most and self._link.connected:
            rank, _order, task, times = heapq.heappop(self._waiting)
            job = task.job
            work = Work(
                job=job,
                inputs=[task.inputs[run] for run in job.runs],
                info=self._info,
                language=messages.language(),
            )
            try:
                images = self._images.of(labels_of(job.runs))
                number, future = self._link.submit(
                    perform,
                    work,
                    *images,
                    name=(job.kind, in_language(job.title, "en")),
                    priority=-rank[0],
                )
            except DisconnectedError:
                self._queue(task, rank, times)
                return
            self._sent[number] = _Sent(task=task, rank=rank, future=future, times=times + 1)
        said = _("jobs on the cluster: {jobs}, workers: {workers}")
        self._progress.doing(said.format(jobs=len(self._sent), workers=len(self._link.workers)))

    def _noted(self, event: Any) -> Iterator[tuple[Any, Any]]:
        if isinstance(event, events.Arrived):
            yield from self._arrived(self._sent.pop(event.number).task, event.outcome)
        elif isinstance(event, events.Failed):
            yield from self._failed(self._sent.pop(event.number), event)
        elif isinstance(event, events.Remark):
            self._progress.warn(event.sentence)
        elif isinstance(event, events.Broken):
            raise event.error
        elif isinstance(event, events.Joined):
            self._said = False
            if event.alone:
                self._images.forget()
                for sent in self._sent.values():
                    self._link.cancel(sent.future)
        elif isinstance(event, events.Lost):
            self._progress.warn(
                _(
                    "the connection to the scheduler {address} is lost; it is tried again for"
                    " {minutes} min, and nothing that was done is lost"
                ).format(address=self._link.address, minutes=round(PATIENCE / 60))
            )
        elif isinstance(event, events.Found):
            self._progress.note(
                _("the scheduler {address} is there again").format(address=self._link.address)
            )

    def _arrived(self, task: RunTask, outcome: Any) -> Iterator[tuple[Any, Any]]:
        if outcome is None:  # it takes images that only this machine has
            self._do_here(task)
            return
        self._finish(task)
        for place, found in outcome:
            run = task.job.runs[place]
            if isinstance(found, RunResult):
                self._store.put(task.inputs[run], found)
            yield run, found

    def _failed(self, sent: _Sent, event: events.Failed) -> Iterator[tuple[Any, Any]]:
        if event.again and sent.times < _MOST_SENT:
            self._queue(sent.task, sent.rank, sent.times)
            return
        if event.again:
            self._do_here(sent.task)
            return
        if not event.died and not isinstance(event.error, MemoryError):
            raise event.error
        self._finish(sent.task)
        for run in sent.task.job.runs:
            yield run, _lost(run, event)

    def _do_here(self, task: RunTask) -> None:
        self._left -= task.seconds
        self._own.add(task, rank=0)

    def _finish(self, task: RunTask) -> None:
        self._done += task.seconds
        self._left -= task.seconds
        self._progress.update(self.share())

    def _look_whether_alone(self) -> None:
        """Say once that there is no worker: on a cluster it may stand in a queue for hours.

        Raises:
            UserError: there are workers, but none that can be used.
        """
        now = time.monotonic()
        if self._link.workers or not self._link.connected:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = now
        elif now - self._alone_since > _ALONE_SECONDS:
            address = self._link.address
            if self._link.refused_all:
                raise UserError(
                    _(
                        "no worker of the scheduler {address} can be used, as said above; what is"
                        " stored stays"
                    ).format(address=address)
                )
            if not self._said:
                self._said = True
                self._progress.warn(
                    _("the scheduler {address} has no worker; waiting for one").format(
                        address=address
                    )
                )


def _lost(run: PlannedRun, event: events.Failed) -> SectionFailure:
    if event.died:
        message = _("worker after worker ended while it was computed")
    else:
        message = _("the workers that computed it ran out of memory")
    details = _("Memory may have been short: give each worker more, and build again.")
    return SectionFailure(section=run.section, stage="", message=message, details=details)
