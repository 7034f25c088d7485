"""The commands `course build` and `course status`: who is done, what failed and why."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import lab1report
from lab1report.cli.output import printable, say
from lab1report.cli.parameters import ASSIGNMENT, BUILD, PEOPLE, takes
from lab1report.cli.streams import print_json
from lab1report.messages import _, ngettext, numeral

if TYPE_CHECKING:
    from lab1report import CourseStatus, Option, Student, StudentResult

EXIT_NO_GOOD_LINE: Final = 2
EXIT_SOME_FAILED: Final = 4

_EDITIONS: Final = ["pdf", "html"]
_OF_REPORTS: Final = ("data", "seed", "seeds", "sample", "style", "length", "format", "font")
_SHARED: Final[Mapping[str, "Option"]] = {
    "year": ASSIGNMENT["year"],
    "teacher": PEOPLE["teacher"],
    **{name: BUILD[name] for name in (*_OF_REPORTS, "device", "workers")},
}

RosterFile = Annotated[
    Path,
    typer.Argument(
        help=_("A table of the students, in CSV or XLSX."), metavar="ROSTER", show_default=False
    ),
]
Reports = Annotated[
    Path,
    typer.Argument(
        help=_("The folder that 'course build' wrote."), metavar="REPORTS", show_default=False
    ),
]
Out = Annotated[
    Path, typer.Option("--out", help=_("Where to write (default reports)."), metavar=_("DIR"))
]
Part = Annotated[
    str | None,
    typer.Option(
        "--shard",
        help=_("Make a part of the reports alone, such as 3/20: for arrays of jobs."),
        metavar="K/N",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        help=_("Train on the workers of a Dask scheduler, such as tcp://host:8786."),
        metavar="URL",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_("Print failures alone."))]


@takes(_SHARED)
def build(
    roster: RosterFile,
    options: dict[str, Any],
    out: Out = Path("reports"),
    shard: Part = None,
    scheduler: Scheduler = None,
    quiet: Quiet = False,
) -> None:
    """Make the reports that are missing, say each as it is done, count them at the end."""
    from lab1report.cli.progress_bars import TerminalProgress

    workers = options.pop("workers", None)
    count = None if workers is None else lab1report.parse_option("workers", workers)
    options["format"] = options["format"] or _EDITIONS
    started = time.monotonic()
    with TerminalProgress(quiet=quiet) as progress:
        found = lab1report.read_roster(roster, progress=progress, **options)
        for bad in found.bad_lines:
            for problem in bad.problems:
                say(_("line {line}: {problem}").format(line=bad.line, problem=problem))

        def told(student: "Student", result: "StudentResult") -> None:
            progress.note(printable(line_of(student.name, result)))

        outcome = lab1report.build_course(
            found,
            out,
            progress=progress,
            workers=count,
            scheduler=scheduler,
            shard=shard,
            told=told,
        )
    results = outcome.results.values()
    if not quiet:
        print(counted(lab1report.course_status(out)))
        made, there = len(outcome.made), len(results) - len(outcome.made)
        seconds = numeral(time.monotonic() - started, ".0f")
        print(
            _("Made now: {made}, already there: {there}, {seconds} s").format(
                made=made, there=there, seconds=seconds
            )
        )
        print(outcome.files[0])
    for result in results:
        for reason in result.reasons:
            say(f"{result.student['name']}: {reason}")
    if found.bad_lines or any(result.state != "done" for result in results):
        raise typer.Exit(EXIT_SOME_FAILED)


def status(reports: Reports, as_json: Json = False) -> None:
    """Print what is done, failed and to do, and how long the rest takes at this pace."""
    found = lab1report.course_status(reports)
    if as_json:
        print_json(json.dumps(_document(found), ensure_ascii=False, indent=1))
        return
    print(counted(found))
    if found.to_do and found.remaining is not None:
        minutes = numeral(found.remaining / 60, ".0f")
        print(_("About {minutes} min left at this pace.").format(minutes=minutes))
    for state in ("incomplete", "failed"):
        for result in found.in_state(state):
            for reason in result.reasons:
                print(printable(f"{result.student['name']}: {reason}"))


def counted(found: "CourseStatus") -> str:
    """How many reports are in which state, in a line."""
    done, incomplete, failed = (
        len(found.in_state(state)) for state in ("done", "incomplete", "failed")
    )
    total = len(found.course.students)
    counts = [
        ngettext("{count} report", "{count} reports", total).format(count=total),
        _("{count} done").format(count=done),
        _("{count} incomplete").format(count=incomplete) if incomplete else "",
        _("{count} failed").format(count=failed) if failed else "",
        _("{count} to do").format(count=len(found.to_do)) if found.to_do else "",
    ]
    return ", ".join(filter(None, counts))


def line_of(name: str, result: "StudentResult") -> str:
    """What a report came to, in a line."""
    if result.state == "failed":
        return _("{name}: failed: {reason}").format(name=name, reason="; ".join(result.reasons))
    report = result.report or {}
    accuracies = [
        f"{label} {numeral(100 * report[key]['accuracy'], '.1f')} %"
        for key, label in (("base", _("base")), ("best", _("best")))
        if report.get(key)
    ]
    reasons = [_("incomplete: {reason}").format(reason=reason) for reason in result.reasons]
    return f"{name}: {', '.join([*accuracies, *reasons])}"


def _document(found: "CourseStatus") -> dict[str, Any]:
    return {
        "roster": found.course.roster,
        "students": len(found.course.students),
        "done": [one.folder for one in found.in_state("done")],
        "incomplete": {one.folder: [*one.reasons] for one in found.in_state("incomplete")},
        "failed": {one.folder: [*one.reasons] for one in found.in_state("failed")},
        "to_do": [*found.to_do],
        "remaining_seconds": found.remaining,
        "bad_lines": [dict(one) for one in found.course.bad_lines],
    }
