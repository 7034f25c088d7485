"""A course as tables: `grades.csv` for the teacher's system, `manifest.jsonl` for machines.

The head of `grades.csv` is that of nbgrader's export, with its names of columns; Moodle's import
finds its students by `email` in the same file. The program gives no grades: the columns for them
are there to be filled. Then follow what was measured, and the roster's further columns.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from lab1report.course.page_numbers import Numbers, numbers_of
from lab1report.course.result_file import StudentResult
from lab1report.course.status import CourseStatus
from lab1report.spreadsheet_text import csv_text
from lab1report.store.atomic_write import write_all

GRADES_FILE: Final = "grades.csv"
MANIFEST_FILE: Final = "manifest.jsonl"

_ASSIGNMENT: Final = "lab1"
_OF_NBGRADER: Final = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)
_MEASURED: Final = (
    "state",
    "reasons",
    "group",
    "variant",
    "stream",
    "year",
    "classes",
    "base_accuracy",
    "base_low",
    "base_high",
    "best_network",
    "best_accuracy",
    "best_low",
    "best_high",
    "overfitting_epoch",
    "images",
    "pages",
    "folder",
)


def write(out: Path, status: CourseStatus) -> tuple[Path, ...]:
    """Write both files, from what the students' folders say.

    Raises:
        OSError: they cannot be written.
    """
    files = {
        out / GRADES_FILE: grades(status).encode("utf-8-sig"),  # else Excel takes it for CP1251
        out / MANIFEST_FILE: manifest(status.results.values()).encode(),
    }
    write_all(files)
    return tuple(files)


def grades(status: CourseStatus) -> str:
    """The text of `grades.csv`, a row a student of the roster."""
    taken = {*_OF_NBGRADER, *_MEASURED, "name"}
    students = status.course.students
    further = list(dict.fromkeys(n for one in students for n in one["student"] if n not in taken))
    head = [*_OF_NBGRADER, *_MEASURED, *further]
    rows: list[Sequence[object]] = [head]
    for student in students:
        found = {
            **student["student"],
            **_of_assignment(student["assignment"]),
            **_of_result(status.results.get(str(student["folder"]))),
            "folder": student["folder"],
        }
        rows.append([found.get(name) for name in head])
    return csv_text(rows)


def manifest(results: Iterable[StudentResult]) -> str:
    """The text of `manifest.jsonl`: a line a report, with its hashes, time, versions and host."""
    lines = (
        {
            "folder": one.folder,
            "state": one.state,
            "key": one.key,
            "files": dict(one.files),
            "seconds": one.seconds,
            "finished": one.finished,
            "versions": dict(one.versions),
            "host": one.host,
        }
        for one in results
    )
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def _of_assignment(assignment: Mapping[str, Any]) -> dict[str, object]:
    return {
        "variant": assignment["variant"],
        "stream": assignment["stream"],
        "year": assignment["year"],
        "classes": " ".join(str(one["id"]) for one in assignment["classes"]),
    }


def _of_result(result: StudentResult | None) -> dict[str, object]:
    if result is None:
        return {"state": "to do"}
    try:
        numbers = numbers_of(result)
    except ValueError:  # somebody has changed the file
        numbers = None
    return {
        "assignment": _ASSIGNMENT,
        "timestamp": result.finished,
        "state": result.state,
        "reasons": "; ".join(result.reasons),
        "pages": result.pages,
        **(_of_numbers(numbers) if numbers is not None else {}),
    }


def _of_numbers(numbers: Numbers) -> dict[str, object]:
    found: dict[str, object] = {
        "images": "made up" if numbers.demo else "CIFAR-100",
        "best_network": numbers.best.network if numbers.best is not None else None,
        "overfitting_epoch": numbers.lowest_loss[0] if numbers.lowest_loss else None,
    }
    for name, one in (("base", numbers.base), ("best", numbers.best)):
        if one is not None:
            found[f"{name}_accuracy"] = round(one.accuracy, 4)
            found[f"{name}_low"] = round(one.interval.low, 4)
            found[f"{name}_high"] = round(one.interval.high, 4)
    return found
