"""The command `course build`: who is done, what failed and why; its exit code."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import lab1report
from lab1report.cli.output import printable, say
from lab1report.cli.parameters import ASSIGNMENT, BUILD, PEOPLE, takes
from lab1report.messages import _, marked, ngettext, numeral

if TYPE_CHECKING:
    from lab1report import CourseStatus, Option, Student, StudentResult

EXIT_IN_PART: Final = 4

_EDITIONS: Final = ["pdf", "html"]
_REPORTS: Final = Path("reports")
_HELP: Final = {
    "format": marked("pdf, html or ipynb, a notebook; may be repeated (default pdf and html)."),
    "out": marked("Where to write (default reports)."),
    "workers": marked("How many processes work at once (default: as many as there are cores)."),
}
"""Of options whose default is another one for a course."""


def _options(*names: str) -> dict[str, "Option"]:
    return {name: replace(BUILD[name], help=_HELP.get(name, BUILD[name].help)) for name in names}


OF_REPORTS: Final[Mapping[str, "Option"]] = {
    "year": ASSIGNMENT["year"],
    "teacher": PEOPLE["teacher"],
    **_options("data", "seed", "seeds", "sample", "style", "length", "format", "font", "device"),
}
"""The options of reports that a whole course shares."""

_OF_BUILD: Final = _options("out", "workers")

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


@takes(_OF_BUILD, OF_REPORTS)
def build(
    roster: RosterFile,
    options: dict[str, Any],
    shard: Part = None,
    scheduler: Scheduler = None,
    quiet: Quiet = False,
) -> None:
    """Make the reports that are missing, say each as it is done, count them at the end."""
    from lab1report.cli.progress_bars import TerminalProgress

    lab1report.check_course_options(scheduler=scheduler, shard=shard, **options)
    own = {name: options.pop(name) for name in _OF_BUILD}
    given = {name: lab1report.parse_option(name, own[name]) for name in own if own[name]}
    out, workers = given.get("out", _REPORTS), given.get("workers")
    options["format"] = options["format"] or _EDITIONS
    started = time.monotonic()
    with TerminalProgress(quiet=quiet) as progress:
        found = lab1report.read_roster(roster, progress=progress, **options)
        for sentence in of_bad_lines((bad.line, bad.problems) for bad in found.bad_lines):
            say(sentence)

        def told(student: "Student", result: "StudentResult") -> None:
            progress.note(printable(line_of(student.name, result)))

        outcome = lab1report.build_course(
            found,
            out,
            progress=progress,
            workers=workers,
            scheduler=scheduler,
            shard=shard,
            told=told,
        )
    results = outcome.results.values()
    if not quiet:
        status = lab1report.course_status(out)
        print(counted(status))
        if shard is not None and status.to_do:
            others = len(status.to_do)
            said = ngettext("{count} is another part's", "{count} are other parts'", others)
            print(said.format(count=others))
        there = len(results) - len(outcome.made)
        made = sum(outcome.results[name].state != "failed" for name in outcome.made)
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
    # Bad lines are the whole course's: a part that did its own is not to be begun again
    bad_lines = found.bad_lines and shard is None
    if bad_lines or any(result.state != "done" for result in results):
        raise typer.Exit(EXIT_IN_PART)


def of_bad_lines(bad_lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[str]:
    """What is wrong with each; once of lines that follow each other and have it in common.

    Args:
        bad_lines: the number of each in the roster, and a sentence for each problem.
    """
    runs: list[tuple[list[int], list[str]]] = []
    for line, problems in bad_lines:
        if runs and runs[-1][1] == [*problems] and runs[-1][0][-1] + 1 == line:
            runs[-1][0].append(line)
        else:
            runs.append(([line], [*problems]))
    for (first, *others), problems in runs:
        for problem in problems:
            if others:
                said = _("lines {first} to {last}: {problem}")
                yield said.format(first=first, last=others[-1], problem=problem)
            else:
                yield _("line {line}: {problem}").format(line=first, problem=problem)


def counted(found: "CourseStatus") -> str:
    """How many reports are in which state, and lines of the roster bad, in a line."""
    done, incomplete, failed = (
        len(found.in_state(state)) for state in ("done", "incomplete", "failed")
    )
    total, bad = len(found.course.students), len(found.course.bad_lines)
    made_up = len(found.made_up)
    counts = [
        ngettext("{count} report", "{count} reports", total).format(count=total),
        _("{count} done").format(count=done),
        _("{count} incomplete").format(count=incomplete) if incomplete else "",
        _("{count} failed").format(count=failed) if failed else "",
        _("{count} to do").format(count=len(found.to_do)) if found.to_do else "",
        ngettext("{count} bad line", "{count} bad lines", bad).format(count=bad) if bad else "",
        _("{count} of made-up images").format(count=made_up) if made_up else "",
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
