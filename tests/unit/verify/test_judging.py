"""What a training that comes out otherwise says of its report."""

from dataclasses import replace
from typing import Any, cast

import pytest

from lab1report.data.dataset import Dataset
from lab1report.model import RunResult
from lab1report.plan.plan import PlannedRun
from lab1report.received.refuted import RefutedError
from lab1report.verify import judging
from tests.golden.made_training import Outcome, trained
from tests.specs import BASE

OWN = trained(BASE, Outcome())
RUN = PlannedRun(section="series", spec=BASE)


def judge(recorded: RunResult, made: RunResult, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(judging, "excused", lambda *_: False)
    return judging.judge({RUN: recorded}, {RUN: made}, cast("Dataset", None))


def test_another_outcome_refutes(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RefutedError, match="test accuracy"):
        judge(OWN, trained(BASE, Outcome(final=(92, 81, 90))), monkeypatch)


@pytest.mark.parametrize(("name", "there"), [("torch", "1.0.0"), ("device", "cuda: some GPU")])
def test_what_no_tolerance_was_measured_for_is_said(
    name: str, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = replace(OWN, environment={**OWN.environment, name: there})
    found = judge(other, trained(BASE, Outcome(final=(92, 81, 90))), monkeypatch)
    (note,) = found.notes
    assert f"{name} {there} there" in note


def test_the_claimed_machine_gives_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    other = trained(BASE, Outcome(final=(82, 69, 78)))
    assert "this very processor" in judge(OWN, other, monkeypatch).notes[0]
    elsewhere = replace(other, environment={**other.environment, "processor": "Another"})
    assert judge(OWN, elsewhere, monkeypatch).notes == []
