"""Plan, compute what is missing, assemble, publish: what the commands do, for any caller."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab1report.arms import read_arms
from lab1report.assemble import Computed, assemble
from lab1report.compute import compute, inputs_of
from lab1report.config import Settings
from lab1report.data import Dataset, open_dataset
from lab1report.environment import cache_folder
from lab1report.errors import UserError
from lab1report.files import writing
from lab1report.model import SectionId, SectionResult
from lab1report.plan import PlannedRun, make_plan
from lab1report.progress import Progress
from lab1report.publish import make_pdf
from lab1report.report import Report, to_document
from lab1report.steps import Steps
from lab1report.store import Explanation, Inputs, Store

RESULTS_FILE = "results.json"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a build made; `document` is the content of `results.json`."""

    report: Report
    document: dict[str, Any]
    pdf: Path
    results: Path
    steps: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class _Task:
    """A planned run with its inputs, so that they are worked out once."""

    run: PlannedRun
    inputs: Inputs


def build(settings: Settings, progress: Progress, *, only: SectionId | None = None) -> Outcome:
    """Compute what is missing, and write the PDF and `results.json` into `settings.out`.

    Args:
        only: compute this section anew and no other, whatever `settings.fresh` says; sections
            that are not stored are then shown as not computed yet.

    Raises:
        UserError, DataError: what the user gave, or the data, are wrong; as far as that can be
            known it is said before anything is computed.
        KeyboardInterrupt: what was computed until then is kept.
    """
    steps = Steps()
    store = Store(cache_folder(), warn=progress.warn)
    with steps.measure("checks"):
        emblem = _check(settings)
    with steps.measure("data"):
        # A section that reads no images must not wait for a download
        offline = only not in (None, "cifar")
        dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=offline)
    with steps.measure("plan"):
        tasks = _tasks(settings, dataset)

    fresh = settings.fresh if only is None else {only}
    outcomes: list[tuple[SectionId, Computed | None]] = []
    for task in tasks:
        section = task.run.section
        outcome: Computed | None = None
        if section not in fresh:
            outcome = store.get(section, task.inputs, task.run.spec)
        if outcome is None and only in (None, section):
            with steps.measure(section):
                outcome = compute(task.run, dataset, progress)
            if isinstance(outcome, SectionResult):
                store.put(task.inputs, outcome)
        outcomes.append((section, outcome))
    data = dataset.info
    del dataset  # 180 MB that the page does not need

    with steps.measure("findings"):
        report = assemble(settings, data, outcomes)
    document = to_document(report)
    results = settings.out / RESULTS_FILE
    pdf = settings.out / ("lab1-demo.pdf" if data.kind == "demo" else "lab1.pdf")
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    with _writable(settings.out), writing(results) as path:
        path.write_text(text, encoding="utf-8")
    page = make_pdf(report, emblem=emblem, store=store, steps=steps, progress=progress)
    with _writable(settings.out), writing(pdf) as path:
        path.write_bytes(page)
    store.drop_old_pages()
    return Outcome(report=report, document=document, pdf=pdf, results=results, steps=steps.seconds)


@dataclass(frozen=True, kw_only=True)
class RunStatus:
    """What `explain` says of one planned run."""

    run: PlannedRun
    explanation: Explanation
    forced: bool


def explain(settings: Settings, progress: Progress) -> tuple[RunStatus, ...]:
    """For each planned run: stored and current, or what changed; nothing is run or fetched."""
    store = Store(cache_folder(), warn=progress.warn)
    dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=True)
    return tuple(
        RunStatus(
            run=task.run,
            explanation=store.explain(task.run.section, task.inputs, task.run.spec),
            forced=task.run.section in settings.fresh,
        )
        for task in _tasks(settings, dataset)
    )


def _tasks(settings: Settings, dataset: Dataset) -> tuple[_Task, ...]:
    fingerprint = dataset.info.fingerprint
    return tuple(_Task(run=run, inputs=inputs_of(run, fingerprint)) for run in make_plan(settings))


def _check(settings: Settings) -> str | None:
    """Find mistakes that would otherwise come to light after minutes of work; gives the arms."""
    with _writable(settings.out):
        settings.out.mkdir(parents=True, exist_ok=True)
        with writing(settings.out / RESULTS_FILE, keep=False):
            pass
    names = [settings.assignment.student, settings.assignment.teacher]
    if given := [name for name in names if name]:
        from lab1report.render.glyphs import require_glyphs  # fonts are slow to open

        require_glyphs(given)
    return read_arms(settings.arms) if settings.arms else None


@contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Say what to do about an output folder that can not be written."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"--out {out}: can not be written ({error.strerror}); name another folder"
        ) from error
