"""A disk that is full while results come: they are stored as soon as it has room."""

import errno
import os
from pathlib import Path

import pytest

from lab1report.model import RunResult
from lab1report.plan.plan import PlannedRun
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.plan_state import PlanState
from lab1report.runs.workers import Workers
from lab1report.settings.section_names import section_ids
from lab1report.store import sealed
from lab1report.store.results import Store
from tests.unit.tiny_plan import Recorder, make_dataset, make_plan, same_numbers


def full(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.slow
def test_results_that_could_not_be_stored_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset, recorder = make_dataset(), Recorder()
    store = Store(tmp_path)
    state = PlanState(
        plan=make_plan(),
        wanted=frozenset(section_ids()),
        fresh=frozenset(),
        dataset=dataset,
        store=store,
    )
    workers = Workers[PlannedRun, Computed](
        dataset, choice="demo", cache=tmp_path, count=1, progress=recorder
    )
    with monkeypatch.context() as patch, workers:
        patch.setattr(sealed, "write", full)
        for rank, task in state.ready():
            workers.add(task, rank=rank)
        for run, outcome in workers.outcomes():
            if state.note(run, outcome):
                for rank, task in state.ready():
                    workers.add(task, rank=rank)
    assert state.complete
    assert not list(tmp_path.rglob("*.bin"))
    (warning,) = recorder.warnings
    assert "cannot be written (No space left on device)" in warning
    state.keep()
    assert len(state.outcomes) > 15
    for run, found in state.outcomes.items():
        assert isinstance(found, RunResult)
        stored = store.get(run.section, inputs_of(run, dataset.info.fingerprint), run.spec)
        assert stored is not None
        same_numbers(stored, found)
