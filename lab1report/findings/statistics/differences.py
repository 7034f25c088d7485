"""Describes how one variant of a training differs from another, and by what factor."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from lab1report.model import RunSpec, SeriesPart

Setting = Literal["hidden", "optimizer", "saturation", "share", "batch_size", "lr"]
"""A field of `RunSpec` that may set a variant apart; the number of epochs follows from others.
"lr" is with its schedule."""

SETTINGS: tuple[Setting, ...] = (
    "hidden",
    "optimizer",
    "saturation",
    "share",
    "batch_size",
    "lr",
)

Direction = Literal["more", "less", "same"]


def signed(change: float, tolerance: float = 0.0) -> Direction:
    """What a change says if those up to the tolerance say nothing."""
    if abs(change) <= tolerance:
        return "same"
    return "more" if change > 0 else "less"


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One quantity over another, both positive.

    `tolerance`: relative differences up to it are none.
    """

    value: float
    tolerance: float = 0.0

    @property
    def direction(self) -> Direction:
        """Whether the first quantity is more or less than the second."""
        return signed(self.value - 1, self.tolerance)

    @property
    def times(self) -> float:
        """How many times more or less: at least 1."""
        return max(self.value, 1 / self.value)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A variant of part `part` with the specification `spec` compared with another one.

    `same` is true of a variant compared with itself.
    """

    spec: RunSpec
    other: RunSpec
    part: SeriesPart
    same: bool

    @property
    def kind(self) -> Literal["none", "network", "settings", "stopped", "longer"]:
        """How the variant is named.

        "network": by all of its network, because it was chosen as one.
        "settings": by its `settings`. "stopped", "longer": by its number of epochs alone.
        """
        if self.same:
            return "none"
        if self.part == "network":
            return "network"
        if self.settings:
            return "settings"
        return "longer" if self.spec.epochs > self.other.epochs else "stopped"

    @property
    def settings(self) -> tuple[Setting, ...]:
        """The settings that differ, the most telling first."""
        return tuple(
            name
            for name in SETTINGS
            if getattr(self.spec, name) != getattr(self.other, name)
            or (name == "lr" and self.spec.schedule != self.other.schedule)
        )

    @property
    def changes_epochs_too(self) -> bool:
        """Whether its epochs belong to its name where variants of several parts meet.

        They do for another batch size and another rate, which never come alone, and for the steps
        to the best network.
        """
        return self.part in ("batch", "rate", "best")

    @property
    def epochs(self) -> Ratio:
        return Ratio(value=self.spec.epochs / self.other.epochs)

    @property
    def lr(self) -> Ratio:
        return Ratio(value=self.spec.lr / self.other.lr)

    @property
    def batch_size(self) -> Ratio:
        return Ratio(value=self.spec.batch_size / self.other.batch_size)

    @property
    def saturation(self) -> Ratio:
        return Ratio(value=self.spec.saturation / self.other.saturation)

    @property
    def units(self) -> Ratio:
        """The ratio of the numbers of hidden neurons, all layers together."""
        return Ratio(value=sum(self.spec.hidden) / sum(self.other.hidden))

    @property
    def fewer_images(self) -> bool:
        """Whether a smaller share of the training images was used."""
        return self.spec.share < self.other.share

    @property
    def same_iterations(self) -> bool:
        """Whether a smaller share of the images comes with as many times more epochs, to 1 %."""
        scale = self.epochs.value * self.spec.share / self.other.share
        return self.fewer_images and abs(scale - 1) < 0.01

    @property
    def same_optimizer(self) -> bool:
        return self.spec.optimizer == self.other.optimizer

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for variants that `kind` and `settings` name alike."""
        if self.kind == "network":
            return "network", self.spec.network, self.spec.optimizer, self.spec.saturation
        if self.kind in ("stopped", "longer"):
            return self.kind, self.spec.epochs
        return self.kind, *((name, getattr(self.spec, name)) for name in self.settings)


def named_alike(differences: Sequence[Difference]) -> tuple[bool, ...]:
    """For each, whether another one has the same name, so that its epochs must be named too."""
    counts = Counter(difference.identity for difference in differences)
    return tuple(counts[difference.identity] > 1 for difference in differences)
