"""The steps from the base to the best network, their sum and their intervals."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lab1report.plan.series import folds
from tests.unit.findings.conftest import held_out
from tests.unit.findings.made_ladder import with_steps

if TYPE_CHECKING:
    from tests.unit.findings.conftest import Counts, MadeSeries


@pytest.mark.parametrize(
    ("rate", "epochs", "best"),
    [
        ((70, 60, 50), (70, 60, 50), (70, 60, 50)),
        ((75, 66, 50), (40, 60, 51), (90, 91, 87)),
        ((3, 2, 1), (100, 100, 100), (33, 34, 33)),
    ],
)
def test_steps_add_up_to_the_gain(
    series: MadeSeries, rate: Counts, epochs: Counts, best: Counts
) -> None:
    with_steps(series)
    series.let("step-rate", rate)
    series.let("step-epochs", epochs)
    series.let("units-20", best)
    found = series.found()
    assert found.ladder is not None
    assert found.best is not None
    assert [step.first.id for step in found.ladder] == ["base", "step-rate", "step-epochs"]
    assert [step.second.id for step in found.ladder] == ["step-rate", "step-epochs", "units-20"]
    assert [step.changed for step in found.ladder] == [("lr", "schedule"), ("epochs",), ("hidden",)]
    total = math.fsum(step.change.difference for step in found.ladder)
    assert total == pytest.approx(found.best.gain.difference, abs=1e-12)


def test_steps_are_one_family(series: MadeSeries) -> None:
    with_steps(series)
    series.let("units-20", (90, 90, 90))
    found = series.found()
    assert found.ladder is not None
    assert sorted(step.change.among for step in found.ladder) == [2, 2, 3]
    assert [step.change.verdict for step in found.ladder] == ["unclear", "unclear", "better"]
    assert found.best is not None
    assert found.best.gain.among == 1, "the best model was chosen without the test images"


def test_a_missing_training_leaves_no_ladder(series: MadeSeries) -> None:
    with_steps(series)
    assert series.found().ladder is not None
    series.drop("step-epochs")
    found = series.found()
    assert (found.ladder, found.best is not None) == (None, True)


def test_without_steps_there_is_no_ladder(series: MadeSeries) -> None:
    assert series.found().ladder is None


def test_the_base_on_held_out_images(series: MadeSeries) -> None:
    with_steps(series, folds=3)
    assert series.found().base_validation is None
    point = series.series.base_point
    assert point is not None
    for number, spec in enumerate(folds(point)):
        series.results[spec] = held_out(spec, 0.7 + 0.01 * number)
    found = series.found().base_validation
    assert found is not None
    assert found.mean == pytest.approx(0.71)
    assert found.n == 3
    del series.results[replace(point, fold=1)]
    assert series.found().base_validation is None
