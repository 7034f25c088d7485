"""The command line: parse, call, show, exit code. No logic and nothing heavy at import."""

import errno
import functools
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import lab1report
from lab1report import Lab1Error, UserError, __version__, load_settings, section_names
from lab1report.cli import differing, doctoring, language, naming, verifying
from lab1report.cli.commands import App
from lab1report.cli.course import course_app
from lab1report.cli.outcome import Json, Open, Quiet, Shown, show
from lab1report.cli.output import say
from lab1report.cli.parameters import ASSIGNMENT, BUILD, PEOPLE, takes
from lab1report.cli.previewing import Open as OpenPage
from lab1report.cli.previewing import Port, follow, port_of
from lab1report.cli.streams import prepare_streams, print_json
from lab1report.cli.usage_errors import refused
from lab1report.messages import LANGUAGES, _

if TYPE_CHECKING:
    from lab1report import Settings
    from lab1report.cli.progress_bars import TerminalProgress
    from lab1report.model import Assignment

EXIT_MACHINE = 1
EXIT_INTERRUPTED = 130

app = App(
    name="lab1report",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data_app = App(help=_("Get, check and locate CIFAR-100."), no_args_is_help=True)
app.add_typer(data_app, name="data")
app.add_typer(course_app, name="course")


def main() -> None:
    """Do what was asked: exit codes 0 done, 2 user's mistake, 3 data, 4 in part, 5, 6 verdicts."""
    prepare_streams()
    try:
        status = app(standalone_mode=False, prog_name="lab1report") or 0
    except Lab1Error as error:
        say(str(error))
        status = error.exit_code
    except typer.TyperException as error:
        # Typer shows the help itself where no command was given, and raises without a message
        if message := error.format_message().rstrip("."):
            say(str(refused(message)))
        status = error.exit_code
    except MemoryError:
        say(_("not enough memory; what was computed is kept: close other programs and try again"))
        status = EXIT_MACHINE
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        say(_no_space(error.filename))
        status = EXIT_MACHINE
    sys.exit(status)


@app.callback(
    invoke_without_command=True,
    help=_("Runs laboratory work 1 and writes its report: classes, training, figures, PDF.")
    + "\n\n"
    + _("All options may stand in lab1.toml in the working folder; options given here win."),
)
def _root(
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
    ui: Annotated[
        str | None,
        typer.Option(
            language.OPTION,
            metavar=_("LANGUAGE"),
            help=_("Language of messages, ru or en; may stand anywhere. By default the system's."),
        ),
    ] = None,
) -> None:
    if ui is not None:  # a language that there is was taken out before
        languages = _(" or ").join(LANGUAGES)
        raise UserError(
            _("--ui: must be {languages}, not {value}").format(languages=languages, value=repr(ui))
        )
    if version:
        print(f"lab1report {__version__}")
        raise typer.Exit


@app.command(help=_("Ask who you are; write lab1.toml and the folder words for words of your own."))
@takes(ASSIGNMENT, PEOPLE)
def init(options: dict[str, Any]) -> None:
    from lab1report.cli.init import begin

    ask = _ask if sys.stdin is not None and sys.stdin.isatty() else None
    folder = Path()
    try:
        begun = begin(options, folder=folder, ask=ask, say=say)
    except typer.Abort:
        print(file=sys.stderr)  # the line of the question is not ended
        raise typer.Exit(EXIT_INTERRUPTED) from None
    for notice in begun.settings.notices:
        say(notice)
    if begun.existing:
        existing = ", ".join(str(path.relative_to(folder)) for path in begun.existing)
        say(_("there already, and left as it is: {files}").format(files=existing))
    _print_classes(begun.settings.assignment)
    for path in begun.written:
        print(path.relative_to(folder))
    print(_("Next: lab1report build"))


@app.command(help=_("Compute what is missing, write the PDF and results.json, say what came out."))
@takes(ASSIGNMENT, PEOPLE, BUILD)
def build(
    options: dict[str, Any],
    open_it: Open = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    how = Shown(verbose=_verbose(options), quiet=quiet, as_json=as_json, open_it=open_it)
    started = time.monotonic()
    settings = _settings(options)
    with _terminal(quiet=quiet) as progress:
        outcome = lab1report.build(settings, progress=progress)
    show(outcome, how, seconds=time.monotonic() - started, command="build")


@app.command(
    help=_("Compute what is missing, show the web page, and make it anew when you save your words.")
)
@takes(ASSIGNMENT, PEOPLE, BUILD)
def preview(options: dict[str, Any], port: Port = None, open_it: OpenPage = False) -> None:
    number = port_of(port)
    _settings(options)
    with _terminal() as progress:
        running = lab1report.open_preview(port=number, progress=progress, **options)
    with running:
        follow(running, open_it=open_it)


def _sections() -> str:
    """The help about sections; where they cannot be known, the command itself says why."""
    try:
        return _("One of {sections}.").format(sections=", ".join(section_names()))
    except (UserError, OSError):
        return _("One of those that LAB1REPORT_RESOURCES has.")


@app.command(help=_("Compute one section anew, store it, say what came out, rewrite the PDF."))
@takes(ASSIGNMENT, PEOPLE, BUILD)
def run(
    section: Annotated[str, typer.Argument(help=_sections())],
    options: dict[str, Any],
    open_it: Open = False,
    quiet: Quiet = False,
) -> None:
    how = Shown(verbose=_verbose(options), quiet=quiet, open_it=open_it)
    started = time.monotonic()
    settings = _settings(options)
    with _terminal(quiet=quiet) as progress:
        outcome = lab1report.build(settings, progress=progress, only=section)
    if not quiet:
        from lab1report.cli.sentences import print_section

        print_section(outcome.results, section)
    show(outcome, how, seconds=time.monotonic() - started, command="run")


@app.command(
    help=_("Compute what is missing, then write a PDF with the questions of the defence, answered.")
)
@takes(ASSIGNMENT, PEOPLE, BUILD)
def defence(
    options: dict[str, Any],
    quiz: Annotated[
        bool, typer.Option("--quiz", help=_("Questions first, all answers behind them."))
    ] = False,
    open_it: Open = False,
    quiet: Quiet = False,
) -> None:
    if options["format"]:
        raise UserError(_("--format: what 'defence' writes is a PDF; leave it out, or use 'build'"))
    how = Shown(verbose=_verbose(options), quiet=quiet, open_it=open_it)
    started = time.monotonic()
    settings = _settings(options)
    with _terminal(quiet=quiet) as progress:
        outcome = lab1report.build_defence(settings, progress=progress, quiz=quiz)
    show(outcome, how, seconds=time.monotonic() - started, command="defence")


@app.command(help=_("List everything that a build runs, with counts. Runs nothing."))
@takes(ASSIGNMENT, PEOPLE, BUILD)
def plan(options: dict[str, Any]) -> None:
    from lab1report.cli.output import print_plan

    settings = _settings(options)
    print_plan(lab1report.make_plan(settings), seconds=lab1report.expected_seconds(settings))


@app.command(help=_("For each section: stored and current, or what changed. Runs nothing."))
@takes(ASSIGNMENT, PEOPLE, BUILD)
def explain(options: dict[str, Any]) -> None:
    from lab1report.cli.output import print_status

    settings = _settings(options)
    with _terminal() as progress:
        statuses = lab1report.explain(settings, progress=progress)
    print_status(statuses)


@app.command(
    help=_(
        "List what words of your own may name: numbers, figures, formulas, sources. Runs nothing."
    )
)
@takes(ASSIGNMENT, PEOPLE, BUILD)
def names(
    options: dict[str, Any],
    section: naming.Section = None,
    search: naming.Search = "",
    as_json: naming.Json = False,
) -> None:
    settings = _settings(options)
    with _terminal() as progress:
        listed = functools.partial(
            lab1report.list_names, settings, section=section, progress=progress
        )
        found = listed(search=search)
        if search and not found:
            say(naming.nothing_found(search, listed()))
    naming.print_names(found, as_json=as_json)


@app.command(help=_("The three classes and the sum behind each."))
@takes(ASSIGNMENT)
def variant(
    options: dict[str, Any],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    settings = _settings(options)
    assignment = settings.assignment
    if as_json:
        print_json(json.dumps(assignment.to_document(), ensure_ascii=False, indent=2))
        return
    _print_classes(assignment)


@data_app.command(
    "fetch",
    help=_("Download CIFAR-100 into the cache folder, from a mirror or the official archive."),
)
def data_fetch() -> None:
    with _terminal() as progress:
        print(lab1report.fetch_data(progress=progress))


app.command(help=verifying.HELP)(verifying.verify)
app.command(help=differing.HELP)(differing.diff)
app.command(help=doctoring.HELP)(doctoring.doctor)


_Place = Annotated[str, typer.Argument(help=_("Folder or archive; by default what is found."))]


@data_app.command(
    "verify", help=_("Check that the data are CIFAR-100, image by image, whatever the container.")
)
def data_verify(path: _Place = "auto") -> None:
    place = lab1report.find_data(path)
    with _terminal() as progress:
        fingerprint = lab1report.verify_data(place, progress=progress)
    said = _("{place}: CIFAR-100, fingerprint {fingerprint}")
    print(said.format(place=place, fingerprint=fingerprint))


@data_app.command("where", help=_("Print where CIFAR-100 lies on this machine."))
def data_where(path: _Place = "auto") -> None:
    print(lab1report.find_data(path))


def _no_space(name: str | None) -> str:
    if name:
        return _(
            "no space left for {file} on the disk, or in the folder for temporary files (TMPDIR)"
        ).format(file=name)
    return _("no space left on the disk, or in the folder for temporary files (TMPDIR)")


def _verbose(options: dict[str, Any]) -> bool:
    """Whether `--verbose` was given, which is no setting of a report."""
    return bool(options.pop("verbose", False))


def _settings(options: dict[str, Any]) -> "Settings":
    """The settings, with their notices said."""
    options.pop("verbose", None)
    settings = load_settings(**options)
    for notice in settings.notices:
        say(notice)
    return settings


def _print_classes(assignment: "Assignment") -> None:
    for choice in assignment.classes:
        print(f"{choice.id:3d}  {choice.name} ({choice.title})  {choice.rule.said}")


def _ask(question: str, default: str | None) -> str:
    return str(typer.prompt(question, default=default, show_default=bool(default), err=True))


def _terminal(*, quiet: bool = False) -> "TerminalProgress":
    from lab1report.cli.progress_bars import TerminalProgress

    return TerminalProgress(quiet=quiet)
