"""Carries out a plan: reads what is stored, computes what is missing as soon as it can begin."""

from lab1report.data.dataset import Dataset
from lab1report.messages import _
from lab1report.model import CPU
from lab1report.plan.plan import Plan, PlannedRun
from lab1report.progress import Progress
from lab1report.runs.compute import Computed
from lab1report.runs.costs import START
from lab1report.runs.plan_state import Outcomes, PlanState
from lab1report.runs.workers import Workers
from lab1report.settings.options import Settings
from lab1report.store.results import Store


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
    state = PlanState(
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
            if state.note(run, outcome):
                for rank, task in state.ready():
                    workers.add(task, rank=rank)
                workers.to_come = state.seconds_to_come()
            progress.update(workers.share())
        if tasks:
            progress.finish()
    state.remember()
    return state.in_order()
