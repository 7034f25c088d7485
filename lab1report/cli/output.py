"""What the commands print: figures, plans, statuses, failures."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lab1report.cli.input_words import in_words
from lab1report.messages import _, marked, ngettext, numeral
from lab1report.model import SERIES_PARTS, RunSpec, SectionFailure

if TYPE_CHECKING:
    from lab1report import Plan, WaveStatus
    from lab1report.plan.series import PlannedVariant

_HEAD = (
    marked("variant"),
    marked("part"),
    marked("network"),
    marked("optimizer"),
    marked("rate"),
    marked("batch"),
    marked("epochs"),
    marked("runs"),
)
_STEPS = (
    marked("checks"),
    marked("data"),
    marked("plan"),
    marked("runs"),
    marked("findings"),
    marked("words"),
    marked("page"),
    marked("figures"),
    marked("typesetting"),
    marked("web page"),
    marked("notebook"),
)
"""What `Steps.measure` is called with: here for the catalogue alone."""
_LISTED_WITH = {False: ", ", True: "; "}
"""Between numbers, by whether they have commas of their own."""
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
        section, _dot, stage = status.name.partition(".")
        name = f"{section} ({stage})" if stage else section  # what `run` takes has a dot
        print(f"{name}: {_in_words(status)}")
        if status.reason == "changed":
            for change in status.changes:
                print(f"    {in_words(change)}")


def _in_words(status: "WaveStatus") -> str:
    counted = (status.planned or 0) > 1
    match status.reason:
        case "waiting":
            return _("follows when the runs before it are stored")
        case "missing" if status.stored:
            said = _("{stored} of {planned} stored, the rest not computed yet")
        case "missing":
            return _("not computed yet")
        case "changed" if counted:
            said = _(
                "{stored} of {planned} stored, the rest to be computed; "
                "since the result of {moment} changed"
            )
        case "changed":
            said = _("to be computed; since the result of {moment} changed")
        case _ if counted:
            said = _("{stored} of {planned} stored and current, of {moment}")
        case _:
            said = _("stored and current, of {moment}")
    if status.reason == "forced":
        said += _("; --fresh computes it anew")
    moment = local_moment(status.explanation.stored_at if status.explanation else None)
    return said.format(stored=status.stored, planned=status.planned, moment=moment)


def local_moment(moment: str | None) -> str:
    """A moment (ISO 8601) as the clock on the wall shows it."""
    if moment is None:
        return ""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")


def print_plan(plan: "Plan", *, seconds: float) -> None:
    """Everything that a build runs, a line a variant, with the number of runs and the time."""
    for run in plan.tasks:
        print(f"{run.section:16} {_task(run.spec)}")
    series = plan.series
    rows: list[tuple[str, ...]] = [tuple(_(name) for name in _HEAD)]
    rows += [_plan_row(planned, series.seeds) for planned in series.variants]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    print(_counts(plan))
    print(
        _("About {time} on this machine, less what is stored ('lab1report explain').").format(
            time=span(seconds)
        )
    )


def _task(spec: Any) -> str:
    """What a task computes, in a few words."""
    if isinstance(spec, RunSpec):
        epochs = ngettext("{count} epoch", "{count} epochs", spec.epochs)
        said = _("{network}, {epochs}: the base's first")
        return said.format(network=spec.network, epochs=epochs.format(count=spec.epochs))
    iterations = ngettext("{count} iteration", "{count} iterations", spec.iterations)
    return _("{iterations}, lr {rate}").format(
        iterations=iterations.format(count=spec.iterations), rate=numeral(spec.lr, "g")
    )


def _counts(plan: "Plan") -> str:
    """How many runs there are, and of what."""
    series, total = plan.series, plan.count(plan.everything)
    trainings, folds = series.count(SERIES_PARTS) + 1, series.folds or 0
    if any(planned.takes for planned in series.variants):
        runs = ngettext("at most {count} run", "at most {count} runs", total)
    else:
        runs = ngettext("{count} run", "{count} runs", total)
    trained = ngettext("{count} training on images", "{count} trainings on images", trainings)
    seeds = ngettext("with {count} seed", "with {count} seeds", series.seeds)
    searched = ngettext("on {count} fold", "on {count} folds", folds)
    return _(
        "{runs}, of which {trainings} {seeds}; searches: rate, batch and epochs {folds}. "
        "'best' is the epoch of the base's lowest test loss."
    ).format(
        runs=runs.format(count=total),
        trainings=trained.format(count=trainings),
        seeds=seeds.format(count=series.seeds),
        folds=searched.format(count=folds),
    )


def span(seconds: float) -> str:
    """Seconds or minutes, no more exactly than a guess is known."""
    if seconds < _MOST_SECONDS:
        return _("{seconds} s").format(seconds=max(round(seconds / 5), 1) * 5)
    return _("{minutes} min").format(minutes=round(seconds / 60))


def _plan_row(planned: "PlannedVariant", seeds: int) -> tuple[str, ...]:
    spec = planned.spec
    if planned.takes:
        taken = _("{settings} of the best network").format(settings=", ".join(planned.takes))
        return planned.id, planned.part, "", taken, "", "", "", str(seeds)
    points = planned.search.points if planned.search is not None else (spec,)
    optimizer = spec.optimizer + (_(", falling") if spec.schedule == "linear" else "")
    colours = [point.saturation for point in points]
    if set(colours) != {1}:
        optimizer += _(", saturation {values}").format(values=_values(colours))
    if spec.share < 1:
        optimizer += _(", {percent}% of images").format(percent=f"{100 * spec.share:.0f}")
    rate, batch, epochs = (
        _("as {variant}").format(variant=planned.like) if planned.like else _values(values)
        for values in (
            [point.lr for point in points],
            [point.batch_size for point in points],
            [point.epochs for point in points],
        )
    )
    if planned.factor is not None:
        epochs = _("{factor} x best").format(factor=planned.factor)
    runs = str(seeds) if planned.search is None else f"{planned.search_runs} + {seeds}"
    return planned.id, planned.part, spec.network, optimizer, rate, batch, epochs, runs


def _values(values: Iterable[float]) -> str:
    shown = [numeral(value, "g") for value in dict.fromkeys(values)]
    return _LISTED_WITH[any("," in one for one in shown)].join(shown)


def print_steps(steps: Mapping[str, float]) -> None:
    """The time of each step on stderr, and their sum."""
    said = _("{seconds} s  {step}")
    for name, seconds in (*steps.items(), (marked("all steps"), sum(steps.values()))):
        print(said.format(seconds=numeral(seconds, "8.2f"), step=_(name)), file=sys.stderr)


def print_failures(failures: Sequence[SectionFailure]) -> None:
    """One line a failure on stderr; the report carries a box in the section's place."""
    for failure in failures:
        if failure.stage:
            said = _("section {section} failed, stage {stage}: {message}")
        else:
            said = _("section {section} failed: {message}")
        told = said.format(
            section=failure.section, stage=repr(failure.stage), message=failure.message
        )
        print(f"lab1report: {told}", file=sys.stderr)
        print(failure.details.rstrip(), file=sys.stderr)
