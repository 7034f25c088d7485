"""A task that is a notebook and nothing else: it needs no code of its own in this package.

Its files are `experiments/notebooks/ID.py`, the table [ID] of `experiments/tasks.toml`, and the
words `templates/LANGUAGE/sections/ID.html.j2`, which find the numbers under the name ID.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from lab1report.model import NotebookSpec, RunResult, SectionId
from lab1report.plan.section import Task

if TYPE_CHECKING:
    from lab1report.data.dataset import Dataset
    from lab1report.progress import Progress
    from lab1report.report.report import Report
    from lab1report.settings.options import Settings


def notebook_task(id: SectionId) -> Task:
    """The descriptor of the task called `id`."""
    return Task(
        id=id,
        specify=partial(_specify, id),
        run=_run,
        analyze=_analyze,
        document=_document,
        modules=("lab1report.tasks.notebook_task",),
        libraries=("torch", "numpy", "scikit-learn"),
        reads_images=True,
        seconds=3.0,
    )


def _specify(
    id: SectionId, table: Mapping[str, Any], settings: Settings, place: str
) -> NotebookSpec:
    from lab1report.tasks.notebook_task import specification

    classes = settings.assignment.class_ids
    return specification(id, table, classes=classes, seed=settings.seed, place=place)


def _run(spec: NotebookSpec, dataset: Dataset, progress: Progress) -> RunResult:
    from lab1report.tasks import notebook_task

    return notebook_task.run(spec, dataset.part, progress)


def _analyze(result: RunResult) -> Mapping[str, Any]:
    return result.values


def _document(_: Report, found: Mapping[str, Any]) -> dict[str, Any]:
    return dict(found)
