"""lab1report: laboratory work 1 of «Разработка нейросетевых систем», from variant to PDF.

What other programs use stands here, and the command line uses nothing else (docs/reference/api.md).
Each function loads what it needs when it is called, so that the package itself loads in no time.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lab1report.errors import DataError, Lab1Error, LibraryError, NetworkError, UserError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from lab1report.doctor.check import Check
    from lab1report.own_words.new_folder import NewFolder
    from lab1report.pipeline import BuildOutcome
    from lab1report.plan.plan import Plan
    from lab1report.progress import Progress
    from lab1report.report.results_file import ReportedVariant, Results
    from lab1report.runs.explain import WaveStatus
    from lab1report.settings.option_table import Option
    from lab1report.settings.option_values import OptionValues
    from lab1report.settings.options import CONFIG_FILE, Settings
    from lab1report.store.results import InputChange
    from lab1report.verify.verification import Verification

__version__ = "0.1.0"

__all__ = [
    "CONFIG_FILE",
    "BuildOutcome",
    "Check",
    "DataError",
    "InputChange",
    "Lab1Error",
    "LibraryError",
    "NetworkError",
    "NewFolder",
    "Option",
    "OptionValues",
    "Plan",
    "Progress",
    "ReportedVariant",
    "Results",
    "Settings",
    "UserError",
    "Verification",
    "WaveStatus",
    "__version__",
    "build",
    "build_defence",
    "check_machine",
    "class_years",
    "expected_seconds",
    "explain",
    "fetch_data",
    "find_data",
    "load_results",
    "load_settings",
    "make_plan",
    "new_secret",
    "options",
    "parse_option",
    "results_schema",
    "section_names",
    "start_folder",
    "verification_text",
    "verify_data",
    "verify_reports",
]

OptionGroup = Literal["assignment", "people", "build"]


def load_settings(
    folder: str | Path | None = None, **options: "Unpack[OptionValues]"
) -> "Settings":
    """The settings of one report: options over the file `lab1.toml` of a folder.

    Paths in the file, and the default output folder `lab1-report`, are relative to `folder`; paths
    among the `options` to the working folder.

    Args:
        folder: by default the working folder; `lab1.toml` need not be there.
        options: those of the command line and of `lab1.toml`, with underscores: `group_code`,
            `variant`, `data`, `seeds`, … (`options()` lists them); None is "not given". Text is
            understood as on the command line.

    Raises:
        UserError: one sentence for each problem, a line each; none is left out. They call the
            options as the command line does, `--group-code`.
    """
    from lab1report.settings.options import load

    return load(options, folder=Path(folder or ""))


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

    return pipeline.build(settings, _told(progress), only=only)


def build_defence(settings: "Settings", *, progress: "Progress | None" = None) -> "BuildOutcome":
    """Compute what is not stored yet, and write the PDF to prepare for the defence with.

    Raises:
        UserError, DataError, KeyboardInterrupt: as in `build`.
        LibraryError: this machine can make no PDF.
    """
    from lab1report import pipeline

    return pipeline.defend(settings, _told(progress))


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

    return explain_waves(settings, report_sections(), _told(progress))


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


def start_folder(
    folder: str | Path | None = None, **options: "Unpack[OptionValues]"
) -> "NewFolder":
    """Write `lab1.toml` and the files of `words/` into a folder, and touch none that is there.

    Args:
        folder: by default the working folder.
        options: who the report is for, as in `load_settings`; they go into `lab1.toml`.

    Raises:
        UserError: an option is wrong or missing, would change a file that is there, or a file
            cannot be written.
    """
    from lab1report.own_words.new_folder import make_folder

    return make_folder(options, folder=Path(folder or ""))


def options(*groups: OptionGroup) -> "Mapping[str, Option]":
    """The options of `load_settings` by name, with their help; of some groups, or of all."""
    from lab1report.settings.option_table import ASSIGNMENT, BUILD, PEOPLE

    known = {"assignment": ASSIGNMENT, "people": PEOPLE, "build": BUILD}
    chosen = groups or known
    return {name: option for group in chosen for name, option in known[group].items()}


def parse_option(name: str, value: Any) -> Any:
    """What an option makes of a value, for programs that ask their users.

    Raises:
        UserError: there is no such option, or it cannot have this value.
    """
    from lab1report.settings.options import parse

    return parse(name, value)


def class_years() -> tuple[int, ...]:
    """The years whose rules for the classes are known, in order."""
    from lab1report.settings.classes import years

    return years()


def section_names() -> tuple[str, ...]:
    """What `build(only=…)` and the option `fresh` take: sections, and parts of the series."""
    from lab1report.settings.section_names import runnable_names

    return runnable_names()


def find_data(source: str = "auto") -> Path:
    """The folder or archive where CIFAR-100 lies on this machine.

    Args:
        source: "auto" looks where `build` looks; else the path of a folder or archive.

    Raises:
        DataError: it is not there.
    """
    from lab1report.data.locate import require_data
    from lab1report.store.environment import cache_folder

    return require_data(source, cache=cache_folder())


def fetch_data(*, progress: "Progress | None" = None) -> Path:
    """Download CIFAR-100 into the cache folder, unless it is there; gives its folder.

    Raises:
        NetworkError: no source could be reached, or none gave the true images.
        DataError: the folder cannot be written.
    """
    from lab1report.data.fetching import fetch
    from lab1report.store.environment import cache_folder

    return fetch(cache_folder(), _told(progress))


def check_machine(*, network: bool = True) -> "tuple[Check, ...]":
    """Look whether reports can be made on this machine.

    Args:
        network: ask the servers that have the images, which takes seconds where none answers.

    Returns:
        what was found of each thing that a build needs, and the remedy; a `state` of "missing" is
        in the way of a report.
    """
    from lab1report.doctor.checks import check_machine

    return tuple(check_machine(network=network))


def verify_data(place: Path, *, progress: "Progress | None" = None) -> str:
    """Check that a folder or archive holds CIFAR-100, image by image; gives its fingerprint.

    Raises:
        DataError: it does not.
    """
    from lab1report.data.real import verify

    return verify(place, _told(progress))


def verify_reports(
    files: "Sequence[str | Path]",
    *,
    data: str | Path = "auto",
    runs: int | str | None = 12,
    secret: str | None = None,
    workers: int | str | None = None,
    font: str | Path = "times",
    progress: "Progress | None" = None,
) -> "tuple[Verification, ...]":
    """Verify reports in PDF that others hand in (docs/how-to/verify.md).

    Args:
        data: "auto", or where CIFAR-100 lies.
        runs: how many trainings of each report are made again; None is all of them.
        secret: decides which; by default a new one that nobody knows.
        workers: how many processes train.
        font: a folder with the font that reports are set in, where the system's have it not.

    Raises:
        UserError: an argument is wrong. What is wrong with a file stands in its `Verification`.
        LibraryError: this machine can make no PDF, and so none to compare with.
    """
    from lab1report.editions.pdf import native
    from lab1report.verify import arguments, verification

    native.require("'verify' makes each report again and compares its pages")
    asked = arguments.read(data=data, runs=runs, secret=secret, workers=workers, font=font)
    return verification.verify([Path(file) for file in files], asked, _told(progress))


def verification_text(
    found: "Sequence[Verification]", kind: Literal["json", "csv", "statement"], *, secret: str
) -> str:
    """What `verify_reports` found, for other programs.

    Args:
        kind: "statement" is an in-toto statement, which can be signed with any tool.
        secret: the one that `verify_reports` was given, which stands in it.
    """
    from lab1report.verify.statement import as_text

    return as_text(found, kind, secret=secret)


def new_secret() -> str:
    """A text that nobody can guess, for `verify_reports`."""
    from lab1report.verify.arguments import new_secret

    return new_secret()


def _told(progress: "Progress | None") -> "Progress":
    from lab1report.progress import LoggedProgress

    return LoggedProgress() if progress is None else progress


if not TYPE_CHECKING:
    from lab1report.public_types import __getattr__  # noqa: F401
