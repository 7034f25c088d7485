"""Assembles the content of the report from the outcomes of the runs."""

import traceback
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from lab1report.findings.cifar import CifarFindings
from lab1report.findings.series import analyze as series
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import (
    DataInfo,
    ImagesSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    SectionId,
    SectionMissing,
    TableRow,
)
from lab1report.plan.plan import Plan
from lab1report.report.report import Absent, Report, series_rows, two_rows
from lab1report.runs.plan_state import Outcomes
from lab1report.settings.options import Settings
from lab1report.store.environment import describe

F = TypeVar("F")


def assemble(settings: Settings, plan: Plan, data: DataInfo, outcomes: Outcomes) -> Report:
    """The report of all outcomes, in the order of the plan."""
    tasks = {run.section: _outcome(outcomes.get(run), run.section) for run in plan.tasks}
    results = {name: found for name, found in tasks.items() if isinstance(found, RunResult)}
    trainings = {
        result.spec: result
        for result in outcomes.values()
        if isinstance(result, RunResult) and isinstance(result.spec, RunSpec)
    }
    images = next(
        (
            result
            for result in outcomes.values()
            if isinstance(result, RunResult) and isinstance(result.spec, ImagesSpec)
        ),
        None,
    )
    computed = [outcome for outcome in outcomes.values() if isinstance(outcome, RunResult)]
    # Only they may run on a GPU, and all of a report on the same one, which is in their keys
    series = [result for result in trainings.values() if result.section == "series"]
    newest = max(series or computed, key=lambda result: result.finished, default=None)
    findings: dict[SectionId, Any] = {
        task.id: _found(tasks[task.id], task.analyze) for task in plan.sections.tasks
    }
    findings[plan.sections.series.id] = _series(plan, outcomes, trainings, images)
    return Report(
        assignment=settings.assignment,
        data=data,
        seed=settings.seed,
        sections=plan.sections,
        findings=findings,
        plan=plan.series,
        results=results,
        trainings=trainings,
        images=images,
        table=_table(findings.get("cifar"), findings["series"]),
        timings={
            section: round(sum(r.seconds for r in computed if r.section == section), 3)
            for section in dict.fromkeys(result.section for result in computed)
        },
        environment=newest.environment if newest else describe(),
    )


def _outcome(outcome: RunResult | SectionFailure | None, section: SectionId) -> RunResult | Absent:
    return SectionMissing(section=section) if outcome is None else outcome


def _found(outcome: RunResult | Absent, analyze: Callable[[RunResult], F]) -> F | Absent:
    if not isinstance(outcome, RunResult):
        return outcome
    return _analyzed(outcome.section, lambda: analyze(outcome))


def _analyzed(section: SectionId, work: Callable[[], F]) -> F | SectionFailure:
    """A mistake in the analysis fails its section, not the report; the trainings stay stored."""
    try:
        return work()
    except Exception as error:
        return SectionFailure(
            section=section,
            stage="analysis",
            message=f"{type(error).__name__}: {error}",
            details=traceback.format_exc(),
        )


def _series(
    plan: Plan,
    outcomes: Outcomes,
    trainings: Mapping[RunSpec, RunResult],
    images: RunResult | None,
) -> SeriesFindings | Absent:
    """The findings of the series, or the failure of a run: the rest would pass for the whole."""
    for run, outcome in outcomes.items():
        if run.section == "series" and isinstance(outcome, SectionFailure):
            return outcome
    found = _analyzed("series", lambda: series.analyze(plan.series, trainings, images))
    return SectionMissing(section="series") if found is None else found


def _table(third: object, studied: object) -> tuple[TableRow, ...]:
    if isinstance(studied, SeriesFindings) and studied.several_variants:
        return series_rows(studied.variants)
    return two_rows(third) if isinstance(third, CifarFindings) else ()
