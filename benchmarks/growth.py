"""How a cold build grows with the number of seeds.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/growth.py [--rounds N]

Each number of seeds is built in a cache of its own: the whole process, and the computing time of
the series' trainings alone, summed over the processes that share them. The searches, the three
tasks and the PDF are made once however many seeds there are; the step from 10 to 20 shows the
growth with little of that. Linear growth would be a factor of 20, and of 2 in that step.
"""

import argparse
import json
import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

from building import build
from common import Figure, main, options, say

SEEDS = (1, 2, 5, 10, 20)


def measure(arguments: argparse.Namespace) -> list[Figure]:
    whole: dict[int, list[float]] = {seeds: [] for seeds in SEEDS}
    training: dict[int, list[float]] = {seeds: [] for seeds in SEEDS}
    counts = {}
    for _ in range(arguments.rounds or 1):
        for seeds in SEEDS:
            with TemporaryDirectory() as name:
                process = build(Path(name), "--seeds", str(seeds))
                path = Path(name) / "lab1-report" / "results.json"
                runs = json.loads(path.read_text(encoding="utf-8"))["sections"]["series"]["runs"]
            counts[seeds] = len(runs)
            whole[seeds].append(process.seconds)
            training[seeds].append(sum(run["seconds"] for run in runs))
            say(
                f"growth, {seeds} seeds: {counts[seeds]} trainings, build "
                f"{process.seconds:.1f} s, training {training[seeds][-1]:.1f} s"
            )
    figures = []
    for what, curve in (("build", whole), ("training", training)):
        for seeds in SEEDS:
            name = f"{what}, {seeds} seed{'s' * (seeds > 1)}"
            note = f"{counts[seeds]} trainings"
            figures.append(Figure(name=name, unit="s", values=tuple(curve[seeds]), note=note))
    for what, curve in (("build", whole), ("training", training)):
        median = {seeds: statistics.median(found) for seeds, found in curve.items()}
        for first, last in ((SEEDS[0], SEEDS[-1]), SEEDS[-2:]):
            figures.append(
                Figure(
                    name=f"{what}, {last} seeds / {first}",
                    unit="times",
                    values=(median[last] / median[first],),
                    goal=last / first,
                )
            )
    return figures


if __name__ == "__main__":
    main("Growth with the seeds", [measure], options(__doc__).parse_args())
