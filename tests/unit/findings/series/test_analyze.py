"""What follows from made-up trainings: every statement, and its opposite, and neither."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from lab1report.findings.series.analyze import analyze
from lab1report.findings.series.findings import Direction, Trend
from lab1report.findings.series.overfitting import MeasureChange, OverfittingChange
from lab1report.findings.statistics.proportions import Interval, accuracy_interval, standard_error

if TYPE_CHECKING:
    from tests.unit.findings.conftest import Counts, MadeSeries

LEVEL = (70, 60, 50)
BETTER = (85, 75, 65)
WORSE = (55, 45, 35)
BARELY = (71, 60, 50)


def test_without_the_base_there_is_nothing(series: MadeSeries) -> None:
    series.drop("base", seed=2)
    assert analyze(series.series, series.results, series.images) is None


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("half", "overfitting"),
        ("batch-64", "batch"),
        ("rate-5", "rate"),
        ("wide", "networks"),
    ],
)
def test_a_part_without_one_of_its_trainings_is_none(
    series: MadeSeries, name: str, part: str
) -> None:
    series.drop(name, seed=1)
    found = series.found()
    parts = {"overfitting", "batch", "rate", "networks"}
    assert getattr(found, part) is None
    assert all(getattr(found, other) is not None for other in parts - {part})
    assert (found.best is None) is (part == "networks")
    assert name not in [one.id for one in found.variants]
    assert name not in [one.id for one, _ in found.ranking]


def test_a_search_without_one_fold_is_none(series: MadeSeries) -> None:
    search = series.variant("wide").search
    assert search is not None
    del series.results[replace(search.points[0], fold=2)]
    found = series.found()
    assert (found.networks, found.best) == (None, None)


def test_without_what_they_are_compared_with_trends_are_none(series: MadeSeries) -> None:
    series.drop("stopped")
    found = series.found()
    assert (found.stopped, found.batch, found.rate, found.overfitting) == (None, None, None, None)
    assert found.best is not None
    assert found.best.over_stopped is None


def test_without_images_there_is_the_rest(series: MadeSeries) -> None:
    assert series.found().images is not None
    series.images = None
    found = series.found()
    assert found.images is None
    assert found.best is not None


def test_a_variant_over_its_seeds(series: MadeSeries) -> None:
    series.let(
        "base", LEVEL, BETTER, WORSE, train=(99, 95, 91), best_epochs=(2, 7, 4), rises=(0.5, 1.0)
    )
    base = series.found().base
    assert (base.id, base.seeds, base.parameters, base.effect) == ("base", 3, 30763, None)
    assert base.test.mean == pytest.approx(0.6)
    assert base.test.sd == pytest.approx(0.15)
    assert base.train.mean == pytest.approx(0.95)
    assert base.gap == pytest.approx(0.35)
    assert base.best_epochs == (2, 7, 4)
    assert (base.best_epoch, base.best_epoch_range) == (4, (2, 7))
    assert base.best_loss == pytest.approx(0.6)
    assert base.test_loss == pytest.approx(0.6 * (1.5 + 2 + 1.5) / 3)
    assert base.loss_rise == pytest.approx(2 / 3)
    assert base.overfitted
    assert base.interval.low < 0.6 < base.interval.high


@pytest.mark.parametrize(("rise", "overfitted"), [(0.06, True), (0.04, False)])
def test_overfitted(series: MadeSeries, rise: float, overfitted: bool) -> None:
    series.let("base", rises=(rise,))
    assert series.found().base.overfitted is overfitted


def test_classes_stand_in_their_order(series: MadeSeries) -> None:
    series.let("base", (70, 50, 60), train=(99, 95, 91))
    found = series.found()
    base = found.base
    assert [one.class_id for one in base.per_class] == [18, 63, 28]
    assert [one.test for one in base.per_class] == pytest.approx([0.7, 0.5, 0.6])
    assert [one.train for one in base.per_class] == pytest.approx([0.99, 0.95, 0.91])
    assert all(one.interval.low < one.test < one.interval.high for one in base.per_class)
    assert (base.best_class.class_id, base.worst_class.class_id) == (18, 63)
    assert found.class_gap is not None
    assert found.class_gap.difference == pytest.approx(0.2)
    assert found.class_gap.verdict == "better"


def test_classes_that_cannot_be_told_apart(series: MadeSeries) -> None:
    series.let("base", (61, 60, 58))
    gap = series.found().class_gap
    assert gap is not None
    assert gap.verdict == "unclear"


def test_one_seed_is_enough(series: MadeSeries) -> None:
    series.series = replace(series.series, seeds=1)
    found = series.found()
    assert found.base.test.sd is None
    assert found.base.interval == accuracy_interval(0.6, 300)
    assert found.best is not None
    assert found.best.gain.seed_sd is None
    change = found.overfitting_changes[0]
    assert (change.loss_rise.interval, change.loss_rise.verdict) == (None, "unclear")


def test_what_the_finite_number_of_images_leaves(series: MadeSeries) -> None:
    found = series.found()
    assert found.tested == 300
    assert found.sampling_error == pytest.approx(standard_error(0.6, 300))


# What a changed batch size does ---------------------------------------------------------------


def batch(series: MadeSeries, smaller: Counts, bigger: Counts) -> Trend:
    series.let("batch-64", smaller)
    series.let("batch-256", bigger)
    trend = series.found().batch
    assert trend is not None
    return trend


@pytest.mark.parametrize(
    ("smaller", "bigger", "verdict"),
    [
        (LEVEL, BETTER, "helps"),
        (WORSE, BETTER, "helps"),
        (LEVEL, WORSE, "hurts"),
        (BETTER, BETTER, "mixed"),
        (WORSE, WORSE, "mixed"),
        (WORSE, LEVEL, "partial"),  # the smallest and the greatest differ too, by the same
        (BETTER, LEVEL, "partial"),
        (LEVEL, BARELY, "unclear"),
        (LEVEL, LEVEL, "unclear"),
    ],
)
def test_what_larger_batches_do(
    series: MadeSeries, smaller: Counts, bigger: Counts, verdict: Direction
) -> None:
    trend = batch(series, smaller, bigger)
    assert trend.verdict == verdict
    assert [one.id for one in trend.better] == [
        name for name, counts in (("batch-64", smaller), ("batch-256", bigger)) if counts == BETTER
    ]
    assert [one.id for one in trend.worse] == [
        name for name, counts in (("batch-64", smaller), ("batch-256", bigger)) if counts == WORSE
    ]


@pytest.mark.parametrize(
    ("smaller", "bigger", "best", "ends"),
    [
        (LEVEL, BETTER, "batch-256", "better"),
        (BETTER, LEVEL, "batch-64", "worse"),
        (LEVEL, BARELY, "batch-256", "unclear"),
    ],
)
def test_a_trend_is_in_the_order_of_the_factor(
    series: MadeSeries, smaller: Counts, bigger: Counts, best: str, ends: str
) -> None:
    trend = batch(series, smaller, bigger)
    assert [one.id for one in trend.variants] == ["batch-64", "batch-256"]
    assert [one.factor for one in trend.variants] == [Fraction(1, 2), Fraction(2)]
    assert [one.spec.epochs for one in trend.variants] == [2, 8]
    assert trend.best.id == best
    assert trend.reference is not None
    assert trend.reference.id == "stopped"
    assert trend.ends is not None
    assert trend.ends.verdict == ends


def test_a_trend_is_against_the_stopped_base(series: MadeSeries) -> None:
    """A lower rate no better than stopping is no help, though better than the base."""
    for name in ("stopped", "rate-2", "rate-5"):
        series.let(name, BETTER)
    found = series.found()
    assert found.rate is not None
    assert found.rate.verdict == "unclear"
    assert found.stopped is not None
    assert found.stopped.effect is not None
    assert found.stopped.effect.verdict == "better"
    verdicts = {one.id: effect.verdict for one, effect in found.ranking}
    assert verdicts["rate-2"] == verdicts["rate-5"] == "better"


# What reduces overfitting ---------------------------------------------------------------------


def overfitting(series: MadeSeries, name: str) -> OverfittingChange:
    (change,) = (one for one in series.found().overfitting_changes if one.variant.id == name)
    return change


def test_a_smaller_gap_reduces_overfitting(series: MadeSeries) -> None:
    series.let("stopped", train=(80, 80, 80), rises=(0.05, 0.0, 0.1))
    change = overfitting(series, "stopped")
    assert change.gap.difference == pytest.approx(-0.15)
    assert (change.gap.verdict, change.loss_rise.verdict) == ("lower", "lower")
    assert change.verdict == "reduces"
    changes = series.found().overfitting_changes
    assert [one.variant.id for one in changes if one.verdict == "reduces"] == ["stopped"]


def test_a_greater_gap_worsens_it(series: MadeSeries) -> None:
    series.let("quarter", WORSE, train=(100, 100, 100), rises=(1.0, 1.2, 1.4))
    change = overfitting(series, "quarter")
    assert change.gap.difference == pytest.approx(0.2)
    assert change.loss_rise.difference == pytest.approx(0.7)
    assert change.loss_rise.sd == pytest.approx(0.2)
    assert change.verdict == "worsens"


def test_what_changes_nothing_is_unclear(series: MadeSeries) -> None:
    series.let("half", BARELY, LEVEL, (69, 60, 50), rises=(0.4, 0.5, 0.6))
    assert overfitting(series, "half").verdict == "unclear"


def test_one_training_image_fewer_is_not_certain(series: MadeSeries) -> None:
    """Though it is the same with every seed and for every test image."""
    series.let("half", train=(94, 95, 95))
    change = overfitting(series, "half")
    assert change.gap.difference == pytest.approx(-1 / 300)
    assert (change.gap.verdict, change.verdict) == ("unclear", "unclear")


def test_figures_that_contradict_each_other(series: MadeSeries) -> None:
    series.let("half", train=(80, 80, 80), rises=(1.0, 1.1, 1.2))
    assert overfitting(series, "half").verdict == "mixed"


def test_a_smaller_rise_of_the_loss_alone_reduces_nothing(series: MadeSeries) -> None:
    series.let("half", rises=(0.05, 0.0, 0.1))
    change = overfitting(series, "half")
    assert (change.gap.verdict, change.loss_rise.verdict) == ("unclear", "lower")
    assert change.verdict == "unclear"


@pytest.mark.parametrize(
    ("difference", "interval", "verdict"),
    [
        (-0.2, Interval(low=-0.3, high=-0.1), "lower"),
        (0.2, Interval(low=0.1, high=0.3), "higher"),
        (0.2, Interval(low=-0.1, high=0.5), "unclear"),
        (0.2, None, "unclear"),
    ],
)
def test_changes(difference: float, interval: Interval | None, verdict: str) -> None:
    assert MeasureChange(difference=difference, interval=interval, sd=None).verdict == verdict


def test_the_learning_curve_ends_with_the_base(series: MadeSeries) -> None:
    assert [one.id for one in series.found().learning_curve] == ["quarter", "half", "base"]


# The best model -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("validation", "best"),
    [
        ({"units-20": (0.60, 0.65), "wide": (0.66, 0.61)}, "wide"),
        ({"units-20": (0.60, 0.67), "wide": (0.66, 0.61)}, "units-20"),
        ({"units-20": (0.66, 0.61), "wide": (0.66, 0.61)}, "units-20"),  # the first of equals
    ],
)
def test_the_best_network_is_chosen_by_validation(
    series: MadeSeries, validation: dict[str, tuple[float, float]], best: str
) -> None:
    """Whatever the test says, here always for the other one."""
    for name, values in validation.items():
        series.let_search(name, values)
        series.let(name, LEVEL if name == best else BETTER)
    found = series.found()
    assert found.best is not None
    assert found.best.network.variant.id == best
    assert found.best.network.validation.mean == pytest.approx(max(validation[best]))
    assert found.best.by_test.id == ({"units-20", "wide"} - {best}).pop()
    assert found.best.by_test.test.mean > found.best.network.variant.test.mean
    assert found.best.gain.verdict == "unclear"


@pytest.mark.parametrize(
    ("counts", "verdict"), [(BETTER, "better"), (WORSE, "worse"), (BARELY, "unclear")]
)
def test_the_gain_is_over_the_base(series: MadeSeries, counts: Counts, verdict: str) -> None:
    series.let("units-20", counts)
    series.let("stopped", WORSE)
    best = series.found().best
    assert best is not None
    assert (best.network.variant.id, best.gain.verdict) == ("units-20", verdict)
    assert best.gain.difference == pytest.approx((sum(counts) - sum(LEVEL)) / 300)
    assert best.over_stopped is not None
    assert best.over_stopped.difference == pytest.approx((sum(counts) - sum(WORSE)) / 300)


def test_a_network_has_its_search(series: MadeSeries) -> None:
    found = series.found().networks
    assert found is not None
    assert [one.variant.id for one in found] == ["units-20", "wide"]
    assert [[c.chosen for c in one.candidates] for one in found] == [[False, True], [True, False]]
    for one in found:
        (chosen,) = (candidate for candidate in one.candidates if candidate.chosen)
        assert one.variant.spec.lr == chosen.spec.lr
        assert one.validation == chosen.validation
        assert one.validation.n == 3
        assert one.validation.sd == pytest.approx(0.01)


def test_the_courses_way_looks_at_the_lowest_test_loss(series: MadeSeries) -> None:
    series.let("half", WORSE, best=BETTER)
    found = series.found()
    assert found.best is not None
    assert found.best.by_test.id == "half"
    assert found.best.by_test.best_test.mean == pytest.approx(0.75)
    assert found.best.by_test.test.mean == pytest.approx(0.45)


# All of them together -------------------------------------------------------------------------


def test_the_ranking_is_of_all_against_the_base(series: MadeSeries) -> None:
    series.let("wide", BETTER)
    series.let("quarter", WORSE)
    series.let("rate-5", BARELY)
    found = series.found()
    ranking = [one.id for one, _ in found.ranking]
    assert sorted(ranking) == sorted(v.id for v in series.series.variants if v.id != "base")
    assert (ranking[:2], ranking[-1]) == (["wide", "rate-5"], "quarter")
    assert {one.id for one, effect in found.ranking if effect.told} == {"wide", "quarter"}
    assert [one.id for one in found.variants] == [v.id for v in series.series.variants]


def test_what_is_told_alone_need_not_be_told_among_all(series: MadeSeries) -> None:
    series.let("wide", (72, 62, 52))
    found = series.found()
    (effect,) = (effect for one, effect in found.ranking if one.id == "wide")
    assert effect.among == len(found.ranking) - 1 == 8, "the best model is judged alone"
    assert 0.05 < effect.p_value < 8 * 0.05
    assert effect.verdict == "unclear"
    (network,) = (one for one in found.networks or () if one.variant.id == "wide")
    assert network.variant.effect == effect, "it is the same comparison everywhere"
    assert found.best is not None
    assert found.best.gain in [effect for _, effect in found.ranking]


def test_a_trend_and_its_ends_are_a_family(series: MadeSeries) -> None:
    series.let("batch-64", WORSE)
    trend = series.found().batch
    assert trend is not None
    assert trend.ends is not None
    small, large = (one.effect for one in trend.variants)
    assert small is not None
    assert large is not None
    assert sorted([small.among, trend.ends.among]) == [2, 3]
    assert (large.among, large.verdict) == (1, "unclear")


@pytest.mark.parametrize(
    ("counts", "names", "gains"),
    [
        ((95, 20, 52), ["wide", "base", "wide"], ["better", None, "unclear"]),
        ((20, 95, 20), ["base", "wide", "base"], [None, "better", None]),
    ],
)
def test_the_best_result_of_each_class(
    series: MadeSeries, counts: Counts, names: list[str], gains: list[str | None]
) -> None:
    series.let("wide", counts)
    best = series.found().best_per_class
    assert [one.class_id for one in best] == [18, 63, 28]
    assert [one.variant.id for one in best] == names
    assert [one.gain and one.gain.verdict for one in best] == gains
    for one, level, count in zip(best, LEVEL, counts, strict=True):
        assert one.base.test == pytest.approx(level / 100)
        assert one.accuracy.test == pytest.approx(max(level, count) / 100)


def test_other_test_images_are_refused(series: MadeSeries) -> None:
    spec = series.specs("half")[1]
    result = series.results[spec]
    labels = np.roll(result.arrays["test_labels"], 1)
    series.results[spec] = replace(result, arrays={**result.arrays, "test_labels": labels})
    with pytest.raises(ValueError, match="half"):
        series.found()
