"""What the best model gains over the base, on triples of classes by the rules of the course.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/accuracy.py [--triples N] [--seed N]
        [--splits N] [--exchange] [--official] [--jobs N] [--single FILE]

Group, variant, stream and year are drawn; for each the plan's own trainings are made (the base,
the searches by cross-validation, the networks chosen, the steps from the base to the best), and
the gain is that of the report: the best model, chosen by its validation accuracy, minus the base,
the mean of the default seeds.

It is measured twice. On splits: four fifths of the official training images of each class are
trained on, and the others judge; candidates for the report (`experiments/series.toml`) are compared
by these alone. With `--exchange` the official test images are learnt from in place of those held
out, so that there are as many as in the report. On the official test images, as in the report, with
`--official`: only to see what comes of a choice that has been made. Every single result is kept in
FILE.

LAB1REPORT_DATA may also name a file that `--pack FILE` has written: the images of the triples drawn
alone, for a machine that has not the whole set. Triples with other classes are then passed over.
"""

import argparse
import json
import math
import random
import statistics
from collections import Counter
from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from common import Figure, data_file, main, options, say
from numpy.typing import NDArray

from lab1report.data.opening import open_dataset
from lab1report.errors import UserError
from lab1report.findings.series import analyze
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import PARTS, Part, RunResult, RunSpec, Stream
from lab1report.plan.plan import PlannedRun, make_plan
from lab1report.plan.series import Series
from lab1report.progress import Progress
from lab1report.runs.jobs import jobs_of
from lab1report.sections.catalog import report_sections
from lab1report.settings import classes
from lab1report.settings import options as config
from lab1report.settings.options import Settings
from lab1report.store.environment import cache_folder
from lab1report.tasks.series import ReadClasses, Trainer

TRIPLES, SPLITS, SEED = 12, 1, 2024
GROUPS, VARIANTS = 6, 30
GOAL = 5.0
FOLDER = Path(__file__).parent
HELD_OUT = 0.2  # of the official training images of each class
_PARTS = ("classes", "network", "best")

Images = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True, kw_only=True)
class Single:
    """One measurement: of a triple, on a split of its training images or (None) the test images.

    Accuracies and their differences are in percent; `steps` are the differences by what they
    changed, `at_edge` the values at the edge of their grids, by network.
    """

    classes: tuple[int, ...]
    split: int | None
    base: float
    best: float
    gain: float
    interval: tuple[float, float]
    chosen: dict[str, Any]
    validation: dict[str, float]
    steps: dict[str, float]
    at_edge: dict[str, list[str]]


def measure(arguments: argparse.Namespace) -> list[Figure]:
    found: list[Single] = []
    for single in measured(arguments):
        found.append(single)
        ids = ", ".join(f"{one:2d}" for one in single.classes)
        on = "test images" if single.split is None else f"split {single.split}"
        say(
            f"{ids}  {on:11}  {single.base:5.1f}  {single.best:5.1f}  {single.gain:+5.1f}  "
            f"{single.interval[0]:+5.1f} … {single.interval[1]:+5.1f}   {single.chosen}"
        )
        kept = json.dumps([asdict(one) for one in found], indent=1) + "\n"
        arguments.single.write_text(kept, encoding="utf-8")
    official = [one for one in found if one.split is None]
    splits = [one for one in found if one.split is not None]
    figures = [*gains("best minus base on splits of the training images", splits)]
    figures += gains("best minus base on the test images", official)
    figures += [*steps(splits or official), *edges(splits or official)]
    return figures


def gains(name: str, found: list[Single]) -> Iterator[Figure]:
    """The mean gain, and those of the single triples: one a triple, whatever its splits."""
    by_triple: dict[tuple[int, ...], list[float]] = {}
    for one in found:
        by_triple.setdefault(one.classes, []).append(one.gain)
    values = [statistics.fmean(own) for own in by_triple.values()]
    if not values:
        return
    error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
    yield Figure(
        name=name,
        unit="points",
        values=(statistics.fmean(values),),
        goal=GOAL,
        more=True,
        note=f"± {error:.2f} (standard error over {len(values)} triples)",
    )
    yield Figure(name="of the single triples (median)", unit="points", values=tuple(values))


def steps(found: list[Single]) -> Iterator[Figure]:
    """What each step from the base to the best model adds, where it is one."""
    names = dict.fromkeys(name for one in found for name in one.steps)
    for name in names:
        values = [one.steps[name] for one in found if name in one.steps]
        error = statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan
        yield Figure(
            name=f"step: {name}",
            unit="points",
            values=(statistics.fmean(values),),
            note=f"± {error:.2f} ({len(values)} times)",
        )


def edges(found: list[Single]) -> Iterator[Figure]:
    """How often a value that was chosen lies at the edge of its grid, of all networks."""
    networks = sum(len(one.at_edge) for one in found)
    counts = Counter(name for one in found for own in one.at_edge.values() for name in own)
    for name, count in sorted(counts.items()):
        yield Figure(name=f"at the edge: {name}", unit="%", values=(100 * count / networks,))


def measured(arguments: argparse.Namespace) -> Iterator[Single]:
    """As each is ready; in so many processes."""
    data = str(data_file())
    draws = drawn(random.Random(arguments.seed), data)
    chosen = [settings for settings, _ in zip(draws, range(arguments.triples), strict=False)]
    splits = [*range(arguments.splits), *([None] if arguments.official else [])]
    work = [(settings, split, arguments.exchange) for settings in chosen for split in splits]
    if arguments.jobs == 1:
        yield from (single(*one) for one in work)
        return
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(single, *one) for one in work]):
            yield done.result()


def drawn(generator: random.Random, data: str) -> Iterator[Settings]:
    """Settings of different triples that the data have; the rules give none to some students."""
    seen, known = set(), known_classes(data)
    while True:
        given = {
            "group": generator.randint(1, GROUPS),
            "variant": generator.randint(1, VARIANTS),
            "stream": generator.choice(list(Stream)).name,
            "year": generator.choice(classes.years()),
        }
        try:
            settings = replace(config.load(given, folder=FOLDER), data=data)
        except UserError:
            continue
        ids = frozenset(settings.assignment.class_ids)
        if ids not in seen and ids <= known:
            seen.add(ids)
            yield settings


def single(settings: Settings, split: int | None, exchange: bool) -> Single:
    """Make all trainings of a triple, and compare its best model with its base."""
    read = reader(settings.data)
    series = make_plan(settings, report_sections()).series
    needed = tuple(variant for variant in series.variants if variant.part in _PARTS)
    findings = trained(
        replace(series, variants=needed),
        read if split is None else Split(read, split, exchange=exchange),
    )
    best = findings.best
    if best is None or findings.base_validation is None:
        raise RuntimeError("a training is missing")
    spec, interval = best.network.variant.spec, best.gain.interval
    return Single(
        classes=settings.assignment.class_ids,
        split=split,
        base=100 * findings.base.test.mean,
        best=100 * best.network.variant.test.mean,
        gain=100 * best.gain.difference,
        interval=(100 * interval.low, 100 * interval.high),
        chosen={
            name: getattr(spec, name)
            for name in ("network", "optimizer", "lr", "batch_size", "epochs", "saturation")
        },
        validation={
            "base": 100 * findings.base_validation.mean,
            **{
                network.variant.id: 100 * network.validation.mean
                for network in findings.networks or ()
            },
        },
        steps={
            ", ".join(step.changed): 100 * step.change.difference for step in findings.ladder or ()
        },
        at_edge={network.variant.id: [*network.at_edge] for network in findings.networks or ()},
    )


def trained(series: Series, read: ReadClasses) -> SeriesFindings:
    """The findings from all trainings of `series`, made stage by stage, with nothing kept."""
    trainer = Trainer(read)
    results: dict[RunSpec, RunResult] = {}
    missing = [*series.repeated(series.base)]
    while missing:
        runs = [PlannedRun(section="series", spec=spec) for spec in missing]
        for job in jobs_of(runs):
            specs = [run.spec for run in job.runs if isinstance(run.spec, RunSpec)]
            for result in trainer.run(specs, Progress()):
                if isinstance(result.spec, RunSpec):
                    results[result.spec] = result
        stages = series.waves(["best"], results).values()
        needed = dict.fromkeys(spec for stage in stages for spec in stage or ())
        missing = [spec for spec in needed if spec not in results]
    findings = analyze.analyze(series, results, None)
    if findings is None:
        raise RuntimeError("the base is missing")
    return findings


class Split:
    """The official training images divided anew, each class alike.

    Args:
        exchange: whether the official test images are learnt from too; else they are not read.
    """

    def __init__(self, read: ReadClasses, seed: int, *, exchange: bool) -> None:
        self._read, self._seed, self._exchange = read, seed, exchange

    def __call__(self, part: Part, classes: Collection[int]) -> Images:
        images, labels = self._read("train", classes=classes)
        generator, held = np.random.default_rng(self._seed), np.zeros(len(labels), dtype=bool)
        for label in sorted(set(labels.tolist())):
            own = generator.permutation((labels == label).nonzero()[0])
            held[own[: round(HELD_OUT * len(own))]] = True
        if part == "test":
            return images[held], labels[held]
        images, labels = images[~held], labels[~held]
        if self._exchange:
            more, their = self._read("test", classes=classes)
            images, labels = np.concatenate([images, more]), np.concatenate([labels, their])
        return images, labels


@lru_cache(maxsize=1)
def reader(data: str) -> ReadClasses:
    """Reads the images of some classes from the whole set, or from what `pack` has written."""
    if not data.endswith(".npz"):
        cache = cache_folder()
        return open_dataset(data, cache=cache, progress=Progress(), offline=True).part
    with np.load(data) as file:
        packed = dict(file)

    def read(part: Part, classes: Collection[int]) -> Images:
        own = np.isin(packed[f"{part}_labels"], list(classes))
        return packed[f"{part}_images"][own], packed[f"{part}_labels"][own]

    return read


def known_classes(data: str) -> frozenset[int]:
    """The classes that there are images of."""
    if not data.endswith(".npz"):
        return frozenset(range(100))
    with np.load(data) as file:
        return frozenset(file["train_labels"].tolist())


def pack(arguments: argparse.Namespace) -> None:
    """Write the images of the triples drawn to a file, about 2 MB a class."""
    data = str(data_file())
    draws = drawn(random.Random(arguments.seed), data)
    triples = [
        one.assignment.class_ids for one, _ in zip(draws, range(arguments.triples), strict=False)
    ]
    needed = sorted({label for triple in triples for label in triple})
    arrays = {}
    for part in PARTS:
        images, labels = reader(data)(part, classes=needed)
        own = np.isin(labels, needed)
        arrays |= {f"{part}_images": images[own], f"{part}_labels": labels[own]}
    np.savez_compressed(arguments.pack, **arrays)
    say(f"{len(needed)} classes in {arguments.pack}")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--triples", type=int, default=TRIPLES)
    parser.add_argument("--splits", type=int, default=SPLITS, help="of each triple")
    parser.add_argument(
        "--exchange", action="store_true", help="learn from the test images in place of those held"
    )
    parser.add_argument("--official", action="store_true", help="the test images too")
    parser.add_argument("--seed", type=int, default=SEED, help="of the drawing")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument(
        "--single", type=Path, default=FOLDER / "accuracy.json", help="for every single result"
    )
    parser.add_argument("--pack", type=Path, help="write the images alone to this file, .npz")


if __name__ == "__main__":
    parser = options(__doc__)
    add_options(parser)
    given = parser.parse_args()
    if given.pack is not None:
        pack(given)
    else:
        main("Accuracy", [measure], given)
