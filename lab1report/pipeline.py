"""Plan, compute what is missing, assemble, publish: what the commands do, for any caller."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab1report.arms import read_arms
from lab1report.assemble import assemble
from lab1report.compute import Computed, inputs_of
from lab1report.config import Settings
from lab1report.data import Dataset, open_dataset
from lab1report.environment import cache_folder
from lab1report.errors import UserError
from lab1report.files import writing
from lab1report.model import RunResult, SectionId
from lab1report.plan import PlannedRun, make_plan
from lab1report.progress import Progress
from lab1report.publish import make_pdf, preload
from lab1report.report import Report, to_document
from lab1report.steps import Steps
from lab1report.store import Explanation, Inputs, Store
from lab1report.workers import compute_all

RESULTS_FILE = "results.json"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a build made; `document` is the content of `results.json`."""

    report: Report
    document: dict[str, Any]
    pdf: Path
    results: Path
    steps: Mapping[str, float]


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
    outcomes: dict[PlannedRun, Computed | None] = {
        run: None if run.section in fresh else store.get(run.section, inputs, run.spec)
        for run, inputs in tasks.items()
    }
    wanted = [
        run for run, outcome in outcomes.items() if outcome is None and only in (None, run.section)
    ]
    if wanted and settings.workers > 1:
        # This process only waits for the others; a daemon, so that Ctrl-C need not wait for it
        threading.Thread(target=preload, daemon=True).start()
    with steps.measure(", ".join(dict.fromkeys(run.section for run in wanted)) or "nothing to run"):
        for run, outcome in compute_all(
            wanted,
            dataset,
            choice=settings.data,
            cache=store.root,
            workers=settings.workers,
            progress=progress,
        ):
            outcomes[run] = outcome
            if isinstance(outcome, RunResult):
                store.put(tasks[run], outcome)

    data = dataset.info
    with steps.measure("findings"):
        report = assemble(settings, data, outcomes)
    document = to_document(report)
    results = settings.out / RESULTS_FILE
    pdf = settings.out / ("lab1-demo.pdf" if data.kind == "demo" else "lab1.pdf")
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    page = make_pdf(report, emblem=emblem, store=store, steps=steps, progress=progress)
    # Both are written before either is moved, so that the two always speak of the same run
    with _writable(settings.out), writing(results) as new_results, writing(pdf) as new_pdf:
        new_results.write_text(text, encoding="utf-8")
        new_pdf.write_bytes(page)
    other = settings.out / ("lab1.pdf" if data.kind == "demo" else "lab1-demo.pdf")
    if other.exists():
        progress.warn(f"{other} is of an earlier build; {RESULTS_FILE} now belongs to {pdf.name}")
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
            run=run,
            explanation=store.explain(run.section, inputs, run.spec),
            forced=run.section in settings.fresh,
        )
        for run, inputs in _tasks(settings, dataset).items()
    )


def _tasks(settings: Settings, dataset: Dataset) -> dict[PlannedRun, Inputs]:
    """The planned runs with their inputs, in the order of the report."""
    fingerprint = dataset.info.fingerprint
    return {run: inputs_of(run, fingerprint) for run in make_plan(settings)}


def _check(settings: Settings) -> str | None:
    """Find mistakes that would otherwise come to light after minutes of work; gives the arms."""
    with _writable(settings.out):
        settings.out.mkdir(parents=True, exist_ok=True)
        with writing(settings.out / RESULTS_FILE, keep=False):
            pass
    names = settings.assignment.student, settings.assignment.teacher
    if any(names):
        from lab1report.render.glyphs import cleaned, require_glyphs  # fonts are slow to open

        require_glyphs(filter(None, map(cleaned, names)))
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
