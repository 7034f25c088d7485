"""Summarizes the sub-section on the classes (self-study task 1)."""

from dataclasses import dataclass
from typing import Literal

from lab1report.findings.series.class_evidence import (
    ClassImages,
    EvidenceName,
    ImagesFindings,
    MeanConfusion,
)
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.variants import ClassAccuracy

_LARGE, _MODERATE = 0.1, 0.03
_LEVEL = 0.03


@dataclass(frozen=True, kw_only=True)
class ClassRow:
    """One class: how well the base recognises it, and what its images show."""

    accuracy: ClassAccuracy
    images: ClassImages


@dataclass(frozen=True, kw_only=True)
class ClassesSummary:
    """What follows from the base's accuracies and the images of the classes."""

    series: SeriesFindings
    images: ImagesFindings

    @property
    def gap(self) -> Literal["large", "moderate", "small"]:
        """The base's training accuracy minus its test accuracy: from 10 and from 3 points on."""
        gap = self.series.base.gap
        return "large" if gap >= _LARGE else "moderate" if gap >= _MODERATE else "small"

    @property
    def count(self) -> int:
        return len(self.series.base.per_class)

    @property
    def chance(self) -> float:
        """The accuracy of guessing."""
        return 1 / self.count

    @property
    def above_chance(self) -> bool:
        """Whether the interval of the base's test accuracy lies above guessing."""
        return self.series.base.interval.low > self.chance

    @property
    def learnt(self) -> tuple[float, float]:
        """The lowest and the highest recall of a class on the training images."""
        shares = [one.train for one in self.series.base.per_class]
        return min(shares), max(shares)

    @property
    def learnt_alike(self) -> bool:
        """Whether the two differ by less than 3 points."""
        low, high = self.learnt
        return high - low < _LEVEL

    @property
    def over_nearest_mean(self) -> float:
        """The base's test accuracy minus that of the nearest mean image."""
        return self.series.base.test.mean - self.images.nearest_mean

    @property
    def beats_nearest_mean(self) -> bool:
        return self.over_nearest_mean > 0

    @property
    def rows(self) -> tuple[ClassRow, ...]:
        """The classes in the order of the assignment."""
        by_id = {one.class_id: one for one in self.images.per_class}
        return tuple(
            ClassRow(accuracy=one, images=by_id[one.class_id]) for one in self.series.base.per_class
        )

    @property
    def against_best(self) -> tuple[EvidenceName, ...]:
        """The measures by which the class recognised best is among the hardest."""
        best = self.images.best.class_id
        return tuple(one.name for one in self.images.evidence if best in one.hardest)

    @property
    def against_worst(self) -> tuple[EvidenceName, ...]:
        """The measures by which the class recognised worst is among the easiest."""
        worst = self.images.worst.class_id
        return tuple(one.name for one in self.images.evidence if worst in one.easiest)

    @property
    def same_against(self) -> bool:
        """Whether the same measures speak against both."""
        return self.against_best == self.against_worst

    @property
    def most_confused(self) -> MeanConfusion | None:
        """The most frequent confusion; None if no image is taken for another class."""
        confusions = self.images.confusions
        return confusions[0] if confusions and confusions[0].share > 0 else None

    @property
    def confused_pair(self) -> tuple[int, ...]:
        """Labels of the classes taken for each other most often, the smaller one first."""
        return tuple(sorted(self.images.confused_pair))

    @property
    def closest_pair(self) -> tuple[int, ...]:
        """Labels of the classes with the closest mean images, the smaller one first."""
        return tuple(sorted(self.images.closest_pair))

    @property
    def mistakes(self) -> int:
        """How many of the most confident mistakes are shown."""
        return len(self.images.mistakes)

    @property
    def confidence(self) -> tuple[float, float]:
        """The lowest and the highest probability among those mistakes, at least one."""
        shares = [mistake.confidence for mistake in self.images.mistakes]
        return min(shares), max(shares)

    @property
    def one_confidence(self) -> bool:
        """Whether those are the same in whole per cent."""
        low, high = self.confidence
        return round(100 * low) == round(100 * high)
