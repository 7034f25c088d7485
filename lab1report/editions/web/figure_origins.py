"""Says how the figures of the page were made: from what, by which command, in which time.

A reader who doubts a figure shall not have to search for the way to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lab1report.editions import keys
from lab1report.editions.figures_made import labels
from lab1report.editions.notebook import plots
from lab1report.editions.series_cells import Script
from lab1report.figures.report_figures import drawings
from lab1report.model import SeriesPart
from lab1report.plan.section import Task
from lab1report.report.report import Report
from lab1report.settings.section_names import SERIES

PARTS: Final[Mapping[str, SeriesPart]] = {
    "series-classes": "classes",
    "series-means": "classes",
    "series-mistakes": "classes",
    "series-overfitting": "overfitting",
    "series-search": "network",
    "series-saturation": "network",
    "series-effects": "best",
    "series-ladder": "best",
    "series-best": "best",
}
"""The sub-section of each figure of the series; one that shows two of them is of the whole."""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """How one figure was made.

    `section` is the chapter, `run` what `lab1report run` takes to compute its numbers anew. They
    come from the notebook of a `task`, or from `trainings` of the series; `images`: whether from
    images. `seconds` are those of all computations of the chapter, `key` is the digest of their
    results, which is part of the figure's key in the store. `cell` of the notebook edition draws
    a figure like it by code of its own; None is no such cell.
    """

    section: str
    run: str
    task: bool
    images: bool
    trainings: int
    seconds: float
    key: str
    cell: str | None


def origins(report: Report) -> dict[str, Origin]:
    """The origins of the figures of `report` by their names in the templates ("xor-loss")."""
    digests, drawn = keys.of_results(report), plots.sources(report.sections)
    figures = drawings(report, labels())
    found: dict[str, Origin] = {}
    for section in report.sections:
        task = section if isinstance(section, Task) else None
        for name in figures.get(section.id, ()):
            part = PARTS.get(name)
            found[name] = Origin(
                section=section.id,
                run=section.id if part is None else f"{SERIES}.{part}",
                task=task is not None,
                images=task is None or task.reads_images,
                trainings=0 if task else len(report.trainings),
                seconds=_seconds(report, task),
                key=digests[section.id],
                cell=f"plot-{name}" if name in drawn else None,
            )
    return found


@dataclass(frozen=True, kw_only=True)
class CellOrigin:
    """Which `cell` of the notebook edition a piece of code is, and what ran it.

    A `task` runs its cells and took `seconds` for all of them; those of the series print what its
    trainings, of so many seconds, have answered.
    """

    cell: str
    task: bool
    seconds: float


def cell_origins(report: Report, scripts: Mapping[str, Script]) -> dict[str, CellOrigin]:
    """The origins of the cells of `report` and of its `scripts`, by their source."""
    found: dict[str, CellOrigin] = {}
    for section in report.sections:
        if not isinstance(section, Task) or (result := report.results.get(section.id)) is None:
            continue
        for stage in result.stages:
            cell = f"{section.id}-{stage.id}"
            found[stage.source] = CellOrigin(cell=cell, task=True, seconds=result.seconds)
    seconds = _seconds(report, None)
    for script in scripts.values():
        cell = script.name.replace(".", "-")
        found[script.source] = CellOrigin(cell=cell, task=False, seconds=seconds)
    return found


def _seconds(report: Report, task: Task | None) -> float:
    if task is not None:
        return report.results[task.id].seconds
    images = [report.images] if report.images is not None else []
    return sum(result.seconds for result in (*report.trainings.values(), *images))
