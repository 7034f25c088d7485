"""The command `diff`: its options, what it prints, its exit code."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

import lab1report
from lab1report import UserError
from lab1report.cli.output import printable
from lab1report.cli.streams import print_json

if TYPE_CHECKING:
    from lab1report import ReportDifference
    from lab1report.differing.difference import AccuracyChange, Change, RowChange, SentenceChange

EXIT_DIFFERENT: Final = 6

_PAIRED: Final = {
    "seeds and images": "paired by seed and image",
    "images": "paired by image, other seeds",
    "nothing": "other test images, unpaired",
}

First = Annotated[
    Path, typer.Argument(metavar="A", help="PDF, folder or results.json.", show_default=False)
]
Second = Annotated[
    Path, typer.Argument(metavar="B", help="The same, told against A.", show_default=False)
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Html = Annotated[
    Path | None,
    typer.Option("--html", help="Write a web page into FILE besides.", metavar="FILE"),
]


def diff(first: First, second: Second, as_json: Json = False, html: Html = None) -> None:
    """Say what differs between two reports, and whether by chance. Exit 0 nothing, 6 something.

    2: one of them is no report. Not 1 as of diff: that says here that the machine gave up.
    """
    found = lab1report.compare_reports(first, second)
    if html is not None:
        _write(html, lab1report.difference_text(found, "html"))
    if as_json:
        print_json(lab1report.difference_text(found, "json"))
    else:
        for line in _lines(found):
            print(printable(line))
    if not found.same:
        raise typer.Exit(EXIT_DIFFERENT)


def _write(target: Path, text: str) -> None:
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"--html {target}: cannot be written ({error.strerror})") from error


def _lines(found: "ReportDifference") -> Iterator[str]:
    """Group by group, what matters most first; nothing of groups without a difference."""
    yield f"{found.first} -> {found.second}"
    if found.same:
        yield "No difference."
    yield from _group("Settings", _changes(found.settings))
    yield from _group(_accuracies_title(found), _accuracies(found.accuracies))
    if found.other_network:
        yield "  * with other settings in the second report, see the rows"
    yield from _group("Rows of the final table", _rows(found.rows))
    yield from _group("Numbers of the tasks", _changes(found.numbers))
    yield from _group("Sentences", _sentences(found))
    yield from _group("Versions and machine", _changes(found.versions))
    if found.one_seed:
        yield "A report has one training a network: its intervals do not cover other seeds."
    for note in found.notes:
        yield f"Not compared: {note}."


def _group(title: str, lines: Iterator[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield ""
            yield title
        yield f"  {line}"


def _changes(changes: Sequence["Change"]) -> Iterator[str]:
    for change in changes:
        yield f"{change.name}: {_change(change)}"


def _change(change: "Change") -> str:
    return " -> ".join("absent" if value is None else str(value) for value in change.shown)


def _accuracies_title(found: "ReportDifference") -> str:
    method = _PAIRED[found.paired] if found.paired else ""
    return (
        f"Accuracies on the test images: {len(found.told)} of {len(found.accuracies)} differences "
        f"can be told from chance ({method}; 95 % intervals, shared out by Holm)"
    )


def _accuracies(accuracies: Sequence["AccuracyChange"]) -> Iterator[str]:
    width = max((len(one.network) for one in accuracies), default=0)
    for one in accuracies:
        mark = "*" if one.other_network else ""
        comparison = one.comparison
        low, high = 100 * comparison.interval.low, 100 * comparison.interval.high
        verdict = f"told from chance, p = {_p_value(comparison.p_value)}"
        if not one.told:
            verdict = "cannot be told from chance"
        name = f"{one.network}{mark}"
        yield (
            f"{name:{width + 1}}  {100 * one.first:.1f} % -> {100 * one.second:.1f} % "
            f"({100 * comparison.difference:+.1f} points, {low:+.1f} to {high:+.1f}: {verdict})"
        )


def _p_value(value: float) -> str:
    return f"{value:.2g}" if value >= 1e-4 else "0.0001 at most"


def _rows(rows: Sequence["RowChange"]) -> Iterator[str]:
    for row in rows:
        if row.kind == "changed":
            changes = ", ".join(f"{change.name} {_change(change)}" for change in row.changes)
            yield f"{row.variant}: {changes}"
        else:
            yield f"{row.variant}: {row.kind}, {row.network}"


def _sentences(found: "ReportDifference") -> Iterator[str]:
    for group in found.reworded_groups:
        own = "words of the student's, " if group.own else ""
        yield f"{own}{group.section or 'before all headings'}"
        for one in group.changes:
            yield f"  {_marked(one)}"
    if found.renumbered:
        count = len(found.renumbered)
        yield (
            f"{count} sentence{'s' if count > 1 else ''} with other numbers and the same words "
            "(--json and --html have them)"
        )


def _marked(one: "SentenceChange") -> str:
    """A sentence with what was taken and added, as `git diff --word-diff` marks them."""
    marks = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in one.pieces)
