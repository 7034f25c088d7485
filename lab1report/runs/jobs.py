"""Divides runs into jobs for one process: a notebook, or trainings in one pass or a few."""

from collections.abc import Sequence
from dataclasses import dataclass

from lab1report.messages import _, ngettext
from lab1report.model import RunSpec
from lab1report.plan.plan import PlannedRun
from lab1report.runs.costs import seconds_of

_PASS_UNITS = 2048
"""Of the first layers in one pass: more gain no speed, and passes are shared out to processes."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """Runs to be computed together; `seconds` is a guess of how long that takes (`costs.py`)."""

    runs: tuple[PlannedRun, ...]
    seconds: float

    @property
    def kind(self) -> str:
        """One word that jobs alike share, the same in every language."""
        spec = self.runs[0].spec
        if self.runs[0].task is not None:
            return self.runs[0].section
        if not isinstance(spec, RunSpec):
            return "images"
        return "training" if spec.fold is None else "search"

    @property
    def title(self) -> str:
        """What is computed, for people: a section, or the trainings of the series in short."""
        specs = [run.spec for run in self.runs if isinstance(run.spec, RunSpec)]
        if self.runs[0].task is not None:
            return self.runs[0].section
        if not specs:
            return _("images of the classes")
        networks = list(dict.fromkeys(spec.network for spec in specs))
        named, others, count = networks[0], len(networks) - 1, len(specs)
        if others:
            named = ngettext(
                "{network} and {count} other network",
                "{network} and {count} other networks",
                others,
            ).format(network=named, count=others)
        if specs[0].fold is not None:
            found = ngettext(
                "search, {count} training of {networks}",
                "search, {count} trainings of {networks}",
                count,
            )
        else:
            found = ngettext(
                "{count} training of {networks}", "{count} trainings of {networks}", count
            )
        return found.format(count=count, networks=named)


def jobs_of(runs: Sequence[PlannedRun]) -> list[Job]:
    """`runs` as jobs, the same for the same runs."""
    passes: dict[object, list[list[PlannedRun]]] = {}
    jobs = []
    for run in runs:
        if run.task is not None or not isinstance(run.spec, RunSpec):
            jobs.append(Job(runs=(run,), seconds=seconds_of(run)))
            continue
        own = passes.setdefault(run.spec.batches, [[]])
        if own[-1] and sum(map(_units, own[-1])) + _units(run) > _PASS_UNITS:
            own.append([])
        own[-1].append(run)
    alike: dict[object, list[PlannedRun]] = {}
    for own in passes.values():
        for one in own:
            key = _images(one[0]) or id(one)
            alike.setdefault(key, []).extend(one)
    return jobs + [
        Job(runs=tuple(one), seconds=sum(map(seconds_of, one))) for one in alike.values()
    ]


def _images(run: PlannedRun) -> object:
    """What short passes share that would each have to make images in other colours first."""
    spec = run.spec
    if isinstance(spec, RunSpec) and spec.recolored and spec.fold is not None:
        return spec.classes, spec.saturation
    return None


def _units(run: PlannedRun) -> int:
    return run.spec.hidden[0] if isinstance(run.spec, RunSpec) else 0
