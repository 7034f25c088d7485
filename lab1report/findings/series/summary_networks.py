"""Summarizes the sub-section on other networks (self-study task 5)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import SimpleNamespace

from lab1report.findings.series.findings import Candidate, NetworkFindings, SeriesFindings
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.variants import with_verdict
from lab1report.model import RunSpec

_FEW = 2  # variants that are told of one by one


def summarize(series: SeriesFindings) -> SimpleNamespace | None:
    """How the networks compare with the base and with each other; None without networks."""
    if not series.networks:
        return None
    networks, usual = series.networks, series.base.spec.saturation
    variants = [network.variant for network in networks]
    better, worse = (with_verdict(variants, verdict) for verdict in ("better", "worse"))
    gains = [one.gain for one in better]
    searched = [network for network in networks if not _takes_over(network)]
    sizes = [len(network.candidates) for network in searched or networks]
    optimizers = {one.spec.optimizer for one in variants}
    top = series.ranked_networks[0]
    rising = sum(one.overfitted for one in variants)
    return SimpleNamespace(
        count=len(networks),
        better=better,
        better_count=len(better),
        how_many_better=_amount(len(better), len(networks)),
        better_one_by_one=len(better) <= _FEW,
        gains=(min(gains), max(gains)) if gains else None,
        gained_most=max(reversed(better), key=lambda one: one.gain, default=None),
        worse=worse,
        worse_count=len(worse),
        searched_count=len(searched),  # whose hyperparameters are not those of another network
        candidates=(min(sizes), max(sizes)),
        equal_searches=min(sizes) == max(sizes),
        folds=networks[0].folds,
        all_linear=all(one.spec.schedule == "linear" for one in variants),
        momentum="momentum" in optimizers,
        top=top,  # by validation
        top_lowest=min(candidate.validation.mean for candidate in top.candidates),
        any_unfinished=any(one.unfinished for one in variants),
        rising=rising,  # in so many the test loss rose by more than 5 % after its lowest value
        losses={0: "none rises", len(networks): "all rise"}.get(rising, "some rise"),
        recolored=[
            _recolored(network, series)
            for network in networks
            if network.variant.spec.saturation != usual
        ],
        rates=_rates(networks),
        batches=_span(candidate.spec.batch_size for candidate in _tried(networks)),
        epochs=_span(candidate.spec.epochs for candidate in _tried(networks)),
        units_alone=_units_alone(series),
    )


def _amount(some: int, of: int) -> str:
    return {0: "none", 1: "one", of: "all"}.get(some, "several")


def _takes_over(network: NetworkFindings) -> bool:
    """Whether its search varies the colours of its images alone: the rest is another network's."""
    points = [candidate.spec for candidate in network.candidates]
    return len({point.saturation for point in points}) > 1 and all(
        len({getattr(point, name) for point in points}) == 1
        for name in ("lr", "batch_size", "epochs")
    )


def _tried(networks: Iterable[NetworkFindings]) -> list[Candidate]:
    return [candidate for network in networks for candidate in network.candidates]


def _span(values: Iterable[float]) -> list[float]:
    """The least and the greatest value; one of them if they are equal."""
    every = list(values)
    return sorted({min(every), max(every)})


def _rates(networks: Sequence[NetworkFindings]) -> list[SimpleNamespace]:
    """The rates that were tried with each optimizer, which decides what a rate means."""
    by_optimizer: dict[str, list[RunSpec]] = {}
    for candidate in _tried(networks):
        by_optimizer.setdefault(candidate.spec.optimizer, []).append(candidate.spec)
    return [
        SimpleNamespace(
            spec=specs[0],
            adaptive=specs[0].optimizer == "Adam",
            low=min(s.lr for s in specs),
            high=max(s.lr for s in specs),
        )
        for specs in by_optimizer.values()
    ]


def _units_alone(series: SeriesFindings) -> LadderStep | None:
    """The step to the best network that changes the neurons of the pair "units", and no more.

    None if the networks of that pair differ in nothing else themselves.
    """
    pair = series.pair("units")
    if pair is None or pair.first.spec == replace(pair.second.spec, hidden=pair.first.spec.hidden):
        return None
    hidden = (pair.first.spec.hidden, pair.second.spec.hidden)
    return next(
        (
            step
            for step in series.ladder or ()
            if step.changed == ("hidden",)
            and (step.first.spec.hidden, step.second.spec.hidden) == hidden
        ),
        None,
    )


def _recolored(network: NetworkFindings, series: SeriesFindings) -> SimpleNamespace:
    """A network trained on other colours; `pair` compares it with `plain`, on the usual ones."""
    pair = series.pair("saturation", network.variant)
    images, saturation = series.images, network.variant.spec.saturation
    return SimpleNamespace(
        network=network,
        tried=sorted({candidate.spec.saturation for candidate in network.candidates}),
        color=network.variant.apart_from(series.base).saturation.direction,
        color_share=images.color_share_at(saturation) if images is not None else None,
        pair=pair,
        plain=series.network_of(pair.first) if pair is not None else None,
    )
