"""Verdicts of task 1 from made-up errors."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from lab1report.findings.regression import RegressionFindings, Snapshot, analyze
from lab1report.model import RegressionSpec, RunResult, XorSpec

NOISE = 0.0025


def findings(
    snapshots: Sequence[float], *, initial: float = 0.4, final: float | None = None
) -> RegressionFindings:
    """Of a run with these errors after every 1000 iterations, the last one final."""
    iterations = [1000 * (place + 1) for place in range(len(snapshots))]
    spec = RegressionSpec(
        grid=10,
        repeats=2,
        noise=0.05,
        hidden=4,
        lr=1e-4,
        iterations=iterations[-1],
        snapshots=len(snapshots),
        seed=0,
    )
    return analyze(
        RunResult(
            section="regression",
            spec=spec,
            values={
                "points": 20,
                "parameters": 13,
                "noise_variance": NOISE,
                "gradient_error": 1e-16,
                "initial_mse": initial,
                "final_mse": snapshots[-1] if final is None else final,
                "rms_deviation": 0.01,
                "worst_deviation": -0.03,
                "worst_x": -0.5,
            },
            arrays={
                # Errors are also known between the snapshots, and in another number of places
                "mse_iterations": np.array([0, 500, *iterations]),
                "mse": np.array([initial, 99.0, *snapshots]),
                "fit_iterations": np.array(iterations),
            },
            stages=(),
            seconds=1.0,
            finished="2026-01-01T00:00:00+00:00",
            environment={},
        )
    )


def test_snapshots_are_the_errors_at_their_iterations() -> None:
    found = findings([0.3, 0.2, 0.1])
    assert found.snapshots == (
        Snapshot(iteration=1000, mse=0.3),
        Snapshot(iteration=2000, mse=0.2),
        Snapshot(iteration=3000, mse=0.1),
    )


@pytest.mark.parametrize(
    ("ratio", "fit"),
    [
        (1.0, "noise"),
        (1.04, "noise"),
        (0.96, "noise"),
        (1.06, "above"),
        (9.0, "above"),
        (0.94, "below"),
        (0.1, "below"),
    ],
)
def test_fit_against_the_noise(ratio: float, fit: str) -> None:
    found = findings([0.1], final=ratio * NOISE)
    assert found.noise_ratio == pytest.approx(ratio)
    assert found.fit == fit


@pytest.mark.parametrize(
    ("snapshots", "trend"),
    [
        ([0.3, 0.1, 0.0981], "level"),
        ([0.3, 0.1, 0.1019], "level"),
        ([0.3, 0.1, 0.0979], "falling"),
        ([0.3, 0.1, 0.1021], "rising"),
        ([0.1], "unknown"),
    ],
)
def test_trend_of_the_last_interval(snapshots: list[float], trend: str) -> None:
    found = findings(snapshots)
    assert found.trend == trend
    if trend != "unknown":
        assert found.last_change == pytest.approx(snapshots[-1] / snapshots[-2] - 1)


@pytest.mark.parametrize(
    ("initial", "snapshots", "monotone"),
    [
        (0.4, [0.3, 0.2], True),
        (0.4, [0.3, 0.3], False),
        (0.4, [0.2, 0.3], False),
        (0.1, [0.3, 0.2], False),  # it rose before the first snapshot
    ],
)
def test_monotone(initial: float, snapshots: list[float], monotone: bool) -> None:
    assert findings(snapshots, initial=initial).monotone is monotone


@pytest.mark.parametrize(
    ("error", "gradients"), [(0.0, "exact"), (9e-11, "rounding"), (1e-10, "off"), (0.01, "off")]
)
def test_gradients(error: float, gradients: str) -> None:
    assert replace(findings([0.1]), gradient_error=error).gradients == gradients


@pytest.mark.parametrize(
    ("ratio", "at", "below"), [(0.99, True, True), (1.01, True, False), (1.03, False, False)]
)
def test_beside_the_noise(ratio: float, at: bool, below: bool) -> None:
    found = findings([0.1], final=ratio * NOISE)
    assert (found.at_noise, found.below_noise) == (at, below)


def test_figures_of_the_fit() -> None:
    found = findings([0.005, 0.0025], initial=0.1)
    assert (found.last.mse, found.before_last.mse) == (0.0025, 0.005)
    assert (found.initial_times, found.step) == (40, 0.1)
    assert found.beats_a_measurement
    assert not replace(found, rms_deviation=0.06).beats_a_measurement
    assert found.worst_at_edge
    assert replace(found, worst_x=0.4).worst_at_edge
    assert not replace(found, worst_x=-0.39).worst_at_edge


def test_another_tasks_result_is_refused() -> None:
    spec = XorSpec(sample="xor", points=4, noise=0.1, hidden=2, lr=0.1, iterations=1, seed=0)
    result = RunResult(
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
        analyze(result)
