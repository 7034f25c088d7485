"""Compares neighbours on the way from the base to the best network, as one family."""

from collections.abc import Mapping
from dataclasses import dataclass

from lab1report.findings.series.variants import TrainedVariant, VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.family import compare_family
from lab1report.model import RunResult, RunSpec
from lab1report.plan.series import Series


@dataclass(frozen=True, kw_only=True)
class LadderStep:
    """One step: `second` is `first` with the fields `changed`, as the best network has them.

    `change` is the second's test accuracy minus the first's. The differences of all steps add up
    to that of the best network and the base; the intervals are those of a family.
    """

    changed: tuple[str, ...]
    first: VariantFindings
    second: VariantFindings
    change: Comparison

    @property
    def named(self) -> tuple[str, ...]:
        """The fields by which the step is named: a rate and its fall are one."""
        return tuple(
            name for name in self.changed if name != "schedule" or "lr" not in self.changed
        )


def analyze(
    series: Series,
    results: Mapping[RunSpec, RunResult],
    trained: Mapping[str, TrainedVariant],
    found: Mapping[str, VariantFindings],
) -> tuple[LadderStep, ...] | None:
    """The steps in their order; None if one of their trainings, or of the searches, is missing."""
    steps = series.ladder(results)
    if not steps or any(step.second not in found for step in steps):
        return None
    changes = compare_family(
        [(trained[step.first].right, trained[step.second].right) for step in steps]
    )
    return tuple(
        LadderStep(
            changed=step.changed,
            first=found[step.first],
            second=found[step.second],
            change=change,
        )
        for step, change in zip(steps, changes, strict=True)
    )
