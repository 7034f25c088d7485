"""What a plan has come to: which runs can begin now, and what the others wait for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lab1report.data.dataset import Dataset
from lab1report.model import CPU, RunResult, RunSpec
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.plan.roles import roles_of
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.costs import seconds_to_come
from lab1report.runs.jobs import jobs_of
from lab1report.runs.run_task import RunTask
from lab1report.store.results import Inputs, Store, key_of
from lab1report.store.role_records import record

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


@dataclass(kw_only=True)
class PlanState:
    """What is known so far of one plan.

    Attributes:
        wanted: names of sections and sub-sections; of others only what is stored is told.
        fresh: those to be computed even if they are stored.
        begun: runs that are being computed, by this plan or by another one that shares the set;
            what is in it is waited for, not begun again.
    """

    plan: Plan
    wanted: frozenset[str]
    fresh: frozenset[str]
    dataset: Dataset
    store: Store
    device: str = CPU
    begun: set[PlannedRun] = field(default_factory=set)
    outcomes: dict[PlannedRun, Computed | None] = field(default_factory=dict)
    _results: dict[RunSpec, RunResult] = field(default_factory=dict)
    _keys: dict[PlannedRun, str] = field(default_factory=dict)
    _inputs: dict[PlannedRun, Inputs] = field(default_factory=dict)
    _stages: set[str] = field(default_factory=set)
    _waiting: list[set[PlannedRun]] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether no outcome is awaited any more."""
        return not any(self._waiting)

    def note(self, run: PlannedRun, outcome: Computed) -> bool:
        """Note an outcome, if it is awaited.

        Returns:
            Whether it was the last that its stage waited for: only then may another begin.
        """
        own = next((stage for stage in self._waiting if run in stage), None)
        if own is None:
            return False
        self.begun.discard(run)
        self._know(run, outcome)
        own.remove(run)
        return not own

    def seconds_to_come(self) -> float:
        """A guess for what the outcomes do not specify yet."""
        return seconds_to_come(self.plan, self.wanted, self._results)

    def keep(self) -> None:
        """Store the outcomes that are not: the disk may have been full when they were computed."""
        for run, outcome in self.outcomes.items():
            if isinstance(outcome, RunResult) and not self.store.has(
                run.section, self._inputs[run]
            ):
                self.store.put(self._inputs[run], outcome)

    def remember(self) -> None:
        """Remember in the store which results the runs have now, by what they are for."""
        keys = {
            role: self._keys[run]
            for role, run in roles_of(self.plan, self._results).items()
            if isinstance(self.outcomes.get(run), RunResult)
        }
        record(self.store.root, self.plan.series.base.classes, keys)

    def in_order(self) -> Outcomes:
        """The outcomes in the order of the plan, since their order of arrival is random."""
        stages = self.plan.waves(self.plan.everything, self._results)
        return {run: self.outcomes[run] for stage in stages for run in stage.runs or ()}

    def ready(self) -> Iterator[tuple[int, RunTask]]:
        """The tasks, with their ranks, of all stages that can begin now and have not."""
        for stage in self.plan.as_specified(self._results, self._stages):
            wanted = self.plan.waves(self.wanted, self._results)
            needed = next((wave.runs for wave in wanted if wave.name == stage.name), None)
            for task in self._tasks(stage.runs or (), frozenset(needed or ())):
                yield _RANKS.get(stage.name, _LAST), task

    def _know(self, run: PlannedRun, outcome: Computed) -> None:
        self.outcomes[run] = outcome
        if isinstance(outcome, RunResult) and isinstance(outcome.spec, RunSpec):
            self._results[outcome.spec] = outcome

    def _tasks(
        self, runs: tuple[PlannedRun, ...], needed: frozenset[PlannedRun]
    ) -> Iterator[RunTask]:
        """Tasks for those of `runs` that are needed and not stored; the rest is noted."""
        fingerprint = self.dataset.info.fingerprint
        inputs: dict[PlannedRun, Inputs] = {}
        fresh, elsewhere = set(), set()
        for run in runs:
            own = inputs_of(run, fingerprint, self.device)
            self._keys[run], self._inputs[run] = key_of(own), own
            stored = None
            if self.plan.belongs(run, self.fresh, self._results):
                fresh.add(run)
            else:
                stored = self.store.get(run.section, own, run.spec)
            if stored is not None:
                self._know(run, stored)
            elif run in needed and run in self.begun:
                elsewhere.add(run)
            elif run in needed:
                inputs[run] = own
            else:
                self.outcomes[run] = None
        self._waiting.append({*inputs, *elsewhere})
        self.begun.update(inputs)
        for job in jobs_of(list(inputs)):
            own_inputs = {run: inputs[run] for run in job.runs}
            yield RunTask(job=job, inputs=own_inputs, fresh=frozenset(fresh & own_inputs.keys()))
