"""Verdicts of task 2 from made-up losses."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from lab1report.findings.xor import XorFindings, analyze
from lab1report.model import RunResult, XorSpec
from tests.specs import BASE

POINTS = 100
CHANCE = POINTS * math.log(2)


def findings(shares: Sequence[float], *, accuracy: float = 1.0) -> XorFindings:
    """Of a run whose losses are these shares of the loss of guessing."""
    losses = CHANCE * np.array(shares)
    spec = XorSpec(
        sample="xor", points=POINTS, noise=0.1, hidden=4, lr=1e-3, iterations=len(shares), seed=0
    )
    return analyze(
        RunResult(
            section="xor",
            spec=spec,
            values={
                "class_sizes": [48, 52],
                "parameters": 17,
                "initial_loss": float(losses[0]),
                "final_loss": float(losses[-1]),
                "accuracy": accuracy,
                "wrong": round(POINTS * (1 - accuracy)),
                "least_confidence": 0.5,
                "surface_share": 0.5,
            },
            arrays={"losses": losses},
            stages=(),
            seconds=1.0,
            finished="2026-01-01T00:00:00+00:00",
            environment={},
        )
    )


def test_guessing_costs_ln_2_a_point() -> None:
    found = findings([1.0, 0.5])
    assert found.points == 100
    assert found.chance_loss == pytest.approx(69.3147, abs=1e-4)


@pytest.mark.parametrize(
    ("shares", "end", "solved"),
    [
        ([1.0, 1.0, 0.96, 0.96], None, None),
        ([1.0, 0.96, 0.94, 0.2], 3, None),
        ([0.9, 0.5, 0.2, 0.1], 1, None),
        ([1.0, 0.9, 1.0, 0.9, 0.04, 0.04], 4, 5),  # it left the plateau and came back
        ([1.0, 0.04, 0.06, 0.04], 2, 4),
        ([1.0, 0.5, 0.04, 0.06], 2, None),
    ],
)
def test_where_the_plateau_ends(shares: list[float], end: int | None, solved: int | None) -> None:
    found = findings(shares)
    assert (found.plateau_end, found.solved_at) == (end, solved)


def test_losses_at_every_tenth_of_the_way() -> None:
    found = findings([1 - k / 100 for k in range(40)])
    assert [iteration for iteration, _ in found.snapshots] == list(range(4, 41, 4))
    assert found.snapshots[0][1] == pytest.approx(0.97 * CHANCE)
    assert found.snapshots[-1][1] == pytest.approx(0.61 * CHANCE)


def test_a_long_plateau() -> None:
    found = findings([1.0] * 1999 + [0.5] * 1000 + [0.01] * 1000)
    assert (found.plateau_end, found.solved_at, found.steepest) == (2000, 3000, 1999)


@pytest.mark.parametrize(
    ("shares", "steepest", "monotone"),
    [
        ([1.0, 0.9, 0.5, 0.4], 2, True),
        ([1.0, 0.9, 0.95, 0.4], 3, False),
        ([1.0, 1.0, 1.0], None, True),
        ([1.0, 1.1, 1.2], None, False),
        ([1.0], None, True),
    ],
)
def test_the_steepest_step(shares: list[float], steepest: int | None, monotone: bool) -> None:
    found = findings(shares)
    assert (found.steepest, found.monotone) == (steepest, monotone)


@pytest.mark.parametrize(
    ("accuracy", "outcome"),
    [
        (1.0, "learned"),
        (0.95, "learned"),
        (0.94, "partly"),
        (0.6, "partly"),
        (0.59, "stuck"),
        (0.5, "stuck"),
        (0.0, "stuck"),
    ],
)
def test_outcome(accuracy: float, outcome: str) -> None:
    assert findings([1.0, 0.5], accuracy=accuracy).outcome == outcome


@pytest.mark.parametrize(
    ("shares", "plateau"),
    [
        ([1.0] * 100, "stuck"),
        ([1.0] * 5 + [0.5] * 95, "long"),
        ([1.0] * 4 + [0.5] * 96, "short"),
    ],
)
def test_how_long_the_plateau_is(shares: list[float], plateau: str) -> None:
    assert findings(shares).plateau == plateau


@pytest.mark.parametrize(
    ("shares", "descent"),
    [
        ([1.0, 0.5, 0.5], "monotone"),
        ([1.0, 0.5, 1.0], "not lower"),
        ([1.0, 1.1, 0.97], "level"),
        ([1.0, 1.1, 0.5], "falling"),
    ],
)
def test_descent(shares: list[float], descent: str) -> None:
    assert findings(shares).descent == descent


@pytest.mark.parametrize(("share", "near"), [(1.04, True), (0.96, True), (1.06, False)])
def test_whether_it_starts_at_chance(share: float, near: bool) -> None:
    assert findings([share, 0.5]).starts_at_chance == near


def test_figures_of_the_points() -> None:
    found = findings([1.0, 0.5])
    assert found.hidden_weights == 8
    assert found.loss_per_point == pytest.approx(0.5 * math.log(2))
    assert found.all_likelier
    assert not replace(found, least_confidence=0.49).all_likelier
    assert found.last_tenth == pytest.approx((CHANCE, 0.5 * CHANCE))
    assert findings([1.0]).last_tenth is None


def test_another_tasks_result_is_refused() -> None:
    result = RunResult(
        section="cifar",
        spec=BASE,
        values={},
        arrays={},
        stages=(),
        seconds=0,
        finished="",
        environment={},
    )
    with pytest.raises(TypeError, match="RunSpec"):
        analyze(result)
