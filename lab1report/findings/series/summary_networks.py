"""Summarizes the sub-section on other networks (self-study task 5)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from lab1report.findings.series.findings import NetworkFindings, Pair, SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.differences import Direction
from lab1report.findings.statistics.proportions import Verdict

_FEW = 2  # variants that are told of one by one


@dataclass(frozen=True, kw_only=True)
class RecoloredNetwork:
    """A network that was trained on images with changed colours.

    `color_share` is the part of the inputs' mean square that deviations from grey then make up
    (None without the images). `pair` compares it with `plain`, the same network on the usual
    images; both are None if there is none.
    """

    network: NetworkFindings
    color: Direction
    color_share: float | None
    pair: Pair | None
    plain: NetworkFindings | None


@dataclass(frozen=True, kw_only=True)
class NetworksSummary:
    """How the networks, at least one, compare with the base and with each other."""

    series: SeriesFindings
    networks: tuple[NetworkFindings, ...]

    @cached_property
    def variants(self) -> tuple[VariantFindings, ...]:
        return tuple(network.variant for network in self.networks)

    @property
    def count(self) -> int:
        return len(self.networks)

    @property
    def better(self) -> tuple[VariantFindings, ...]:
        """The networks that are significantly better than the base."""
        return self._with("better")

    @property
    def worse(self) -> tuple[VariantFindings, ...]:
        return self._with("worse")

    @property
    def unclear(self) -> tuple[VariantFindings, ...]:
        return self._with("unclear")

    def _with(self, verdict: Verdict) -> tuple[VariantFindings, ...]:
        return tuple(one for one in self.variants if one.effect and one.effect.verdict == verdict)

    @property
    def better_count(self) -> int:
        return len(self.better)

    @property
    def worse_count(self) -> int:
        return len(self.worse)

    @property
    def how_many_better(self) -> Literal["none", "one", "all", "several"]:
        if not self.better:
            return "none"
        if self.better_count == self.count:
            return "all"
        return "one" if self.better_count == 1 else "several"

    @property
    def better_one_by_one(self) -> bool:
        """Whether the better networks are few enough to give each its numbers."""
        return self.better_count <= _FEW

    @property
    def unclear_one_by_one(self) -> bool:
        """Whether some are better, and those that are unclear are few enough to be named."""
        return bool(self.better) and 1 <= len(self.unclear) <= _FEW

    @property
    def gains(self) -> tuple[float, float]:
        """The least and the greatest gain of the better networks, at least one."""
        gains = [one.effect.difference for one in self.better if one.effect]
        return min(gains), max(gains)

    @property
    def gained_most(self) -> VariantFindings:
        """The better network with the greatest gain; there is at least one."""
        return max(
            reversed(self.better), key=lambda one: one.effect.difference if one.effect else 0
        )

    @property
    def candidates(self) -> tuple[int, int]:
        """The least and the greatest number of candidates in a search."""
        sizes = [len(network.candidates) for network in self.networks]
        return min(sizes), max(sizes)

    @property
    def equal_searches(self) -> bool:
        """Whether all networks had the same number of candidates."""
        least, most = self.candidates
        return least == most

    @property
    def folds(self) -> int:
        """The number of parts into which the training images were divided."""
        return self.networks[0].validation.n

    @property
    def all_linear(self) -> bool:
        """Whether every network's learning rate falls to zero."""
        return all(one.spec.schedule == "linear" for one in self.variants)

    @property
    def momentum(self) -> bool:
        """Whether some network was trained by SGD with momentum."""
        return any(one.spec.optimizer == "momentum" for one in self.variants)

    @property
    def adam(self) -> bool:
        return any(one.spec.optimizer == "Adam" for one in self.variants)

    @property
    def top(self) -> NetworkFindings:
        """The best by validation; among equals the first."""
        return max(self.networks, key=lambda network: network.validation.mean)

    @property
    def top_lowest(self) -> float:
        """The validation accuracy of the worst candidate of the best network's search."""
        return min(candidate.validation.mean for candidate in self.top.candidates)

    @property
    def any_unfinished(self) -> bool:
        """Whether the test loss of some network was lowest at its end, with every seed."""
        return any(one.unfinished for one in self.variants)

    @property
    def rising(self) -> int:
        """In how many networks the test loss rose by more than 5 % after its lowest value."""
        return sum(one.overfitted for one in self.variants)

    @property
    def losses(self) -> Literal["all rise", "none rises", "some rise"]:
        if not self.rising:
            return "none rises"
        return "all rise" if self.rising == self.count else "some rise"

    @property
    def widths(self) -> tuple[VariantFindings, ...]:
        """Networks with one hidden layer, by plain SGD on the usual images, the smallest first."""
        usual = [
            one
            for one in self.variants
            if one.spec.saturation == self.series.base.spec.saturation
            and one.spec.optimizer == "SGD"
            and len(one.spec.hidden) == 1
        ]
        return tuple(sorted(usual, key=lambda one: one.parameters))

    @property
    def recolored(self) -> tuple[RecoloredNetwork, ...]:
        """The networks that were trained on images with changed colours."""
        usual = self.series.base.spec.saturation
        return tuple(
            self._recolored(network)
            for network in self.networks
            if network.variant.spec.saturation != usual
        )

    def _recolored(self, network: NetworkFindings) -> RecoloredNetwork:
        pair = self.series.pair_with("saturation", network.variant)
        saturation = network.variant.spec.saturation
        images = self.series.images
        return RecoloredNetwork(
            network=network,
            color=network.variant.apart_from(self.series.base).saturation.direction,
            color_share=images.color_share_at(saturation) if images is not None else None,
            pair=pair,
            plain=self.series.network_of(pair.first) if pair is not None else None,
        )
