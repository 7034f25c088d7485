"""What is computed has the form that a stored result must have; nothing else has."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lab1report.model import RunResult, Spec
from lab1report.runs.compute import Computed
from lab1report.store.result_forms import misfit
from tests.unit.runs.test_compute import CIFAR, IMAGES, SPECS, computed, trained

FOLD = replace(CIFAR, fold=0, folds=3)

Arrays = dict[str, Any]


def results() -> Mapping[str, RunResult]:
    found: dict[str, Computed] = {type(spec).__name__: computed(spec) for spec in SPECS}
    found |= {f"series {spec}": outcome for spec, outcome in trained([CIFAR, FOLD]).items()}
    assert all(isinstance(outcome, RunResult) for outcome in found.values())
    return found  # type: ignore[return-value]


@pytest.fixture(scope="module")
def made() -> Mapping[str, RunResult]:
    return results()


def test_what_is_computed_fits(made: Mapping[str, RunResult]) -> None:
    assert len(made) == len(SPECS) + 2
    assert {type(one.spec) for one in made.values()} == {type(spec) for spec in SPECS}
    for name, result in made.items():
        assert misfit(result) is None, name


def _without(values: Arrays, name: str) -> Arrays:
    return {other: value for other, value in values.items() if other != name}


CHANGES: dict[str, Callable[[Arrays, str], Arrays]] = {
    "absent": _without,
    "another name": lambda arrays, name: {**_without(arrays, name), "x" + name: arrays[name]},
    "one more": lambda arrays, name: {**arrays, name + "x": arrays[name]},
    "flat": lambda arrays, name: {**arrays, name: np.zeros((2, 2, 2, 2, 2, 2), arrays[name].dtype)},
    "another type": lambda arrays, name: {**arrays, name: arrays[name].astype("complex64")},
    "empty": lambda arrays, name: {**arrays, name: arrays[name][:0]},
}


@pytest.mark.parametrize("change", CHANGES)
def test_other_arrays_do_not_fit(made: Mapping[str, RunResult], change: str) -> None:
    for result in made.values():
        for name in result.arrays:
            arrays = CHANGES[change](dict(result.arrays), name)
            assert misfit(replace(result, arrays=arrays)) is not None, (result.spec, name)


@pytest.mark.parametrize("value", ["text", None, float("nan"), float("inf"), [["a"]], {"a": None}])
def test_other_values_do_not_fit(made: Mapping[str, RunResult], value: object) -> None:
    for result in made.values():
        for name in result.values:
            values = {**result.values, name: value}
            assert misfit(replace(result, values=values)) is not None, (result.spec, name)
            assert misfit(replace(result, values=_without(dict(result.values), name))) is not None


@pytest.mark.parametrize("spec", [replace(CIFAR, epochs=3), IMAGES, replace(CIFAR, classes=(0, 1))])
def test_the_result_of_another_specification_does_not_fit(
    made: Mapping[str, RunResult], spec: Spec
) -> None:
    assert misfit(replace(made[f"series {CIFAR}"], spec=spec)) is not None
