"""The command `diff`: its options, what it prints, its exit code."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

import lab1report
from lab1report.cli.output import printable
from lab1report.cli.streams import print_json
from lab1report.cli.text_files import write_text
from lab1report.messages import _, marked, ngettext, numeral

if TYPE_CHECKING:
    from lab1report import ReportDifference
    from lab1report.differing.difference import AccuracyChange, Change, RowChange, SentenceChange

EXIT_DIFFERENT: Final = 6
_LEAST_P: Final = 1e-4

_PAIRED: Final = {
    "seeds and images": marked("paired by seed and image"),
    "common seeds and images": marked("paired by image and by the seeds that both have"),
    "images": marked("paired by image, other seeds"),
    "nothing": marked("other test images, unpaired"),
}
HELP: Final = (
    _("Say what differs between two reports, and whether by chance. Exit 0 nothing, 6 something.")
    + "\n\n"
    + _("2: one of them is no report. Not 1 as of diff: that says here that the machine gave up.")
)

First = Annotated[
    Path, typer.Argument(metavar="A", help=_("PDF, folder or results.json."), show_default=False)
]
Second = Annotated[
    Path, typer.Argument(metavar="B", help=_("The same, told against A."), show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Html = Annotated[
    Path | None,
    typer.Option("--html", help=_("Write a web page into FILE besides."), metavar=_("FILE")),
]


def diff(first: First, second: Second, as_json: Json = False, html: Html = None) -> None:
    """The command `diff`, as `HELP` says."""
    found = lab1report.compare_reports(first, second)
    if html is not None:
        write_text("--html", html, lab1report.difference_text(found, "html"))
    if as_json:
        print_json(lab1report.difference_text(found, "json"))
    else:
        for line in _lines(found):
            print(printable(line))
    if not found.same:
        raise typer.Exit(EXIT_DIFFERENT)


def _lines(found: "ReportDifference") -> Iterator[str]:
    """Group by group, what matters most first; nothing of groups without a difference."""
    yield f"{found.first} -> {found.second}"
    if found.same:
        yield _("No difference.")
    yield from _group(_("Settings"), _changes(found.settings))
    yield from _group(_accuracies_title(found), _accuracies(found.accuracies))
    if found.other_network:
        yield "  " + _("* with other settings in the second report, see the rows")
    yield from _group(_("Rows of the final table"), _rows(found.rows))
    yield from _group(_("Numbers of the tasks"), _changes(found.numbers))
    yield from _group(_("Sentences"), _sentences(found))
    yield from _group(_("Versions and machine"), _changes(found.versions))
    if found.one_seed:
        yield _("A report has one training a network: its intervals do not cover other seeds.")
    for note in found.notes:
        yield _("Not compared: {note}.").format(note=note)


def _group(title: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield ""
            yield title
        yield f"  {line}"


def _changes(changes: Sequence["Change"]) -> Iterator[str]:
    for change in changes:
        yield f"{change.label}: {_change(change)}"


def _change(change: "Change") -> str:
    return " -> ".join(change.said)


def _accuracies_title(found: "ReportDifference") -> str:
    count = len(found.accuracies)
    return ngettext(
        "Accuracies on the test images: {told} of {count} difference can be told from chance "
        "({method}; 95 % intervals, shared out by Holm)",
        "Accuracies on the test images: {told} of {count} differences can be told from chance "
        "({method}; 95 % intervals, shared out by Holm)",
        count,
    ).format(
        told=len(found.told), count=count, method=_(_PAIRED[found.paired]) if found.paired else ""
    )


def _accuracies(accuracies: Sequence["AccuracyChange"]) -> Iterator[str]:
    width = max((len(one.label) for one in accuracies), default=0)
    for one in accuracies:
        mark = "*" if one.other_network else ""
        comparison = one.comparison
        verdict = _("told from chance, p = {p_value}").format(p_value=_p_value(comparison.p_value))
        if not one.told:
            verdict = _("cannot be told from chance")
        name = f"{one.label}{mark}"
        numbers = _("({points} points, {low} to {high}: {verdict})").format(
            points=numeral(100 * comparison.difference, "+.1f"),
            low=numeral(100 * comparison.interval.low, "+.1f"),
            high=numeral(100 * comparison.interval.high, "+.1f"),
            verdict=verdict,
        )
        first, second = numeral(100 * one.first, ".1f"), numeral(100 * one.second, ".1f")
        yield f"{name:{width + 1}}  {first} % -> {second} % {numbers}"


def _p_value(value: float) -> str:
    if value < _LEAST_P:
        return _("{limit} at most").format(limit=numeral(_LEAST_P))
    return numeral(value, ".2g")


def _rows(rows: Sequence["RowChange"]) -> Iterator[str]:
    for row in rows:
        if row.kind == "changed":
            changes = ", ".join(f"{change.label} {_change(change)}" for change in row.changes)
            yield f"{row.variant}: {changes}"
        elif row.kind == "added":
            yield _("{variant}: added, {network}").format(variant=row.variant, network=row.network)
        else:
            yield _("{variant}: removed, {network}").format(
                variant=row.variant, network=row.network
            )


def _sentences(found: "ReportDifference") -> Iterator[str]:
    for group in found.reworded_groups:
        if group.own:
            yield _("words of the student's, {section}").format(section=group.section)
        else:
            yield group.section or _("before all headings")
        for one in group.changes:
            yield f"  {_marked(one)}"
    if found.renumbered:
        count = len(found.renumbered)
        yield ngettext(
            "{count} sentence with other numbers and the same words (--json and --html have them)",
            "{count} sentences with other numbers and the same words (--json and --html have them)",
            count,
        ).format(count=count)


def _marked(one: "SentenceChange") -> str:
    """A sentence with what was taken and added, as `git diff --word-diff` marks them."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in one.pieces)
