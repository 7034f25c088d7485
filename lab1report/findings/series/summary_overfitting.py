"""Summarizes the sub-section on overfitting (self-study task 2)."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lab1report.findings.iterations import iterations
from lab1report.findings.series.findings import SeriesFindings
from lab1report.findings.series.overfitting import OverfittingChange
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.proportions import Verdict

_EARLY = 0.8  # of the epochs


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A remedy other than stopping, compared with the base.

    `kind` is what it changes. `fewer_parameters`: whether it has fewer than the base, and
    `more_than_images` whether it still has more than there are training images (false if their
    number is not known). `path_epochs` is how many epochs of the base have the same product of
    rate and epochs, hence take the weights about as far.
    """

    variant: VariantFindings
    kind: Literal["hidden", "lr", "other"]
    fewer_parameters: bool
    more_than_images: bool
    same_epochs: bool
    path_epochs: int


@dataclass(frozen=True, kw_only=True)
class SeedEpochs:
    """The epochs of the lowest test loss of the trainings with one seed: `others` by variant."""

    seed: int
    base: int
    others: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LearningCurve:
    """Variants by their share of the training images, the smallest first, without the base.

    `iterations` is how many the base takes, None where the number of images is not known.
    """

    partial: tuple[VariantFindings, ...]
    base: VariantFindings
    iterations: int | None

    @property
    def smallest(self) -> VariantFindings:
        return self.partial[0]

    @property
    def largest(self) -> VariantFindings:
        """The largest share that is less than all images."""
        return self.partial[-1]

    @property
    def several(self) -> bool:
        """Whether there is more than one share besides that of the base."""
        return len(self.partial) > 1

    @property
    def narrowing(self) -> bool:
        """Whether the gap between the parts is the smaller the more images there are."""
        gaps = [found.gap for found in (*self.partial, self.base)]
        return all(later < earlier for earlier, later in pairwise(gaps))

    @property
    def same_iterations(self) -> bool:
        """Whether the epochs grew as the images got fewer, to 1 %."""
        return all(found.apart_from(self.base).same_iterations for found in self.partial)

    @property
    def last_gain(self) -> float:
        """Test accuracy with all images minus that with the largest share of them."""
        effect = self.largest.effect
        return -effect.difference if effect is not None else 0.0


@dataclass(frozen=True, kw_only=True)
class OverfittingSummary:
    """The remedies, those that change no share of the images apart from those that do.

    Args:
        images: how many training images there are, if that is known.
    """

    series: SeriesFindings
    variants: tuple[VariantFindings, ...]
    images: int | None

    @property
    def measures(self) -> tuple[VariantFindings, ...]:
        """The variants on all images."""
        share = self.series.base.spec.share
        return tuple(found for found in self.variants if found.spec.share == share)

    @property
    def curve(self) -> LearningCurve | None:
        """The variants on a part of the images; None if there is none."""
        base = self.series.base
        partial = self.series.learning_curve[:-1]
        if not partial:
            return None
        steps = iterations(base.spec, self.images) if self.images else None
        return LearningCurve(partial=partial, base=base, iterations=steps)

    @property
    def rows(self) -> tuple[VariantFindings, ...]:
        """The base, what was tried on all images, what was tried on a part of them."""
        return self.series.base, *self.measures, *self.series.learning_curve[:-1]

    @property
    def others(self) -> tuple[VariantFindings, ...]:
        """All but the base stopped early."""
        return tuple(found for found in self.variants if not self._is_stopped(found))

    def _is_stopped(self, found: VariantFindings) -> bool:
        return self.series.stopped is not None and found.id == self.series.stopped.id

    @property
    def epochs_by_seed(self) -> tuple[SeedEpochs, ...]:
        base = self.series.base
        return tuple(
            SeedEpochs(
                seed=base.spec.seed + place,
                base=epoch,
                others=tuple(found.best_epochs[place] for found in self.others),
            )
            for place, epoch in enumerate(base.best_epochs)
        )

    @property
    def base_outcome(self) -> Literal["all", "some", "unfinished", "level"]:
        """Whether the base overfits.

        "all": its mean test loss rose by more than 5 %, with every seed from before the last
        epoch; "some": not with every seed. "unfinished": the loss is lowest at the end with every
        seed. "level": else.
        """
        base = self.series.base
        if base.overfitted:
            return "all" if base.best_epoch_range[1] < base.spec.epochs else "some"
        return "unfinished" if base.unfinished else "level"

    @property
    def long_before_end(self) -> bool:
        """Whether the base's lowest losses all lie in the first 80 % of its epochs."""
        base = self.series.base
        return base.best_epoch_range[1] <= _EARLY * base.spec.epochs

    @property
    def more_parameters(self) -> bool:
        """Whether the base has more parameters than there are images, if that is known."""
        return self.images is not None and self.series.base.parameters > self.images

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """The measures other than stopping."""
        return tuple(self._remedy(found) for found in self.measures if not self._is_stopped(found))

    def _remedy(self, found: VariantFindings) -> Remedy:
        base = self.series.base
        changed = found.apart_from(base).settings
        fewer = found.parameters < base.parameters
        path = found.spec.lr * found.spec.epochs / base.spec.lr
        return Remedy(
            variant=found,
            kind="hidden" if "hidden" in changed else "lr" if "lr" in changed else "other",
            fewer_parameters=fewer,
            more_than_images=fewer and self.images is not None and found.parameters > self.images,
            same_epochs=found.spec.epochs == base.spec.epochs,
            path_epochs=round(path),
        )

    @property
    def reducing(self) -> tuple[OverfittingChange, ...]:
        """Measures that significantly reduce overfitting, the greatest fall of the gap first."""
        share = self.series.base.spec.share
        return tuple(one for one in self.series.reducing if one.variant.spec.share == share)

    @property
    def worsening(self) -> tuple[OverfittingChange, ...]:
        """The measures that significantly worsen it."""
        share = self.series.base.spec.share
        return tuple(
            one
            for one in self.series.overfitting_changes
            if one.verdict == "worsens" and one.variant.spec.share == share
        )

    @property
    def better(self) -> tuple[VariantFindings, ...]:
        """The measures that significantly raise the test accuracy."""
        return self._with("better")

    @property
    def worse(self) -> tuple[VariantFindings, ...]:
        return self._with("worse")

    def _with(self, verdict: Verdict) -> tuple[VariantFindings, ...]:
        return tuple(one for one in self.measures if one.effect and one.effect.verdict == verdict)

    @property
    def some_unclear(self) -> bool:
        """Whether some measure's effect on the test accuracy is unclear."""
        return len(self.better) + len(self.worse) < len(self.measures)

    @property
    def underfitted(self) -> tuple[VariantFindings, ...]:
        """Variants whose small gap is rather a sign of too little training.

        Their test loss still falls at the end, with every seed; they know the training images
        less than the base stopped early, and are not better than the base on the test images.
        """
        stopped = self.series.stopped
        if stopped is None:
            return ()
        return tuple(
            found
            for found in self.others
            if found.unfinished
            and found.train.mean < stopped.train.mean
            and not (found.effect and found.effect.verdict == "better")
        )
