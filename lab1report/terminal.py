"""What the user sees in the terminal: progress on stderr, figures and status on stdout."""

import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress import (
    Progress as RichProgress,
)

from lab1report.model import SectionFailure
from lab1report.pipeline import RunStatus
from lab1report.progress import Progress

_CURVES = ("curves", "confusion", "snapshots", "at_lowest_test_loss")


class TerminalProgress(Progress):
    """Bars with the remaining time on stderr; nothing but warnings when that is no terminal."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._visible = sys.stderr.isatty()
        self._bars: RichProgress | None = None

    def __enter__(self) -> "TerminalProgress":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.finish()

    def start(self, title: str, total: float | None = None, *, unit: str = "steps") -> None:
        self.finish()
        if not self._visible:
            return
        amount: tuple[ProgressColumn, ...]
        if unit == "bytes":
            amount = (DownloadColumn(), TransferSpeedColumn())
        elif total is None:
            amount = ()
        else:
            amount = (TaskProgressColumn(),)
        self._bars = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            *amount,
            TimeElapsedColumn() if total is None else TimeRemainingColumn(),
            console=self._console,
            transient=True,
            # rich would otherwise take what the notebooks print away from `capture`
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._bars.add_task(title, total=total)
        self._bars.start()

    def update(self, done: float) -> None:
        if self._bars is not None:
            self._bars.update(self._bars.task_ids[0], completed=done)

    def finish(self) -> None:
        if self._bars is not None:
            self._bars.stop()
            self._bars = None

    def note(self, message: str) -> None:
        if self._visible:
            self._console.print(f"lab1report: {message}", markup=False, highlight=False)

    def warn(self, message: str) -> None:
        self._console.print(
            f"lab1report: warning: {message}", markup=False, highlight=False, soft_wrap=True
        )


def print_figures(section: Mapping[str, Any]) -> None:
    """The figures of one section of `results.json`, without its curves."""
    rows = _flatten(section)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        shown = f"{value:.6g}" if isinstance(value, float) else str(value)
        print(f"{name:{width}}  {shown}")


def print_status(statuses: Sequence[RunStatus]) -> None:
    """For each planned run, whether it is stored and current, or what changed."""
    for status in statuses:
        explanation = status.explanation
        name = f"{status.run.section} (seed {status.run.spec.seed})"
        if explanation.current:
            forced = "; --fresh computes it anew" if status.forced else ""
            print(f"{name}: stored and current, of {explanation.stored_at}{forced}")
        elif explanation.stored_at is None:
            print(f"{name}: not computed yet")
        else:
            print(f"{name}: to be computed; since the result of {explanation.stored_at} changed")
            for change in explanation.changes:
                print(f"    {change.name}: {_shown(change.stored)} -> {_shown(change.wanted)}")


def print_steps(steps: Mapping[str, float]) -> None:
    """The time of each step on stderr, and their sum."""
    for name, seconds in (*steps.items(), ("all steps", sum(steps.values()))):
        print(f"{seconds:8.2f} s  {name}", file=sys.stderr)


def print_failures(failures: Sequence[SectionFailure]) -> None:
    """One line a failure on stderr; the report carries a box in the section's place."""
    for failure in failures:
        where = f", stage {failure.stage!r}" if failure.stage else ""
        print(
            f"lab1report: section {failure.section} failed{where}: {failure.message}",
            file=sys.stderr,
        )
        print(failure.details.rstrip(), file=sys.stderr)


def _flatten(value: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, item in value.items():
        if name in _CURVES:
            continue
        if isinstance(item, Mapping):
            rows += _flatten(item, f"{prefix}{name}.")
        elif isinstance(item, list) and item and isinstance(item[0], Mapping):
            for row in item:
                label = row.get("class_id", "")
                rows += _flatten(
                    {key: entry for key, entry in row.items() if key != "class_id"},
                    f"{prefix}{name}[{label}].",
                )
        else:
            rows.append((prefix + name, item))
    return rows


def _shown(value: str | int | float | None) -> str:
    return "absent" if value is None else str(value)
