"""Plan, compute what is missing, assemble, publish: what the commands do, for any caller."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lab1report.arms import read_arms
from lab1report.assemble import assemble
from lab1report.background import Background
from lab1report.compute import Computed
from lab1report.config import Settings
from lab1report.data import open_dataset
from lab1report.environment import cache_folder
from lab1report.errors import UserError
from lab1report.files import writing
from lab1report.json_text import pretty
from lab1report.model import SECTIONS
from lab1report.plan import PlannedRun, make_plan
from lab1report.progress import Progress
from lab1report.publish import draw, make_pdf, preload
from lab1report.report import Report, to_document
from lab1report.schedule import carry_out
from lab1report.steps import Steps
from lab1report.store import Store

RESULTS_FILE = "results.json"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a build made; `document` is the content of `results.json`."""

    report: Report
    document: dict[str, Any]
    pdf: Path
    results: Path
    steps: Mapping[str, float]


def build(settings: Settings, progress: Progress, *, only: str | None = None) -> Outcome:
    """Compute what is missing, and write the PDF and `results.json` into `settings.out`.

    Args:
        only: compute this section or sub-section ("series.batch") anew, and of others what it
            builds on, whatever `settings.fresh` says; what is not stored is then shown as not
            computed yet.

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
        offline = only in ("regression", "xor")
        dataset = open_dataset(settings.data, cache=store.root, progress=progress, offline=offline)
    with steps.measure("plan"):
        plan = make_plan(settings)
    chosen = frozenset[str](SECTIONS if only is None else {only})

    def begin() -> None:
        if settings.workers > 1:
            background.add(preload)

    def draw_early(run: PlannedRun, outcome: Computed) -> None:
        """The figures of the tasks do not wait for the series; they go into the store."""
        if settings.workers > 1 and run.section != "series":
            report = assemble(settings, plan, dataset.info, {run: outcome})
            sections = (run.section,)
            background.add(
                partial(draw, report, store=store, progress=Progress(), sections=sections)
            )

    with Background() as background:
        with steps.measure("runs"):
            outcomes = carry_out(
                plan,
                settings,
                wanted=chosen,
                fresh=settings.fresh if only is None else chosen,
                dataset=dataset,
                store=store,
                progress=progress,
                begun=begin,
                noted=draw_early,
            )
        with steps.measure("background"):
            background.finish()

    data = dataset.info
    with steps.measure("findings"):
        report = assemble(settings, plan, data, outcomes)
    document = to_document(report)
    results = settings.out / RESULTS_FILE
    pdf = settings.out / ("lab1-demo.pdf" if data.kind == "demo" else "lab1.pdf")
    text = pretty(document)
    page = make_pdf(
        report,
        document,
        results=text,
        emblem=emblem,
        style=settings.style,
        store=store,
        steps=steps,
        progress=progress,
    )
    # Both are written before either is moved, so that the two always speak of the same run
    with _writable(settings.out), writing(results) as new_results, writing(pdf) as new_pdf:
        new_results.write_text(text, encoding="utf-8")
        new_pdf.write_bytes(page)
    other = settings.out / ("lab1.pdf" if data.kind == "demo" else "lab1-demo.pdf")
    if other.exists():
        progress.warn(f"{other} is of an earlier build; {RESULTS_FILE} now belongs to {pdf.name}")
    store.drop_old_pages()
    return Outcome(report=report, document=document, pdf=pdf, results=results, steps=steps.seconds)


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
