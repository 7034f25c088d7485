"""A report: what is planned, made and measured (docs/reference/api.md)."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab1report.public.logging import told

if TYPE_CHECKING:
    from lab1report.pipeline import BuildOutcome
    from lab1report.plan.plan import Plan
    from lab1report.progress import Progress
    from lab1report.report.results_file import Results
    from lab1report.runs.explain import WaveStatus
    from lab1report.settings.options import Settings


def build(
    settings: "Settings", *, progress: "Progress | None" = None, only: str | None = None
) -> "BuildOutcome":
    """Compute what is not stored yet, and write the report and `results.json`.

    The files are written into `settings.out`, all or none. A section that fails does not end the
    build: the report says so in its place, and `failures` has the reason. Where this machine can
    make no PDF, the web page and the notebook are written instead, and `no_pdf` says why.

    Args:
        progress: told how the work goes; by default warnings go to the logger "lab1report".
        only: compute this section or sub-section ("xor", "series.batch") anew, and of the others
            what it builds on, whatever `settings.fresh` says; what is not stored is then shown as
            not computed yet.

    Raises:
        UserError: something that the user gave is wrong; as far as that can be known, it is said
            before anything is computed.
        DataError: the images are missing or damaged.
        KeyboardInterrupt: what was computed until then is stored.
    """
    from lab1report import pipeline

    return pipeline.build(settings, told(progress), only=only)


def build_defence(
    settings: "Settings", *, progress: "Progress | None" = None, quiz: bool = False
) -> "BuildOutcome":
    """Compute what is not stored yet, and write the PDF to prepare for the defence with.

    Its answers name figures, tables and formulas of the report with these settings, and their
    pages if the PDF of the report lies in the same folder.

    Args:
        quiz: the answers stand behind all questions, in a file of its own.

    Raises:
        UserError, DataError, KeyboardInterrupt: as in `build`.
        LibraryError: this machine can make no PDF.
    """
    from lab1report import pipeline

    return pipeline.defend(settings, told(progress), quiz=quiz)


def explain(
    settings: "Settings", *, progress: "Progress | None" = None
) -> "tuple[WaveStatus, ...]":
    """What a build would compute and why, stage by stage; nothing is run, stored or fetched.

    The `reason` of a wave is "current", "changed" (`changes` are the inputs that differ from the
    stored result's), "missing", "forced" (`forced_by` are the names in `settings.fresh`) or
    "waiting" (its runs follow from results that are not there).

    Raises:
        UserError, DataError: as in `build`.
    """
    from lab1report.runs.explain import explain as explain_waves
    from lab1report.sections.catalog import report_sections

    return explain_waves(settings, report_sections(), told(progress))


def make_plan(settings: "Settings") -> "Plan":
    """Everything that a build runs, as data; nothing is run.

    Raises:
        UserError: a file in `experiments/` lacks a value or has one of the wrong type.
    """
    from lab1report.plan.plan import make_plan as plan_of
    from lab1report.sections.catalog import report_sections

    return plan_of(settings, report_sections())


def expected_seconds(settings: "Settings") -> float:
    """A guess of how long a build takes on this machine if nothing of it is stored, in seconds.

    Right within a factor of two or so; what is stored already takes no time (`explain`).

    Raises:
        UserError: as in `make_plan`.
    """
    from lab1report.runs.pace import seconds_of_build
    from lab1report.store.environment import cache_folder
    from lab1report.store.results import Store

    return seconds_of_build(make_plan(settings), Store(cache_folder()), workers=settings.workers)


def load_results(path: str | Path) -> "Results":
    """The results of a report, from `results.json` or the folder that it lies in.

    The file is read, never executed. What its numbers mean says docs/reference/results.md:
    accuracies are in [0, 1], losses in nats, times in seconds.

    Raises:
        UserError: it cannot be read, is no `results.json`, or is of a schema that this version
            does not know.
    """
    from lab1report.report.results_file import load_results as load

    return load(path)


def results_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `results.json`, which says what each of its keys means."""
    from lab1report.report.results_schema import results_schema as schema

    return schema()
