"""What `explain` says: what is stored and current, and why the rest is not."""

from dataclasses import dataclass, replace
from typing import Literal

from lab1report.data.dataset_spec import CIFAR100
from lab1report.data.opening import open_dataset
from lab1report.model import RunResult, RunSpec
from lab1report.plan.plan import PlannedRun, Wave, make_plan
from lab1report.plan.roles import roles_of
from lab1report.plan.section import Sections
from lab1report.progress import Progress
from lab1report.runs.compute import inputs_of
from lab1report.settings.device import resolve
from lab1report.settings.options import Settings
from lab1report.store.environment import cache_folder
from lab1report.store.results import Explanation, InputChange, Store
from lab1report.store.role_records import recorded

Reason = Literal["current", "forced", "changed", "missing", "waiting"]
"""Nothing is to be computed; or everything is stored, and computed anew as `fresh` asks; or a
stored result has other inputs; or there is none; or the runs do not follow from results yet."""


@dataclass(frozen=True, kw_only=True)
class WaveStatus:
    """Runs that begin together: a task, or a stage of the series.

    `stored` of the `planned` runs are at hand; `planned` is None as long as they do not follow
    from stored results. `explanation` is that of the first run which is not stored, or of the
    first of all. `forced`: how many will be computed whatever is stored, since `forced_by`, names
    of sections and sub-sections in `Settings.fresh`, ask for it.
    """

    name: str
    planned: int | None
    stored: int
    forced: int
    explanation: Explanation | None
    forced_by: tuple[str, ...] = ()

    @property
    def reason(self) -> Reason:
        """Why a build computes something of this stage, or why not."""
        if self.planned is None or self.explanation is None:
            return "waiting"
        if self.stored == self.planned:
            return "forced" if self.forced else "current"
        return "missing" if self.explanation.stored_at is None else "changed"

    @property
    def changes(self) -> tuple[InputChange, ...]:
        """The inputs that differ from those of the run's earlier result; () unless "changed".

        Images are named by their kind, "cifar100" or "demo".
        """
        return () if self.explanation is None else self.explanation.changes


def explain(settings: Settings, sections: Sections, progress: Progress) -> tuple[WaveStatus, ...]:
    """The status of each stage of the plan; nothing is run or fetched."""
    store = Store(cache_folder(), warn=progress.warn)
    dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=True)
    fingerprint, device = dataset.info.fingerprint, resolve(settings.device)
    plan = make_plan(settings, sections)
    results: dict[RunSpec, RunResult] = {}
    missing: dict[str, list[PlannedRun]] = {}
    for stage in plan.as_specified(results, set()):
        missing[stage.name] = []
        for run in stage.runs or ():
            stored = store.get(run.section, inputs_of(run, fingerprint, device), run.spec)
            if stored is None:
                missing[stage.name].append(run)
            elif isinstance(run.spec, RunSpec):
                results[run.spec] = stored

    stages = plan.waves(plan.everything, results)
    inputs = {
        run: inputs_of(run, fingerprint, device) for stage in stages for run in stage.runs or ()
    }
    before: dict[PlannedRun, str] = {}
    earlier = recorded(store.root, plan.series.base.classes)
    for role, run in roles_of(plan, results).items():
        if role in earlier:
            before.setdefault(run, earlier[role])

    def status(stage: Wave) -> WaveStatus:
        if not stage.runs:
            return WaveStatus(name=stage.name, planned=None, stored=0, forced=0, explanation=None)
        told = (missing[stage.name] or stage.runs)[0]
        return WaveStatus(
            name=stage.name,
            planned=len(stage.runs),
            stored=len(stage.runs) - len(missing[stage.name]),
            forced=sum(plan.belongs(run, settings.fresh, results) for run in stage.runs),
            explanation=_with_named_images(
                store.explain(told.section, inputs[told], told.spec, before=before.get(told))
            ),
            forced_by=tuple(
                name
                for name in sorted(settings.fresh)
                if any(plan.belongs(run, frozenset({name}), results) for run in stage.runs)
            ),
        )

    return tuple(status(stage) for stage in stages if stage.runs != ())


def _with_named_images(found: Explanation) -> Explanation:
    """Fingerprints say nothing to anyone; a set that is not CIFAR-100 can only be made up."""

    def kind(fingerprint: object) -> str | None:
        if fingerprint is None:
            return None
        return "cifar100" if fingerprint == CIFAR100.fingerprint else "demo"

    changes = tuple(
        replace(change, stored=kind(change.stored), wanted=kind(change.wanted))
        if change.name == "data"
        else change
        for change in found.changes
    )
    return replace(found, changes=changes)
