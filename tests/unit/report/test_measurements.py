"""Trainings come back from their columns as they were, and columns that lie are refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lab1report.report.measurements.agreement import require_same_counts
from lab1report.report.measurements.columns import Split, join, size_of
from tests.golden.made_training import Outcome, held_out, trained
from tests.specs import BASE

EXACT = ("_loss", "_accuracy", "_labels", "_confusion_final")
FOLD = replace(BASE, fold=0, folds=3)
RESULTS = [
    trained(BASE, Outcome()),
    held_out(FOLD, 0.7),
    trained(replace(BASE, seed=BASE.seed + 1, epochs=9), Outcome(churn=2)),
]
CONFIDENT = [True, False, False]
SPECS = [BASE, FOLD, replace(BASE, seed=BASE.seed + 1, epochs=9)]


def labels(place: int) -> Any:
    arrays = RESULTS[place].arrays
    return arrays["train_labels"], arrays["validation_labels" if place == 1 else "test_labels"]


def split(columns: Any) -> Split:
    return Split(columns, [size_of(result) for result in RESULTS], CONFIDENT, classes=3)


def test_what_is_stored_comes_back() -> None:
    again = split(join(RESULTS, confident=CONFIDENT))
    for place, (result, spec) in enumerate(zip(RESULTS, SPECS, strict=True)):
        found = again.arrays(place, spec, labels(place))
        for name, array in result.arrays.items():
            if name in found and name.endswith(
                ("_loss", "_accuracy", "_labels", "_confusion_final")
            ):
                assert np.array_equal(found[name], array), name
            if name in found and name.endswith(("_final", "_best")):
                assert np.array_equal(found[name].argmax(axis=1), array.argmax(axis=1)), name
        assert ("train_final" in found) == (place != 1), "the answers of folds are in no report"
    sure = again.arrays(0, BASE, labels(0))["test_final"]
    assert np.allclose(sure, RESULTS[0].arrays["test_final"])


def test_losses_take_four_bytes_where_that_loses_nothing() -> None:
    columns = join(RESULTS, confident=CONFIDENT)
    assert columns["held_loss"].dtype == np.float64, "made-up losses have more digits"
    exact = replace(
        RESULTS[0],
        arrays={
            **RESULTS[0].arrays,
            **{
                f"{part}_loss": RESULTS[0].arrays[f"{part}_loss"].astype(np.float32).astype(float)
                for part in ("train", "test")
            },
        },
    )
    assert join([exact], confident=[False])["held_loss"].dtype == np.float32


@pytest.mark.parametrize("name", ["train_loss", "held_right", "answers", "probabilities"])
def test_columns_of_another_length(name: str) -> None:
    columns = join(RESULTS, confident=CONFIDENT)
    with pytest.raises(ValueError, match=name):
        split({**columns, name: columns[name][:-1]})


def test_other_epochs_or_images_than_the_specification_says() -> None:
    again = split(join(RESULTS, confident=CONFIDENT))
    with pytest.raises(ValueError, match="other epochs or images"):
        again.arrays(0, replace(BASE, epochs=BASE.epochs + 1), labels(0))
    with pytest.raises(ValueError, match="other epochs or images"):
        again.arrays(0, BASE, (labels(0)[0][:-1], labels(0)[1]))
    with pytest.raises(ValueError, match="other epochs or images"):
        again.arrays(0, replace(BASE, fold=1, folds=3), labels(0))


def test_probabilities_that_contradict_the_answers() -> None:
    columns = join(RESULTS, confident=CONFIDENT)
    turned = columns["probabilities"].reshape(-1, 3)[:, ::-1].ravel()
    with pytest.raises(ValueError, match="not the answers"):
        split({**columns, "probabilities": turned}).arrays(0, BASE, labels(0))
    with pytest.raises(ValueError, match="probabilities are none"):
        split({**columns, "probabilities": 2 * columns["probabilities"]}).arrays(0, BASE, labels(0))


def test_a_curve_that_contradicts_the_answers() -> None:
    columns = join(RESULTS, confident=CONFIDENT)
    right = columns["held_right"].copy()
    right[BASE.epochs - 1] += 1
    found = split({**columns, "held_right": right}).arrays(0, BASE, labels(0))
    with pytest.raises(ValueError, match="curve of their accuracy disagree"):
        require_same_counts(found, ("test",), {"final": -1})


def test_parameters_are_counted() -> None:
    assert replace(BASE, hidden=(10,)).parameters(3072) == 3072 * 10 + 10 + 10 * 3 + 3
