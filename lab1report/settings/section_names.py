"""Lists the names of the sections: the tables of `experiments/tasks.toml`, and the series."""

from collections.abc import Iterable

from lab1report import resources
from lab1report.model import SERIES_PARTS, SectionId

TASKS_FILE = "tasks.toml"
SERIES = "series"


def task_ids() -> tuple[SectionId, ...]:
    """The tasks in the order of the report, which is that of the file.

    Raises:
        UserError: the file can not be read or is not TOML.
    """
    tables = resources.read_toml(resources.folder("experiments") / TASKS_FILE)
    return tuple(name for name, table in tables.items() if isinstance(table, dict))


def section_ids() -> tuple[SectionId, ...]:
    """All sections in the order of the report."""
    return (*task_ids(), SERIES)


def in_chapters(sections: Iterable[str]) -> tuple[str, ...]:
    """`sections` among the other chapters of a report, in its order."""
    return ("introduction", "task", *sections, "table", "conclusion")


def runnable_names() -> tuple[str, ...]:
    """What can be run alone: the sections, and the sub-sections of the series."""
    return (*section_ids(), *(f"{SERIES}.{part}" for part in SERIES_PARTS))
