"""What the commands print: figures, plans, statuses, failures."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from lab1report.model import SERIES_PARTS, RunSpec, SectionFailure

if TYPE_CHECKING:
    from lab1report import Plan, WaveStatus
    from lab1report.plan.series import PlannedVariant

_CURVES = ("curves", "confusion", "snapshots", "at_lowest_test_loss")
_MOST_SECONDS = 100
_LONG_WORD = re.compile(r"(\S{60})\S{200,}(\S{20})")


def printable(text: str) -> str:
    """`text` in one line, without what would control a terminal, and without endless words."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return _LONG_WORD.sub(r"\1…\2", shown)


def say(message: str) -> None:
    """Tell the user something on stderr, a line of it at a time."""
    for line in message.split("\n"):
        print(f"lab1report: {printable(line)}", file=sys.stderr)


def print_status(statuses: Sequence["WaveStatus"]) -> None:
    """For each stage of the plan, whether it is stored and current, or what changed."""
    for status in statuses:
        section, _, stage = status.name.partition(".")
        name = f"{section} ({stage})" if stage else section  # what `run` takes has a dot
        moment = _local(status.explanation.stored_at if status.explanation else None)
        count = f"{status.stored} of {status.planned} " if (status.planned or 0) > 1 else ""
        match status.reason:
            case "waiting":
                print(f"{name}: follows when the runs before it are stored")
            case "current":
                print(f"{name}: {count}stored and current, of {moment}")
            case "forced":
                print(f"{name}: {count}stored and current, of {moment}; --fresh computes it anew")
            case "missing":
                some = f"{count}stored, the rest " if status.stored else ""
                print(f"{name}: {some}not computed yet")
            case "changed":
                print(
                    f"{name}: {count and count + 'stored, the rest '}to be computed; "
                    f"since the result of {moment} changed"
                )
                for change in status.changes:
                    print(f"    {change.name}: {_shown(change.stored)} -> {_shown(change.wanted)}")


def _local(moment: str | None) -> str:
    """A moment (ISO 8601) as the clock on the wall shows it."""
    if moment is None:
        return ""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def print_plan(plan: "Plan", *, seconds: float) -> None:
    """Everything that a build runs, a line a variant, with the number of runs and the time."""
    for run in plan.tasks:
        if not isinstance(run.spec, RunSpec):
            print(f"{run.section:16} {run.spec.iterations} iterations, lr {run.spec.lr:g}")  # type: ignore[union-attr]
        else:
            print(
                f"{run.section:16} {run.spec.network}, {run.spec.epochs} epochs: the base's first"
            )
    series = plan.series
    head = ("variant", "part", "network", "optimizer", "rate", "batch", "epochs", "runs")
    rows: list[tuple[str, ...]] = [head]
    rows += [_plan_row(planned, series.seeds) for planned in series.variants]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    total = plan.count(plan.everything)
    trainings = series.count(SERIES_PARTS) + 1
    most = "at most " if any(planned.takes for planned in series.variants) else ""
    print(
        f"{most}{total} runs, of which {trainings} trainings on images with {series.seeds} "
        f"seed{'s' if series.seeds > 1 else ''}; searches: rate, batch and epochs on "
        f"{series.folds or 0} folds. 'best' is the epoch of the base's lowest test loss."
    )
    print(f"About {_span(seconds)} on this machine, less what is stored ('lab1report explain').")


def _span(seconds: float) -> str:
    """Seconds or minutes, no more exactly than a guess is known."""
    if seconds < _MOST_SECONDS:
        return f"{max(round(seconds / 5), 1) * 5} s"
    return f"{round(seconds / 60)} min"


def _plan_row(planned: "PlannedVariant", seeds: int) -> tuple[str, ...]:
    spec = planned.spec
    if planned.takes:
        taken = f"{', '.join(planned.takes)} of the best network"
        return planned.id, planned.part, "", taken, "", "", "", str(seeds)
    points = planned.search.points if planned.search is not None else (spec,)
    optimizer = spec.optimizer + (", falling" if spec.schedule == "linear" else "")
    colours = [point.saturation for point in points]
    if set(colours) != {1}:
        optimizer += f", saturation {_values(colours)}"
    if spec.share < 1:
        optimizer += f", {spec.share:.0%} of images"
    rate, batch, epochs = (
        f"as {planned.like}" if planned.like else _values(values)
        for values in (
            [point.lr for point in points],
            [point.batch_size for point in points],
            [point.epochs for point in points],
        )
    )
    if planned.factor is not None:
        epochs = f"{planned.factor} x best"
    runs = str(seeds) if planned.search is None else f"{planned.search_runs} + {seeds}"
    return planned.id, planned.part, spec.network, optimizer, rate, batch, epochs, runs


def _values(values: Iterable[float]) -> str:
    return ", ".join(f"{value:g}" for value in dict.fromkeys(values))


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


def _shown(value: str | int | float | None) -> str:
    return "absent" if value is None else str(value)
