"""From the base to the best network: what each step changes, and which steps there are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lab1report.model import RunResult, RunSpec, Search
from lab1report.plan.series import PlannedVariant, Series, Step, folds
from tests import specs

BASE = replace(specs.BASE, epochs=250, seed=3, order=3)
TUNED: dict[str, Any] = {"lr": 0.06, "schedule": "linear", "epochs": 6, "batch_size": 16}
NARROW = replace(BASE, **TUNED)
WIDE = replace(NARROW, hidden=(256,))
COLOURED = replace(WIDE, saturation=4.0)
STEPS = (
    ("step-rate", ("optimizer", "lr", "schedule")),
    ("step-epochs", ("epochs",)),
    ("step-batch", ("batch_size",)),
    ("step-units", ("hidden",)),
    ("step-saturation", ("saturation",)),
)
Results = dict[RunSpec, RunResult]


def network(name: str, *specs: RunSpec, like: str | None = None) -> PlannedVariant:
    points = tuple(replace(spec, fold=0, folds=2) for spec in specs)
    return PlannedVariant(
        id=name, part="network", spec=specs[0], against="base",
        search=Search(id=name, points=points), like=like,
    )  # fmt: skip


def series(
    *networks: PlannedVariant, steps: Sequence[tuple[str, tuple[str, ...]]] = STEPS
) -> Series:
    return Series(
        variants=(
            PlannedVariant(id="base", part="classes", spec=BASE, against=None),
            *networks,
            *(
                PlannedVariant(id=name, part="best", spec=BASE, against="base", takes=takes)
                for name, takes in STEPS
            ),
        ),
        seeds=2,
        folds=2,
    )


def held_out(accuracies: dict[RunSpec, float]) -> Results:
    """What was measured on the folds of each point."""
    return {
        spec: RunResult(
            section="series",
            spec=spec,
            values={},
            arrays={"validation_accuracy": np.array([accuracy])},
            stages=(),
            seconds=0.0,
            finished="",
            environment={},
        )
        for point, accuracy in accuracies.items()
        for spec in folds(replace(point, fold=0, folds=2))
    }


def changed(steps: Sequence[Step] | None) -> list[tuple[str, str, tuple[str, ...]]]:
    assert steps is not None
    return [(step.first, step.second, step.changed) for step in steps]


WHOLE = series(
    network("narrow", NARROW), network("wide", WIDE),
    network("coloured", replace(BASE, hidden=(256,), saturation=4.0), like="wide"),
)  # fmt: skip


def test_the_way_to_the_best_network() -> None:
    """Where a step leads to a network that there is, it is that network and no other variant."""
    results = held_out({NARROW: 0.7, WIDE: 0.8, COLOURED: 0.9})
    assert changed(WHOLE.ladder(results)) == [
        ("base", "step-rate", ("lr", "schedule")),
        ("step-rate", "step-epochs", ("epochs",)),
        ("step-epochs", "narrow", ("batch_size",)),
        ("narrow", "wide", ("hidden",)),
        ("wide", "coloured", ("saturation",)),
    ]
    rate, epochs = (replace(BASE, lr=0.06, schedule="linear", epochs=n) for n in (250, 6))
    waves = WHOLE.waves(["best"], results)
    assert waves["ladder"] == (*WHOLE.repeated(rate), *WHOLE.repeated(epochs))
    known = {one.id for v in WHOLE.variants if (one := WHOLE.variant(v, results))}
    assert known == {"base", "narrow", "wide", "coloured", "step-rate", "step-epochs"}


def test_steps_that_change_nothing_are_left_out() -> None:
    """A best network with the base's layers, batch and colours."""
    best = replace(BASE, lr=0.06, epochs=6)
    found = series(network("narrow", best))
    results = held_out({best: 0.7})
    assert changed(found.ladder(results)) == [
        ("base", "step-rate", ("lr",)), ("step-rate", "narrow", ("epochs",)),
    ]  # fmt: skip


def test_the_base_itself_needs_no_step() -> None:
    found = series(network("narrow", BASE))
    assert found.ladder(held_out({BASE: 0.7})) == ()


def test_another_optimizer_comes_with_its_rate() -> None:
    adam = replace(WIDE, optimizer="Adam", lr=0.001)
    found = series(network("adam", adam))
    steps = found.ladder(held_out({adam: 0.7}))
    assert steps is not None
    assert steps[0].changed == ("optimizer", "lr", "schedule")
    assert steps[0].spec == replace(BASE, optimizer="Adam", lr=0.001, schedule="linear")
    assert (steps[-1].second, steps[-1].spec) == ("adam", adam)


@pytest.mark.parametrize(("wide", "coloured", "best"), [(0.9, 0.8, "wide"), (0.8, 0.8, "wide"),
                                                        (0.7, 0.8, "coloured")])  # fmt: skip
def test_the_best_is_best_on_held_out_images(wide: float, coloured: float, best: str) -> None:
    found = WHOLE.best(held_out({NARROW: 0.6, WIDE: wide, COLOURED: coloured}))
    assert found is not None
    assert found.id == best


def test_nothing_is_known_before_all_searches_are_over() -> None:
    results = held_out({NARROW: 0.7, WIDE: 0.8})
    waves = WHOLE.waves(["best"], results)
    assert waves["later search"] == folds(replace(COLOURED, fold=0, folds=2))
    assert (WHOLE.best(results), WHOLE.ladder(results)) == (None, None)
    assert (waves["networks"], waves["ladder"]) == (None, None)
    waves = WHOLE.waves(["best"], held_out({NARROW: 0.7}))
    assert waves["later search"] is None


def test_a_network_takes_over_what_another_one_found() -> None:
    other = replace(WIDE, lr=0.03, epochs=12)
    found = series(
        network("wide", WIDE, other),
        network("coloured", *(replace(BASE, hidden=(256,), saturation=s) for s in (2.0, 4.0)),
                like="wide"),
    )  # fmt: skip
    results = held_out({WIDE: 0.7, other: 0.8})
    search = found.search(found.planned("coloured"), results)
    assert search is not None
    assert [replace(point, fold=None, folds=None) for point in search.points] == [
        replace(other, saturation=2.0), replace(other, saturation=4.0),
    ]  # fmt: skip
    assert found.search(found.planned("coloured"), {}) is None


def test_the_base_is_judged_on_the_same_folds() -> None:
    point = replace(BASE, fold=0, folds=2)
    assert WHOLE.base_point == point
    assert set(folds(point)) <= set(WHOLE.waves(["network"], {})["search"] or ())
    assert not set(folds(point)) & set(WHOLE.waves(["batch"], {})["search"] or ())
    assert set(folds(point)) <= WHOLE.own("best", {})
