"""What was collected, for other programs and spreadsheets: JSON and CSV."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final, Literal

from lab1report.course.collecting.submission import Collection, Measured, Submission
from lab1report.spreadsheet_text import csv_text

Kind = Literal["json", "csv"]

_COLUMNS: Final = (
    *("folder", "student_id", "last_name", "first_name", "email", "name", "file", "named"),
    *("status", "checked", "made_again", "trainings", "stage", "place", "message", "group"),
    *("variant", "year", "classes", "expected_classes", "base_accuracy", "base_low", "base_high"),
    *("best_network", "best_accuracy", "best_low", "best_high", "shared_sentences", "shared_with"),
    *("remarks", "notes", "sha256"),
)
_OF_STUDENTS: Final = ("student_id", "last_name", "first_name", "email")


def as_text(found: Collection, kind: Kind) -> str:
    """The whole collection as JSON, or a row a file and a row a student without one as CSV.

    Raises:
        KeyError: there is no such kind.
    """
    return {"json": _as_json, "csv": _as_csv}[kind](found)


def _as_json(found: Collection) -> str:
    document = {
        "secret": found.secret,
        "submissions": [_submission(one) for one in found.submissions],
        "missing": [dict(one) for one in found.missing],
        "unreadable": [dict(one) for one in found.unreadable],
        "others": [*found.others],
        "shared": [asdict(one) for one in found.shared],
        "reused": [asdict(one) for one in found.reused],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _submission(one: Submission) -> dict[str, Any]:
    verification = asdict(one.verification)
    del verification["words"]  # what is shared of them is told beside
    own = {name: value for name, value in asdict(one).items() if name != "verification"}
    return {"file": one.file, **own, "verification": verification}


def _as_csv(found: Collection) -> str:
    rows: list[list[object]] = [[*_COLUMNS]]
    for one in found.submissions:
        values = _values(found, one)
        rows.append([values.get(name) for name in _COLUMNS])
    told = {folder for one in found.submissions for folder in one.folders}
    for entry in (*found.unreadable, *found.missing):
        if entry["folder"] in told:
            continue
        files = entry.get("files", ())
        student = {
            **entry["student"],
            "folder": entry["folder"],
            "status": "no report" if files else "missing",
            "file": "; ".join(files),
        }
        rows.append([student.get(name) for name in _COLUMNS])
    return csv_text(rows)


def _values(found: Collection, one: Submission) -> Mapping[str, object]:
    verification = one.verification
    shared = [sentence for sentence in found.shared if one.owner in sentence.owners]
    others = {name for sentence in shared for name in sentence.owners} - {one.owner}
    return {
        **vars(verification),
        **dict.fromkeys(_OF_STUDENTS),
        **one.student,
        "folder": " ".join(one.folders),
        "name": one.name,
        "named": one.claims.student,
        "group": one.claims.group_code or one.claims.group,
        "variant": one.claims.variant,
        "year": one.claims.year,
        "checked": one.checked,
        "classes": " ".join(map(str, one.claims.classes)),
        "expected_classes": " ".join(map(str, one.expected_classes)),
        **_accuracy("base", one.base),
        **_accuracy("best", one.best),
        "shared_sentences": len(shared),
        "shared_with": "; ".join(sorted(others)),
        "remarks": "; ".join(remark.sentence for remark in one.remarks),
        "notes": "; ".join(verification.notes),
    }


def _accuracy(name: str, found: Measured | None) -> Mapping[str, object]:
    if found is None:
        return {}
    return {
        f"{name}_network": found.network,
        f"{name}_accuracy": round(found.accuracy, 4),
        f"{name}_low": round(found.low, 4),
        f"{name}_high": round(found.high, 4),
    }
