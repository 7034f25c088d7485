"""The command `course collect`: what students sent in, as a table, JSON or CSV; its exit code."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import lab1report
from lab1report import UserError
from lab1report.cli.course_building import Reports
from lab1report.cli.output import printable, say
from lab1report.cli.streams import print_json
from lab1report.cli.tables import table_lines
from lab1report.cli.verifying import (
    STAGES,
    STATUSES,
    Data,
    Files,
    Font,
    Secret,
    Workers,
)
from lab1report.messages import _, ngettext, numeral
from lab1report.quoting import listed

if TYPE_CHECKING:
    from lab1report import Collection, Submission
    from lab1report.course.collecting.submission import Measured, SharedSentence

HELP: Final = (
    _(
        "Say what students sent in: whose it is, classes, accuracies, verified or not, and which "
        "words two share. Writes nothing."
    )
    + "\n\n"
    + _(
        "Exit 0: everybody's is there and verified; 4: there is something to look at; 5: a report "
        "is refuted."
    )
    + "\n\n"
    + _("2: no file is a report, or REPORTS no folder of a course; 3: no images here.")
)
EXIT_REFUTED: Final = 5
EXIT_LOOK: Final = 4
EXIT_NO_DATA: Final = 3
EXIT_NOTHING: Final = 2

_MOST_SENTENCES: Final = 3  # of those that the same students share

Quick = Annotated[
    bool,
    typer.Option("--quick", help=_("Check only that the files are whole; make nothing again.")),
]
Runs = Annotated[
    str | None,
    typer.Option(
        help=_("How many trainings of each report to make again (default 0)."), metavar="K"
    ),
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]
Csv = Annotated[bool, typer.Option("--csv", help=_("Print a table as CSV."))]


def collect(
    reports: Reports,
    files: Files,
    quick: Quick = False,
    runs: Runs = None,
    secret: Secret = None,
    data: Data = "auto",
    workers: Workers = None,
    font: Font = "times",
    as_json: Json = False,
    as_csv: Csv = False,
) -> None:
    """The command `course collect`, as `HELP` says."""
    from lab1report.cli.progress_bars import TerminalProgress

    if as_json and as_csv:
        raise UserError(_("--json and --csv: choose one of them"))
    if quick and runs is not None:
        raise UserError(_("--quick and --runs: choose one of them"))
    with TerminalProgress() as progress:
        found = lab1report.collect_reports(
            reports,
            files,
            quick=quick,
            data=data,
            runs=0 if runs is None else runs,
            secret=secret,
            workers=workers,
            font=font,
            progress=progress,
        )
    if as_json:
        print_json(lab1report.collection_text(found, "json"))
    elif as_csv:
        print(lab1report.collection_text(found, "csv"), end="")
    else:
        for line in _lines(found):
            print(line)
    if secret is None and any(one.verification.made_again for one in found.submissions):
        say(_("trainings chosen by --secret {secret}").format(secret=found.secret))
    raise typer.Exit(exit_code(found))


def exit_code(found: "Collection") -> int:
    """The gravest thing counts; a student who sent nothing is one to look at."""
    statuses = {one.verification.status for one in found.submissions}
    if "refuted" in statuses:
        return EXIT_REFUTED
    if statuses <= {"no report"}:
        return EXIT_NOTHING
    if "no data" in statuses:
        return EXIT_NO_DATA
    doubted = statuses - {"verified", "intact"} or any(one.remarks for one in found.submissions)
    copied = found.shared or any(one.kind != "arms" for one in found.reused)
    lacking = found.missing or found.unreadable
    return EXIT_LOOK if doubted or copied or lacking else 0


def _lines(found: "Collection") -> Iterator[str]:
    head = (
        *(_("student"), _("file"), _("classes"), _("base"), _("best"), _("checked")),
        _("verdict"),
    )
    yield from table_lines([head, *map(_row, found.submissions)], in_full="--csv")
    for title, lines in (
        (_("To look at:"), [*_to_look_at(found.submissions)]),
        (_("Words that several share:"), [*_shared(found.shared)]),
        (_("The same file in the reports of several:"), [*_reused(found)]),
        (_("Sent what is no report, by the names of files and folders:"), [*_unreadable(found)]),
        (_("Sent nothing:"), [*map(_who, found.missing)]),
        (_("In the folders, not looked at:"), [*_others(found)]),
    ):
        if lines:
            yield ""
            yield title
            yield from (f"  {printable(line)}" for line in lines)
    yield ""
    yield _counted(found)


def _row(one: "Submission") -> tuple[str, ...]:
    verification = one.verification
    cells = (
        one.name or (one.claims.student or ""),
        one.file,
        _classes(one),
        _accuracy(one.base),
        _accuracy(one.best),
        _how_far(one),
        _(STATUSES[verification.status]),
    )
    return tuple(map(printable, cells))


def _how_far(one: "Submission") -> str:
    found = one.verification
    if not one.checked:
        return _("nothing")
    if one.checked != "real":
        return _(STAGES[one.checked])
    return ngettext(
        "{count} of {trainings} training", "{count} of {trainings} trainings", found.trainings
    ).format(count=found.made_again, trainings=found.trainings)


def _classes(one: "Submission") -> str:
    own, wanted = (" ".join(map(str, ids)) for ids in (one.claims.classes, one.expected_classes))
    if one.classes_are_right is False:
        return _("{classes}, not {wanted}").format(classes=own, wanted=wanted)
    return own


def _accuracy(found: "Measured | None") -> str:
    if found is None:
        return ""
    shown = [numeral(100 * share, ".1f") for share in (found.accuracy, found.low, found.high)]
    return "{} ({}…{})".format(*shown)


def _to_look_at(submissions: "Sequence[Submission]") -> Iterator[str]:
    for one in submissions:
        found = one.verification
        about = ": ".join(filter(None, (found.place, found.message)))
        verdict = f"{_(STATUSES[found.status])}: {about}" if about else ""
        said = filter(None, (verdict, *found.notes, *(each.sentence for each in one.remarks)))
        if told := "; ".join(said):
            yield f"{one.file}: {told}"


def _shared(shared: "Sequence[SharedSentence]") -> Iterator[str]:
    """The sentences by those who share them, a few of each in full."""
    by_owners: dict[tuple[str, ...], list[SharedSentence]] = defaultdict(list)
    for sentence in shared:
        by_owners[tuple(sorted(sentence.owners))].append(sentence)
    for owners, sentences in by_owners.items():
        names, count = ", ".join(owners), len(sentences)
        yield ngettext("{names}: {count} sentence", "{names}: {count} sentences", count).format(
            names=names, count=count
        )
        for sentence in sentences[:_MOST_SENTENCES]:
            for place in _first_of_each(sentence):
                yield f"  {place}"
        if (more := count - _MOST_SENTENCES) > 0:
            yield "  " + ngettext(
                "and {count} more, which --json has", "and {count} more, which --json has", more
            ).format(count=more)


def _first_of_each(sentence: "SharedSentence") -> Iterator[str]:
    """Each wording once, with who has it and in which words."""
    by_text: dict[str, list[str]] = defaultdict(list)
    for place in sentence.places:
        by_text[place.text].append(f"{place.owner}, {place.section}")
    for text, having in by_text.items():
        yield _("«{sentence}» ({places})").format(sentence=text, places="; ".join(having))


def _reused(found: "Collection") -> Iterator[str]:
    for one in found.reused:
        name = _("the arms, which counts for nothing") if one.kind == "arms" else one.name
        yield f"{name}: {', '.join(one.owners)}"


def _unreadable(found: "Collection") -> Iterator[str]:
    for entry in found.unreadable:
        yield f"{_who(entry)}: {listed(entry['files'])}"


def _who(entry: Mapping[str, Any]) -> str:
    student = entry["student"]
    return ", ".join(filter(None, (str(student["name"]), str(student["group"] or ""))))


def _others(found: "Collection") -> Iterator[str]:
    if count := len(found.others):
        said = ngettext("{count} file that is no PDF", "{count} files that are no PDFs", count)
        yield f"{said.format(count=count)}: {listed(found.others)}"


def _counted(found: "Collection") -> str:
    """How many files there are, of how many students, and what became of them."""
    files = len(found.submissions)
    students = len({one.folders for one in found.submissions if len(one.folders) == 1})
    counts = Counter(one.verification.status for one in found.submissions)
    parts = [
        ngettext("{count} file", "{count} files", files).format(count=files),
        ngettext("of {count} student", "of {count} students", students).format(count=students),
        *(f"{_(STATUSES[status])}: {count}" for status, count in counts.items()),
    ]
    if found.unreadable:
        parts.append(_("sent what is no report: {count}").format(count=len(found.unreadable)))
    if found.missing:
        parts.append(_("sent nothing: {count}").format(count=len(found.missing)))
    return ", ".join(parts)
