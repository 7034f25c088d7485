"""What the benchmarks share: figures beside their goals, shown as a table and kept as JSON."""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lab1report.data.locate import find_data
from lab1report.store.environment import cache_folder, describe

CLASSES = (18, 63, 28)
RESULTS = Path(__file__).with_name("results.json")
_BUSY = 0.5  # processes that wanted to run in the last minute


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure measured once or several times; what counts is the median.

    Attributes:
        goal: None where there is none; `more`: the figure has to reach it, not to stay below.
    """

    name: str
    unit: str
    values: tuple[float, ...]
    goal: float | None = None
    more: bool = False
    note: str = ""

    @property
    def value(self) -> float:
        return statistics.median(self.values)

    @property
    def reached(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value >= self.goal if self.more else self.value <= self.goal

    def row(self) -> tuple[str, ...]:
        """What the table shows."""
        goal = "" if self.goal is None else f"{'>=' if self.more else '<='} {self.goal:g}"
        span = f"{_short(min(self.values))} to {_short(max(self.values))}"
        return (
            self.name,
            f"{_short(self.value)} {self.unit}",
            span if len(self.values) > 1 else "",
            goal,
            {None: "", True: "reached", False: "MISSED"}[self.reached],
            self.note,
        )

    def document(self) -> dict[str, object]:
        """What the JSON file keeps."""
        return {
            "name": self.name,
            "unit": self.unit,
            "value": self.value,
            "values": self.values,
            "goal": self.goal,
            "goal_is": None if self.goal is None else "at least" if self.more else "at most",
            "reached": self.reached,
            "note": self.note,
        }


Measure = Callable[[argparse.Namespace], Sequence[Figure]]
"""One benchmark: its figures, with the options of the command line."""


def main(title: str, measures: Iterable[Measure], arguments: argparse.Namespace) -> None:
    """Run `measures` in turn, print their figures as one table and write them as JSON."""
    load = os.getloadavg()[0]
    if load > _BUSY:
        say(f"the machine is busy (load {load:.1f}): the figures will not be those of a quiet one")
    started = time.perf_counter()
    figures = [figure for measure in measures for figure in measure(arguments)]
    say("")
    print(title)
    header = ("figure", "measured", "from … to", "goal", "", "")
    rows = [header, *(figure.row() for figure in figures)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(header))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    document = {
        "environment": describe(),
        "load_before": round(load, 2),
        "seconds": round(time.perf_counter() - started, 1),
        "figures": [figure.document() for figure in figures],
    }
    arguments.out.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"kept in {os.path.relpath(arguments.out)}")


def options(description: str | None) -> argparse.ArgumentParser:
    """The command line that all benchmarks have."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, help="how often each figure is measured")
    parser.add_argument("--out", type=Path, default=RESULTS, help="the JSON file to write")
    return parser


def say(message: str) -> None:
    """Tell who waits what has been measured so far."""
    print(message, file=sys.stderr, flush=True)


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def data_folder() -> Path:
    """The folder of the real CIFAR-100, which the course's procedure reads by itself."""
    path = find_data("auto", cache=cache_folder())
    if path is None or not path.is_dir():
        sys.exit("the benchmarks need the folder of the real CIFAR-100: name it in LAB1REPORT_DATA")
    return path.resolve()


def data_file() -> Path:
    """What LAB1REPORT_DATA names: that folder, or a file that `accuracy.py --pack` has written."""
    named = Path(os.environ.get("LAB1REPORT_DATA", ""))
    return named.resolve() if named.suffix == ".npz" and named.is_file() else data_folder()


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
