"""What stands beside the network's recalls: true statements, and the opposite ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.findings.series.class_evidence import (
    MISTAKES,
    Agreement,
    EvidenceName,
    ImagesFindings,
    analyze,
)
from lab1report.model import RunResult

if TYPE_CHECKING:
    from tests.unit.findings.conftest import Counts, MadeSeries


def base(series: MadeSeries) -> list[RunResult]:
    return [series.results[spec] for spec in series.specs("base")]


def found(
    series: MadeSeries, recalls: Counts = (70, 60, 50), **arrays: NDArray[np.int64]
) -> ImagesFindings:
    """Findings where the base recognises so many of 100 images, of the images as changed."""
    series.let("base", recalls)
    assert series.images is not None
    images = replace(series.images, arrays={**series.images.arrays, **arrays})
    return analyze(images, base(series))


def test_figures_stand_under_their_class(series: MadeSeries) -> None:
    per_class = found(series).per_class
    assert [one.class_id for one in per_class] == [18, 63, 28]
    assert [one.nearest_mean for one in per_class] == [0.7, 0.6, 0.4]
    assert [one.nearest_color for one in per_class] == [0.5, 0.7, 0.3]
    assert [one.spread for one in per_class] == [1.0, 1.1, 1.3]
    assert [one.recall for one in per_class] == pytest.approx([0.7, 0.6, 0.5])
    assert [one.nearest_id for one in per_class] == [63, 28, 63]
    assert [one.distance for one in per_class] == pytest.approx([0.5, 0.3, 0.3])
    assert per_class[0].color == pytest.approx((120, 110, 100))
    assert found(series).nearest_mean == pytest.approx(17 / 30)


@pytest.mark.parametrize(
    ("recalls", "name", "agrees"),
    [
        ((70, 60, 50), "nearest_mean", "both"),
        ((70, 60, 50), "nearest_color", "worst"),  # by colour 63 would be the best
        ((70, 60, 50), "spread", "both"),
        ((70, 50, 60), "spread", "best"),
        ((50, 60, 70), "spread", "neither"),
        ((60, 70, 50), "spread", "worst"),
        ((70, 60, 50), "distance", "both"),
        ((70, 50, 60), "distance", "both"),  # 63 and 28 are equally near to each other
        ((50, 60, 70), "distance", "neither"),
    ],
)
def test_evidence(
    series: MadeSeries, recalls: Counts, name: EvidenceName, agrees: Agreement
) -> None:
    findings = found(series, recalls)
    (evidence,) = (one for one in findings.evidence if one.name == name)
    assert evidence.agrees == agrees


def test_easiest_and_hardest(series: MadeSeries) -> None:
    findings = found(series)
    by_name = {one.name: (one.easiest, one.hardest) for one in findings.evidence}
    assert by_name == {
        "nearest_mean": ((18,), (28,)),
        "nearest_color": ((63,), (28,)),
        "spread": ((18,), (28,)),
        "distance": ((18,), (63, 28)),
    }
    assert (findings.extremes.best, findings.extremes.worst) == ((18,), (28,))


@pytest.mark.parametrize(
    ("recalls", "pair", "same"),
    [((90, 50, 90), (28, 63), True), ((50, 90, 90), (18, 63), False)],
)
def test_confused_and_closest(
    series: MadeSeries, recalls: Counts, pair: tuple[int, int], same: bool
) -> None:
    findings = found(series, recalls)  # wrong answers are always the next class
    assert findings.closest_pair == (28, 63)
    assert findings.confused_pair == pair
    assert findings.closest_is_confused is same
    most = findings.confusions[0]
    assert {most.true_id, most.taken_for_id} == set(pair)
    assert most.share == pytest.approx(0.5)
    assert len(findings.confusions) == 6


def test_mistakes_are_the_most_confident_over_all_seeds(series: MadeSeries) -> None:
    runs = base(series)
    changed = []
    for number, run in enumerate(runs):
        probabilities = run.arrays["test_final"].copy()
        probabilities[95] = [0.02, 0.95, 0.03]  # of 18, taken for 63 by all seeds
        probabilities[290] = [0.9, 0.05, 0.05]  # of 28, taken for 18
        probabilities[195] = [0.0, 0.01, 0.99] if number == 0 else [0.1, 0.8, 0.1]  # by one seed
        changed.append(replace(run, arrays={**run.arrays, "test_final": probabilities}))
    assert series.images is not None
    mistakes = analyze(series.images, changed).mistakes
    assert len(mistakes) == MISTAKES
    first, second = mistakes[:2]
    assert (first.image, first.true_id, first.taken_for_id) == (95, 18, 63)
    assert first.confidence == pytest.approx(0.95)
    assert (second.image, second.true_id, second.taken_for_id) == (290, 28, 18)
    assert [one.confidence for one in mistakes] == sorted(
        (one.confidence for one in mistakes), reverse=True
    )
    assert 195 not in [one.image for one in mistakes]


def test_fewer_mistakes_than_places(series: MadeSeries) -> None:
    assert len(found(series, (100, 100, 98)).mistakes) == 2
    assert found(series, (100, 100, 100)).mistakes == ()


def test_other_images_are_refused(series: MadeSeries) -> None:
    with pytest.raises(ValueError, match="other test images"):
        found(series, test_labels=np.roll(np.arange(3).repeat(100), 1))
    with pytest.raises(TypeError, match="RunSpec"):
        analyze(base(series)[0], base(series))
