"""Plans the runs that a report needs, as data that can be listed before anything runs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lab1report import resources
from lab1report.model import (
    SERIES_PARTS,
    ImagesSpec,
    RunSpec,
    SectionId,
    SeriesPart,
    Spec,
)
from lab1report.plan.section import Sections, Task
from lab1report.plan.series import Results, Series
from lab1report.plan.series_file import read_series
from lab1report.plan.specifications import section_of
from lab1report.settings.options import Settings
from lab1report.settings.section_names import TASKS_FILE

BASE_TASK = "cifar"  # its network is the base of the series


@dataclass(frozen=True, kw_only=True)
class PlannedRun:
    """One computation: a task's notebook, or a measurement of the series (without a `task`)."""

    section: SectionId
    spec: Spec
    task: Task | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Wave:
    """Runs that can begin together; `runs` is None until the results that specify them exist."""

    name: str
    runs: tuple[PlannedRun, ...] | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All that the report needs: the tasks in the order of the report, and the series."""

    sections: Sections
    tasks: tuple[PlannedRun, ...]
    series: Series

    def waves(self, wanted: frozenset[str], results: Results) -> tuple[Wave, ...]:
        """The runs of the sections and sub-sections `wanted`, with all that they build on."""
        parts = parts_of(wanted)
        sections = wanted | ({BASE_TASK} if parts else set())
        found = [
            Wave(name=run.section, runs=(run,)) for run in self.tasks if run.section in sections
        ]
        if parts:
            found.append(Wave(name="series.images", runs=_series([self.series.images])))
            for name, specs in self.series.waves(parts, results).items():
                runs = None if specs is None else _series(specs)
                found.append(Wave(name=f"series.{name}", runs=runs))
        return tuple(found)

    def as_specified(self, results: Results, begun: set[str]) -> Iterator[Wave]:
        """All stages not yet in `begun`, each as soon as `results` specify its runs.

        Whoever iterates may add to `results`, which may let the next stage begin; `begun` receives
        the names of the stages.
        """
        found = True
        while found:
            found = False
            for wave in self.waves(self.everything, results):
                if wave.runs is not None and wave.name not in begun:
                    found = True
                    begun.add(wave.name)
                    yield wave

    @property
    def everything(self) -> frozenset[str]:
        """The names of all sections."""
        return frozenset(self.sections.ids)

    def count(self, wanted: frozenset[str]) -> int:
        """How many runs there will be once all of them are specified."""
        parts = parts_of(wanted)
        sections = wanted | ({BASE_TASK} if parts else set())
        tasks = sum(run.section in sections for run in self.tasks)
        return tasks + (1 + self.series.count(parts) if parts else 0)

    def belongs(self, run: PlannedRun, names: frozenset[str], results: Results) -> bool:
        """Whether `run` is of one of the sections or sub-sections `names`."""
        if run.section in names:
            return True
        if isinstance(run.spec, ImagesSpec):
            return "series.classes" in names
        if run.section == BASE_TASK:  # the base's first training
            return False
        return any(
            run.spec in self.series.own(part, results)
            for part in SERIES_PARTS
            if f"series.{part}" in names
        )


def _series(specs: Iterable[Spec]) -> tuple[PlannedRun, ...]:
    return tuple(PlannedRun(section="series", spec=spec) for spec in specs)


def parts_of(names: frozenset[str]) -> tuple[SeriesPart, ...]:
    """The sub-sections of the series among names of sections and sub-sections."""
    return tuple(part for part in SERIES_PARTS if names & {"series", f"series.{part}"})


def make_plan(settings: Settings, sections: Sections) -> Plan:
    """The plan of the whole report.

    Raises:
        UserError: a file in `experiments/` lacks a value or has one of the wrong type.
    """
    tables = resources.read_toml(resources.folder("experiments") / TASKS_FILE)
    tasks = tuple(
        PlannedRun(
            section=task.id,
            spec=task.specify(
                section_of(tables, task.id, TASKS_FILE), settings, f"{TASKS_FILE}: [{task.id}]"
            ),
            task=task,
        )
        for task in sections.tasks
    )
    (base,) = (run.spec for run in tasks if isinstance(run.spec, RunSpec))
    return Plan(sections=sections, tasks=tasks, series=read_series(base, seeds=settings.seeds))
