"""The self-study series as data: its variants, its searches, and the order in which they can run.

Some trainings depend on others: the batch size and the learning rate are changed from the epoch
of the base's lowest test loss on (assignment, comments on the self-study tasks), and a network is
trained on all images with the hyperparameters that its search found. `Series` lists what can be
specified without any result, and the rest as soon as those it needs are there.
"""

import math
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from lab1report.model import ImagesSpec, RunResult, RunSpec, Search, SeriesPart, Variant

BASE = "base"
STOPPED = "stopped"

Results = Mapping[RunSpec, RunResult]


@dataclass(frozen=True, kw_only=True)
class PlannedVariant:
    """A variant whose number of epochs or hyperparameters may still be unknown.

    Where there is a `factor`, the number of epochs is the stopping epoch times it (and that of
    `spec` means nothing); where there is a `search`, it gives `spec` but for the images.
    """

    id: str
    part: SeriesPart
    spec: RunSpec
    against: str | None
    factor: Fraction | None = None
    search: Search | None = None

    @property
    def search_runs(self) -> int:
        """How many trainings its search takes."""
        return len(searching(self.search)) if self.search is not None else 0


@dataclass(frozen=True, kw_only=True)
class Series:
    """All variants of the series in the order of the report, the base first.

    Each is trained with `seeds` seeds from that of its specification on. The order of the images
    is the same for all seeds: which order it is makes no difference on the average, and trainings
    that share it are made together, several times as fast (docs/series.md).
    """

    variants: tuple[PlannedVariant, ...]
    seeds: int

    @property
    def base(self) -> RunSpec:
        return self.variants[0].spec

    @property
    def images(self) -> ImagesSpec:
        return ImagesSpec(classes=self.base.classes)

    def repeated(self, spec: RunSpec) -> tuple[RunSpec, ...]:
        """`spec` with every seed."""
        return tuple(replace(spec, seed=spec.seed + number) for number in range(self.seeds))

    def base_epochs(self, results: Results) -> tuple[int, ...] | None:
        """The epoch of the lowest test loss of each training of the base, once all are there."""
        specs = self.repeated(self.base)
        if any(spec not in results for spec in specs):
            return None
        return tuple(int(results[spec].values["best_epoch"]) for spec in specs)

    def stopping_epoch(self, results: Results) -> int | None:
        """The epoch at which batch size and learning rate change: the median of `base_epochs`.

        Rounded, so that every factor of the series makes a whole number of epochs of it.
        """
        if (epochs := self.base_epochs(results)) is None:
            return None
        step = math.lcm(*(v.factor.denominator for v in self.variants if v.factor is not None))
        return max(step, step * round(statistics.median(epochs) / step))

    def variant(self, planned: PlannedVariant, results: Results) -> Variant | None:
        """`planned` with its specification, if `results` already determine it."""
        spec: RunSpec | None = planned.spec
        if planned.factor is not None:
            stop = self.stopping_epoch(results)
            spec = (stop and replace(planned.spec, epochs=int(stop * planned.factor))) or None
        elif planned.search is not None:
            spec = chosen(planned.search, results)
        if spec is None:
            return None
        return Variant(id=planned.id, part=planned.part, spec=spec, against=planned.against)

    def needed(self, parts: Iterable[SeriesPart]) -> tuple[PlannedVariant, ...]:
        """The variants that the sub-sections `parts` mention; the last one ranks them all."""
        wanted = set(parts)
        names = {BASE} | {v.id for v in self.variants if v.part in wanted or "best" in wanted}
        names |= {v.against for v in self.variants if v.id in names and v.against is not None}
        return tuple(variant for variant in self.variants if variant.id in names)

    def waves(
        self, parts: Collection[SeriesPart], results: Results
    ) -> dict[str, tuple[RunSpec, ...] | None]:
        """The trainings that `parts` need, by stage; None where they do not follow yet.

        Trainings of one stage that share their batches share a pass, so what shares a pass is
        fixed by the plan and not by what happened to be ready. The base's first training is that
        of part 3 and not listed.
        """
        needed = self.needed(parts)
        searches = [variant.search for variant in needed if variant.search is not None]
        finals = [self.variant(planned, results) for planned in needed if planned.search]
        others = [self.variant(planned, results) for planned in needed[1:] if not planned.search]
        return {
            "base": self.repeated(self.base)[1:],
            "search": tuple(spec for search in searches for spec in searching(search)),
            "variants": self._trainings(others),
            "networks": self._trainings(finals),
        }

    def count(self, parts: Collection[SeriesPart]) -> int:
        """How many trainings `parts` need, the base's first not counted."""
        needed = self.needed(parts)
        searches = [variant.search for variant in needed if variant.search is not None]
        return self.seeds * len(needed) - 1 + sum(len(searching(search)) for search in searches)

    def own(self, part: SeriesPart, results: Results) -> frozenset[RunSpec]:
        """The trainings that belong to `part` alone, as far as they can be specified now."""
        found: set[RunSpec] = set()
        for planned in self.variants:
            if part == "best" and planned.search is not None:
                found |= set(searching(planned.search))
            variant = self.variant(planned, results) if planned.part == part else None
            if variant is not None:
                found |= set(self.repeated(variant.spec))
        return frozenset(found)

    def _trainings(self, variants: Sequence[Variant | None]) -> tuple[RunSpec, ...] | None:
        specs: dict[RunSpec, None] = {}
        for variant in variants:
            if variant is None:
                return None
            specs |= dict.fromkeys(self.repeated(variant.spec))
        # To stop at the last epoch is the base again, which has its own stage
        base = self.repeated(self.base)
        return tuple(spec for spec in specs if spec not in base)


def folds(point: RunSpec) -> tuple[RunSpec, ...]:
    """A candidate of a search on each of its folds."""
    return tuple(replace(point, fold=number) for number in range(point.folds or 0))


def searching(search: Search) -> tuple[RunSpec, ...]:
    """The trainings of a search."""
    return tuple(spec for point in search.points for spec in folds(point))


def validation(point: RunSpec, results: Results) -> tuple[float, ...]:
    """The accuracy of a candidate on each held-out fold after the last epoch."""
    return tuple(float(results[spec].arrays["validation_accuracy"][-1]) for spec in folds(point))


def chosen(search: Search, results: Results) -> RunSpec | None:
    """The candidate with the best mean accuracy, on all images; None until all have run.

    Among equals the first wins, so that the choice does not depend on anything else.
    """
    if any(spec not in results for spec in searching(search)):
        return None
    best = max(search.points, key=lambda point: statistics.fmean(validation(point, results)))
    return replace(best, fold=None, folds=None)
