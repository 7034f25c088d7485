"""Reads the search of a network: what it tried, what it chose, what lies at the edge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lab1report.findings.series.findings import Candidate, NetworkFindings, Searched
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.proportions import summarize
from lab1report.model import Accuracy, RunResult, RunSpec
from lab1report.plan.series import PlannedVariant, Series, validation

_SEARCHED: tuple[Searched, ...] = ("lr", "batch_size", "epochs", "saturation")

Results = Mapping[RunSpec, RunResult]


def analyze(
    series: Series, networks: Sequence[VariantFindings], results: Results
) -> tuple[NetworkFindings, ...]:
    """The searches of `networks`, which have been trained.

    Raises:
        ValueError: one has no search.
    """
    return tuple(_network(series, series.planned(one.id), one, results) for one in networks)


def _network(
    series: Series, planned: PlannedVariant, found: VariantFindings, results: Results
) -> NetworkFindings:
    search = series.search(planned, results)
    if search is None:
        raise ValueError(f"network {found.id} has no search")
    candidates = tuple(
        Candidate(
            spec=point,
            validation=summarize(list(validation(point, results))),
            chosen=replace(point, fold=None, folds=None) == found.spec,
        )
        for point in search.points
    )
    (chosen,) = (candidate for candidate in candidates if candidate.chosen)
    at_edge = edges(search.points, chosen.spec, usual=series.base.saturation)
    if planned.like is not None:
        other = series.search(series.planned(planned.like), results)
        own = tuple(name for name in _SEARCHED if name != "saturation")
        given = next(
            point for point in (other.points if other else ()) if _agree(point, chosen.spec, own)
        )
        at_edge = (*edges(other.points if other else (), given), *at_edge)
    return NetworkFindings(
        variant=found, candidates=candidates, validation=chosen.validation, at_edge=at_edge
    )


def edges(
    points: Sequence[RunSpec], chosen: RunSpec, *, usual: float | None = None
) -> tuple[Searched, ...]:
    """Which values of `chosen` are the least or the greatest of those that were tried.

    Args:
        usual: the saturation that another network stands for, and so was tried too.
    """
    found: list[Searched] = []
    for name in _SEARCHED:
        tried = {getattr(point, name) for point in points}
        if len(tried) == 1:
            continue
        if name == "saturation" and usual is not None:
            tried.add(usual)
        if getattr(chosen, name) in (min(tried), max(tried)):
            found.append(name)
    return tuple(found)


def base_validation(series: Series, results: Results) -> Accuracy | None:
    """The accuracy of the base on held-out training images; None where that was not computed."""
    point = series.base_point
    if point is None or any(
        replace(point, fold=number) not in results for number in range(point.folds or 0)
    ):
        return None
    return summarize(list(validation(point, results)))


def _agree(point: RunSpec, other: RunSpec, names: Sequence[str]) -> bool:
    return all(getattr(point, name) == getattr(other, name) for name in names)
