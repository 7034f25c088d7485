"""The command `course status`: what is done and to do, which builds run; its exit code."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import typer

import lab1report
from lab1report.cli.course_building import EXIT_IN_PART, Json, Reports, counted, of_bad_lines
from lab1report.cli.output import local_moment, printable, span
from lab1report.cli.streams import print_json
from lab1report.messages import _, numeral

if TYPE_CHECKING:
    from lab1report import CourseStatus, RunningBuild

HELP: Final = (
    _("Say what is done, failed and to do, and which builds run now. Runs nothing.")
    + "\n\n"
    + _(
        "Exit 0: all are done; 4: some are to do, failed or incomplete, or some lines are bad; "
        "2: no reports of a course."
    )
)


def status(reports: Reports, as_json: Json = False) -> None:
    """The command `course status`, as `HELP` says."""
    found = lab1report.course_status(reports)
    if as_json:
        print_json(json.dumps(_document(found), ensure_ascii=False, indent=1))
    else:
        for line in _lines(found):
            print(printable(line))
    if not found.is_done:
        raise typer.Exit(EXIT_IN_PART)


def _lines(found: "CourseStatus") -> Iterator[str]:
    yield counted(found)
    yield from map(_running, found.builds)
    if found.to_do and not found.builds:
        yield _at_rest(found)
    names = {str(one["folder"]): one["student"]["name"] for one in found.course.students}
    for state in ("incomplete", "failed"):
        for result in found.in_state(state):
            for reason in result.reasons:
                yield f"{names[result.folder]}: {reason}"
    for folder, files in found.damaged.items():
        said = _("{name}: missing or changed: {files}; the next build makes the report again")
        yield said.format(name=names[folder], files=", ".join(files))
    for line in of_bad_lines((bad["line"], bad["problems"]) for bad in found.course.bad_lines):
        yield f"{found.course.roster}, {line}"


def _running(build: "RunningBuild") -> str:
    """Where a build runs, since when, what it does, and how long it takes."""
    if build.started:
        said = _("A build runs on {host} since {moment}")
    else:
        said = _("A build runs on {host}")
    parts: list[str] = [said.format(host=build.host, moment=local_moment(build.started))]
    if build.doing:
        parts.append(build.doing)
    if build.share is not None:
        share = numeral(100 * build.share, ".0f")
        parts.append(_("{share} % of its work done").format(share=share))
    if build.remaining is not None:
        parts.append(_("about {time} left").format(time=span(build.remaining)))
    return "; ".join(parts)


def _at_rest(found: "CourseStatus") -> str:
    """What to do where reports are missing and nobody makes them."""
    if not found.remaining:
        return _("No build runs; the same 'lab1report course build' makes what is to do")
    said = _(
        "No build runs; the same 'lab1report course build' makes what is to do, in about {time} at "
        "the pace of the last one"
    )
    return said.format(time=span(found.remaining))


def _document(found: "CourseStatus") -> dict[str, Any]:
    return {
        "roster": found.course.roster,
        "students": len(found.course.students),
        "done": [one.folder for one in found.in_state("done")],
        "incomplete": {one.folder: [*one.reasons] for one in found.in_state("incomplete")},
        "failed": {one.folder: [*one.reasons] for one in found.in_state("failed")},
        "to_do": [*found.to_do],
        "damaged": {folder: [*files] for folder, files in found.damaged.items()},
        "made_up": [one.folder for one in found.made_up],
        "remaining_seconds": found.remaining,
        "builds": [_build(one) for one in found.builds],
        "bad_lines": [dict(one) for one in found.course.bad_lines],
    }


def _build(one: "RunningBuild") -> dict[str, Any]:
    return {
        "host": one.host,
        "started": one.started,
        "doing": one.doing,
        "share": one.share,
        "remaining_seconds": one.remaining,
    }
