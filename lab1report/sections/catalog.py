"""All sections of a report: those that have a descriptor here, and tasks that are a notebook."""

from typing import Final

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.plan.section import Sections
from lab1report.sections.added_task import notebook_task
from lab1report.sections.cifar import CIFAR
from lab1report.sections.regression import REGRESSION
from lab1report.sections.series import SERIES
from lab1report.sections.xor import XOR
from lab1report.settings.section_names import TASKS_FILE, task_ids

TASKS: Final = {task.id: task for task in (REGRESSION, XOR, CIFAR)}


def report_sections() -> Sections:
    """The sections in the order of `experiments/tasks.toml`, the series last.

    Raises:
        UserError: the file cannot be read, is not TOML, or lacks a task of the assignment.
    """
    ids = task_ids()
    if missing := [id for id in TASKS if id not in ids]:
        raise UserError(
            _("{file}: the table [{table}] is missing").format(file=TASKS_FILE, table=missing[0])
        )
    tasks = tuple(TASKS.get(id) or notebook_task(id) for id in ids)
    return Sections(tasks=tasks, series=SERIES)
