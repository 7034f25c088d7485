"""Two reports beside each other (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lab1report.differing.difference import ReportDifference


def compare_reports(first: str | Path, second: str | Path) -> "ReportDifference":
    """Say what differs between two reports, the second told against the first.

    Each is a report's PDF, the folder of a build, or a `results.json`, and is read as a file of a
    stranger's: within bounds, and nothing in it is executed (docs/how-to/compare.md).

    Raises:
        UserError: one of them is no report, is damaged, or of another version of the program.
    """
    from lab1report.differing.compare import compare_files

    return compare_files(Path(first), Path(second))


def difference_text(found: "ReportDifference", kind: Literal["json", "html"]) -> str:
    """What `compare_reports` found, for other programs or as a web page in one file."""
    if kind == "html":
        from lab1report.differing.page import render

        return render(found)
    import json

    from lab1report.differing.difference import to_document

    return json.dumps(to_document(found), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
