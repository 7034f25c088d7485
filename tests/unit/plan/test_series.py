"""What the series consists of, as shipped, and what follows from what."""

import statistics
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lab1report.model import SERIES_PARTS, RunResult, RunSpec, Search, SeriesPart
from lab1report.plan.series import PlannedVariant, Series, chosen, folds, searching, validation
from lab1report.plan.series_file import read_series
from tests import specs

BASE = replace(specs.BASE, seed=3, order=3)
IMAGES = 1500  # of three classes
Results = dict[RunSpec, RunResult]


def result(
    spec: RunSpec, *, best_epoch: int = 1, held: float = 0.5, test: float = 0.5
) -> RunResult:
    """A training with this epoch of the lowest loss and this accuracy after the last one."""
    part, value = ("test", test) if spec.fold is None else ("validation", held)
    return RunResult(
        section="series",
        spec=spec,
        values={"best_epoch": best_epoch, "parameters": 1},
        arrays={f"{part}_accuracy": np.array([0.9, value])},
        stages=(),
        seconds=0.0,
        finished="2026-01-01T00:00:00+00:00",
        environment={},
    )


def based(series: Series, best_epochs: Sequence[int]) -> Results:
    """Results of the base, one a seed."""
    specs = series.repeated(series.base)
    return {
        spec: result(spec, best_epoch=epoch) for spec, epoch in zip(specs, best_epochs, strict=True)
    }


def stopping_at(series: Series, epoch: int) -> Results:
    return based(series, [epoch] * series.seeds)


def searched(search: Search, accuracies: Sequence[float]) -> Results:
    """Results of a search, one accuracy a candidate."""
    return {
        spec: result(spec, held=accuracy)
        for point, accuracy in zip(search.points, accuracies, strict=True)
        for spec in folds(point)
    }


@pytest.fixture(scope="module")
def shipped() -> Series:
    return read_series(BASE, seeds=None)


def in_part(series: Series, part: SeriesPart) -> list[PlannedVariant]:
    return [variant for variant in series.variants if variant.part == part]


def specified(series: Series, part: SeriesPart, results: Results) -> list[RunSpec]:
    variants = [series.variant(planned, results) for planned in in_part(series, part)]
    specs = [variant.spec for variant in variants if variant is not None]
    assert len(specs) == len(variants)
    return specs


class TestShipped:
    """`experiments/series.toml` is what the assignment and its comments demand."""

    @pytest.mark.parametrize("stop", [1, 2, 3, 7, 20, 41, 62, 77, 110, 249, 250])
    def test_batch_factor_is_the_factor_in_the_epochs(self, shipped: Series, stop: int) -> None:
        results = stopping_at(shipped, stop)
        epochs = shipped.stopping_epoch(results)
        assert epochs is not None
        assert abs(epochs - stop) <= max(2, 4 - stop)  # rounded by as little as can be
        specs = specified(shipped, "batch", results)
        assert [spec.batch_size for spec in specs] == [32, 64, 256, 512]
        for spec in specs:
            factor = Fraction(spec.batch_size, BASE.batch_size)
            assert Fraction(spec.epochs, epochs) == factor
            assert replace(spec, batch_size=128, epochs=250) == BASE, "something else was changed"

    @pytest.mark.parametrize("stop", [4, 40, 77, 200])
    def test_bigger_batches_keep_the_number_of_iterations(self, shipped: Series, stop: int) -> None:
        """An epoch ends with an incomplete batch, so it has at most one iteration more."""
        results = stopping_at(shipped, stop)
        epochs = shipped.stopping_epoch(results) or 0
        kept = Fraction(epochs * IMAGES, BASE.batch_size)  # without incomplete batches
        for spec in (replace(BASE, epochs=epochs), *specified(shipped, "batch", results)):
            iterations = spec.epochs * -(-IMAGES // spec.batch_size)
            assert 0 <= iterations - kept < spec.epochs

    @pytest.mark.parametrize("stop", [1, 2, 5, 40, 77, 110])
    def test_rate_divisor_is_the_factor_in_the_epochs(self, shipped: Series, stop: int) -> None:
        results = stopping_at(shipped, stop)
        epochs = shipped.stopping_epoch(results)
        assert epochs is not None
        specs = specified(shipped, "rate", results)
        for spec, factor in zip(specs, (2, 5, 10), strict=True):
            assert spec.lr == pytest.approx(BASE.lr / factor, rel=1e-12)
            assert spec.epochs == factor * epochs
            assert replace(spec, lr=BASE.lr, epochs=250) == BASE, "something else was changed"

    def test_batch_and_rate_are_changed_from_the_stopped_base(self, shipped: Series) -> None:
        for part in ("batch", "rate"):
            assert {variant.against for variant in in_part(shipped, part)} == {"stopped"}
        (stopped,) = (v for v in shipped.variants if v.id == "stopped")
        results = stopping_at(shipped, 40)
        found = shipped.variant(stopped, results)
        assert found is not None
        assert found.spec == replace(BASE, epochs=40)

    def test_what_may_reduce_overfitting(self, shipped: Series) -> None:
        specs = specified(shipped, "overfitting", stopping_at(shipped, 40))
        assert any(spec.epochs < 250 and spec.share == 1 for spec in specs), "stopping"
        assert any(sum(spec.hidden) < 10 for spec in specs), "fewer units"
        assert {spec.lr for spec in specs} == {BASE.lr}, "a rate before the loss is lowest"
        assert {spec.share for spec in specs} == {0.25, 0.5, 1.0}, "more data"
        for spec in specs:
            if spec.share < 1:  # the same number of iterations, nearly
                assert spec.epochs * spec.share == BASE.epochs

    def test_other_networks(self, shipped: Series) -> None:
        networks = in_part(shipped, "network")
        hidden = [variant.spec.hidden for variant in networks]
        specs = [variant.spec for variant in networks]
        kinds = {(spec.hidden, spec.optimizer, spec.saturation) for spec in specs}
        assert len(kinds) == len(networks) >= 5
        assert BASE.hidden in hidden
        assert {len(units) for units in hidden} >= {1, 2}
        assert {variant.spec.optimizer for variant in networks} == {"SGD", "Adam"}
        (recolored,) = (variant for variant in networks if variant.like is not None)
        widest = max(networks, key=lambda variant: variant.spec.hidden[0])
        assert recolored.like == widest.id
        assert recolored.search is not None
        assert {point.saturation for point in recolored.search.points} == {2, 4, 6}

    def test_every_network_has_its_own_search(self, shipped: Series) -> None:
        for variant in in_part(shipped, "network"):
            assert variant.search is not None
            points = variant.search.points
            if variant.like is None:
                for name in ("lr", "batch_size", "epochs"):
                    assert len({getattr(point, name) for point in points}) >= 3, "no inside"
            assert len(set(points)) == len(points)
            for point in points:
                assert point.fold == 0
                assert (point.folds or 0) >= 3
                assert (point.hidden, point.optimizer) == (
                    variant.spec.hidden,
                    variant.spec.optimizer,
                )

    def test_at_least_a_hundred_trainings_and_as_many_as_are_said(self, shipped: Series) -> None:
        """All that follows in the end is counted before anything has run."""
        results = stopping_at(shipped, 40)
        for variant in shipped.variants:
            if (search := shipped.search(variant, results)) is not None:
                results |= searched(search, range(len(search.points)))
        assert shipped.base_point is not None
        listed = {shipped.base}
        for part in SERIES_PARTS:
            for trainings in shipped.waves([part], results).values():
                assert trainings is not None
                listed |= set(trainings)
        count = shipped.count(SERIES_PARTS) + 1
        searches = [v.search for v in shipped.variants if v.search is not None]
        held_out = sum(len(searching(search)) for search in searches)
        ladder = shipped.ladder(results)
        assert ladder is not None
        own = {variant.id for variant in shipped.variants if variant.takes}
        left_out = len(own - {step.second for step in ladder})
        assert count == 5 * len(shipped.variants) + held_out + 3
        assert len(listed) == count - 5 * left_out
        assert count >= 100

    def test_names_and_places(self, shipped: Series) -> None:
        names = [variant.id for variant in shipped.variants]
        assert names[0] == "base"
        assert len(set(names)) == len(names)
        assert shipped.variants[0].spec == BASE
        assert shipped.seeds == 5


def variant(name: str, part: SeriesPart, spec: RunSpec, **more: object) -> PlannedVariant:
    values = {"against": "base", **more}
    return PlannedVariant(id=name, part=part, spec=spec, **values)  # type: ignore[arg-type]


POINTS = tuple(
    replace(BASE, hidden=(4,), lr=lr, epochs=5, fold=0, folds=2) for lr in (0.1, 0.2, 0.3)
)
SEARCH = Search(id="tiny", points=POINTS)
SMALL = Series(
    variants=(
        variant("base", "classes", BASE, against=None),
        variant("stopped", "overfitting", BASE, factor=Fraction(1)),
        variant("slower", "overfitting", replace(BASE, lr=0.001)),
        variant(
            "batch-64", "batch", replace(BASE, batch_size=64), factor=Fraction(1, 2),
            against="stopped",
        ),
        variant(
            "rate-5", "rate", replace(BASE, lr=0.001), factor=Fraction(5), against="stopped"
        ),
        variant("tiny", "network", replace(POINTS[0], fold=None, folds=None), search=SEARCH),
    ),
    seeds=3,
)  # fmt: skip


def names(variants: Sequence[PlannedVariant]) -> list[str]:
    return [variant.id for variant in variants]


def test_every_seed_and_the_same_batches() -> None:
    specs = SMALL.repeated(BASE)
    assert [spec.seed for spec in specs] == [3, 4, 5]
    assert {replace(spec, seed=0) for spec in specs} == {replace(BASE, seed=0)}


@pytest.mark.parametrize(
    ("epochs", "factors", "stop"),
    [
        ((40, 41, 90), ("1",), 41),  # the median, not the mean
        ((40, 41, 90), ("1", "1/2"), 40),  # rounded to an even number
        ((43, 10, 90), ("1/2",), 44),
        ((41, 42, 43), ("1/4", "10"), 40),
        ((43, 43, 44), ("1/4",), 44),
        ((1, 1, 1), ("1/4",), 4),  # never none
        ((1, 1, 1), ("1/4", "1/3"), 12),
    ],
)
def test_stopping_epoch(epochs: Sequence[int], factors: Sequence[str], stop: int) -> None:
    variants = [variant("base", "classes", BASE, against=None)]
    variants += [variant(f, "batch", BASE, factor=Fraction(f)) for f in factors]
    series = Series(variants=tuple(variants), seeds=3)
    results = based(series, epochs)
    assert series.base_epochs(results) == tuple(epochs)
    assert series.stopping_epoch(results) == stop
    for planned in variants[1:]:
        found = series.variant(planned, results)
        assert found is not None
        assert planned.factor is not None
        assert found.spec.epochs == stop * planned.factor, "not a whole number of epochs"


def test_an_even_number_of_seeds_has_a_median() -> None:
    series = replace(SMALL, seeds=4)
    epochs = (10, 20, 31, 90)
    assert series.stopping_epoch(based(series, epochs)) == 26
    assert statistics.median(epochs) == 25.5


def test_nothing_stops_before_the_base_has_run_with_all_seeds() -> None:
    results = stopping_at(SMALL, 40)
    for spec in SMALL.repeated(BASE):
        fewer = {key: value for key, value in results.items() if key != spec}
        assert SMALL.base_epochs(fewer) is None
        assert SMALL.stopping_epoch(fewer) is None
        assert SMALL.waves(["rate"], fewer)["variants"] is None


def test_stages_follow_one_another() -> None:
    results: Results = {}
    stages = SMALL.waves(SERIES_PARTS, results)
    assert list(stages) == ["base", "search", "variants", "networks"]
    assert stages["base"] == SMALL.repeated(BASE)[1:]  # the first is that of part 3
    assert stages["search"] == tuple(
        replace(point, fold=fold) for point in POINTS for fold in (0, 1)
    )
    assert stages["variants"] is None
    assert stages["networks"] is None

    results |= searched(SEARCH, (0.4, 0.6, 0.5))
    stages = SMALL.waves(SERIES_PARTS, results)
    assert stages["variants"] is None
    tiny = replace(POINTS[1], fold=None, folds=None)
    assert stages["networks"] == SMALL.repeated(tiny)

    results |= stopping_at(SMALL, 40)
    stopped = replace(BASE, epochs=40)
    assert SMALL.waves(SERIES_PARTS, results)["variants"] == (
        *SMALL.repeated(stopped),
        *SMALL.repeated(replace(BASE, lr=0.001)),
        *SMALL.repeated(replace(BASE, batch_size=64, epochs=20)),
        *SMALL.repeated(replace(BASE, lr=0.001, epochs=200)),
    )


@pytest.mark.parametrize("stop", [200, 250])
def test_a_variant_that_is_the_base_is_not_trained_again(stop: int) -> None:
    """Where the base's lowest loss is that of the last epoch, to stop there changes nothing."""
    results = stopping_at(SMALL, stop)
    stages = SMALL.waves(["overfitting"], results)
    base = SMALL.repeated(BASE)
    assert stages["base"] == base[1:]
    others = stages["variants"]
    assert others is not None
    assert set(others).isdisjoint(base)
    assert len(others) == (6 if stop == 200 else 3)


@pytest.mark.parametrize(
    ("part", "needed"),
    [
        ("classes", ["base"]),
        ("overfitting", ["base", "stopped", "slower"]),
        ("batch", ["base", "stopped", "batch-64"]),
        ("rate", ["base", "stopped", "rate-5"]),
        ("network", ["base", "tiny"]),
        ("best", ["base", "stopped", "slower", "batch-64", "rate-5", "tiny"]),
    ],
)
def test_what_a_sub_section_needs(part: SeriesPart, needed: list[str]) -> None:
    assert names(SMALL.needed([part])) == needed
    results = stopping_at(SMALL, 40) | searched(SEARCH, (0.4, 0.6, 0.5))
    listed = [spec for specs in SMALL.waves([part], results).values() for spec in specs or ()]
    assert len(set(listed)) == len(listed) == SMALL.count([part])
    expected = [v.id for v in SMALL.variants if v.id in needed]
    found = [
        v.id
        for v in SMALL.variants
        if (ready := SMALL.variant(v, results)) and {*listed, BASE} >= {*SMALL.repeated(ready.spec)}
    ]
    assert found == expected
    assert (set(searching(SEARCH)) <= set(listed)) is (part in ("network", "best"))


def test_what_a_sub_section_owns() -> None:
    results = stopping_at(SMALL, 40) | searched(SEARCH, (0.4, 0.6, 0.5))
    own = {part: SMALL.own(part, results) for part in SERIES_PARTS}
    assert own["classes"] == set(SMALL.repeated(BASE))
    assert {spec.batch_size for spec in own["batch"]} == {64}
    assert {(spec.lr, spec.epochs) for spec in own["rate"]} == {(0.001, 200)}
    assert {spec.hidden for spec in own["network"]} == {(4,)}
    assert {spec.fold for spec in own["network"]} == {None}
    assert own["best"] == set(searching(SEARCH))
    assert sum(map(len, own.values())) == len(frozenset[RunSpec]().union(*own.values()))
    listed = {s for specs in SMALL.waves(SERIES_PARTS, results).values() for s in specs or ()}
    assert frozenset[RunSpec]().union(*own.values()) == listed | {BASE}


def test_what_cannot_be_specified_yet_is_nobodys() -> None:
    assert SMALL.own("overfitting", {}) == set(SMALL.repeated(replace(BASE, lr=0.001)))
    assert not SMALL.own("batch", {})
    assert not SMALL.own("network", {})
    assert SMALL.own("best", {}) == set(searching(SEARCH))


@pytest.mark.parametrize(
    ("accuracies", "place"),
    [((0.4, 0.6, 0.5), 1), ((0.7, 0.6, 0.5), 0), ((0.4, 0.5, 0.6), 2), ((0.5, 0.6, 0.6), 1)],
)
def test_the_best_mean_on_what_was_held_out_is_chosen(
    accuracies: Sequence[float], place: int
) -> None:
    found = chosen(SEARCH, searched(SEARCH, accuracies))
    assert found == replace(POINTS[place], fold=None, folds=None)


def test_the_mean_over_the_folds_counts_after_the_last_epoch() -> None:
    results = searched(SEARCH, (0.5, 0.5, 0.5))
    first, second = folds(POINTS[1])
    results[first] = result(first, held=0.9)
    results[second] = result(second, held=0.0)
    assert validation(POINTS[1], results) == (0.9, 0.0)
    assert chosen(SEARCH, results) == replace(POINTS[0], fold=None, folds=None)
    results[second] = result(second, held=0.2)
    assert chosen(SEARCH, results) == replace(POINTS[1], fold=None, folds=None)


def test_the_test_images_have_no_part_in_the_choice() -> None:
    """However the candidates, trained on all images, come out on the test images."""
    results = searched(SEARCH, (0.4, 0.6, 0.5))
    for point, accuracy in zip(POINTS, (0.99, 0.01, 0.5), strict=True):
        whole = replace(point, fold=None, folds=None)
        results |= {spec: result(spec, test=accuracy) for spec in SMALL.repeated(whole)}
    assert chosen(SEARCH, results) == replace(POINTS[1], fold=None, folds=None)


def test_nothing_is_chosen_before_all_candidates_have_run() -> None:
    results = searched(SEARCH, (0.4, 0.6, 0.5))
    for spec in searching(SEARCH):
        fewer = {key: value for key, value in results.items() if key != spec}
        assert chosen(SEARCH, fewer) is None
