"""Verdicts of task 3 from made-up answers, its ratios against scikit-learn."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

from lab1report.findings.cifar import analyze
from lab1report.findings.cifar_details import smoothness
from lab1report.findings.part_figures import Confusion, PartFigures
from lab1report.model import PARTS, RunResult, XorSpec
from tests.specs import BASE

CLASSES = (18, 63, 28)  # not in the order of the labels, which is the trap
PER_CLASS = 20

Answers = NDArray[np.int64]


def truth() -> Answers:
    return np.arange(3).repeat(PER_CLASS)


def answers(*right: int) -> Answers:
    """So many right answers a class; the others are taken for the next class."""
    return np.concatenate(
        [
            np.where(np.arange(PER_CLASS) < count, place, (place + 1) % 3)
            for place, count in enumerate(right)
        ]
    )


def result(
    *,
    test_loss: Sequence[float] = (1.0, 0.5, 0.8),
    best: Answers | None = None,
    final: Answers | None = None,
    train: Answers | None = None,
) -> RunResult:
    """A run with these losses on the test images and these answers; the train loss falls."""
    epochs = len(test_loss)
    best_epoch = int(np.argmin(test_loss)) + 1
    given = {
        ("test", "best"): answers(15, 15, 15) if best is None else best,
        ("test", "final"): answers(15, 15, 15) if final is None else final,
        ("train", "best"): answers(18, 18, 18) if train is None else train,
        ("train", "final"): answers(20, 20, 20) if train is None else train,
    }
    arrays: dict[str, NDArray[np.generic]] = {
        "weights": np.tile([[-0.5, 0.25]], 1536),
        "test_loss": np.array(test_loss),
        "train_loss": np.linspace(1, 0.1, epochs),
    }
    for part in PARTS:
        arrays[f"{part}_labels"] = truth()
        accuracy = np.full(epochs, 0.25)
        for state, epoch in (("best", best_epoch), ("final", epochs)):
            answer = given[part, state]
            arrays[f"{part}_{state}"] = np.eye(3)[answer]
            arrays[f"{part}_confusion_{state}"] = confusion_matrix(truth(), answer, labels=range(3))
            accuracy[epoch - 1] = (answer == truth()).mean()
        arrays[f"{part}_accuracy"] = accuracy
    return RunResult(
        section="cifar",
        spec=replace(BASE, classes=CLASSES, epochs=epochs),
        values={
            "parameters": 30763,
            "batches": 1,
            "iterations": epochs,
            "initial": {part: {"loss": 1.2, "accuracy": 0.3} for part in PARTS},
            "normalized": {part: {"mean": 0.1, "std": 1.1} for part in PARTS},
            "weight_norms": [0.5] * 10,
            "best_epoch": best_epoch,
            "best_loss": min(test_loss),
        },
        arrays=arrays,
        stages=(),
        seconds=1.0,
        finished="2026-01-01T00:00:00+00:00",
        environment={},
    )


def final_test(answer: Answers) -> PartFigures:
    return analyze(result(final=answer)).final["test"]


@pytest.mark.parametrize(
    "answer",
    [
        answers(20, 12, 7),
        answers(3, 20, 11),
        np.random.default_rng(0).integers(3, size=3 * PER_CLASS),
        np.zeros(3 * PER_CLASS, dtype=np.int64),  # two classes are never answered
    ],
    ids=["first best", "second best", "chance", "one answer"],
)
def test_class_figures_are_those_of_scikit_learn(answer: Answers) -> None:
    figures = final_test(answer)
    labels = np.array(CLASSES)
    # By the classes' own numbers and in the order of the rules: 28 is the last, not the second
    reference = precision_recall_fscore_support(
        labels[truth()], labels[answer], labels=list(CLASSES), zero_division=0
    )
    assert [found.class_id for found in figures.per_class] == list(CLASSES)
    for found, *expected in zip(figures.per_class, *reference, strict=True):
        ours = [found.precision, found.recall, found.f1, found.support]
        np.testing.assert_allclose(ours, expected, rtol=1e-12)
    assert figures.accuracy == pytest.approx((answer == truth()).mean())
    assert figures.n == 3 * PER_CLASS


def test_the_figures_of_class_28_stand_under_28() -> None:
    figures = final_test(answers(20, 20, 5))
    by_class = {found.class_id: found.recall for found in figures.per_class}
    assert by_class == {18: 1.0, 63: 1.0, 28: 0.25}
    assert figures.worst_class.class_id == 28
    assert figures.matrix[CLASSES.index(28)] == (15, 0, 5)


def test_a_class_never_answered_has_ratios_of_zero() -> None:
    never = final_test(np.zeros(3 * PER_CLASS, dtype=np.int64)).per_class[1]
    assert (never.precision, never.recall, never.f1, never.support) == (0, 0, 0, PER_CLASS)


def test_confusions_name_classes_and_come_in_order() -> None:
    assert final_test(answers(18, 19, 15)).confusions == (
        Confusion(true_id=28, taken_for_id=18, count=5, of=20),
        Confusion(true_id=18, taken_for_id=63, count=2, of=20),
        Confusion(true_id=63, taken_for_id=28, count=1, of=20),
    )
    assert final_test(answers(20, 20, 20)).confusions == ()


@pytest.mark.parametrize(("right", "differ"), [((20, 15, 6), True), ((15, 14, 13), False)])
def test_whether_classes_differ(right: tuple[int, int, int], differ: bool) -> None:
    gap = final_test(answers(*right)).class_gap
    assert gap.has_zero is not differ


def test_the_gap_of_the_classes_lies_in_its_interval() -> None:
    figures = final_test(answers(20, 15, 6))
    gap = figures.class_gap
    assert gap.low < figures.best_class.recall - figures.worst_class.recall < gap.high


def test_classes_recognised_alike_are_named_together() -> None:
    found = final_test(answers(20, 12, 20)).extremes
    assert (found.best, found.worst) == ((CLASSES[0], CLASSES[2]), (CLASSES[1],))
    assert (found.equal, found.single) == (False, False)
    alike = final_test(answers(12, 12, 12)).extremes
    assert (alike.equal, alike.single) == (True, False)
    assert final_test(answers(20, 12, 10)).extremes.single


def test_the_gap_of_classes_never_answered_is_a_number() -> None:
    gap = final_test(np.zeros(3 * PER_CLASS, dtype=np.int64)).class_gap
    assert 0 < gap.low <= gap.high <= 1


@pytest.mark.parametrize(
    ("test_loss", "outcome", "rise"),
    [
        ([1.0, 0.5, 0.526], "overfitted", 0.052),
        ([1.0, 0.5, 0.524], "level", 0.048),
        ([1.0, 0.5, 0.4], "unfinished", 0.0),
        ([1.0], "unfinished", 0.0),
    ],
)
def test_outcome(test_loss: list[float], outcome: str, rise: float) -> None:
    found = analyze(result(test_loss=test_loss))
    assert found.outcome == outcome
    assert found.loss_rise == pytest.approx(rise)
    assert found.best_epoch == 1 + test_loss.index(min(test_loss))


@pytest.mark.parametrize(
    ("best", "final"),
    [((20, 20, 20), (14, 20, 20)), ((14, 20, 20), (20, 20, 20)), ((15, 15, 15), (15, 15, 15))],
)
def test_stopping(best: tuple[int, int, int], final: tuple[int, int, int]) -> None:
    found = analyze(result(best=answers(*best), final=answers(*final)))
    assert found.stopping.difference == pytest.approx((sum(best) - sum(final)) / 60)
    assert found.best["test"].accuracy == pytest.approx(sum(best) / 60)
    assert found.final["test"].accuracy == pytest.approx(sum(final) / 60)


@pytest.mark.parametrize(("right", "memorized"), [((19, 19, 19), True), ((19, 19, 18), False)])
def test_memorized(right: tuple[int, int, int], memorized: bool) -> None:
    found = analyze(result(train=answers(*right), final=answers(10, 10, 10)))
    assert found.memorized is memorized
    assert found.gap == pytest.approx(sum(right) / 60 - 0.5)


def test_figures_of_the_batches() -> None:
    found = analyze(result())
    uneven = replace(found, spec=replace(found.spec, batch_size=25))
    assert (uneven.full_batches, uneven.last_batch, uneven.exact_batches) == (2, 10, 2.4)
    assert replace(found, spec=replace(found.spec, batch_size=20)).last_batch == 0


def test_figures_of_the_classes() -> None:
    found = analyze(result())
    assert (found.class_count, found.classes_ascend, found.equal_classes) == (3, False, True)
    assert found.final["test"].class_size == PER_CLASS
    assert found.final["test"].step == pytest.approx(1 / 60)
    assert found.final["test"].images_for_half_error == 240
    ascending = replace(found.spec, classes=(18, 28, 63))
    assert replace(found, spec=ascending).classes_ascend


def test_what_the_worst_class_is_taken_for() -> None:
    figures = final_test(answers(20, 15, 10))
    (confusion,) = figures.confusions_of_worst
    assert confusion.true_id == figures.worst_class.class_id
    assert figures.most_confused == Confusion(true_id=28, taken_for_id=18, count=10, of=20)
    assert final_test(answers(20, 20, 20)).most_confused is None


def test_which_state_has_the_better_f1() -> None:
    found = analyze(result(best=answers(20, 15, 10), final=answers(20, 10, 12)))
    assert [one.class_id for one in found.best_f1] == list(CLASSES)
    assert [one.state for one in found.best_f1] == ["final", "best", "both"]
    assert {one.state for one in analyze(result()).best_f1} == {"both"}


def test_norms_are_named_by_their_neuron() -> None:
    found = replace(analyze(result()), weight_norms=(0.7, 0.4, 0.9))
    assert (found.largest_norm.neuron, found.largest_norm.value) == (3, 0.9)
    assert (found.smallest_norm.neuron, found.smallest_norm.value) == (2, 0.4)
    assert found.first_units == 3


def test_smooth_weights_are_told_from_random_ones() -> None:
    random = np.random.default_rng(0)
    noise = random.uniform(-1, 1, (10, 3072)).astype(np.float32)
    across, down = np.meshgrid(np.linspace(-2, 2, 32), np.linspace(-2, 2, 32))
    blob = np.exp(-(across**2) - down**2)[:, :, None] * np.array([1, -1, 0.5])
    assert abs(smoothness(noise)) < 0.03
    assert smoothness(blob.reshape(1, -1)) > 0.9
    # Channels last: one channel beside the next is no neighbour
    assert smoothness(np.tile([[1.0, -1.0, 0.0]], (2, 1024))) == 0
    between = smoothness(noise + 2 * blob.reshape(1, -1))
    assert 0.1 < between < 0.9


@pytest.mark.parametrize(("alike", "smooth"), [(0.38, True), (0.02, False), (-0.1, False)])
def test_weights_are_smooth_where_neighbours_are_alike(*, alike: float, smooth: bool) -> None:
    assert replace(analyze(result()), weight_smoothness=alike).smooth_weights is smooth


def test_figures_before_and_after_training() -> None:
    found = analyze(result())
    assert found.initial_excess == pytest.approx(1.2 / np.log(3) - 1)
    assert found.inputs_vary_more
    assert found.more_parameters
    assert found.parameters_per_image == pytest.approx(30763 / 60)
    assert found.train_loss_fell
    assert not analyze(result(test_loss=(1.0, 0.9, 0.8))).train_loss_fell


def test_stopping_is_told_in_images_and_epochs() -> None:
    found = analyze(result(best=answers(15, 15, 15), final=answers(15, 15, 12)))
    assert (found.stopping.net_gain, found.stopping.direction) == (3, "more")
    assert (found.stopping.gained, found.stopping.lost) == (3, 0)
    assert (found.stopping_ratio.direction, found.stopping_ratio.times) == ("more", 1.5)
    last = analyze(result(test_loss=(1.0, 0.9, 0.8)))
    assert (last.stopping.direction, last.stopping_ratio.direction) == ("same", "same")


def test_another_tasks_result_is_refused() -> None:
    spec = XorSpec(sample="xor", points=4, noise=0.1, hidden=2, lr=0.1, iterations=1, seed=0)
    wrong = RunResult(
        section="xor",
        spec=spec,
        values={},
        arrays={},
        stages=(),
        seconds=0,
        finished="",
        environment={},
    )
    with pytest.raises(TypeError, match="XorSpec"):
        analyze(wrong)
