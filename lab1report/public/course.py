"""The reports of a whole course (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING

from lab1report.public.logging import told

if TYPE_CHECKING:
    from typing import Unpack

    from lab1report.course.roster import Roster
    from lab1report.progress import Progress
    from lab1report.settings.option_values import OptionValues


def read_roster(
    path: str | Path, *, progress: "Progress | None" = None, **options: "Unpack[OptionValues]"
) -> "Roster":
    """The students of a course, each with the checked settings of a report; writes nothing.

    No `lab1.toml` is read. A line that is wrong is among `bad_lines` and costs no other one its
    report. Of a student, `settings.out` is the default folder, to be replaced by one of the
    student's own, whose name is `folder`.

    Args:
        path: a table in CSV (commas, semicolons or tabs; UTF-8, UTF-16 or CP1251) or XLSX.
        options: those of `load_settings` that hold wherever a line has none of its own.

    Raises:
        UserError: the file cannot be read, or its head lacks what is needed, or there is no line
            below it, or there are more than 100,000; or one of the `options` is wrong.
    """
    from lab1report.course import roster

    return roster.read_roster(Path(path), options, told(progress))
