"""What the best model gains over the base, on triples of classes by the rules of the course.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/accuracy.py [--triples N] [--seed N]

Group, variant, stream and year are drawn; for each the plan's own trainings are made (the base, the
searches by cross-validation, the networks chosen), and the gain is that of the report: the best
model, chosen by its validation accuracy, minus the base on the test images, the mean of the
default seeds. Takes minutes.
"""

import argparse
import math
import random
import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from common import Figure, data_folder, main, options, say

from lab1report.data.opening import open_dataset
from lab1report.errors import UserError
from lab1report.findings.series import analyze
from lab1report.findings.series.findings import BestFindings
from lab1report.model import RunResult, RunSpec, Stream
from lab1report.plan.plan import make_plan
from lab1report.progress import Progress
from lab1report.runs.schedule import carry_out
from lab1report.sections.catalog import report_sections
from lab1report.settings import classes
from lab1report.settings import options as config
from lab1report.settings.options import Settings
from lab1report.store.results import Store

TRIPLES, SEED = 12, 2024
GROUPS, VARIANTS = 6, 30
GOAL = 5.0


def measure(arguments: argparse.Namespace) -> list[Figure]:
    gains = []
    draws = drawn(random.Random(arguments.seed), str(data_folder()))  # noqa: S311
    say("classes      base   best   gain  points (95 %)   chosen")
    for settings, _ in zip(draws, range(arguments.triples), strict=False):
        best = found(settings)
        gain = best.gain
        gains.append(100 * gain.difference)
        test = 100 * best.network.variant.test.mean
        ids = ", ".join(f"{one.id:2d}" for one in settings.assignment.classes)
        say(
            f"{ids}  {test - gains[-1]:5.1f}  {test:5.1f}  {gains[-1]:+5.1f}  "
            f"{100 * gain.interval.low:+5.1f} … {100 * gain.interval.high:+5.1f}   "
            f"{best.network.variant.id}"
        )
    error = statistics.stdev(gains) / math.sqrt(len(gains)) if len(gains) > 1 else math.nan
    return [
        Figure(
            name="best minus base on the test images",
            unit="points",
            values=(statistics.fmean(gains),),
            goal=GOAL,
            more=True,
            note=f"± {error:.1f} (standard error over {len(gains)} triples)",
        ),
        Figure(name="of the single triples (median)", unit="points", values=tuple(gains)),
    ]


def drawn(generator: random.Random, data: str) -> Iterator[Settings]:
    """Settings of different triples, without end; the rules give no triple to some students."""
    seen = set()
    while True:
        options = {
            "group": generator.randint(1, GROUPS),
            "variant": generator.randint(1, VARIANTS),
            "stream": generator.choice(list(Stream)).name,
            "year": generator.choice(classes.years()),
            "data": data,
        }
        try:
            settings = config.load(options, folder=Path("no such folder"))
        except UserError:
            continue
        ids = frozenset(one.id for one in settings.assignment.classes)
        if ids not in seen:
            seen.add(ids)
            yield settings


def found(settings: Settings) -> BestFindings:
    """The best model by the series' own plan, with nothing kept."""
    plan = make_plan(settings, report_sections())
    with TemporaryDirectory() as folder:
        cache = Path(folder)
        dataset = open_dataset(settings.data, cache=cache, progress=Progress(), offline=True)
        outcomes = carry_out(
            plan,
            settings,
            wanted=frozenset({"series.network"}),
            fresh=frozenset(),
            dataset=dataset,
            store=Store(cache, warn=say),
            progress=Progress(),
        )
    trainings = {
        one.spec: one
        for one in outcomes.values()
        if isinstance(one, RunResult) and isinstance(one.spec, RunSpec)
    }
    findings = analyze.analyze(plan.series, trainings, None)
    if findings is None or findings.best is None:
        raise RuntimeError(f"trainings failed: {[one for one in outcomes.values() if one]}")
    return findings.best


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--triples", type=int, default=TRIPLES)
    parser.add_argument("--seed", type=int, default=SEED, help="of the drawing")


if __name__ == "__main__":
    parser = options(__doc__)
    add_options(parser)
    main("Accuracy", [measure], parser.parse_args())
