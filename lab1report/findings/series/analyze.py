"""Analyses the trainings of the self-study series (self-study tasks 1 to 6)."""

from collections.abc import Container, Mapping, Sequence
from itertools import combinations
from typing import Final

from lab1report.findings.series import class_evidence as of_images
from lab1report.findings.series import ladder as of_ladder
from lab1report.findings.series import networks as of_networks
from lab1report.findings.series import overfitting as of_overfitting
from lab1report.findings.series import pairs as of_pairs
from lab1report.findings.series import variants as of_variants
from lab1report.findings.series.families import Effects, compare_variants
from lab1report.findings.series.findings import (
    BestFindings,
    ClassBest,
    NetworkFindings,
    Pair,
    SeriesFindings,
    Trend,
    batch_direction,
    direction,
)
from lab1report.findings.series.variants import TrainedVariant, VariantFindings, read_trained
from lab1report.findings.statistics.comparison import Comparison, compare, compare_groups
from lab1report.findings.statistics.family import compare_family
from lab1report.model import RunResult, RunSpec, SeriesPart, Variant
from lab1report.plan.series import BASE, STOPPED, Series

_TRENDS: Final[tuple[SeriesPart, ...]] = ("batch", "rate")


def analyze(
    series: Series, results: Mapping[RunSpec, RunResult], images: RunResult | None
) -> SeriesFindings | None:
    """Findings from what has been trained so far; None until the base has been, with all seeds.

    Args:
        images: what the images of the classes say, if that was computed.

    Raises:
        ValueError: trainings were judged by different test images.
    """
    trained = {
        planned.id: ready
        for planned in series.variants
        if (ready := read_trained(series, planned, results)) is not None
    }
    if (base := trained.get(BASE)) is None:
        return None
    trends: list[SeriesPart] = [part for part in _TRENDS if _is_complete(part, series, trained)]
    chosen = series.best(results) if _is_complete("network", series, trained) else None
    effects = compare_variants(trained, trends, chosen.id if chosen else None)
    searched = [planned.id for planned in series.variants if planned.search is not None]
    numbers = {name: number for number, name in enumerate(searched, start=1)}
    found = {
        name: of_variants.analyze(ready, effects.effect.get(name), number=numbers.get(name))
        for name, ready in trained.items()
    }
    overfitting, network = (_complete(part, series, found) for part in ("overfitting", "network"))
    networks = of_networks.analyze(series, network, results) if network else None
    ladder = of_ladder.analyze(series, results, trained, found) if networks else None
    choices = list(of_pairs.choose(networks or (), overfitting or (), series.base))
    return SeriesFindings(
        seeds=series.seeds,
        base=found[BASE],
        images=of_images.analyze(images, base.runs) if images is not None else None,
        overfitting=overfitting,
        batch=_trend("batch", series, found, effects),
        rate=_trend("rate", series, found, effects),
        networks=networks,
        best=_best(chosen, networks, found, trained, effects) if networks else None,
        ranking=tuple(
            sorted(
                ((found[name], effect) for name, effect in effects.on_base.items()),
                key=lambda pair: -pair[1].difference,
            )
        ),
        stopped=found.get(STOPPED),
        variants=tuple(found.values()),
        tested=base.right.shape[1],
        class_gap=_class_gap(found[BASE], base),
        overfitting_changes=of_overfitting.analyze(
            [(one, trained[one.id]) for one in overfitting or ()], base
        ),
        best_per_class=tuple(
            _class_best(place, found, trained) for place in range(len(base.variant.spec.classes))
        ),
        pairs=_pairs(choices, ladder or (), trained),
        ladder=ladder,
        base_validation=of_networks.base_validation(series, results),
    )


def _pairs(
    choices: Sequence[of_pairs.Choice],
    ladder: Sequence[of_ladder.LadderStep],
    trained: Mapping[str, TrainedVariant],
) -> tuple[Pair, ...]:
    """The pairs as one family, but for those that are steps of the ladder and judged there."""
    judged = {(step.first.id, step.second.id): step.change for step in ladder}
    others = [(c.first.id, c.second.id) for c in choices]
    others = [pair for pair in others if pair not in judged]
    changes = compare_family(
        [(trained[first].right, trained[second].right) for first, second in others]
    )
    judged |= dict(zip(others, changes, strict=True))
    return tuple(
        Pair(
            kind=one.kind,
            first=one.first,
            second=one.second,
            change=judged[one.first.id, one.second.id],
        )
        for one in choices
    )


def _complete(
    part: SeriesPart, series: Series, found: Mapping[str, VariantFindings]
) -> tuple[VariantFindings, ...] | None:
    """The variants of a part, if they and what they are compared with are all there."""
    if not _is_complete(part, series, found):
        return None
    planned = [variant.id for variant in series.variants if variant.part == part]
    return tuple(found[name] for name in planned if name != BASE)


def _is_complete(part: SeriesPart, series: Series, names: Container[str]) -> bool:
    planned = [variant for variant in series.variants if variant.part == part]
    needed = {variant.id for variant in planned} | {v.against for v in planned if v.against}
    return bool(planned) and all(name in names for name in needed)


def _trend(
    part: SeriesPart, series: Series, found: Mapping[str, VariantFindings], effects: Effects
) -> Trend | None:
    variants = _complete(part, series, found)
    if not variants:
        return None
    ordered = sorted(variants, key=lambda one: one.factor or 1)
    reference, ends = found[ordered[0].against or BASE], effects.ends.get(part)
    return Trend(
        variants=tuple(ordered),
        verdict=(
            batch_direction(ordered, reference, ends) if part == "batch" else direction(ordered)
        ),
        best=max(ordered, key=lambda one: one.test.mean),
        reference=reference,
        ends=ends,
    )


def _best(
    chosen: Variant | None,
    networks: Sequence[NetworkFindings],
    found: Mapping[str, VariantFindings],
    trained: Mapping[str, TrainedVariant],
    effects: Effects,
) -> BestFindings:
    network = next(one for one in networks if chosen and one.variant.id == chosen.id)
    right = trained[network.variant.id].right
    stopped = trained.get(STOPPED)
    return BestFindings(
        network=network,
        gain=effects.on_base[network.variant.id],
        by_test=max(found.values(), key=lambda one: one.best_test.mean),
        over_stopped=compare(stopped.right, right) if stopped is not None else None,
    )


def _class_gap(found: VariantFindings, base: TrainedVariant) -> Comparison:
    ids = base.variant.spec.classes
    best, worst = (
        base.right[:, base.labels == ids.index(one.class_id)]
        for one in (found.best_class, found.worst_class)
    )
    return compare_groups(worst, best, among=len(list(combinations(ids, 2))))


def _class_best(
    place: int, found: Mapping[str, VariantFindings], trained: Mapping[str, TrainedVariant]
) -> ClassBest:
    best = max(found.values(), key=lambda one: one.per_class[place].test)
    base = trained[BASE]
    own = base.labels == place
    return ClassBest(
        class_id=base.variant.spec.classes[place],
        variant=best,
        accuracy=best.per_class[place],
        base=found[BASE].per_class[place],
        gain=(
            compare(base.right[:, own], trained[best.id].right[:, own], among=len(found) - 1)
            if best.id != BASE
            else None
        ),
    )
