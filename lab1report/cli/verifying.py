"""The command `verify`: its options, what it prints, its exit code."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

import lab1report
from lab1report import UserError
from lab1report.cli.output import printable, say
from lab1report.cli.streams import print_json
from lab1report.cli.text_files import write_text
from lab1report.messages import _, marked, ngettext, numeral

if TYPE_CHECKING:
    from lab1report import Verification

EXIT_CODES: Final = {"refuted": 5, "no report": 2, "no data": 3, "partly": 4, "verified": 0}
"""By what was found out, the gravest first: of several files the gravest counts."""

HELP: Final = (
    _(
        "Verify reports that were handed in: whole, consistent, and real. "
        "Exit 0 verified, 5 refuted."
    )
    + "\n\n"
    + _("2: not a report; 3: no images here; 4: other versions, so that not all could be compared.")
)
STATUSES: Final = {
    "verified": marked("verified"),
    "partly": marked("partly"),
    "refuted": marked("REFUTED"),
    "no report": marked("no report"),
    "no data": marked("no data"),
    "intact": marked("not verified"),
}
STAGES: Final = {
    "intact": marked("intact"),
    "consistent": marked("consistent"),
    "real": marked("real"),
}

Files = Annotated[
    list[Path],
    typer.Argument(
        help=_("Reports in PDF, or folders with them."), metavar=_("FILES"), show_default=False
    ),
]
Data = Annotated[
    str, typer.Option(help=_("Where CIFAR-100 lies (default: what is found)."), metavar=_("SOURCE"))
]
Runs = Annotated[
    str | None,
    typer.Option(
        help=_("How many trainings of each report to make again (default 12)."), metavar="K"
    ),
]
All = Annotated[bool, typer.Option("--all", help=_("Make all trainings again."))]
Secret = Annotated[
    str | None,
    typer.Option(help=_("Decides which trainings; by default nobody can know."), metavar=_("TEXT")),
]
Workers = Annotated[
    str | None, typer.Option(help=_("How many processes check and train."), metavar="N")
]
Font = Annotated[
    str,
    typer.Option(
        help=_("Where a font of reports is, if not installed."),
        metavar=_("FOLDER"),
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help=_("Print JSON, the student's words included."))]
Csv = Annotated[bool, typer.Option("--csv", help=_("Print a table as CSV."))]
Statement = Annotated[
    Path | None,
    typer.Option(help=_("Write an in-toto statement, to be signed, into FILE."), metavar=_("FILE")),
]


def verify(
    files: Files,
    data: Data = "auto",
    runs: Runs = None,
    every: All = False,
    secret: Secret = None,
    workers: Workers = None,
    font: Font = "times",
    as_json: Json = False,
    as_csv: Csv = False,
    statement: Statement = None,
) -> None:
    """The command `verify`, as `HELP` says."""
    from lab1report.cli.progress_bars import TerminalProgress

    if as_json and as_csv:
        raise UserError(_("--json and --csv: choose one of them"))
    if every and runs is not None:
        raise UserError(_("--all and --runs: choose one of them"))
    chosen = lab1report.new_secret() if secret is None else secret
    with TerminalProgress() as progress:
        found = lab1report.verify_reports(
            files,
            data=data,
            **({"runs": None} if every else {} if runs is None else {"runs": runs}),
            secret=chosen,
            workers=workers,
            font=font,
            progress=progress,
        )
    if as_json:
        print_json(lab1report.verification_text(found, "json", secret=chosen))
    elif as_csv:
        print(lab1report.verification_text(found, "csv", secret=chosen), end="")
    else:
        for one in found:
            _show(one)
    if any(one.made_again for one in found) and secret is None:
        say(_("trainings chosen by --secret {secret}").format(secret=chosen))
    if statement is not None:
        write_text(
            "--statement",
            statement,
            lab1report.verification_text(found, "statement", secret=chosen),
        )
    raise typer.Exit(_exit_code(found))


def _exit_code(found: Sequence["Verification"]) -> int:
    statuses = {one.status for one in found}
    return next(code for status, code in EXIT_CODES.items() if status in statuses)


def _show(one: "Verification") -> None:
    """A line about the file, and one for each thing that a teacher should know besides."""
    head = f"{printable(one.file)}: {_(STATUSES[one.status])}"
    if one.stage:
        stage = _(STAGES[one.stage])
        print(f"{head} ({stage}): {printable(one.place)}: {printable(one.message)}")
    elif one.message:
        print(f"{head}: {printable(one.message)}")
    else:
        print(f"{head}: {_about(one)}; {_trained(one)}")
    for note in one.notes:
        print(f"    {printable(note)}")
    for section, text in one.words.items():
        words = printable(" ".join(text.split()))
        said = _("the student's own words on {section}, not judged: {words}")
        print("    " + said.format(section=section, words=words))


def _about(one: "Verification") -> str:
    parts = [printable(one.student)] if one.student else []
    if one.group:
        parts.append(_("group {group}").format(group=printable(one.group)))
    if one.variant is not None:
        parts.append(_("variant {variant}").format(variant=one.variant))
    parts.append(_("classes {classes}").format(classes=", ".join(map(str, one.classes))))
    if one.demo:
        parts.append(_("made-up images"))
    return ", ".join(parts)


def _trained(one: "Verification") -> str:
    if not one.made_again:
        return ngettext(
            "none of {trainings} training made again",
            "none of {trainings} trainings made again",
            one.trainings,
        ).format(trainings=one.trainings)
    again = ngettext(
        "{count} of {trainings} training made again",
        "{count} of {trainings} trainings made again",
        one.trainings,
    ).format(count=one.made_again, trainings=one.trainings)
    equal = _("{count} of them equal to the last bit").format(count=one.equal)
    unsteady = _("{count} decided by rounding and not judged").format(count=one.unsteady)
    parts = [again, equal, unsteady] if one.unsteady else [again, equal]
    found = _(
        "if a tenth were forged by more than the tolerances, this finds it with probability "
        "{probability}"
    ).format(probability=numeral(one.detection, ".2f"))
    return f"{', '.join(parts)}; {found}"
