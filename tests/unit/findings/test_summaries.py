"""What the sub-sections of the series choose their sentences by."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.findings.iterations import iterations
from lab1report.findings.series.class_evidence import ImagesFindings
from lab1report.findings.series.findings import ClassBest, SeriesFindings
from lab1report.findings.series.summary import summarize
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import Interval
from lab1report.model import Accuracy, SectionFailure, SectionMissing
from tests.made_findings import BASE, GAIN, NOTHING, effect, findings, images

ABSENT = SectionMissing(section="cifar")
IMAGES = 1500


def summary(found: SeriesFindings | None = None, images: int | None = IMAGES) -> SimpleNamespace:
    result = summarize(found or findings(), third(1, 40, images) if images else ABSENT)
    assert result is not None
    return result


def ids(found: Sequence[VariantFindings]) -> list[str]:
    return [one.id for one in found]


def with_base(found: SeriesFindings, **changes: Any) -> SeriesFindings:
    return replace(found, base=replace(found.base, **changes))


# The whole


def third(seed: int, best_epoch: int, images: int = IMAGES) -> Any:
    return SimpleNamespace(
        final={"train": SimpleNamespace(n=images)},
        spec=SimpleNamespace(seed=seed),
        best_epoch=best_epoch,
    )


def test_a_summary_needs_findings_of_the_series() -> None:
    failure = SectionFailure(section="series", stage="", message="", details="")
    assert summarize(failure, ABSENT) is None
    alone = summarize(findings(), ABSENT)
    assert alone is not None
    assert alone.training_images is None
    assert not alone.has_third_training


@pytest.mark.parametrize(("seed", "epoch", "same"), [(1, 40, True), (2, 40, False), (1, 41, False)])
def test_part_3_is_one_of_the_trainings_if_seed_and_outcome_agree(
    seed: int, epoch: int, same: bool
) -> None:
    found = summarize(findings(), third(seed, epoch))
    assert found is not None
    assert (found.training_images, found.has_third_training) == (IMAGES, same)


def test_trainings_are_counted() -> None:
    found = summary()
    # 15 variants with five seeds; two candidates on three folds of each of three networks
    assert (found.count, found.final_trainings, found.search_trainings) == (15, 75, 18)
    assert (found.trainings, found.last_seed) == (93, BASE.seed + 4)


def test_what_was_not_computed_has_no_summary() -> None:
    gone = replace(
        findings(), images=None, overfitting=None, batch=None, rate=None, networks=None, best=None
    )
    none = summary(replace(gone, stopped=None, ranking=(), variants=(gone.base,)))
    parts = (none.classes, none.overfitting, none.batch, none.rate, none.networks, none.best)
    assert parts == (None,) * 6
    assert none.ranking is None
    assert none.class_gains is None
    assert not none.any_effect
    assert summary(gone).any_effect


# Batch sizes and rates


def test_iterations_count_the_smaller_last_batch() -> None:
    assert iterations(replace(BASE, batch_size=128, epochs=2), 256) == 4
    assert iterations(replace(BASE, batch_size=128, epochs=2), 257) == 6


def test_batch_sizes_stand_in_order_with_the_one_compared_with() -> None:
    found = summary().batch
    assert [row.variant.spec.batch_size for row in found.rows] == [32, 64, 128, 256, 512]
    assert [row.reference for row in found.rows] == [False, False, True, False, False]
    assert [row.iterations for row in found.rows] == [12 * 47, 24 * 24, 48 * 12, 96 * 6, 192 * 3]
    assert found.iterations_differ
    assert found.ends_differ
    assert found.error_ratio == pytest.approx(4)
    assert found.early


def test_without_the_number_of_images_no_iterations_are_known() -> None:
    found = summary(images=None).batch
    assert {row.iterations for row in found.rows} == {None}
    assert not found.iterations_differ
    assert not found.ends_differ


@pytest.mark.parametrize(("largest", "more"), [(0.82, True), (0.805, False), (0.7, False)])
def test_whether_the_largest_batch_learns_more(largest: float, more: bool) -> None:
    found = summary(findings(batch_train=(0.8, 0.8, 0.8, largest))).batch
    assert found.train_change == pytest.approx(largest - 0.8)
    assert found.learns_more == more


@pytest.mark.parametrize(
    ("train", "training"), [(0.82, "more"), (0.78, "less"), (0.805, "same"), (0.795, "same")]
)
def test_what_the_lowest_rate_learnt(train: float, training: str) -> None:
    found = findings()
    assert found.rate is not None
    *others, lowest = found.rate.variants
    lowest = replace(lowest, train=Accuracy(mean=train, sd=0.01, n=5))
    reference = replace(found.stopped or lowest, train=Accuracy(mean=0.8, sd=0.01, n=5))
    trend = replace(found.rate, variants=(*others, lowest), reference=reference)
    rate = summary(replace(found, rate=trend)).rate
    assert (rate.lowest.id, rate.training) == ("rate-10", training)
    assert [row.variant.id for row in rate.rows] == ["stopped", "rate-2", "rate-5", "rate-10"]
    assert [row.reference for row in rate.rows] == [True, False, False, False]


# Overfitting


def test_remedies_and_the_learning_curve_are_apart() -> None:
    found = summary().overfitting
    assert ids(found.rows) == ["base", "stopped", "fewer-units", "quarter", "half"]
    assert (found.curve.smallest.id, found.curve.largest.id) == ("quarter", "half")
    assert found.curve.several
    assert found.curve.last_gain == pytest.approx(0.02)
    assert found.curve.iterations == 12 * BASE.epochs


def test_remedies_say_what_they_change() -> None:
    found = summary().overfitting
    (smaller,) = found.remedies
    assert (smaller.kind, smaller.fewer_parameters) == ("hidden", True)
    assert not summary(images=10**6).overfitting.more_parameters
    assert found.more_parameters


@pytest.mark.parametrize(
    ("epochs", "last_loss", "outcome", "long_before"),
    [
        ((40, 60), 1.2, "all", True),
        ((40, BASE.epochs - 1), 1.2, "all", False),
        ((40, BASE.epochs), 1.2, "some", False),
        ((BASE.epochs, BASE.epochs), 0.81, "unfinished", False),
        ((40, BASE.epochs), 0.81, "level", False),
    ],
)
def test_whether_the_base_overfits(
    epochs: tuple[int, ...], last_loss: float, outcome: str, long_before: bool
) -> None:
    changed = with_base(findings(), best_epochs=epochs, best_loss=0.8, test_loss=last_loss)
    found = summary(changed).overfitting
    assert (found.base_outcome, found.long_before_end) == (outcome, long_before)


def test_epochs_of_the_lowest_loss() -> None:
    odd = replace(findings().base, best_epochs=(50, 40, 47))
    assert odd.median_best_epoch == 47
    even = replace(odd, best_epochs=(40, 45, 50, 60))
    assert even.median_best_epoch == 47.5
    assert not even.same_best_epoch
    assert replace(odd, best_epochs=(40, 40)).same_best_epoch
    assert replace(odd, best_epochs=(BASE.epochs,) * 2).unfinished
    assert not replace(odd, best_epochs=(40, BASE.epochs)).unfinished


def test_a_gap_that_grows_once_does_not_narrow() -> None:
    found = findings()
    assert found.overfitting is not None
    *others, quarter, half = found.overfitting
    for train, narrows in ((quarter.train.mean, True), (0.5, False)):
        smallest = replace(quarter, train=Accuracy(mean=train, sd=0.01, n=5))
        changed = replace(found, overfitting=(*others, smallest, half))
        gaps = [one.gap for one in changed.learning_curve]
        curve = summary(changed).overfitting.curve
        assert curve.narrowing == narrows == (gaps == sorted(gaps, reverse=True))


def test_underfitted_is_what_still_learns_and_knows_less() -> None:
    found = findings()
    assert found.overfitting is not None
    stopped, smaller, *shares = found.overfitting
    late = replace(smaller, best_epochs=(BASE.epochs,) * 5)
    for train, verdict, told in ((0.7, NOTHING, True), (0.99, NOTHING, False), (0.7, GAIN, False)):
        one = replace(late, train=Accuracy(mean=train, sd=0.01, n=5), effect=verdict)
        changed = replace(found, overfitting=(stopped, one, *shares))
        part = summary(changed).overfitting
        assert part is not None
        assert ids(part.underfitted) == (["fewer-units"] if told else [])


# Networks


def networks_with(*effects: Comparison) -> Any:
    found = findings()
    assert found.networks is not None
    networks = tuple(
        replace(network, variant=replace(network.variant, effect=given))
        for network, given in zip(found.networks, effects, strict=True)
    )
    return summary(replace(found, networks=networks)).networks


@pytest.mark.parametrize(
    ("effects", "amount", "one_by_one"),
    [
        ((NOTHING,) * 3, "none", True),
        ((GAIN, NOTHING, NOTHING), "one", True),
        ((GAIN, effect(0.02), effect(-0.04)), "several", True),
        ((GAIN, effect(0.02), effect(0.05)), "all", False),
    ],
)
def test_how_many_networks_are_better(
    effects: tuple[Comparison, ...], amount: str, one_by_one: bool
) -> None:
    found = networks_with(*effects)
    assert (found.how_many_better, found.better_one_by_one) == (amount, one_by_one)
    told = (found.better_count, found.worse_count)
    verdicts = [one.verdict for one in effects]
    assert told == tuple(verdicts.count(name) for name in ("better", "worse"))


def test_the_greatest_gain_is_named() -> None:
    found = networks_with(effect(0.02), effect(0.05), GAIN)
    assert found.gains == (0.02, 0.05)
    assert found.gained_most.id == "adam-20"


def test_searches() -> None:
    found = summary().networks
    assert (found.candidates, found.equal_searches, found.folds) == ((2, 2), True, 3)
    assert found.top.variant.id == "momentum-64-32"
    assert found.top_lowest == pytest.approx(0.68)
    assert (found.momentum, found.all_linear) == (True, True)
    assert [one.adaptive for one in found.rates].count(True) == 1
    whole = findings()
    assert whole.networks is not None
    one, *others = whole.networks
    fewer = replace(one, candidates=one.candidates[:1])
    unequal = summary(replace(whole, networks=(fewer, *others))).networks
    assert (unequal.candidates, unequal.equal_searches) == ((1, 2), False)


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ((0.81, 0.81, 0.81), "none rises"),
        ((0.81, 1.2, 0.81), "some rise"),
        ((1.2, 1.2, 1.2), "all rise"),
    ],
)
def test_in_how_many_networks_the_loss_rises(losses: tuple[float, ...], said: str) -> None:
    whole = findings()
    assert whole.networks is not None
    networks = tuple(
        replace(network, variant=replace(network.variant, test_loss=loss))
        for network, loss in zip(whole.networks, losses, strict=True)
    )
    assert summary(replace(whole, networks=networks)).networks.losses == said


# The best model and the ranking


def ranked(*effects: Comparison) -> Any:
    found = findings()
    pairs = zip((one for one, _ in found.ranking), effects, strict=False)
    return summary(replace(found, ranking=tuple(pairs))).ranking


def test_the_ranking_is_told_by_its_ends() -> None:
    found = ranked(GAIN, effect(0.02), NOTHING, effect(-0.03), effect(-0.05))
    assert (found.count, found.helped_count, found.harmed_count) == (5, 2, 2)
    assert found.helped_most == found.leader
    assert found.leader[1] == GAIN
    assert found.harmed_most == found.trailer
    assert found.trailer[1] == effect(-0.05)


def test_nothing_told_is_said() -> None:
    found = ranked(NOTHING, NOTHING)
    assert (found.helped_most, found.harmed_most) == (None, None)


def test_the_best_model_is_not_ranked_among_the_others() -> None:
    found = findings()
    assert found.best is not None
    best = found.best.network.variant
    others = [one for one, _ in found.ranking if one.id != best.id]
    ranking = ((best, GAIN), *((one, NOTHING) for one in others))
    said = summary(replace(found, ranking=ranking))
    assert (said.other_ranking.count, said.other_ranking.helped_count) == (len(others), 0)
    assert said.other_ranking.leader[0] != best
    assert (said.ranking.count, said.ranking.helped_count) == (len(others) + 1, 1)


def with_best(found: SeriesFindings, model: VariantFindings, **changes: Any) -> SeriesFindings:
    assert found.best is not None
    network = replace(found.best.network, variant=model)
    return replace(found, best=replace(found.best, network=network, **changes))


def test_whether_the_test_chooses_the_same_model() -> None:
    found = findings()
    assert found.best is not None
    model = found.best.network.variant
    assert summary(found).best.same_by_test
    assert not summary(with_best(found, model, by_test=found.base)).best.same_by_test


@pytest.mark.parametrize(("low", "inside"), [(0.65, True), (0.705, False)])
def test_whether_validation_lies_in_the_interval(low: float, inside: bool) -> None:
    whole = findings()
    assert whole.best is not None
    model = replace(whole.best.network.variant, interval=Interval(low=low, high=0.8))
    assert summary(with_best(whole, model)).best.validation_inside == inside


def test_which_classes_gained() -> None:
    found = findings()
    first, *others = found.best_per_class

    def gains(*best: ClassBest) -> SimpleNamespace:
        told = summary(replace(found, best_per_class=best)).class_gains
        assert isinstance(told, SimpleNamespace)
        return told

    every = gains(first, *others)
    assert len(every.gained) == 3
    some = gains(first, *(replace(one, gain=NOTHING) for one in others))
    assert some.gained == [first]
    assert gains(*(replace(one, gain=None) for one in found.best_per_class)).gained == []


# Classes


@pytest.mark.parametrize(
    ("train", "gap"), [(0.76, "large"), (0.70, "moderate"), (0.66, "small"), (0.6, "reversed")]
)
def test_the_size_of_the_gap(train: float, gap: str) -> None:
    found = summary(with_base(findings(), train=Accuracy(mean=train, sd=0.01, n=5))).classes
    assert found.gap == gap


def test_classes_beside_chance() -> None:
    found = summary().classes
    assert found.count == 3
    assert found.chance == pytest.approx(1 / 3)
    assert found.above_chance
    low = with_base(findings(), interval=Interval(low=0.3, high=0.4))
    guessing = summary(low).classes
    assert not guessing.above_chance
    assert [row.images.class_id for row in found.rows] == [18, 63, 28]


def with_images(shown: ImagesFindings) -> Any:
    return summary(replace(findings(), images=shown)).classes


def test_by_which_measures_the_classes_are_easy_and_hard() -> None:
    shown = images()
    one, two = shown.evidence
    best, worst = shown.extremes.best[0], shown.extremes.worst[0]
    found = with_images(
        replace(
            shown,
            evidence=(
                replace(one, easiest=(best,), hardest=(worst,)),
                replace(two, easiest=(worst,), hardest=(best,)),
            ),
        )
    )
    assert (found.easy_by, found.not_easy_by) == ([one.name], [two.name])
    assert (found.hard_by, found.not_hard_by) == ([one.name], [two.name])


def test_confusions_and_mistakes() -> None:
    found, shown = summary().classes, images()
    assert found.most_confused == shown.confusions[0]
    assert (shown.confused_pair, shown.closest_pair) == ((28, 63), (18, 28))
    assert (found.mistakes, found.confidence, found.one_confidence) == (2, (0.95, 0.99), False)
    clean = with_images(
        replace(
            shown,
            confusions=tuple(replace(one, share=0.0) for one in shown.confusions),
            mistakes=tuple(replace(one, confidence=0.951) for one in shown.mistakes),
        )
    )
    assert clean.most_confused is None
    assert clean.one_confidence
