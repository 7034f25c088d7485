"""Which process does what when while the reports of a course are made: a picture and a table.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/timeline.py [--students 4] [--equal]

Each row of the picture is a process, each bar a task of it; what is white is idle. The table says
how much processor time the tasks of each kind took, and that of the process which gives them out.
"""

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import many_reports
from building import processor

import lab1report
from lab1report.course.report_task import ReportTask
from lab1report.model import RunSpec
from lab1report.runs import task_pool
from lab1report.runs.run_task import RunTask

_COLORS = {
    "report": "tab:orange",
    "notebook": "tab:green",
    "search": "tab:blue",
    "training": "tab:purple",
    "images": "tab:gray",
}
_LABELLED = 0.015  # of the whole: shorter bars have no room for their student


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One task of one process: seconds since the start, and of processor time."""

    process: int
    kind: str
    owner: str
    begin: float
    end: float
    busy: float


class _Watched(task_pool.WorkerProcess):
    """A process whose tasks are noted."""

    bars: ClassVar[list[Bar]] = []
    started = 0.0
    pids: ClassVar[list[int]] = []

    def begin(self, *arguments: object) -> None:
        pid = self._process.pid
        assert pid is not None
        if pid not in self.pids:
            self.pids.append(pid)
        self._task, self._since, self._before = arguments[0], time.perf_counter(), _busy(pid)
        super().begin(*arguments)

    def heard(self) -> Iterator[Any]:
        was = self.busy
        yield from super().heard()
        if was and not self.busy:
            self._note()

    def _note(self) -> None:
        pid = self._process.pid
        assert pid is not None
        kind, owner = _kind(self._task)
        self.bars.append(
            Bar(
                process=self.pids.index(pid),
                kind=kind,
                owner=owner,
                begin=self._since - self.started,
                end=time.perf_counter() - self.started,
                busy=_busy(pid) - self._before,
            )
        )


def _busy(pid: int) -> float:
    return processor(Path("/proc") / str(pid))


def _kind(task: object) -> tuple[str, str]:
    """What the task is, and of which student or classes."""
    if isinstance(task, ReportTask):
        return "report", task.student.folder
    assert isinstance(task, RunTask)
    run = task.job.runs[0]
    classes = getattr(run.spec, "classes", ())
    owner = "-".join(map(str, classes))
    if run.task is not None:
        return "notebook", owner or run.section
    if not isinstance(run.spec, RunSpec):
        return "images", owner
    return "search" if run.spec.fold is not None else "training", owner


def _draw(bars: list[Bar], seconds: float, path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(max(8.0, seconds / 6), 1 + len(_Watched.pids)), layout="constrained")
    axes = figure.add_subplot()
    for bar in bars:
        length = bar.end - bar.begin
        axes.barh(bar.process, length, left=bar.begin, color=_COLORS[bar.kind], edgecolor="white")
        if length > _LABELLED * seconds:
            middle = bar.begin + length / 2
            axes.text(middle, bar.process, bar.owner, ha="center", va="center", fontsize=5)
    for kind, color in _COLORS.items():
        axes.barh(0, 0, color=color, label=kind)
    axes.set(xlim=(0, seconds), xlabel="seconds", yticks=range(len(_Watched.pids)))
    axes.legend(ncols=len(_COLORS), loc="lower right", bbox_to_anchor=(1, 1))
    figure.savefig(path, dpi=110)


def _tell(bars: list[Bar], seconds: float, students: int, own: float) -> None:
    busy, clock, count = defaultdict(float), defaultdict(float), defaultdict(int)
    for bar in bars:
        busy[bar.kind] += bar.busy
        clock[bar.kind] += bar.end - bar.begin
        count[bar.kind] += 1
    print(f"{'':10}{'tasks':>7}{'s, processor':>14}{'a student':>11}{'s, clock':>10}")
    for kind in sorted(busy, key=lambda kind: -busy[kind]):
        each = busy[kind] / students
        print(f"{kind:10}{count[kind]:7}{busy[kind]:14.1f}{each:11.2f}{clock[kind]:10.1f}")
    print(f"{'the parent':10}{'':7}{own:14.1f}{own / students:11.2f}{seconds:10.1f}")
    occupied = sum(clock.values()) / (seconds * len(_Watched.pids))
    print(f"{seconds:.1f} s, {seconds / students:.1f} a student; occupied: {occupied:.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=4)
    parser.add_argument("--equal", action="store_true", help="all with the same classes")
    parser.add_argument("--data", default="auto", help="as of a build, such as demo")
    parser.add_argument("--out", type=Path, default=Path("timeline.png"), help="the picture")
    chosen = parser.parse_args()
    classes = many_reports.classes_of(chosen.students, equal=chosen.equal)
    task_pool.WorkerProcess = _Watched  # type: ignore[misc]
    with TemporaryDirectory() as name:
        os.environ["LAB1REPORT_CACHE"] = str(Path(name) / "cache")
        roster = many_reports.write_roster(Path(name), classes)
        read = lab1report.read_roster(roster, format=["pdf", "html"], data=chosen.data)
        _Watched.started = time.perf_counter()
        before = time.process_time()
        lab1report.build_course(read, Path(name) / "reports")
        seconds = time.perf_counter() - _Watched.started
        own = time.process_time() - before
    _draw(_Watched.bars, seconds, chosen.out)
    _tell(_Watched.bars, seconds, chosen.students, own)


if __name__ == "__main__":
    main()
