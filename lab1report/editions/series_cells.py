"""Writes the cells of the self-study series with their output, without training again.

All of them are in the notebook; the report shows those that train its best model and compare it.

A cell that prints is run as it stands, with the trainings of the report in place of `train`, as
`plots` does. What trains and what reads images is shown as it is and not run.
"""

import base64
import io
import re
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from lab1report.data.seeds import derive
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import VariantFindings, recognised
from lab1report.findings.statistics.comparison import Comparison
from lab1report.model import PARTS, RunResult, RunSpec
from lab1report.plan.series import BASE, STOPPED, folds
from lab1report.report.report import Report
from lab1report.tasks.notebooks import notebooks_folder, read_notebook

USUAL = {"optimizer": "SGD", "schedule": "constant", "saturation": 1.0, "share": 1.0}
"""What `train` in the cell takes where a variant does not say."""

LONG = ("series.answers",)
"""The cells that nobody reads: data for the others."""

_SHOWN = ("training", "repeat", "search", "statistics", "images")
_CLASSES = "classes"
_WIDTH = 79  # of notebooks/ruff.toml


@dataclass(frozen=True, kw_only=True)
class Script:
    """A named cell's source and what it printed; None where it was not run."""

    name: str
    source: str
    output: str | None = None


def cells(report: Report) -> dict[str, Script]:
    """The cells by name ("series.training", "series.batch-trained"); none without findings."""
    found = report.series
    if not isinstance(found, SeriesFindings):
        return {}
    written = {cell.id: cell.source for cell in read_notebook(notebooks_folder() / "series.py")}
    written["variants"] = _variants(report, found)
    namespace = _namespace(report, found, written)
    written["answers"] = _answers(report, found, written["answers"], namespace["mark"])
    _execute(written["answers"], namespace)
    printing = dict(_calls(found))
    if found.images is not None:
        printing[_CLASSES] = written[_CLASSES]
    sources = {name: written[name] for name in ("variants", "answers", *_SHOWN)} | printing
    return {
        f"series.{name}": Script(
            name=f"series.{name}",
            source=source,
            output=_printed(source, namespace) if name in printing else None,
        )
        for name, source in sources.items()
    }


_Compared = tuple[str, str, Comparison]
"""A variant, the one that it is compared with, and the comparison."""


def _calls(found: SeriesFindings) -> Iterator[tuple[str, str]]:
    """The cells of the parts: which variants each trains again, and which it compares."""
    parts: dict[str, list[VariantFindings]] = defaultdict(list)
    for one in found.variants:
        if one.id != BASE:
            parts[one.part].append(one)
    for part, variants in parts.items():
        yield f"{part}-trained", _call("repeat", [one.id for one in variants])
        if pairs := list(chain(_effects(variants), _further(found, part))):
            yield f"{part}-compared", "\n".join(_comparisons(pairs))
    if found.networks:
        names = [BASE] if found.base_validation is not None else []
        names += [network.variant.id for network in found.networks]
        yield "searched", _call("search", names)
    if found.ranking:
        pairs = [(one.id, BASE, effect) for one, effect in found.ranking]
        if found.best is not None and (over := found.best.over_stopped) is not None:
            pairs.append((found.best.network.variant.id, STOPPED, over))
        yield "best-compared", "\n".join(_comparisons(pairs))
    if found.best is not None:
        best = found.best.network.variant.id
        yield "key-trained", _call("repeat", [best])
        yield "key-compared", "\n".join(_comparisons([(best, BASE, found.best.gain)]))
    if found.ladder:
        steps = [(step.second.id, step.first.id, step.change) for step in found.ladder]
        yield "ladder-compared", "\n".join(_comparisons(steps))


def _effects(variants: Sequence[VariantFindings]) -> Iterator[_Compared]:
    for one in variants:
        if one.effect is not None and one.against is not None:
            yield one.id, one.against, one.effect


def _further(found: SeriesFindings, part: str) -> Iterator[_Compared]:
    """What else the part compares: the ends of a trend, networks that differ in one thing."""
    for name, trend in (("batch", found.batch), ("rate", found.rate)):
        if part == name and trend is not None and trend.ends is not None:
            yield trend.variants[-1].id, trend.variants[0].id, trend.ends
    if part == "network":
        yield from ((pair.second.id, pair.first.id, pair.change) for pair in found.pairs)


def _comparisons(pairs: Sequence[_Compared]) -> Iterator[str]:
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    for name, against, comparison in pairs:
        groups[against][name] = comparison.among
    for against, among in groups.items():
        yield _call("compare", list(among), f'against="{against}"', f"among={[*among.values()]}")


def _call(function: str, names: Sequence[str], *others: str) -> str:
    """A call whose lines fit the page of the cells."""
    arguments = ", ".join([*(f'"{name}"' for name in names), *others])
    line = f"{function}({arguments})"
    if len(line) <= _WIDTH:
        return line
    indent = " " * 4
    lines = textwrap.fill(
        arguments, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
    return f"{function}(\n{lines}\n)"


def _namespace(report: Report, found: SeriesFindings, written: Mapping[str, str]) -> dict[str, Any]:
    """What the cells before those that print leave behind, but for the recorded answers."""
    import numpy as np

    namespace: dict[str, Any] = {"np": np, "TRAINED": {}}
    for name in ("variants", "repeat", "search", "statistics"):
        _execute(written[name], namespace)
    namespace["train"] = _recorded(report, found, namespace["VARIANTS"])
    if report.images is not None:
        images, places = report.images.arrays, report.images.arrays["test_labels"]
        shown = {"mean image": "nearest_mean", "mean colour": "nearest_color"}
        right = {what: images[name] == places for what, name in shown.items()}
        namespace["evidence"] = lambda: (places, right)
    return namespace


def _recorded(
    report: Report, found: SeriesFindings, variants: Mapping[str, Mapping[str, Any]]
) -> Callable[..., dict[str, Any]]:
    """A stand-in for the notebook's `train` that returns the recorded answers.

    Of those to held-out images only their share is recorded.
    """
    runs = {one.id: _runs(report, one) for one in found.variants}
    points = [point for candidates in _candidates(report, found).values() for point in candidates]
    searched = [(_arguments(point), folds(point)) for point in points]

    def train(*, seed: int = 0, fold: int | None = None, **arguments: Any) -> dict[str, Any]:
        if fold is not None:
            spec = next(each[fold] for own, each in searched if own == arguments)
            return {"test": report.trainings[spec].arrays["validation_accuracy"][-1:]}
        run = next(runs[name][seed] for name, own in variants.items() if own == arguments)
        return {part: recognised(run, part) for part in PARTS}

    return train


def _printed(source: str, namespace: dict[str, Any]) -> str:
    printed = io.StringIO()
    namespace["print"] = partial(print, file=printed)  # also in the functions defined there
    _execute(source, namespace)
    return printed.getvalue().rstrip("\n")


def _execute(source: str, namespace: dict[str, Any]) -> None:
    exec(compile(source, "<series>", "exec"), namespace)  # noqa: S102 - our own files


def _runs(report: Report, one: VariantFindings) -> list[RunResult]:
    """The trainings of a variant, by seed."""
    return [report.trainings[spec] for spec in report.plan.repeated(one.spec)]


def _variants(report: Report, found: SeriesFindings) -> str:
    """The trainings of the final table."""
    plan = report.plan
    weights = [derive(spec.seed, "cifar", "weights") for spec in plan.repeated(plan.base)]
    variants = [f'    "{each.id}": {_dict(each.spec)},' for each in found.variants]
    lines = (
        f"CLASSES = {list(plan.base.classes)}",
        f"WEIGHTS_SEEDS = {weights}",
        f"ORDER_SEED = {derive(plan.base.order, 'cifar', 'order')}",
        f"SHARE_SEED = {derive(0, 'series', 'images')}",
        *("VARIANTS = {", *variants, "}"),
        *_searches(report, found),
    )
    return "\n".join(lines)


def _searches(report: Report, found: SeriesFindings) -> Iterator[str]:
    """The candidates of each network, if any were searched."""
    if found.networks:
        yield f"FOLDS = {found.networks[0].candidates[0].spec.folds}"
        yield "SEARCHES = {"
        for name, points in _candidates(report, found).items():
            yield f'    "{name}": ['
            yield from (f"        {_dict(point)}," for point in points)
            yield "    ],"
        yield "}"


def _candidates(report: Report, found: SeriesFindings) -> dict[str, list[RunSpec]]:
    """What was tried on held-out images: the base as it is, and the points of each network."""
    point = report.plan.base_point
    tried = {BASE: [point]} if found.base_validation is not None and point is not None else {}
    return tried | {
        network.variant.id: [candidate.spec for candidate in network.candidates]
        for network in found.networks or ()
    }


def _dict(spec: RunSpec) -> str:
    """The arguments of `train` as a call of dict."""
    return f"dict({', '.join(f'{name}={value!r}' for name, value in _arguments(spec).items())})"


def _arguments(spec: RunSpec) -> dict[str, Any]:
    """Those that say more than what `train` takes anyway."""
    usual = {name: getattr(spec, name) for name in USUAL if getattr(spec, name) != USUAL[name]}
    return {
        "hidden": list(spec.hidden),
        "lr": spec.lr,
        "batch_size": spec.batch_size,
        "epochs": spec.epochs,
        **usual,
    }


def _answers(
    report: Report, found: SeriesFindings, source: str, mark: Callable[[str, int], bytes]
) -> str:
    """The cell with all answers to the test images: its first lines of code are of this report."""
    import numpy as np

    right = {
        mark(one.id, seed): recognised(run, "test")
        for one in found.variants
        for seed, run in enumerate(_runs(report, one))
    }
    packed = b"".join(own + np.packbits(answers).tobytes() for own, answers in right.items())
    images = len(next(iter(right.values())))
    return _assigned(
        source,
        {
            "TRAININGS, IMAGES": f"{len(right)}, {images}",
            "PACKED": f'"{base64.b64encode(packed).decode()}"',
        },
    )


def _assigned(source: str, values: Mapping[str, str]) -> str:
    """`source` with other values on the lines that assign to these names."""
    for names, value in values.items():
        source = re.sub(rf"^{names} = .*$", f"{names} = {value}", source, count=1, flags=re.M)
    return source
