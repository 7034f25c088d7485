"""The guesses of seconds: all that is planned is counted once, whatever is known of it."""

from collections.abc import Mapping

import numpy as np
import pytest

from lab1report import load_settings
from lab1report.model import RunResult, RunSpec
from lab1report.plan.plan import make_plan
from lab1report.runs.costs import seconds_of, seconds_of_plan, seconds_to_come
from lab1report.sections.catalog import report_sections

SETTINGS = load_settings(group=3, variant=7, stream="IU5", data="demo")
PLAN = make_plan(SETTINGS, report_sections())


def results_of(best_epoch: int) -> Mapping[RunSpec, RunResult]:
    """Results of every training as soon as it is specified, the base stopped there."""
    found: dict[RunSpec, RunResult] = {}
    for wave in PLAN.as_specified(found, set()):
        for run in wave.runs or ():
            if isinstance(run.spec, RunSpec):
                found[run.spec] = result(run.spec, best_epoch)
    return found


def result(spec: RunSpec, best_epoch: int) -> RunResult:
    return RunResult(
        section="series",
        spec=spec,
        stages=(),
        values={"best_epoch": best_epoch},
        arrays={"validation_accuracy": np.array([0.5])},
        seconds=1.0,
        finished="2026-11-28T10:00:00+00:00",
        environment={},
    )


def test_what_is_to_come_becomes_what_is_specified() -> None:
    assert seconds_to_come(PLAN, PLAN.everything, {}) > 0
    assert seconds_to_come(PLAN, PLAN.everything, results_of(75)) == 0


@pytest.mark.parametrize("best_epoch", [40, 75, 120])
def test_the_guess_before_is_near_the_one_when_all_is_known(best_epoch: int) -> None:
    results = results_of(best_epoch)
    waves = PLAN.waves(PLAN.everything, results)
    known = sum(seconds_of(run) for wave in waves for run in wave.runs or ())
    assert seconds_of_plan(PLAN, {}) == pytest.approx(known, rel=0.4)
    assert seconds_of_plan(PLAN, results) == pytest.approx(known)


def test_a_task_has_nothing_to_come() -> None:
    assert seconds_to_come(PLAN, frozenset({"xor"}), {}) == 0
