"""A course that nobody took: a roster by the real rules of classes, and what its reports come to.

Accuracies follow from how hard each class is made, and from chance: the same seed, the same course.
"""

import csv
import io
import math
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from lab1report.course import course_file, result_file
from lab1report.course.report_task import columns
from lab1report.course.result_file import StudentResult
from lab1report.course.roster import Roster, read_roster
from lab1report.course.student import Student
from lab1report.progress import Progress

HEAD = "student_id,last_name,first_name,email,group_code,variant,tutor"
FAMILIES = ("Иванов", "Петрова", "Сидоров", "Кузнецова", "Ли", "Абдуллаев", "Ким", "О’Нил")
FIRST = ("Анна", "Пётр", "Юй", "Мария Сергеевна", "Олег", "Жанна")
HARMLESS = (
    '<img src=x onerror="window.harmed = 1"></td></script><script>window.harmed = 2</script>',
    "\u202eтнеднимА",
    '=HYPERLINK("http://example.org")',
)
"""Names that a page and a table have to bear."""

TUTORS = ("Смирнова", "=1+2", "a;-1", "\uff1d1")
"""What a further column of the roster has: a spreadsheet would take most for formulas."""

STRANGER = "stranger"
LONG = "Ы" * 300
"""The name of somebody who is not on the roster."""

VARIANTS: tuple[tuple[str, dict[str, Any], float], ...] = (
    ("stopped", {"epochs": 20}, 0.02),
    ("quarter", {"share": 0.25, "epochs": 1000}, -0.08),
    ("batch-32", {"batch_size": 32, "epochs": 5}, 0.02),
    ("rate-10", {"lr": 0.0005, "epochs": 200}, 0.0),
    ("wide-saturated", {"saturation": 4}, 0.09),
    *((f"rate-{n}", {"lr": n / 10_000, "epochs": 200}, 0.0) for n in range(11, 20)),
    ("units-10", {}, 0.05),
    ("wide", {}, 0.07),
)
"""As many as a report has, and what each gains over the base."""

NETWORKS = {"wide": "FC(256), FC(3)", "wide-saturated": "FC(256), FC(3)"}
"""The variants of another network than the base's."""

NUMBERS = {"units-10": 1, "wide": 2, "wide-saturated": 3}
"""Those whose networks were searched for."""

_OF_SEMESTER = 300  # students, each with a variant that all rules of classes allow
_FIRST = 5  # of them are drawn with all else

_OF_EFFECT = ("variant", "number", "network", "settings", "gain")
_BEST = "wide-saturated"
_ERROR, _DF = 0.0255, 200.0


def made_roster(folder: Path, count: int = 300, *, seed: int = 7) -> tuple[Student, ...]:
    """So many students in groups of the three streams; two share a variant, some names are odd."""
    return roster_file(folder, count, seed=seed).students


def roster_file(folder: Path, count: int, *, seed: int = 7) -> Roster:
    """The same with the file, which is written into `folder`."""
    drawn = random.Random(seed)  # noqa: S311  # a course, and no secret
    text = io.StringIO()
    rows = csv.writer(text)
    text.write(HEAD + "\n")
    groups = [
        f"ИУ5{letter}-{semester}{number}Б"
        for semester in range(6, 6 + math.ceil(count / _OF_SEMESTER))
        for letter in ("", "Ц", "И")
        for number in range(1, 6)
    ]
    for place in range(count):
        number, variant = divmod(place, len(groups))
        family, first = drawn.choice(FAMILIES), drawn.choice(FIRST)
        if place < len(HARMLESS):
            family, first = HARMLESS[place], ""
        given = 1 if place == len(groups) else number + 1  # as the first of its group has
        address = f"s{place:03}@example.org"
        tutor = drawn.choice(TUTORS)
        rows.writerow([f"s{place:03}", family, first, address, groups[variant], given, tutor])
    file = folder / "roster.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    return read_roster(file, {"year": 2026}, Progress())


def write_folder(out: Path, count: int) -> dict[str, StudentResult]:
    """A course's folder as a build leaves it that has made all reports but a few; its results."""
    out.mkdir(parents=True)
    roster = roster_file(out.parent, count)
    course_file.write(out, roster)
    made = made_results(roster.students)
    del made[STRANGER]
    for result in made.values():
        write_report(out, result)
    return made


def write_report(out: Path, result: StudentResult) -> None:
    """A student's files, and the result that names them."""
    folder = out / result.folder
    folder.mkdir(exist_ok=True)
    paths = [folder / name for name in result.files]
    for path in paths:
        path.write_bytes(b"%PDF-1.7 of " + result.folder.encode())
    result_file.write(out, replace(result, files=result_file.hashes(paths)))


def expected(students: Sequence[Student]) -> list[dict[str, Any]]:
    """The students as the file of a course has them."""
    return [
        {
            "folder": student.folder,
            "student": columns(student),
            "assignment": student.settings.assignment.to_document(),
        }
        for student in students
    ]


def made_results(students: Sequence[Student], *, seed: int = 7) -> dict[str, StudentResult]:
    """What became of them: most are done, some are not there, failed or incomplete.

    One is far from all others, one is nobody's on the roster.
    """
    drawn = random.Random(seed)  # noqa: S311
    hardness = [drawn.uniform(0.55, 0.95) for _ in range(100)]
    results = {}
    for place, student in enumerate(students):
        if place % 29 == 11:
            continue
        if place % 37 == 5:
            found = _result(student, "failed", reasons=("the process ended twice; <b>memory</b>",))
        else:
            state = "incomplete" if place % 41 == 8 else "done"
            reasons = ("xor: ValueError",) if state == "incomplete" else ()
            files = {"lab1.pdf": "0" * 64, "lab1.html": "1" * 64, "lab1.ipynb": "2" * 64}
            report = _report(student, hardness, drawn, far=place == 20)
            found = _result(student, state, reasons=reasons, files=files, report=report, pages=17)
        results[student.folder] = found
    stranger = _result(students[0], "failed", reasons=("no memory",))
    results[STRANGER] = replace(stranger, folder=STRANGER, student={"name": LONG})
    return results


def _result(student: Student, state: Any, **found: Any) -> StudentResult:
    return StudentResult(
        folder=student.folder,
        key="k",
        state=state,
        student={"name": student.name},
        seconds=5.25,
        versions={"lab1report": "0.1.0"},
        host="desk",
        finished="2026-11-28T14:00:00+00:00",
        **found,
    )


def _report(
    student: Student, hardness: Sequence[float], drawn: random.Random, *, far: bool
) -> dict[str, Any]:
    assignment = student.settings.assignment
    classes = [
        {"class_id": id, "test": round(min(hardness[id] + drawn.gauss(0, 0.03), 1), 2)}
        for id in assignment.class_ids
    ]
    accuracy = 0.34 if far else sum(one["test"] for one in classes) / 3
    noise = random.Random(student.folder)  # noqa: S311
    odd = sum(map(ord, student.folder)) % 2
    of_student = {"stopped": {"epochs": 20 + 5 * odd}, _BEST: {"saturation": 4 - 2 * odd}}
    base = _trained("base", "FC(10), FC(3)", {}, accuracy, None)
    changed = [
        _trained(
            id,
            NETWORKS.get(id, "FC(10), FC(3)"),
            {**settings, **of_student.get(id, {})},
            accuracy,
            gain + source.gauss(0, 0.03),
        )
        for source, variants in ((drawn, VARIANTS[:_FIRST]), (noise, VARIANTS[_FIRST:]))
        for id, settings, gain in variants
    ]
    first = drawn.randint(5, 30)
    return {
        "assignment": assignment.to_document(),
        "demo": False,
        "base": base,
        "best": next(one for one in changed if one["variant"] == _BEST),
        "lowest_loss": [first, first + drawn.choice((0, 0, 3))],
        "epochs": 250,
        "overfits": drawn.random() < 0.9,
        "per_class": classes,
        "effects": [
            {
                **{name: one[name] for name in _OF_EFFECT},
                "estimate": {"mean": one["gain"]["difference"], "error": _ERROR, "df": _DF},
            }
            for one in changed
        ],
    }


def _trained(
    variant: str, network: str, settings: dict[str, Any], base: float, gain: float | None
) -> dict[str, Any]:
    accuracy = min(base + (gain or 0), 1.0)
    gained = None
    if gain is not None:
        low, high = gain - 0.05, gain + 0.05
        verdict = "better" if low > 0 else "worse" if high < 0 else "unclear"
        ends = {"low": low, "high": high}
        gained = {"difference": gain, "interval": ends, "verdict": verdict}
    return {
        "variant": variant,
        "number": NUMBERS.get(variant),
        "network": network,
        "settings": settings,
        "seeds": 5,
        "accuracy": accuracy,
        "interval": {"low": max(accuracy - 0.045, 0), "high": min(accuracy + 0.04, 1)},
        "gain": gained,
    }
