"""What the commands print: figures, plans, statuses, failures."""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lab1report.model import SERIES_PARTS, Accuracy, RunSpec, SectionFailure, SeriesPart

if TYPE_CHECKING:
    from lab1report import Plan, ReportedVariant, Results, WaveStatus
    from lab1report.plan.series import PlannedVariant

_CURVES = ("curves", "confusion", "snapshots", "at_lowest_test_loss")
_LONG_WORD = re.compile(r"(\S{60})\S{200,}(\S{20})")


def printable(text: str) -> str:
    """`text` in one line, without what would control a terminal, and without endless words."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text)
    return _LONG_WORD.sub(r"\1…\2", shown)


def print_section(results: "Results", name: str) -> None:
    """The figures of one section or sub-section after its run."""
    section, _, part = name.partition(".")
    if section != "series":
        print_figures(results.document["sections"][section])
    elif results.variants:
        for own in SERIES_PARTS:
            if part in ("", own):
                print_variants(results, own)


def print_figures(section: Mapping[str, Any]) -> None:
    """The figures of one section of `results.json`, without its curves."""
    rows = _flatten(section)
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        shown = f"{value:.6g}" if isinstance(value, float) else str(value)
        print(f"{name:{width}}  {shown}")


def print_status(statuses: Sequence["WaveStatus"]) -> None:
    """For each stage of the plan, whether it is stored and current, or what changed."""
    for status in statuses:
        section, _, stage = status.name.partition(".")
        name = f"{section} ({stage})" if stage else section  # what `run` takes has a dot
        moment = status.explanation and status.explanation.stored_at
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


def print_plan(plan: "Plan") -> None:
    """Everything that a build runs, a line a variant, with the number of runs."""
    for run in plan.tasks:
        if not isinstance(run.spec, RunSpec):
            print(f"{run.section:16} {run.spec.iterations} iterations, lr {run.spec.lr:g}")  # type: ignore[union-attr]
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


def print_variants(results: "Results", part: SeriesPart) -> None:
    """The variants of one sub-section, with accuracies and effect."""
    if part == "classes":
        print_classes(results)
    for variant in results.variants.values():
        if variant.part == part or (part == "best" and variant.part == "network"):
            print(
                f"{variant.id:16} {variant.network}, lr {variant.lr:g}, batch "
                f"{variant.batch_size}, {variant.epochs} epochs: test {_share(variant.test)}, "
                f"train {_share(variant.train)}{_effect(variant)}"
            )
    best = results.document["best"]
    if part == "best" and best is not None:
        validation = _share(Accuracy(**best["validation"]))
        print(f"best by validation: {best['variant']}, validation {validation}")


def _effect(variant: "ReportedVariant") -> str:
    if (effect := variant.effect) is None:
        return ""
    low, high = effect.interval
    return (
        f"  {100 * effect.difference:+.1f} points against {effect.against} "
        f"({100 * low:+.1f} to {100 * high:+.1f}): {effect.verdict}"
    )


def print_classes(results: "Results") -> None:
    """What the base recognises of each class, and what the images alone would tell of it."""
    series = results.document["sections"]["series"]
    images = {one["class_id"]: one for one in (series["images"] or {}).get("per_class", ())}
    for one in series["variants"][0]["per_class"]:
        told = images.get(one["class_id"])
        nearest = f", nearest mean image {100 * told['nearest_mean']:.1f} %" if told else ""
        low, high = one["interval"]["low"], one["interval"]["high"]
        print(
            f"class {one['class_id']:<10d} test {100 * one['test']:.1f} % "
            f"({100 * low:.1f} to {100 * high:.1f}), train {100 * one['train']:.1f} %{nearest}"
        )


def _share(accuracy: Accuracy) -> str:
    spread = f" ± {100 * accuracy.sd:.1f}" if accuracy.sd is not None else ""
    return f"{100 * accuracy.mean:.1f}{spread} %"


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
