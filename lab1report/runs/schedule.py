"""Carries out a plan: reads what is stored, computes what is missing as soon as it can begin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lab1report.data.dataset import Dataset
from lab1report.messages import _
from lab1report.model import CPU, RunResult, RunSpec
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.progress import Progress
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.costs import START, seconds_to_come
from lab1report.runs.jobs import jobs_of
from lab1report.runs.run_task import RunTask
from lab1report.runs.workers import Workers
from lab1report.settings.options import Settings
from lab1report.store.results import Inputs, Store

_RANKS = {
    "cifar": 0,
    "series.base": 0,
    "series.search": 1,
    "series.later search": 1,
    "series.networks": 2,
}
"""First what others wait for; all else is long or short, but in nobody's way."""
_LAST = 3

Outcomes = Mapping[PlannedRun, Computed | None]
"""Of all runs that could be specified, in the order of the plan; None is a run that is neither
stored nor wanted."""


def carry_out(
    plan: Plan,
    settings: Settings,
    *,
    wanted: frozenset[str],
    fresh: frozenset[str],
    dataset: Dataset,
    store: Store,
    progress: Progress,
    device: str = CPU,
) -> Outcomes:
    """The outcomes of `plan`; of sections and sub-sections not wanted, only what is stored.

    Args:
        fresh: names of sections and sub-sections to be computed even if they are stored.
        device: what trainings of the series run on, as `device.resolve` says.

    Raises:
        Lab1Error: the user's errors, such as damaged data.
        KeyboardInterrupt: what was computed until then is stored.
    """
    state = _State(
        plan=plan, wanted=wanted, fresh=fresh, dataset=dataset, store=store, device=device
    )
    with Workers[PlannedRun, Computed](
        dataset,
        choice=settings.data,
        cache=store.root,
        count=settings.workers,
        progress=progress,
        device=device,
    ) as workers:
        tasks = list(state.ready())
        if tasks:
            workers.to_come = state.seconds_to_come()
            guess = sum(task.seconds for _rank, task in tasks) + workers.to_come
            progress.start(_("training"), 1, seconds=START + guess / settings.workers)
        for rank, task in tasks:
            workers.add(task, rank=rank)
        for run, outcome in workers.outcomes():
            state.note(run, outcome)
            if state.ended(run):
                for rank, task in state.ready():
                    workers.add(task, rank=rank)
                workers.to_come = state.seconds_to_come()
            progress.update(workers.share())
        if tasks:
            progress.finish()
    return state.in_order()


@dataclass(kw_only=True)
class _State:
    """What is known so far."""

    plan: Plan
    wanted: frozenset[str]
    fresh: frozenset[str]
    dataset: Dataset
    store: Store
    device: str
    outcomes: dict[PlannedRun, Computed | None] = field(default_factory=dict)
    _results: dict[RunSpec, RunResult] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _waiting: list[set[PlannedRun]] = field(default_factory=list)

    def ended(self, run: PlannedRun) -> bool:
        """Whether `run`, just noted, was the last of its stage: only then may another begin."""
        own = next(stage for stage in self._waiting if run in stage)
        own.remove(run)
        return not own

    def note(self, run: PlannedRun, outcome: Computed) -> None:
        """Note an outcome, which may make other runs possible."""
        self.outcomes[run] = outcome
        if isinstance(outcome, RunResult) and isinstance(outcome.spec, RunSpec):
            self._results[outcome.spec] = outcome

    def seconds_to_come(self) -> float:
        """A guess for what the outcomes do not specify yet."""
        return seconds_to_come(self.plan, self.wanted, self._results)

    def in_order(self) -> Outcomes:
        """The outcomes in the order of the plan, since their order of arrival is random."""
        stages = self.plan.waves(self.plan.everything, self._results)
        return {run: self.outcomes[run] for stage in stages for run in stage.runs or ()}

    def ready(self) -> Iterator[tuple[int, RunTask]]:
        """The tasks, with their ranks, of all stages that can begin now and have not."""
        for stage in self.plan.as_specified(self._results, self._begun):
            wanted = self.plan.waves(self.wanted, self._results)
            needed = next((wave.runs for wave in wanted if wave.name == stage.name), None)
            for task in self._tasks(stage.runs or (), frozenset(needed or ())):
                yield _RANKS.get(stage.name, _LAST), task

    def _tasks(
        self, runs: tuple[PlannedRun, ...], needed: frozenset[PlannedRun]
    ) -> Iterator[RunTask]:
        """Tasks for those of `runs` that are needed and not stored; the rest is noted."""
        fingerprint = self.dataset.info.fingerprint
        inputs: dict[PlannedRun, Inputs] = {}
        fresh = set()
        for run in runs:
            own = inputs_of(run, fingerprint, self.device)
            stored = None
            if self.plan.belongs(run, self.fresh, self._results):
                fresh.add(run)
            else:
                stored = self.store.get(run.section, own, run.spec)
            if stored is not None:
                self.note(run, stored)
            elif run in needed:
                inputs[run] = own
            else:
                self.outcomes[run] = None
        self._waiting.append(set(inputs))
        for job in jobs_of(list(inputs)):
            own_inputs = {run: inputs[run] for run in job.runs}
            yield RunTask(job=job, inputs=own_inputs, fresh=frozenset(fresh & own_inputs.keys()))
