"""From the outcomes of the runs to the content of the report."""

from collections.abc import Mapping

from lab1report.analysis import cifar, regression, xor
from lab1report.compute import Computed
from lab1report.config import Settings
from lab1report.environment import describe
from lab1report.model import (
    SECTIONS,
    DataInfo,
    RunResult,
    SectionFailure,
    SectionId,
    SectionMissing,
    TableRow,
)
from lab1report.plan import PlannedRun
from lab1report.publish import LANGUAGE
from lab1report.render.phrases import phrase
from lab1report.report import Absent, Report, table_rows


def assemble(
    settings: Settings, data: DataInfo, outcomes: Mapping[PlannedRun, Computed | None]
) -> Report:
    """The report of all outcomes, in the order of the plan; None is a run not wanted now.

    A section is absent as a whole if one of its runs failed or is missing: figures of fewer seeds
    than were asked for would pass for the whole.
    """
    results: dict[SectionId, list[RunResult]] = {}
    absent: dict[SectionId, Absent] = {}
    for section in SECTIONS:
        own = [outcome for run, outcome in outcomes.items() if run.section == section]
        if failures := [outcome for outcome in own if isinstance(outcome, SectionFailure)]:
            absent[section] = failures[0]
        elif None in own:
            absent[section] = SectionMissing(section=section)
        else:
            results[section] = [outcome for outcome in own if isinstance(outcome, RunResult)]

    third = cifar.analyze(results["cifar"]) if "cifar" in results else absent["cifar"]
    newest = max(
        (result for section in results.values() for result in section),
        key=lambda result: result.finished,
        default=None,
    )
    return Report(
        assignment=settings.assignment,
        data=data,
        seed=settings.seed,
        regression=(
            regression.analyze(results["regression"][0])
            if "regression" in results
            else absent["regression"]
        ),
        xor=xor.analyze(results["xor"][0]) if "xor" in results else absent["xor"],
        cifar=third,
        results={section: runs[0] for section, runs in results.items()},
        table=() if isinstance(third, Absent) else _table(third),
        timings={
            section: round(sum(result.seconds for result in runs), 3)
            for section, runs in results.items()
        },
        environment=newest.environment if newest else describe(),
    )


def _table(findings: cifar.CifarFindings) -> tuple[TableRow, ...]:
    comments = {
        name: phrase(name, {"cifar": findings}, language=LANGUAGE) for name in ("base", "stopped")
    }
    return table_rows(findings, **comments)
