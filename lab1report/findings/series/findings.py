"""The findings of the self-study series (assignment, self-study tasks 1 to 6) as data.

Statements follow from intervals: a variant has an effect if the 95 % interval over seeds and test
images, shared out among the comparisons that answer the same question (statistics/family.py),
excludes zero; otherwise the effect is called unclear.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lab1report.findings.series.class_evidence import ImagesFindings
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.overfitting import OverfittingChange
from lab1report.findings.series.variants import (
    ClassAccuracy,
    VariantFindings,
    with_verdict,
)
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import standard_error
from lab1report.model import Accuracy, RunSpec

Direction = Literal["helps", "hurts", "mixed", "partial", "unclear"]

Searched = Literal["lr", "batch_size", "epochs", "saturation"]
"""A field of `RunSpec` that a search chooses."""

PairKind = Literal["units", "more units", "layers", "optimizer", "momentum", "saturation", "search"]
"""What the networks of a pair differ in. "units": the fewest against the most in one hidden layer,
by SGD; "more units": the second fewest against the most. "layers": by validation, the best with
one hidden layer against the best with more. "optimizer": others against Adam; "momentum": SGD
without against with. "saturation": the base's colours against others. "search": the base's
hyperparameters against those found."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One point of a network's search; `validation` is its accuracy on the held-out folds."""

    spec: RunSpec
    validation: Accuracy
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class NetworkFindings:
    """A network: its search, and the chosen hyperparameters on all training images.

    `validation` is that of the candidate chosen, hence itself a little optimistic. `at_edge`: the
    chosen values beyond which nothing was tried on one side; for a network that took its values
    over from another one's search, those of that search too.
    """

    variant: VariantFindings
    candidates: tuple[Candidate, ...]
    validation: Accuracy
    at_edge: tuple[Searched, ...] = ()

    @property
    def folds(self) -> int:
        """The number of parts into which the training images were divided."""
        return self.validation.n

    @property
    def fold_share(self) -> float:
        """The share of the training images on which a candidate is trained."""
        return (self.folds - 1) / self.folds


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The effect of changing one hyperparameter, over its variants in the order of the factor.

    `verdict`: "helps" if some variant is significantly better than the one compared with and none
    is worse, "hurts" the other way round, "mixed" if both happen, "unclear" if neither does.
    For batch sizes it is that of `batch_direction`.
    `best` is the variant of the highest mean test accuracy, `reference` the variant that all are
    compared with, not among them. `ends` compares the greatest factor with the smallest (None if
    there is only one variant): the whole way that the hyperparameter was moved.
    """

    variants: tuple[VariantFindings, ...]
    verdict: Direction
    best: VariantFindings
    reference: VariantFindings
    ends: Comparison | None = None

    def in_order(self, setting: Literal["batch_size", "lr"]) -> tuple[VariantFindings, ...]:
        """The variants and the one compared with, by a setting, the smallest value first."""
        every = (*self.variants, self.reference)
        return tuple(sorted(every, key=lambda one: float(getattr(one.spec, setting))))

    @property
    def ends_compared(self) -> tuple[VariantFindings, VariantFindings]:
        """The variants of the smallest and of the greatest factor, which `ends` compares."""
        return self.variants[0], self.variants[-1]

    @property
    def better(self) -> tuple[VariantFindings, ...]:
        """The variants that are significantly better."""
        return with_verdict(self.variants, "better")

    @property
    def worse(self) -> tuple[VariantFindings, ...]:
        """The variants that are significantly worse."""
        return with_verdict(self.variants, "worse")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two networks that differ in one thing, and the second's test accuracy minus the first's."""

    kind: PairKind
    first: VariantFindings
    second: VariantFindings
    change: Comparison


@dataclass(frozen=True, kw_only=True)
class ClassBest:
    """The variant that recognises one class best: the highest mean recall of all variants.

    The highest of many is partly luck: `gain` compares it with the base on the images of the
    class (None if it is the base), at 95 % shared out among all variants (Bonferroni).
    """

    class_id: int
    variant: VariantFindings
    accuracy: ClassAccuracy
    base: ClassAccuracy
    gain: Comparison | None


@dataclass(frozen=True, kw_only=True)
class BestFindings:
    """The model chosen by its accuracy on held-out training images, then read on the test once.

    `gain` compares it with the base after all its epochs, `over_stopped` with the base stopped
    (None if that is not there). `by_test` is the variant with the highest mean of `best_test`,
    what the course's way would have chosen.
    """

    network: NetworkFindings
    gain: Comparison
    by_test: VariantFindings
    over_stopped: Comparison | None = None


@dataclass(frozen=True, kw_only=True)
class SeriesFindings:
    """Everything the series says. A sub-section that was not computed is None.

    `ranking`: the variants, but for the steps to the best model, with their effect on the base's
    test accuracy (each compared with the base after all its epochs), the greatest first.
    `variants`: all that were trained, in the order of the plan, the base first. `tested`: how many
    test images there are. `class_gap`: the base's recall of the class recognised best minus that of
    the worst, at 95 % shared out among all pairs of classes. `overfitting_changes`: one for each of
    `overfitting`. `pairs`: networks that differ in one thing. `ladder`: the steps from the base to
    the best network. `base_validation`: the base's accuracy on held-out training images.
    """

    seeds: int
    base: VariantFindings
    images: ImagesFindings | None
    overfitting: tuple[VariantFindings, ...] | None
    batch: Trend | None
    rate: Trend | None
    networks: tuple[NetworkFindings, ...] | None
    best: BestFindings | None
    ranking: tuple[tuple[VariantFindings, Comparison], ...]
    stopped: VariantFindings | None
    variants: tuple[VariantFindings, ...] = ()
    tested: int = 0
    class_gap: Comparison | None = None
    overfitting_changes: tuple[OverfittingChange, ...] = ()
    best_per_class: tuple[ClassBest, ...] = ()
    pairs: tuple[Pair, ...] = ()
    ladder: tuple[LadderStep, ...] | None = None
    base_validation: Accuracy | None = None

    @property
    def several_seeds(self) -> bool:
        """Whether each variant was trained more than once."""
        return self.seeds > 1

    @property
    def several_variants(self) -> bool:
        """Whether there is a variant besides the base."""
        return len(self.variants) > 1

    @property
    def stopping_narrows(self) -> bool:
        """Whether the gap between the parts is smaller if the base is stopped early."""
        return self.stopped is not None and self.stopped.gap < self.base.gap

    @property
    def sampling_error(self) -> float:
        """The standard error that `tested` images leave to one training of the base (binomial)."""
        return standard_error(self.base.test.mean, self.tested)

    @property
    def learning_curve(self) -> tuple[VariantFindings, ...]:
        """Variants that differ from the base by their share of the training images, then it."""
        partial = [found for found in self.overfitting or () if found.spec.share < 1]
        return (*sorted(partial, key=lambda found: found.spec.share), self.base)

    def pairs_of(self, kind: PairKind, second: VariantFindings | None = None) -> tuple[Pair, ...]:
        """All pairs of that kind, or those with that variant as their second."""
        return tuple(
            pair
            for pair in self.pairs
            if pair.kind == kind and (second is None or pair.second.id == second.id)
        )

    def pair(self, kind: PairKind, second: VariantFindings | None = None) -> Pair | None:
        """The first of `pairs_of`."""
        return next(iter(self.pairs_of(kind, second)), None)

    def variants_of(self, part: str) -> tuple[VariantFindings, ...]:
        """The variants of a part, without the base; none of what is no part."""
        return tuple(one for one in self.variants if one.part == part and one.id != self.base.id)

    def compared(self, part: str) -> bool:
        """Whether a variant of that part is compared with another one."""
        return any(one.effect is not None for one in self.variants_of(part))

    @property
    def ranked_networks(self) -> tuple[NetworkFindings, ...]:
        """The networks by their validation accuracy, the best first."""
        return tuple(sorted(self.networks or (), key=lambda one: -one.validation.mean))

    @property
    def networks_at_edge(self) -> tuple[NetworkFindings, ...]:
        """The networks of which some value that was chosen lies at the edge of its grid."""
        return tuple(network for network in self.networks or () if network.at_edge)

    @property
    def shown_saturation(self) -> float | None:
        """The saturation of the best network that was trained on images with changed colours."""
        shown = (one.variant.spec.saturation for one in self.ranked_networks)
        return next((one for one in shown if one != self.base.spec.saturation), None)

    def network_of(self, found: VariantFindings) -> NetworkFindings | None:
        """The search that a variant comes from."""
        networks = self.networks or ()
        return next((network for network in networks if network.variant.id == found.id), None)


def batch_direction(
    variants: Iterable[VariantFindings], reference: VariantFindings, ends: Comparison | None
) -> Direction:
    """Whether a larger batch helps, by the variants on both sides of `reference` and by `ends`.

    A smaller batch that is worse speaks for larger ones. If only smaller batches than the one
    compared with differ from it, that says nothing of larger ones: "partial". `ends`, which holds
    the smallest, then adds nothing; alone it speaks of the whole way.
    """
    told: list[tuple[bool, bool]] = []  # whether larger batches help, whether it is of larger ones
    for one in variants:
        if one.effect is not None and one.effect.verdict != "unclear":
            larger = one.spec.batch_size > reference.spec.batch_size
            told.append(((one.effect.verdict == "better") == larger, larger))
    if ends is not None and ends.verdict != "unclear":
        # Of a smaller batch that is told already, the ends may say the same again
        told.append((ends.verdict == "better", not told))
    signs = {helps for helps, _ in told}
    if not told:
        return "unclear"
    if len(signs) > 1:
        return "mixed"
    if not any(larger for _, larger in told):
        return "partial"
    return "helps" if signs == {True} else "hurts"


def direction(variants: Iterable[VariantFindings]) -> Direction:
    verdicts = {one.effect.verdict for one in variants if one.effect is not None} - {"unclear"}
    if len(verdicts) > 1:
        return "mixed"
    if not verdicts:
        return "unclear"
    return "helps" if "better" in verdicts else "hurts"
