"""Lists the names of the sections: the tables of `experiments/tasks.toml`, and the series."""

import re
from collections.abc import Iterable

from lab1report import resources
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import SERIES_PARTS, SectionId
from lab1report.quoting import quoted

TASKS_FILE = "tasks.toml"
SERIES = "series"
# A task gives its name to a folder, a notebook, a template, and a variable in that
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_OF_WINDOWS = ("con", "prn", "aux", "nul", *_PORTS)  # devices, whatever ending follows


def task_ids() -> tuple[SectionId, ...]:
    """The tasks in the order of the report, which is that of the file.

    Raises:
        UserError: the file cannot be read or is not TOML, or a name is none for a task.
    """
    tables = resources.read_toml(resources.folder("experiments") / TASKS_FILE)
    found = tuple(name for name, table in tables.items() if isinstance(table, dict))
    for name in found:
        if not _NAME.fullmatch(name) or name in (*_OF_WINDOWS, *in_chapters((SERIES,))):
            raise UserError(
                _(
                    "{file}: {name} is no name for a task, since files, chapters and numbers are "
                    "called by it: give it one of small Latin letters, digits and _"
                ).format(file=TASKS_FILE, name=quoted(name))
            )
    return found


def section_ids() -> tuple[SectionId, ...]:
    """All sections in the order of the report."""
    return (*task_ids(), SERIES)


def in_chapters(sections: Iterable[str]) -> tuple[str, ...]:
    """`sections` among the other chapters of a report, in its order."""
    return ("introduction", "task", *sections, "table", "conclusion")


def runnable_names() -> tuple[str, ...]:
    """What can be run alone: the sections, and the sub-sections of the series."""
    return (*section_ids(), *(f"{SERIES}.{part}" for part in SERIES_PARTS))
