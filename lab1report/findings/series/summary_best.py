"""Summarizes the sub-section on what raised the accuracy (self-study task 6)."""

from dataclasses import dataclass
from typing import Literal

from lab1report.findings.series.findings import ClassBest, SeriesFindings
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import Verdict
from lab1report.model import SeriesPart

_SHOWN = 0.0005  # what is not zero with one decimal of a percentage point

Effect = tuple[VariantFindings, Comparison]
"""A variant, and what it does to the base's test accuracy."""

Amount = Literal["none", "some", "all"]


@dataclass(frozen=True, kw_only=True)
class RankingSummary:
    """What follows from the ranking of all variants, of which there is at least one."""

    series: SeriesFindings

    @property
    def count(self) -> int:
        return len(self.series.ranking)

    @property
    def leader(self) -> Effect:
        """The variant with the greatest mean gain."""
        return self.series.ranking[0]

    @property
    def trailer(self) -> Effect:
        """The variant with the greatest mean loss."""
        return self.series.ranking[-1]

    @property
    def helped(self) -> tuple[Effect, ...]:
        """Variants that are significantly better than the base, the greatest gain first."""
        return self._with("better")

    @property
    def harmed(self) -> tuple[Effect, ...]:
        """Variants that are significantly worse, the greatest loss last."""
        return self._with("worse")

    def _with(self, verdict: Verdict) -> tuple[Effect, ...]:
        return tuple(pair for pair in self.series.ranking if pair[1].verdict == verdict)

    @property
    def helped_most(self) -> Effect | None:
        return self.helped[0] if self.helped else None

    @property
    def harmed_most(self) -> Effect | None:
        return self.harmed[-1] if self.harmed else None

    @property
    def helped_count(self) -> int:
        return len(self.helped)

    @property
    def harmed_count(self) -> int:
        return len(self.harmed)

    @property
    def told_count(self) -> int:
        """How many differ significantly from the base, each tested alone."""
        return self.helped_count + self.harmed_count

    @property
    def untold_count(self) -> int:
        return self.count - self.told_count

    @property
    def told(self) -> Amount:
        return "none" if not self.told_count else "some" if self.untold_count else "all"

    @property
    def certain(self) -> Amount:
        """How many of them still differ when all are tested together."""
        certain = len(self.series.certain)
        return "all" if certain == self.told_count else "some" if certain else "none"

    @property
    def recolored_base(self) -> Effect | None:
        """The base's network on images with changed colours, the last of the ranking."""
        return self.series.recolored_base[-1] if self.series.recolored_base else None

    def part_helped(self, part: SeriesPart) -> bool:
        """Whether a variant of that part is significantly better."""
        return any(found.part == part for found, _ in self.helped)

    @property
    def size_helped(self) -> bool:
        """Whether another number of hidden neurons was a remedy against overfitting that helped."""
        return self._remedy_helped("hidden")

    @property
    def rate_helped(self) -> bool:
        """Whether another learning rate was a remedy that helped."""
        return self._remedy_helped("lr")

    def _remedy_helped(self, setting: str) -> bool:
        return any(
            found.part == "overfitting" and setting in found.apart_from(self.series.base).settings
            for found, _ in self.helped
        )

    @property
    def recolored_network_helped(self) -> bool:
        """Whether a network that helped was trained on images with changed colours."""
        usual = self.series.base.spec.saturation
        return any(
            found.part == "network" and found.spec.saturation != usual for found, _ in self.helped
        )


@dataclass(frozen=True, kw_only=True)
class BestSummary:
    """What follows about the best model and the one that the test images would choose."""

    series: SeriesFindings
    model: VariantFindings
    by_test: VariantFindings

    @property
    def same_by_test(self) -> bool:
        """Whether the test images would choose the same variant."""
        return self.model.id == self.by_test.id

    @property
    def optimistic(self) -> bool:
        """Whether the course's way promises more, by what one decimal of a point shows."""
        return self.by_test.best_test.mean - self.model.test.mean > _SHOWN

    @property
    def loss_chose_worse(self) -> bool:
        """Whether the epoch of the lowest loss has fewer right answers than the last."""
        return self.by_test.best_test.mean < self.by_test.test.mean

    @property
    def colors_on_base(self) -> Comparison | None:
        """What the best model's colours do to the base's network, if it has other colours."""
        base, model = self.series.base.spec, self.model.spec
        if model.saturation == base.saturation or not self.series.recolored_base:
            return None
        found, effect = self.series.recolored_base[-1]
        return effect if found.spec.saturation == model.saturation else None

    @property
    def validation_inside(self) -> bool:
        """Whether the validation accuracy lies in the interval of the test accuracy."""
        best = self.series.best
        if best is None:
            return False
        return self.model.interval.low <= best.network.validation.mean <= self.model.interval.high


@dataclass(frozen=True, kw_only=True)
class ClassGains:
    """Which classes some variant recognises significantly better than the base."""

    all: tuple[ClassBest, ...]

    @property
    def gained(self) -> tuple[ClassBest, ...]:
        return tuple(one for one in self.all if one.gain and one.gain.verdict == "better")

    @property
    def amount(self) -> Amount:
        return "none" if not self.gained else "all" if self.gained == self.all else "some"
