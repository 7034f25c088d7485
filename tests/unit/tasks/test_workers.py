"""Runs side by side: the same numbers as one after the other, and a progress that adds up."""

from pathlib import Path

import numpy as np
import pytest

from lab1report.data import open_dataset
from lab1report.model import RegressionSpec, RunResult, SectionFailure, XorSpec
from lab1report.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.workers import compute_all

RUNS = (
    PlannedRun(
        section="regression",
        spec=RegressionSpec(
            grid=20, repeats=2, noise=0.05, hidden=4, lr=1e-3, iterations=400, snapshots=2, seed=1
        ),
    ),
    PlannedRun(
        section="xor",
        spec=XorSpec(sample="xor", points=40, noise=0.1, hidden=3, lr=1e-2, iterations=200, seed=1),
    ),
    PlannedRun(
        section="xor",
        spec=XorSpec(sample="xor", points=40, noise=0.1, hidden=3, lr=1e9, iterations=200, seed=1),
    ),
)


class Recorder(Progress):
    def __init__(self) -> None:
        self.total: float | None = None
        self.done: list[float] = []

    def start(self, title: str, total: float | None = None, *, unit: str = "steps") -> None:
        self.total = total

    def update(self, done: float) -> None:
        self.done.append(done)


def test_two_processes_give_the_numbers_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lab1report.data.demo.PER_CLASS", {"train": 1, "test": 1})
    dataset = open_dataset("demo", cache=tmp_path, progress=Progress())
    recorder = Recorder()

    def outcomes(workers: int) -> dict[PlannedRun, RunResult | SectionFailure]:
        return dict(
            compute_all(
                RUNS, dataset, choice="demo", cache=tmp_path, workers=workers, progress=recorder
            )
        )

    alone = outcomes(1)
    recorder.done.clear()
    together = outcomes(2)
    assert recorder.total == len(RUNS)
    assert recorder.done == sorted(recorder.done)
    assert recorder.done[-1] == len(RUNS)
    for run in RUNS[:2]:
        one, other = alone[run], together[run]
        assert isinstance(one, RunResult)
        assert isinstance(other, RunResult)
        assert one.values == other.values
        assert one.stages == other.stages
        for name, array in one.arrays.items():
            np.testing.assert_array_equal(array, other.arrays[name])
    diverged = together[RUNS[2]]
    assert isinstance(diverged, SectionFailure)
    assert "diverged" in diverged.message
