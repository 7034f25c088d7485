"""Plan, compute what is missing, assemble, publish: what the commands do, for any caller."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab1report.analysis import cifar, regression, xor
from lab1report.compute import compute, inputs_of
from lab1report.config import Settings
from lab1report.data import Dataset, open_dataset
from lab1report.environment import cache_folder, describe
from lab1report.errors import UserError
from lab1report.files import writing
from lab1report.model import (
    SECTIONS,
    DataInfo,
    SectionFailure,
    SectionId,
    SectionMissing,
    SectionResult,
    TableRow,
)
from lab1report.plan import PlannedRun, make_plan
from lab1report.progress import Progress
from lab1report.publish import LANGUAGE, make_pdf
from lab1report.render.phrases import phrase
from lab1report.report import Report, table_rows, to_document
from lab1report.steps import Steps
from lab1report.store import Explanation, Inputs, Store, key_of

RESULTS_FILE = "results.json"

Computed = SectionResult | SectionFailure


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a build made; `document` is the content of `results.json`."""

    report: Report
    document: dict[str, Any]
    pdf: Path
    results: Path
    computed: tuple[PlannedRun, ...]
    steps: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class _Task:
    """A planned run with its inputs, so that they are worked out once."""

    run: PlannedRun
    inputs: Inputs


def build(settings: Settings, progress: Progress, *, only: SectionId | None = None) -> Outcome:
    """Compute what is missing, and write the PDF and `results.json` into `settings.out`.

    Args:
        only: compute this section anew and no other; sections that are not stored are then
            shown as not computed yet.

    Raises:
        UserError, DataError: what the user gave, or the data, are wrong.
        KeyboardInterrupt: what was computed until then is kept.
    """
    steps = Steps()
    store = Store(cache_folder())
    with steps.measure("data"):
        # A section that reads no images must not wait for a download
        offline = only is not None and only != "cifar"
        dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=offline)
    with steps.measure("plan"):
        tasks = _tasks(settings, dataset)

    found: dict[SectionId, list[Computed]] = {section: [] for section in SECTIONS}
    computed: list[PlannedRun] = []
    for task in tasks:
        section = task.run.section
        wanted = only in (None, section)
        fresh = section in settings.fresh or section == only
        result: Computed | None = None if fresh else _stored(store, task)
        if result is None and wanted:
            with steps.measure(section):
                result = compute(task.run, dataset, progress)
            computed.append(task.run)
            if isinstance(result, SectionResult):
                store.put(task.inputs, result)
        if result is not None:
            found[section].append(result)
    data = dataset.info
    del dataset  # 180 MB that the page does not need

    with steps.measure("findings"):
        report = _assemble(settings, data, found)
        keys = {task.run.section: key_of(task.inputs) for task in reversed(tasks)}
    return _write(settings, report, keys, computed, store=store, steps=steps, progress=progress)


@dataclass(frozen=True, kw_only=True)
class RunStatus:
    """What `explain` says of one planned run."""

    run: PlannedRun
    explanation: Explanation
    forced: bool


def explain(settings: Settings, progress: Progress) -> tuple[RunStatus, ...]:
    """For each planned run: stored and current, or what changed; nothing is run or fetched."""
    store = Store(cache_folder())
    dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=True)
    return tuple(
        RunStatus(
            run=task.run,
            explanation=store.explain(task.run.section, task.inputs),
            forced=task.run.section in settings.fresh,
        )
        for task in _tasks(settings, dataset)
    )


def _tasks(settings: Settings, dataset: Dataset) -> tuple[_Task, ...]:
    fingerprint = dataset.info.fingerprint
    return tuple(_Task(run=run, inputs=inputs_of(run, fingerprint)) for run in make_plan(settings))


def _stored(store: Store, task: _Task) -> SectionResult | None:
    return store.get(task.run.section, task.inputs, task.run.spec)


def _assemble(
    settings: Settings, data: DataInfo, found: Mapping[SectionId, list[Computed]]
) -> Report:
    shown: dict[SectionId, SectionResult] = {}
    absent: dict[SectionId, SectionFailure | SectionMissing] = {}
    for section, outcomes in found.items():
        failure = next((o for o in outcomes if isinstance(o, SectionFailure)), None)
        results = _results(outcomes)
        if failure is not None or not results:
            absent[section] = failure or SectionMissing(section=section)
        else:
            shown[section] = results[0]
    third = cifar.analyze(_results(found["cifar"])) if "cifar" in shown else absent["cifar"]
    return Report(
        assignment=settings.assignment,
        data=data,
        seed=settings.seed,
        regression=(
            regression.analyze(shown["regression"])
            if "regression" in shown
            else absent["regression"]
        ),
        xor=xor.analyze(shown["xor"]) if "xor" in shown else absent["xor"],
        cifar=third,
        results=shown,
        table=_table(third),
        timings={
            section: round(sum(result.seconds for result in _results(found[section])), 3)
            for section in shown
        },
        environment=describe(),
    )


def _results(outcomes: list[Computed]) -> list[SectionResult]:
    return [outcome for outcome in outcomes if isinstance(outcome, SectionResult)]


def _table(findings: cifar.CifarFindings | SectionFailure | SectionMissing) -> tuple[TableRow, ...]:
    if not isinstance(findings, cifar.CifarFindings):
        return ()
    return table_rows(
        findings,
        base=phrase("base", {"cifar": findings}, language=LANGUAGE),
        stopped=phrase("stopped", {"cifar": findings}, language=LANGUAGE),
    )


def _write(
    settings: Settings,
    report: Report,
    keys: Mapping[SectionId, str],
    computed: list[PlannedRun],
    *,
    store: Store,
    steps: Steps,
    progress: Progress,
) -> Outcome:
    document = to_document(report)
    shown = {section: key for section, key in keys.items() if section in report.results}
    pdf = make_pdf(report, shown, arms=settings.arms, store=store, steps=steps, progress=progress)
    name = "lab1-demo.pdf" if report.data.kind == "demo" else "lab1.pdf"
    targets = settings.out / name, settings.out / RESULTS_FILE
    try:
        with writing(targets[0]) as path:
            path.write_bytes(pdf)
        with writing(targets[1]) as path:
            text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
            path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"--out {settings.out}: can not be written ({error.strerror}); name another folder"
        ) from error
    return Outcome(
        report=report,
        document=document,
        pdf=targets[0],
        results=targets[1],
        computed=tuple(computed),
        steps=steps.seconds,
    )
