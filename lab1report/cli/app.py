"""The command line: parse, call, show, exit code. No logic and nothing heavy at import."""

import functools
import inspect
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lab1report import __version__
from lab1report.errors import Lab1Error, UserError
from lab1report.settings import suggestions
from lab1report.settings.classes import CODE_EXAMPLES, STREAM_SPELLINGS
from lab1report.settings.section_names import runnable_names

if TYPE_CHECKING:
    from lab1report.build import Outcome
    from lab1report.model import Assignment
    from lab1report.settings.options import Settings

EXIT_SECTION_FAILED = 4
EXIT_INTERRUPTED = 130

app = typer.Typer(
    name="lab1report",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data_app = typer.Typer(help="Get, check and locate CIFAR-100.", no_args_is_help=True)
app.add_typer(data_app, name="data")


def main() -> None:
    """The entry point: exit codes 0 done, 2 user's mistake, 3 data, 4 section failed, 130 ^C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Cyrillic
    try:
        status = app(standalone_mode=False) or 0
    except Lab1Error as error:
        _say(str(error))
        status = error.exit_code
    except typer.TyperException as error:
        # Typer shows the help itself where no command was given, and raises without a message
        if message := error.format_message().rstrip("."):
            print(f"lab1report: {message}; see --help", file=sys.stderr)
        status = error.exit_code
    if status == EXIT_INTERRUPTED:
        print("lab1report: interrupted; what was computed is kept", file=sys.stderr)
    sys.exit(status)


def _text(help: str, metavar: str = "TEXT", **more: Any) -> Any:
    return typer.Option(help=help, metavar=metavar, show_default=False, **more)


def _assignment_options(
    group: Annotated[str | None, _text("Group number.", "N")] = None,
    variant: Annotated[str | None, _text("Variant number.", "N")] = None,
    stream: Annotated[str | None, _text(f"{STREAM_SPELLINGS}.", "STREAM")] = None,
    group_code: Annotated[
        str | None,
        _text(f"{CODE_EXAMPLES}: gives group and stream, for the title page too.", "CODE"),
    ] = None,
    year: Annotated[str | None, _text("Year of the class rules (default 2024).", "YEAR")] = None,
    classes: Annotated[
        str | None, _text("The teacher's classes instead of the rules', such as 18,63,28.", "A,B,C")
    ] = None,
) -> None:
    """Options that decide the classes."""


def _people_options(
    student: Annotated[str | None, _text("Your name for the title page.", "NAME")] = None,
    teacher: Annotated[str | None, _text("The teacher's name.", "NAME")] = None,
) -> None:
    """Who is named on the title page."""


def _report_options(
    data: Annotated[
        str | None,
        _text("auto (default), demo, or where CIFAR-100 lies (folder or .tar.gz).", "SOURCE"),
    ] = None,
    seed: Annotated[str | None, _text("Seed of all random numbers (default 0).", "N")] = None,
    seeds: Annotated[
        str | None, _text("How many times to train each variant of the series (default 5).", "N")
    ] = None,
    sample: Annotated[
        str | None, _text("Points of task 2: xor (default), circles or moons.", "NAME")
    ] = None,
    out: Annotated[str | None, _text("Where to write (default lab1-report).", "DIR")] = None,
    fresh: Annotated[
        list[str] | None, _text("Compute this section anew; may be repeated.", "SECTION")
    ] = None,
    arms: Annotated[
        str | None, _text("The university's arms for the title page (PNG, JPEG, SVG).", "FILE")
    ] = None,
    style: Annotated[
        str | None,
        _text("Typesetting: bmstu (default), the university's practice, or gost.", "NAME"),
    ] = None,
    format: Annotated[
        list[str] | None,
        _text("pdf (default), html or ipynb, a notebook; may be repeated.", "FORMAT"),
    ] = None,
    words: Annotated[
        str | None, _text("Your own words, made by 'init' (default words, if it is there).", "DIR")
    ] = None,
    device: Annotated[
        str | None,
        _text("What the series trains on: cpu (default), cuda, or auto, a GPU if any.", "NAME"),
    ] = None,
    workers: Annotated[
        str | None, _text("How many processes train at once (default 2, on one core 1).", "N")
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Print the time of each step.")
    ] = False,
) -> None:
    """Options that decide what is computed, from what, and how the report looks."""


def _takes(*groups: Callable[..., None]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of `groups`; it receives them as one mapping `options`."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = [p for p in inspect.signature(command).parameters.values() if p.name != "options"]
        shared = [p for group in groups for p in inspect.signature(group).parameters.values()]

        @functools.wraps(command)
        def wrapper(**values: Any) -> None:
            named = {p.name: values.pop(p.name) for p in own}
            command(**named, options=values)

        parameters = [*own, *shared]
        wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        wrapper.__annotations__ = {p.name: p.annotation for p in parameters}
        return wrapper

    return decorate


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """Runs laboratory work 1 and writes its report: classes, training, figures, PDF.

    All options may stand in lab1.toml in the working folder; options given here win.
    """
    if version:
        print(f"lab1report {__version__}")
        raise typer.Exit


@app.command()
@_takes(_assignment_options, _people_options)
def init(options: dict[str, Any]) -> None:
    """Ask who you are; write lab1.toml and the folder words for words of your own."""
    from lab1report.cli.init import begin

    ask = _ask if sys.stdin.isatty() else None
    folder = _working_folder()
    try:
        begun = begin(options, folder=folder, ask=ask, say=_say)
    except typer.Abort:
        print(file=sys.stderr)  # the line of the question is not ended
        raise typer.Exit(EXIT_INTERRUPTED) from None
    for notice in begun.settings.notices:
        _say(notice)
    if begun.kept:
        kept = ", ".join(str(path.relative_to(folder)) for path in begun.kept)
        _say(f"there already, and left as it is: {kept}")
    _print_classes(begun.settings.assignment)
    for path in begun.written:
        print(path.relative_to(folder))


@app.command()
@_takes(_assignment_options, _people_options, _report_options)
def build(options: dict[str, Any]) -> None:
    """Compute what is missing, then write the PDF and results.json."""
    _build(options, only=None)


@app.command()
@_takes(_assignment_options, _people_options, _report_options)
def run(
    section: Annotated[str, typer.Argument(help=f"One of {', '.join(runnable_names())}.")],
    options: dict[str, Any],
) -> None:
    """Compute one section anew, store it, print its figures, rewrite the PDF."""
    _build(options, only=_section(section))


@app.command()
@_takes(_assignment_options, _people_options, _report_options)
def defence(options: dict[str, Any]) -> None:
    """Compute what is missing, then write a PDF with the questions of the defence, answered."""
    if options["format"]:
        raise UserError("--format: what 'defence' writes is a PDF; leave it out, or use 'build'")
    settings, verbose = _settings(options)

    from lab1report import build as pipeline
    from lab1report.cli.progress_bars import TerminalProgress

    with TerminalProgress() as progress:
        outcome = pipeline.defend(settings, progress)
    _show(outcome, verbose=verbose)


@app.command()
@_takes(_assignment_options, _people_options, _report_options)
def plan(options: dict[str, Any]) -> None:
    """List everything that a build runs, with counts. Runs nothing."""
    from lab1report.cli.output import print_plan
    from lab1report.plan.plan import make_plan
    from lab1report.sections.catalog import report_sections

    settings, _ = _settings(options)
    print_plan(make_plan(settings, report_sections()))


@app.command()
@_takes(_assignment_options, _people_options, _report_options)
def explain(options: dict[str, Any]) -> None:
    """For each section: stored and current, or what changed. Runs nothing."""
    from lab1report.cli.output import print_status
    from lab1report.cli.progress_bars import TerminalProgress
    from lab1report.runs import explain as status
    from lab1report.sections.catalog import report_sections

    settings, _ = _settings(options)
    with TerminalProgress() as progress:
        statuses = status.explain(settings, report_sections(), progress)
    print_status(statuses)


@app.command()
@_takes(_assignment_options)
def variant(
    options: dict[str, Any],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The three classes and the sum behind each."""
    settings, _ = _settings(options)
    assignment = settings.assignment
    if as_json:
        print(json.dumps(assignment.to_document(), ensure_ascii=False, indent=2))
        return
    _print_classes(assignment)


@data_app.command("fetch")
def data_fetch() -> None:
    """Download CIFAR-100 into the cache folder, from a mirror or the official archive."""
    from lab1report.cli.progress_bars import TerminalProgress
    from lab1report.data.fetching import fetch
    from lab1report.store.environment import cache_folder

    with TerminalProgress() as progress:
        print(fetch(cache_folder(), progress))


@data_app.command("verify")
def data_verify(
    path: Annotated[
        str, typer.Argument(help="Folder or archive; by default what is found.")
    ] = "auto",
) -> None:
    """Check that the data are CIFAR-100, image by image, whatever the container."""
    from lab1report.cli.progress_bars import TerminalProgress
    from lab1report.data.real import verify

    place = _data_place(path)
    with TerminalProgress() as progress:
        fingerprint = verify(place, progress)
    print(f"{place}: CIFAR-100, fingerprint {fingerprint}")


@data_app.command("where")
def data_where(
    path: Annotated[
        str, typer.Argument(help="Folder or archive; by default what is found.")
    ] = "auto",
) -> None:
    """Print where CIFAR-100 lies on this machine."""
    print(_data_place(path))


def _data_place(choice: str) -> Path:
    from lab1report.data.locate import find_data
    from lab1report.errors import DataError
    from lab1report.store.environment import cache_folder

    place = find_data(choice, cache=cache_folder())
    if place is None:
        raise DataError(
            "CIFAR-100 is not on this machine: get it with 'lab1report data fetch', "
            "or name its folder in LAB1REPORT_DATA"
        )
    return place


def _settings(options: dict[str, Any]) -> tuple["Settings", bool]:
    """The settings, with their notices said, and whether `--verbose` was given."""
    from lab1report.settings import options as config

    verbose = bool(options.pop("verbose", False))
    settings = config.load(options, folder=_working_folder())
    for notice in settings.notices:
        _say(notice)
    return settings, verbose


def _working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError as error:
        raise UserError("the working folder is gone: change to one that exists") from error


def _print_classes(assignment: "Assignment") -> None:
    for choice in assignment.classes:
        print(f"{choice.id:3d}  {choice.name} ({choice.title})  {choice.rule}")


def _say(message: str) -> None:
    for line in message.splitlines():
        print(f"lab1report: {line}", file=sys.stderr)


def _ask(question: str, default: str | None) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default), err=True))


def _section(name: str) -> str:
    if name not in runnable_names():
        raise UserError(f"no section {name!r}; {suggestions.one_of(name, runnable_names())}")
    return name


def _build(options: dict[str, Any], *, only: str | None) -> None:
    settings, verbose = _settings(options)

    from lab1report import build as pipeline
    from lab1report.cli.output import print_section
    from lab1report.cli.progress_bars import TerminalProgress

    with TerminalProgress() as progress:
        outcome = pipeline.build(settings, progress, only=only)
    if only is not None:
        print_section(outcome.report, outcome.document, only)
    _show(outcome, verbose=verbose)


def _show(outcome: "Outcome", *, verbose: bool) -> None:
    """Say what was written, and how long it took if that was asked for."""
    from lab1report.cli.output import print_failures, print_steps

    if verbose:
        print_steps(outcome.steps)
    for file in outcome.files:
        print(file)
    if outcome.report.failures:
        print_failures(outcome.report.failures)
        raise typer.Exit(EXIT_SECTION_FAILED)
