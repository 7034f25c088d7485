"""Summarizes each sub-section of the series: the choices between sentences, in no language."""

from dataclasses import dataclass
from functools import cached_property

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.series import summary_batch, summary_rate
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.summary_batch import BatchSummary
from lab1report.findings.series.summary_best import BestSummary, ClassGains, RankingSummary
from lab1report.findings.series.summary_classes import ClassesSummary
from lab1report.findings.series.summary_networks import NetworksSummary
from lab1report.findings.series.summary_overfitting import OverfittingSummary
from lab1report.findings.series.summary_rate import RateSummary
from lab1report.model import SectionFailure, SectionMissing

Absent = SectionFailure | SectionMissing


@dataclass(frozen=True, kw_only=True)
class SeriesSummary:
    """What the series tells, by sub-section; what was not computed is None.

    `training_images`: how many there are, None without part 3. `has_third_training`: whether the
    base's first training is that of part 3; it is not where the classes or the seed are others.
    """

    series: SeriesFindings
    training_images: int | None = None
    has_third_training: bool = False

    @property
    def count(self) -> int:
        """How many variants there are, the base among them."""
        return len(self.series.variants)

    @property
    def final_trainings(self) -> int:
        """How many trainings on all training images the variants took."""
        return self.count * self.series.seeds

    @property
    def search_trainings(self) -> int:
        """How many trainings the searches for hyperparameters took: one a candidate and fold."""
        return sum(
            candidate.validation.n
            for network in self.series.networks or ()
            for candidate in network.candidates
        )

    @property
    def trainings(self) -> int:
        return self.final_trainings + self.search_trainings

    @property
    def last_seed(self) -> int:
        """The seed of the initial weights of every variant's last training."""
        return self.series.base.spec.seed + self.series.seeds - 1

    @property
    def any_effect(self) -> bool:
        """Whether the influence of some hyperparameter was measured."""
        found = self.series
        return any(
            part is not None for part in (found.stopped, found.batch, found.rate, found.networks)
        )

    @cached_property
    def classes(self) -> ClassesSummary | None:
        images = self.series.images
        return ClassesSummary(series=self.series, images=images) if images is not None else None

    @cached_property
    def overfitting(self) -> OverfittingSummary | None:
        found = self.series.overfitting
        if found is None:
            return None
        return OverfittingSummary(series=self.series, variants=found, images=self.training_images)

    @cached_property
    def batch(self) -> BatchSummary | None:
        trend = self.series.batch
        if trend is None:
            return None
        return summary_batch.summarize(trend, self.series.base, self.training_images)

    @cached_property
    def rate(self) -> RateSummary | None:
        return summary_rate.summarize(self.series.rate) if self.series.rate is not None else None

    @cached_property
    def networks(self) -> NetworksSummary | None:
        found = self.series.networks
        return NetworksSummary(series=self.series, networks=found) if found else None

    @cached_property
    def ranking(self) -> RankingSummary | None:
        return RankingSummary(series=self.series) if self.series.ranking else None

    @cached_property
    def best(self) -> BestSummary | None:
        best = self.series.best
        if best is None:
            return None
        return BestSummary(series=self.series, model=best.network.variant, by_test=best.by_test)

    @cached_property
    def class_gains(self) -> ClassGains | None:
        """Of the best result for each class; None if there is only the base."""
        found = self.series.best_per_class
        return ClassGains(all=found) if found and self.series.several_variants else None


def summarize(
    series: SeriesFindings | Absent, third: CifarFindings | Absent
) -> SeriesSummary | None:
    """The summary of the series with what part 3, `third`, adds; None without findings."""
    if isinstance(series, SectionFailure | SectionMissing):
        return None
    if isinstance(third, SectionFailure | SectionMissing):
        return SeriesSummary(series=series)
    base = series.base
    return SeriesSummary(
        series=series,
        training_images=third.final["train"].n,
        has_third_training=(
            third.spec.seed == base.spec.seed and third.best_epoch == base.best_epochs[0]
        ),
    )
