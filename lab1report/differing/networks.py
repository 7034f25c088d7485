"""Compares the networks of two reports: their accuracies, and the rows of the final table."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from lab1report.differing.difference import AccuracyChange, Change, Paired, RowChange
from lab1report.differing.naming import PART_3
from lab1report.errors import UserError
from lab1report.findings.statistics.between_reports import compare_networks
from lab1report.findings.statistics.comparison import Answers
from lab1report.messages import _
from lab1report.model import TableRow
from lab1report.report.results_file import Results

_Seeds = tuple[tuple[int, ...], tuple[int, ...]]

_FIELDS: Final = (
    "network",
    "optimizer",
    "schedule",
    "saturation",
    "share",
    "lr",
    "batch_size",
    "epochs",
)


class Networks(NamedTuple):
    """What `compare` found; `compared` is how many networks both reports have."""

    accuracies: tuple[AccuracyChange, ...]
    paired: Paired | None
    compared: int


def compare(first: Results, second: Results, changed: Collection[str] = ()) -> Networks:
    """The test accuracies of the networks that both reports have, those that differ.

    A network whose answers are the same in both is no comparison: it is the same training.

    Args:
        changed: the variants whose network is another.

    Raises:
        UserError: the evidence of a report is damaged.
    """
    try:
        return _compare(first, second, changed)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UserError(
            _("{file}: its evidence is damaged ({reason})").format(
                file="results.json", reason=error
            )
        ) from error


def _compare(first: Results, second: Results, changed: Collection[str]) -> Networks:
    names = _common(first, second)
    if not names:
        return Networks((), None, 0)
    pairs = {
        name: (_answers(first, variant), _answers(second, variant))
        for name, variant in names.items()
    }
    same_images = np.array_equal(first.labels(), second.labels()) and (
        first.document["data"]["fingerprint"] == second.document["data"]["fingerprint"]
    )
    seeds = [(first.seeds(one), second.seeds(one)) for one in names.values()]
    paired = _paired(seeds) if same_images else "nothing"
    by_seed = paired in ("seeds and images", "common seeds and images")
    if by_seed:
        pairs = {
            name: _of_common(pair, own)
            for (name, pair), own in zip(pairs.items(), seeds, strict=True)
        }
    if same_images:
        pairs = {name: pair for name, pair in pairs.items() if not np.array_equal(*pair)}
    found = compare_networks(list(pairs.values()), same_images=same_images, same_seeds=by_seed)
    accuracies = [
        AccuracyChange(
            network=name,
            first=float(one.mean()),
            second=float(other.mean()),
            seeds=(len(one), len(other)),
            comparison=comparison,
            other_network=name in changed,
        )
        for (name, (one, other)), comparison in zip(pairs.items(), found, strict=True)
    ]
    return Networks(tuple(_most_telling_first(accuracies)), paired, len(names))


def _paired(seeds: Sequence[_Seeds]) -> Paired:
    """How networks are paired, of whose trainings these are the seeds in either report.

    Trainings of the same seed begin alike, and are the same where nothing else was changed, so that
    to take them for others would hide what they share. A single common seed of several is worth
    less than all the others.
    """
    if all(ours == theirs for ours, theirs in seeds):
        return "seeds and images"
    enough = (len({*ours} & {*theirs}) >= min(2, len(ours), len(theirs)) for ours, theirs in seeds)
    return "common seeds and images" if all(enough) else "images"


def _of_common(pair: tuple[Answers, Answers], seeds: _Seeds) -> tuple[Answers, Answers]:
    """The rows of both for the seeds that both have, in the same order."""
    ours, theirs = seeds
    common = [seed for seed in ours if seed in theirs]
    return (
        pair[0][[ours.index(seed) for seed in common]],
        pair[1][[theirs.index(seed) for seed in common]],
    )


def _common(first: Results, second: Results) -> Mapping[str, str | None]:
    """The networks of both by their names, with the ids of their variants."""
    if first.variants and second.variants:
        return {name: name for name in first.variants if name in second.variants}
    evidence = first.document["evidence"], second.document["evidence"]
    trained = all(one.document["sections"]["cifar"]["status"] == "done" for one in (first, second))
    return {PART_3: None} if trained and None not in evidence else {}


def _answers(results: Results, variant: str | None) -> Answers:
    return results.correct(variant)


def _most_telling_first(accuracies: Sequence[AccuracyChange]) -> list[AccuracyChange]:
    """Those told from chance, then the others, each in the order of the report."""
    return sorted(accuracies, key=lambda one: not one.told)


def compare_rows(first: Results, second: Results) -> Iterator[RowChange]:
    """The rows of the final table that only one report has, or whose network is another."""
    ours = {row.variant: row for row in first.table}
    theirs = {row.variant: row for row in second.table}
    for variant in dict.fromkeys((*ours, *theirs)):
        one, other = ours.get(variant), theirs.get(variant)
        if one is None and other is not None:
            yield RowChange(variant=variant, kind="added", network=other.network)
        elif other is None and one is not None:
            yield RowChange(variant=variant, kind="removed", network=one.network)
        elif one is not None and other is not None and (changes := _changes(one, other)):
            yield RowChange(variant=variant, kind="changed", network=other.network, changes=changes)


def _changes(one: TableRow, other: TableRow) -> tuple[Change, ...]:
    return tuple(
        Change(name=name, first=getattr(one, name), second=getattr(other, name))
        for name in _FIELDS
        if getattr(one, name) != getattr(other, name)
    )
