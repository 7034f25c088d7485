"""How long a build takes here follows from what it took, or from a probe."""

from dataclasses import replace
from pathlib import Path

import pytest

from lab1report.runs import pace
from lab1report.runs.compute import inputs_of
from lab1report.runs.costs import seconds_of
from lab1report.store.results import Store
from tests.unit.runs.test_costs import PLAN, result


def test_a_machine_is_as_slow_as_its_stored_tasks(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for run in PLAN.tasks[:2]:
        took = replace(
            result(PLAN.series.base, 1),
            section=run.section,
            spec=run.spec,
            seconds=3 * seconds_of(run),
        )
        store.put(inputs_of(run, ""), took)
    assert pace.pace(PLAN, store) == pytest.approx(3)
    one, two = (pace.seconds_of_build(PLAN, store, workers=count) for count in (1, 2))
    assert two < one < 2 * two


def test_it_is_probed_where_nothing_is_stored(tmp_path: Path) -> None:
    assert 0.1 < pace.pace(PLAN, Store(tmp_path)) < 100


def test_a_slower_probe_is_a_slower_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    probed = pace._probe()
    monkeypatch.setattr(pace, "_probe", lambda: 4 * probed)
    slow = pace.pace(PLAN, Store(tmp_path))
    monkeypatch.setattr(pace, "_probe", lambda: probed)
    assert slow == pytest.approx(4 * pace.pace(PLAN, Store(tmp_path)))
