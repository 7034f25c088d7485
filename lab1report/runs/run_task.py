"""Computes the runs of a job, and stores each result before it is told."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from filelock import FileLock

from lab1report.data.dataset import Dataset
from lab1report.messages import _
from lab1report.model import CPU, RunResult, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.runs.compute import Computed, compute
from lab1report.runs.jobs import Job
from lab1report.store.results import Inputs, Store


@dataclass(frozen=True, kw_only=True)
class RunTask:
    """A job with all that another process needs to do it; a task of `Workers`.

    Attributes:
        fresh: runs to be computed even if another process has just done so.
    """

    job: Job
    inputs: Mapping[PlannedRun, Inputs]
    fresh: frozenset[PlannedRun]

    @property
    def items(self) -> tuple[PlannedRun, ...]:
        """The runs."""
        return self.job.runs

    @property
    def seconds(self) -> float:
        """A guess of how long they take."""
        return self.job.seconds

    @property
    def title(self) -> str:
        """What is computed, for people."""
        return self.job.title

    def perform(
        self, dataset: Dataset, store: Store, progress: Progress, device: str = CPU
    ) -> Iterator[tuple[PlannedRun, Computed]]:
        """Compute the runs, and store each result before yielding it.

        Another process may be computing some of them: those are waited for, not made twice.

        Args:
            device: what trainings of the series run on, as `device.resolve` says.
        """
        waiting = list(self.job.runs)
        while waiting:
            with ExitStack() as claims:
                mine = [run for run in waiting if self._claim(run, store, claims, wait=False)]
                if not mine:
                    progress.note(_("another lab1report is computing the same; waiting for it"))
                    self._claim(waiting[0], store, claims, wait=True)
                    mine = waiting[:1]
                yield from self._outcomes(mine, dataset, store, progress, device)
                waiting = [run for run in waiting if run not in mine]

    def only(self, items: Sequence[PlannedRun]) -> "RunTask":
        """The same with some of its runs alone, and their part of its seconds."""
        seconds = self.job.seconds * len(items) / len(self.job.runs)
        return replace(self, job=replace(self.job, runs=tuple(items), seconds=seconds))

    def lost(self, item: PlannedRun, reason: str) -> SectionFailure:
        """What is told of a run whose process ended for this `reason`, time and again."""
        return SectionFailure(
            section=item.section,
            stage="",
            message=_("the process that computed it {ended}, time and again").format(ended=reason),
            details=_("Memory may have been short: close other programs and build again."),
        )

    def _outcomes(
        self,
        runs: Sequence[PlannedRun],
        dataset: Dataset,
        store: Store,
        progress: Progress,
        device: str,
    ) -> Iterator[tuple[PlannedRun, Computed]]:
        missing = []
        for run in runs:
            fresh = run in self.fresh
            stored = None if fresh else store.get(run.section, self.inputs[run], run.spec)
            if stored is not None:
                yield run, stored
            else:
                missing.append(run)
        for run, outcome in compute(missing, dataset, progress, device) if missing else ():
            if isinstance(outcome, RunResult):
                store.put(self.inputs[run], outcome)
            yield run, outcome

    def _claim(
        self, run: PlannedRun, store: Store, claims: ExitStack, *, wait: bool
    ) -> FileLock | None:
        lock = store.claim(run.section, self.inputs[run], wait=wait)
        if lock is not None:
            claims.callback(lock.release)
        return lock
