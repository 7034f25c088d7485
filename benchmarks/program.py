"""The whole program as a process, in turn with the course's procedure.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/program.py [--rounds N]

A cold build makes everything, the complete series with its default seeds and the PDF included; a
warm one finds all results; the third has another name on its title page. The course's procedure
is `course.py`: three tasks, one training each, no report. Memory is the greatest sum over all
processes of a cold build, a page that several share counted once, four times a second; it is known
only where the system has /proc/*/smaps_rollup (Linux).
"""

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory

from building import Process, build, course
from common import Figure, main, options, say

ROUNDS = 3


def measure(arguments: argparse.Namespace) -> list[Figure]:
    cold, warm, renamed, others = [], [], [], []
    for number in range(1, (arguments.rounds or ROUNDS) + 1):
        with TemporaryDirectory() as name:
            folder = Path(name)
            cold.append(build(folder))
            trainings = count_trainings(folder)
            warm.append(build(folder))
            renamed.append(build(folder, "--student", "A. Student"))
            others.append(course(folder))
        say(
            f"program, round {number}: cold {cold[-1].seconds:.1f} s, warm {warm[-1].seconds:.2f} "
            f"s, other name {renamed[-1].seconds:.2f} s, course {others[-1].seconds:.1f} s"
        )
    ratios = [own.seconds / other.seconds for own, other in zip(cold, others, strict=True)]
    peaks = [process.peak for process in cold if process.peak is not None]
    memory = Figure(name="peak memory of a cold build", unit="GB", values=tuple(peaks), goal=1.5)
    return [
        Figure(
            name="cold build",
            unit="s",
            values=times(cold),
            note=f"{trainings} trainings",
        ),
        Figure(name="course's procedure", unit="s", values=times(others)),
        Figure(
            name="cold build / course's procedure", unit="times", values=tuple(ratios), goal=1.0
        ),
        Figure(name="warm build", unit="s", values=times(warm), goal=2.0),
        Figure(name="build after a changed name", unit="s", values=times(renamed), goal=6.0),
        *([memory] if peaks else []),
    ]


def times(processes: list[Process]) -> tuple[float, ...]:
    return tuple(process.seconds for process in processes)


def count_trainings(folder: Path) -> int:
    """How many trainings of the series the report in `folder` rests on."""
    text = (folder / "lab1-report" / "results.json").read_text(encoding="utf-8")
    return len(json.loads(text)["sections"]["series"]["runs"])


if __name__ == "__main__":
    main("The whole program", [measure], options(__doc__).parse_args())
