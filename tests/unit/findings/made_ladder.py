"""The steps from the base to the best network, for a small made-up series."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lab1report.plan.series import PlannedVariant

if TYPE_CHECKING:
    from tests.unit.findings.conftest import MadeSeries

STEPS = {
    "step-rate": ("optimizer", "lr", "schedule"),
    "step-epochs": ("epochs",),
    "step-batch": ("batch_size",),
    "step-units": ("hidden",),
    "step-saturation": ("saturation",),
}


def with_steps(made: MadeSeries, *, folds: int | None = None) -> None:
    """Plan the steps too, and let those that there are be trained; nothing helps or hurts."""
    base = made.series.base
    steps = [
        PlannedVariant(id=name, part="best", spec=base, against="base", takes=takes)
        for name, takes in STEPS.items()
    ]
    variants = (*made.series.variants, *steps)
    made.series = replace(made.series, variants=variants, folds=folds)
    for step in steps:
        if made.series.variant(step, made.results) is not None:
            made.let(step.id)
