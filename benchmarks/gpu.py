"""Trainings on a GPU beside the same on the processor: are they the same, and what do they take?

    LAB1REPORT_DATA=cifar-100-python python benchmarks/gpu.py [--seconds N] [--out FILE]

On the made-up demo set where LAB1REPORT_DATA is not set. In this order:

- whether both devices begin with the same weights and see the same batches;
- how far the losses of a training of each kind part over 250 epochs;
- the whole series of three students, made on each device as a build makes it, and the verdicts
  (`tests/said_alike.py` says which differences are faults and which are not);
- the series of as many of fifty students, with other classes each, as the time allows on the GPU.

What there was no time for is named in the table, which is written to FILE after every step.
`--against cpu` puts the processor in the place of the GPU, to try the script where there is none.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from accuracy import drawn
from common import Figure, say
from gpu_table import Table, shown

from lab1report.data.locate import VARIABLE
from lab1report.data.opening import open_dataset
from lab1report.errors import Lab1Error
from lab1report.model import CPU, RunSpec
from lab1report.plan.plan import make_plan
from lab1report.progress import Progress
from lab1report.runs.processes import WorkerProcess, context
from lab1report.sections.catalog import report_sections
from lab1report.settings.device import resolve
from lab1report.settings.options import Settings
from lab1report.store.environment import describe
from lab1report.tasks.series import ReadClasses
from tests import devices, said_alike
from tests.devices import SeriesMade

OUT = Path(__file__).with_suffix(".md")
SECONDS, SEED = 270.0, 2024


class TimeUpError(Lab1Error):
    """The budget is spent; the program passes errors of this kind on from wherever they come."""


class Budget(Progress):
    """Ends whatever reports its progress to it once so many seconds have passed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._started = time.monotonic()

    @property
    def spent(self) -> float:
        return time.monotonic() - self._started

    @property
    def left(self) -> float:
        return self.seconds - self.spent

    def update(self, done: float) -> None:
        del done
        if self.left < 0:
            raise TimeUpError


@dataclass(kw_only=True)
class Bench:
    """One run of all measurements.

    `caches`, `times` of whole series and of their trainings alone: the processor's first.
    """

    chosen: argparse.Namespace
    device: str
    students: Sequence[Settings]
    caches: tuple[Path, Path]
    budget: Budget
    table: Table
    times: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    training: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))

    @property
    def base(self) -> RunSpec:
        """The base network of the first student."""
        base = make_plan(self.students[0], report_sections()).series.base
        return replace(base, epochs=self.chosen.epochs or base.epochs)

    def run(self) -> None:
        """Measure all that there is time for."""
        cache, data = self.caches[0], self.students[0].data
        read = open_dataset(data, cache=cache, progress=Progress(), offline=True).part
        self.step("the first weights and batches", partial(self.beginnings, read))
        self.step("the same again, and in other company", partial(self.steadiness, read))
        for name, spec in devices.kinds(self.base).items():
            self.step(f"losses, {name}", partial(self.kind, name, spec, read))
        start_processes()
        for settings in self.students[: self.chosen.triples]:
            self.step(
                f"{classes(settings)}: the series on both devices, and its verdicts",
                partial(self.verdicts, settings),
                needs=sum(max(times, default=0.0) for times in self.times),
            )
        self.more()
        self.speed()
        self.keep()

    def step(self, name: str, work: Callable[[], object], needs: float = 0.0) -> None:
        """Do `work`, or name it among what was left out if there is less time than it `needs`."""
        done = False
        with suppress(TimeUpError):
            if self.budget.left > needs:
                work()
                done = True
        if not done:
            self.table.left_out.append(f"{name} (about {needs:.0f} s)" if needs else name)
        self.keep()
        say(f"{self.table.facts['time']}: {name}{'' if done else ', LEFT OUT'}")

    def keep(self) -> None:
        """Write what there is so far."""
        self.table.facts["time"] = f"{self.budget.spent:.0f} s of {self.budget.seconds:.0f} s"
        self.chosen.out.write_text(self.table.text(), encoding="utf-8")

    def beginnings(self, read: ReadClasses) -> None:
        """The same weights, and the same batches, beside what others would make of it."""
        for name, check, other in (
            ("before the first step", devices.same_start, "seed"),
            ("after the first epoch", devices.same_batches, "order"),
        ):
            found = check(self.base, read, self.device)
            note = f"with another {other} {found.other:.2g}"
            self.add(f"probabilities {name}", found.same, goal=devices.SAME, note=note)

    def add(self, name: str, *values: float, unit: str = "", **more: object) -> None:
        self.table.figures.append(Figure(name=name, unit=unit, values=values, **more))

    def steadiness(self, read: ReadClasses) -> None:
        """Whether the device gives the same bits twice, and beside other trainings: no goals."""
        own = self.base
        company = [replace(own, seed=own.seed + number) for number in range(5)]
        for name, specs in (("made twice", [own]), ("alone and in a pass of five", company)):
            first, second = (
                devices.trained(one, read, self.device, self.budget)[own] for one in ([own], specs)
            )
            self.add(f"losses of the base, {name}", devices.apart(first, second).difference)

    def kind(self, name: str, spec: RunSpec, read: ReadClasses) -> None:
        """How far the losses of one training part."""
        here, there = (
            devices.trained([spec], read, device, self.budget)[spec]
            for device in (CPU, self.device)
        )
        found = devices.apart(here, there)
        note = (
            f"{found.part}, epoch {found.epoch} of {spec.epochs}; {there.seconds:.2g} s, "
            f"{here.seconds:.2g} s on {CPU}"
        )
        self.add(f"losses, {name}", found.difference, goal=devices.LOSS, note=note)

    def verdicts(self, settings: Settings) -> None:
        """Make the series of a student on both devices and compare what their reports say."""
        there, here = (self.series(settings, place) for place in (1, 0))
        name, first, second = classes(settings), here.document, there.document
        unlike = said_alike.unlike(first, second)
        chosen = said_alike.chosen_otherwise(first, second)
        why = Counter(one.why for one in unlike)
        note = f"of {len(said_alike.verdicts(first))}; {len(chosen)} choices differ"
        self.add(f"{name}: verdicts that differ", len(unlike), goal=0, note=note)
        worse = f"{name}: of them neither close nor by another choice"
        note = f"{why['contrary']} contrary; {why['close']} close, {why['choice']} by choice"
        self.add(worse, why["contrary"] + why["far"], goal=0, note=note)
        for one in unlike:
            self.table.unlike.append(
                (name, one.place, *map(shown, (one.first, one.second)), one.why)
            )
        for place, pair in chosen.items():
            self.table.unlike.append((name, place, *map(shown, pair), "chosen"))
        series = make_plan(settings, report_sections()).series
        both = [spec for spec in here.results if spec in there.results]
        self.losses(f"{name}: the base", here, there, series.repeated(series.base), devices.LOSS)
        # Some are at rates at which rounding decides what is learnt
        self.losses(f"{name}: all trainings", here, there, both, None)

    def losses(
        self,
        name: str,
        here: SeriesMade,
        there: SeriesMade,
        specs: Sequence[RunSpec],
        goal: float | None,
    ) -> None:
        """How far the losses of these trainings of a series part at most."""
        found = {spec: devices.apart(here.results[spec], there.results[spec]) for spec in specs}
        worst = max(specs, key=lambda spec: found[spec].difference)
        above = sum(one.difference > devices.LOSS for one in found.values())
        note = (
            f"{found[worst].part}, epoch {found[worst].epoch} of {worst.epochs}, {worst.network}, "
            f"{worst.optimizer} {worst.lr:g}; {above} of {len(specs)} above {devices.LOSS:g}"
        )
        self.add(f"{name}, losses", found[worst].difference, goal=goal, note=note)

    def series(self, settings: Settings, place: int) -> SeriesMade:
        device = (CPU, self.device)[place]
        made = devices.make_series(settings, device, self.caches[place], self.budget)
        self.times[place].append(made.seconds)
        self.training[place].append(made.training)
        say(f"{classes(settings)} on {device}: {made.seconds:.1f} s")
        return made

    def more(self) -> None:
        """The series of more students on the device, as many as there is time for."""
        for settings in self.students[self.chosen.triples :]:
            if self.budget.left < max(self.times[1], default=0.0):
                break
            try:
                self.series(settings, 1)
            except TimeUpError:
                break
        if missing := len(self.students) - len(self.times[1]):
            self.table.left_out.append(f"{missing} of {len(self.students)} students, {self.device}")

    def speed(self) -> None:
        """What one student takes, and what all of them would."""
        wanted = len(self.students)
        devices_times = zip((CPU, self.device), self.times, self.training, strict=True)
        for device, times, training in devices_times:
            if not times:
                continue
            about = f"{len(times)} of {wanted} measured"
            self.add(f"series of one student, {device}", *times, unit="s", note=about)
            about = "summed over processes, without the base's first"
            self.add(f"its trainings alone, {device}", *training, unit="s", note=about)
            whole, enough = statistics.fmean(times) * wanted, len(times) == wanted
            note = "" if enough else f"{wanted} times the mean of those measured"
            self.add(f"series of {wanted} students, {device}", whole, unit="s", note=note)


def start_processes() -> None:
    """Start the process that those of a build are begun from: no device shall pay for it."""
    WorkerProcess(context(), print).end()


def classes(settings: Settings) -> str:
    return ", ".join(map(str, settings.assignment.class_ids))


def facts(device: str, data: str, chosen: argparse.Namespace) -> dict[str, str]:
    """What the figures depend on."""
    about = describe()
    return {
        "device": device,
        "processor": f"{about['processor']}, {about['cores']} cores",
        "PyTorch": f"{torch.__version__}, CUDA {torch.version.cuda or 'none'}",
        "data": "demo set" if data == "demo" else "CIFAR-100",
        "processes of a build": str(chosen.workers),
        "load before": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown",
    }


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the time for everything")
    parser.add_argument("--out", type=Path, default=OUT, help="the Markdown file to write")
    parser.add_argument("--epochs", type=int, help="of the trainings of each kind")
    parser.add_argument("--triples", type=int, default=3, help="students made on both devices")
    parser.add_argument("--students", type=int, default=50, help="made on the GPU")
    parser.add_argument("--workers", type=int, default=2, help="processes of a build")
    parser.add_argument("--seed", type=int, default=SEED, help="of the drawing of students")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = options().parse_args(arguments)
    budget = Budget(chosen.seconds)
    try:
        device = resolve(chosen.against)
    except Lab1Error as error:
        sys.exit(f"nothing was measured. {error}")
    data = os.environ.get(VARIABLE) or "demo"
    draws = islice(drawn(random.Random(chosen.seed), data), chosen.students)
    with TemporaryDirectory() as name:
        caches = Path(name, "processor"), Path(name, "device")
        bench = Bench(
            chosen=chosen,
            device=device,
            students=[replace(one, workers=chosen.workers) for one in draws],
            caches=caches,
            budget=budget,
            table=Table(facts=facts(device, data, chosen)),
        )
        bench.run()
    print(bench.table.text(), end="")


if __name__ == "__main__":
    main()
