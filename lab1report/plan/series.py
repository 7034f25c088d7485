"""The self-study series as data: its variants, its searches, and the order in which they can run.

Some trainings depend on others: the batch size and the learning rate are changed from the epoch
of the base's lowest test loss on (assignment, comments on the self-study tasks), a network is
trained on all images with the hyperparameters that its search found, and the steps from the base to
the best network follow from the latter. `Series` lists what can be specified without any result,
and the rest as soon as those it needs are there.
"""

import math
import statistics
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from lab1report.model import ImagesSpec, RunResult, RunSpec, Search, SeriesPart, Variant

BASE = "base"
STOPPED = "stopped"
HYPERPARAMETERS = ("lr", "schedule", "batch_size", "epochs")
"""What a search chooses for a network, and another network may take over from it."""

Results = Mapping[RunSpec, RunResult]


@dataclass(frozen=True, kw_only=True)
class PlannedVariant:
    """A variant whose number of epochs or hyperparameters may still be unknown.

    Where there is a `factor`, the number of epochs is the stopping epoch times it (and that of
    `spec` means nothing); where there is a `search`, it gives `spec` but for the images. With
    `like`, the points of the search take the hyperparameters that the search of that network has
    chosen. Where it `takes` fields, it is a step of the ladder from the base to the best network:
    the step before it, with these fields taken from that network.
    """

    id: str
    part: SeriesPart
    spec: RunSpec
    against: str | None
    factor: Fraction | None = None
    search: Search | None = None
    like: str | None = None
    takes: tuple[str, ...] = ()

    @property
    def search_runs(self) -> int:
        """How many trainings its search takes."""
        return len(searching(self.search)) if self.search is not None else 0


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step from the base to the best network: the fields of `spec` that it `changed`.

    `first` and `second` are the ids of variants, `spec` is that of the second.
    """

    changed: tuple[str, ...]
    first: str
    second: str
    spec: RunSpec


@dataclass(frozen=True, kw_only=True)
class Series:
    """All variants of the series in the order of the report, the base first.

    Each is trained with `seeds` seeds from that of its specification on. The order of the images is
    the same for all seeds: which order it is makes no difference on the average, and trainings that
    share it are made together, several times as fast (docs/explanation/series.md). The base is
    judged on held-out images too, in so many `folds`; None is not at all.
    """

    variants: tuple[PlannedVariant, ...]
    seeds: int
    folds: int | None = None

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

    @property
    def base_point(self) -> RunSpec | None:
        """The base as a candidate of a search, the only one of its kind."""
        return replace(self.base, fold=0, folds=self.folds) if self.folds is not None else None

    def search(self, planned: PlannedVariant, results: Results) -> Search | None:
        """The search of a network, if `results` already determine its points."""
        if planned.search is None or planned.like is None:
            return planned.search
        other = self.planned(planned.like)
        if other.search is None or (found := chosen(other.search, results)) is None:
            return None
        given = {name: getattr(found, name) for name in HYPERPARAMETERS}
        points = tuple(replace(point, **given) for point in planned.search.points)
        return replace(planned.search, points=points)

    def planned(self, name: str) -> PlannedVariant:
        """The variant of that id."""
        return next(variant for variant in self.variants if variant.id == name)

    def variant(self, planned: PlannedVariant, results: Results) -> Variant | None:
        """`planned` with its specification, if `results` already determine it.

        A step of the ladder that changes nothing, or leads to a network, is no variant.
        """
        spec: RunSpec | None = planned.spec
        if planned.factor is not None:
            stop = self.stopping_epoch(results)
            spec = (stop and replace(planned.spec, epochs=int(stop * planned.factor))) or None
        elif planned.search is not None:
            search = self.search(planned, results)
            spec = chosen(search, results) if search is not None else None
        elif planned.takes:
            steps = self.ladder(results) or ()
            spec = next((step.spec for step in steps if step.second == planned.id), None)
        if spec is None:
            return None
        return Variant(id=planned.id, part=planned.part, spec=spec, against=planned.against)

    def best(self, results: Results) -> Variant | None:
        """The network of the best mean accuracy on held-out images; None until all are searched.

        Among equals the first wins, so that the choice does not depend on anything else.
        """
        found = []
        for planned in self.variants:
            if planned.search is not None:
                if (network := self.variant(planned, results)) is None:
                    return None
                point = replace(network.spec, fold=0, folds=planned.search.points[0].folds)
                found.append((network, statistics.fmean(validation(point, results))))
        return max(found, key=lambda pair: pair[1])[0] if found else None

    def ladder(self, results: Results) -> tuple[Step, ...] | None:
        """The steps from the base to the best network; None until that is known.

        Steps that change nothing are left out; one that leads to a network ends at that.
        """
        if (best := self.best(results)) is None:
            return None
        networks = [self.variant(planned, results) for planned in self.variants if planned.search]
        names = {one.spec: one.id for one in (*networks[::-1], best) if one is not None}
        steps: list[Step] = []
        before, spec = BASE, self.base
        for planned in self.variants:
            taken = {name: getattr(best.spec, name) for name in planned.takes}
            changed = tuple(name for name, value in taken.items() if getattr(spec, name) != value)
            if changed:
                spec = replace(spec, **taken)
                name = names.get(spec, planned.id)
                steps.append(Step(changed=changed, first=before, second=name, spec=spec))
                before = name
        return tuple(steps)

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
        searches = [self.search(variant, results) for variant in needed if variant.like is None]
        later = [self.search(variant, results) for variant in needed if variant.like is not None]
        finals = [self.variant(planned, results) for planned in needed if planned.search]
        others = [
            self.variant(planned, results)
            for planned in needed[1:]
            if not planned.search and not planned.takes
        ]
        found: dict[str, tuple[RunSpec, ...] | None] = {
            "base": self.repeated(self.base)[1:],
            "search": (*self._base_search(needed), *_all_of(searches)),
            "variants": self._trainings(others),
            "networks": self._trainings(finals),
        }
        if later:
            found["later search"] = None if None in later else tuple(_all_of(later))
        if any(planned.takes for planned in needed):
            ladder = self.ladder(results)
            found["ladder"] = None if ladder is None else self._between(ladder)
        return found

    def _base_search(self, needed: Iterable[PlannedVariant]) -> tuple[RunSpec, ...]:
        """The base on held-out images, where networks are searched."""
        point = self.base_point
        searched = any(planned.search is not None for planned in needed)
        return folds(point) if searched and point is not None else ()

    def _between(self, ladder: Sequence[Step]) -> tuple[RunSpec, ...]:
        """The trainings of those steps that lead to no network."""
        own = {planned.id for planned in self.variants if planned.takes}
        specs = [step.spec for step in ladder if step.second in own]
        return tuple(spec for step in specs for spec in self.repeated(step))

    def count(self, parts: Collection[SeriesPart]) -> int:
        """How many trainings `parts` need at most, the base's first not counted."""
        needed = self.needed(parts)
        searches = sum(planned.search_runs for planned in needed)
        return self.seeds * len(needed) - 1 + searches + len(self._base_search(needed))

    def own(self, part: SeriesPart, results: Results) -> frozenset[RunSpec]:
        """The trainings that belong to `part` alone, as far as they can be specified now."""
        found = set(self._base_search(self.variants)) if part == "best" else set()
        for planned in self.variants:
            search = self.search(planned, results) if part == "best" else None
            found |= set(searching(search)) if search is not None else set()
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


def _all_of(searches: Iterable[Search | None]) -> Iterator[RunSpec]:
    for search in searches:
        yield from searching(search) if search is not None else ()


@lru_cache(maxsize=4096)  # a plan is walked through after each of its results
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
