"""The reports of a course beside single builds, in one run: what `make bench-course` does.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/many_reports.py [--students 30]

A course with as many different sets of classes as students, then one in which all have the same,
each against a single cold build, with the same editions, made in the same run. Every build has a
cache of its own. The memory of a course of students on the demo set is measured for two numbers of
students with quick experiments, as tests have them, since what would grow is kept a student.
"""

import argparse
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from building import Process, build, reports
from common import Figure, main, options, say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import quick_experiments

_EDITIONS = ("--format", "pdf", "--format", "html")
_FEW = 30
_OF_SINGLE, _OF_SINGLE_EQUAL = 0.35, 0.15  # goals: a student's time against a single cold build
_BUSY = 0.9
_GROWTH = 1.1


def measure(arguments: argparse.Namespace) -> list[Figure]:
    count = arguments.students
    with TemporaryDirectory() as name:
        single = build(Path(name), *_EDITIONS)
    say(f"a single cold build: {single.seconds:.1f} s")
    different = _course(classes_of(count, equal=False))
    say(f"{count} students, different classes: {different.seconds:.1f} s")
    equal = _course(classes_of(count, equal=True))
    say(f"{count} students, equal classes: {equal.seconds:.1f} s")
    figures = [
        Figure(name="single cold build, PDF and page", unit="s", values=(single.seconds,)),
        *_figures(different, count, single, "different classes", _OF_SINGLE),
        *_figures(equal, count, single, "equal classes", _OF_SINGLE_EQUAL),
    ]
    if arguments.memory:
        figures += _memory(arguments.memory)
    return figures


def _figures(course: Process, count: int, single: Process, what: str, goal: float) -> list[Figure]:
    each = course.seconds / count
    found = [
        Figure(name=f"a student of {count}, {what}", unit="s", values=(each,)),
        Figure(
            name=f"the same / a single build, {what}",
            unit="times",
            values=(each / single.seconds,),
            goal=goal,
        ),
    ]
    if course.busy is not None:
        cores = os.cpu_count() or 1
        share = course.busy / course.seconds / cores
        found.append(
            Figure(
                name=f"use of {cores} cores, {what}",
                unit="",
                values=(share,),
                goal=_BUSY,
                more=True,
            )
        )
    if course.peak is not None:
        found.append(Figure(name=f"memory, {what}", unit="GB", values=(course.peak,)))
    return found


def _memory(many: int) -> list[Figure]:
    """The memory of `_FEW` and of `many` students, with quick experiments on the demo set."""
    peaks = []
    with TemporaryDirectory() as name:
        os.environ["LAB1REPORT_RESOURCES"] = str(quick_experiments.write(Path(name) / "resources"))
        try:
            for count in (_FEW, many):
                classes = [f"{n % 50},{50 + n // 50},99" for n in range(count)]
                course = _course(classes, "--data", "demo")
                say(f"{count} students, quick experiments: {course.seconds:.0f} s")
                if course.peak is not None:
                    peaks.append(course.peak)
        finally:
            del os.environ["LAB1REPORT_RESOURCES"]
    if len(peaks) < 2:
        return []
    return [
        Figure(
            name=f"memory of {many} students / of {_FEW}",
            unit="times",
            values=(peaks[1] / peaks[0],),
            goal=_GROWTH,
            note=f"{peaks[0]:.2f} and {peaks[1]:.2f} GB",
        )
    ]


def _course(classes: list[str], *arguments: str) -> Process:
    """All reports of students with these classes, in a cache of their own."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        return reports(folder, write_roster(folder, classes), *_EDITIONS, *arguments)


def classes_of(count: int, *, equal: bool) -> list[str]:
    """The classes of so many students, all the same or each other ones."""
    if equal:
        return ["18,63,28"] * count
    return [f"{n},{(n + 33) % 100},{(n + 66) % 100}" for n in range(count)]


def write_roster(folder: Path, classes: list[str]) -> Path:
    """A roster of students with these classes, in `folder`."""
    # Names as well: pages that are equal to the letter would be typeset once
    rows = [f'student-{n},Student {n},"{own}"\n' for n, own in enumerate(classes)]
    roster = folder / "roster.csv"
    roster.write_text("".join(["student_id,student,classes\n", *rows]), encoding="utf-8")
    return roster


if __name__ == "__main__":
    parser = options(__doc__)
    parser.set_defaults(out=Path(__file__).with_name("course-results.json"))
    parser.add_argument("--students", type=int, default=_FEW, help="how many (default 30)")
    parser.add_argument("--memory", type=int, help="how many on the demo set, such as 300")
    main("the reports of a course beside single builds", [measure], parser.parse_args())
