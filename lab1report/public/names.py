"""What a student may name in own words (docs/reference/api.md)."""

from typing import TYPE_CHECKING

from lab1report.public.logging import told

if TYPE_CHECKING:
    from lab1report.own_words.name_list import ReportName
    from lab1report.progress import Progress
    from lab1report.settings.options import Settings


def list_names(
    settings: "Settings",
    *,
    section: str | None = None,
    search: str = "",
    progress: "Progress | None" = None,
) -> "tuple[ReportName, ...]":
    """The names that a student may use in own words, with their values and meanings.

    The numbers are those of `results.json` in `settings.out`, or else the stored ones; nothing is
    computed or fetched. Names are in the order of the report, sources behind them.

    Args:
        section: only those of a section or sub-section ("xor", "series.batch"), of a first part of
            names ("variants", "best", "environment"), or "sources".
        search: only those whose name or meaning has each of these words, whatever the case.

    Raises:
        UserError: there is no such section, or the numbers are not computed yet.
        DataError: as in `build`.
    """
    from lab1report.report_names import find_names

    return find_names(settings, told(progress), section=section, search=search)
