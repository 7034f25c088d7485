"""The command `verify`: its options, what it prints, its exit code."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

import lab1report
from lab1report import UserError
from lab1report.cli.output import printable, say
from lab1report.cli.streams import print_json

if TYPE_CHECKING:
    from lab1report import Verification

EXIT_CODES: Final = {"refuted": 5, "no report": 2, "no data": 3, "partly": 4, "verified": 0}
"""By what was found out, the gravest first: of several files the gravest counts."""

_MOST_FILES: Final = 1000

Files = Annotated[list[Path], typer.Argument(help="Reports in PDF.", show_default=False)]
Data = Annotated[
    str, typer.Option(help="Where CIFAR-100 lies (default: what is found).", metavar="SOURCE")
]
Runs = Annotated[
    str | None,
    typer.Option(help="How many trainings of each report to make again (default 12).", metavar="K"),
]
All = Annotated[bool, typer.Option("--all", help="Make all trainings again.")]
Secret = Annotated[
    str | None,
    typer.Option(help="Decides which trainings; by default nobody can know.", metavar="TEXT"),
]
Workers = Annotated[str | None, typer.Option(help="How many processes train.", metavar="N")]
Font = Annotated[
    str,
    typer.Option(
        help="Where a font of reports is, if not installed.", metavar="FOLDER", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, the student's words included.")]
Csv = Annotated[bool, typer.Option("--csv", help="Print a table as CSV.")]
Statement = Annotated[
    Path | None,
    typer.Option(help="Write an in-toto statement, to be signed, into FILE.", metavar="FILE"),
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
    """Verify reports that were handed in: whole, consistent, and real. Exit 0 verified, 5 refuted.

    2: not a report; 3: no images here; 4: other versions, so that not all could be compared.
    """
    from lab1report.cli.progress_bars import TerminalProgress

    if as_json and as_csv:
        raise UserError("--json and --csv: choose one of them")
    if every and runs is not None:
        raise UserError("--all and --runs: choose one of them")
    if len(files) > _MOST_FILES:
        raise UserError(f"{len(files)} files, and at most {_MOST_FILES} are taken at once")
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
        say(f"trainings chosen by --secret {chosen}")
    if statement is not None:
        _write(statement, lab1report.verification_text(found, "statement", secret=chosen))
    raise typer.Exit(_exit_code(found))


def _exit_code(found: Sequence["Verification"]) -> int:
    statuses = {one.status for one in found}
    return next(code for status, code in EXIT_CODES.items() if status in statuses)


def _write(target: Path, text: str) -> None:
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"--statement {target}: cannot be written ({error.strerror})") from error


def _show(one: "Verification") -> None:
    """A line about the file, and one for each thing that a teacher should know besides."""
    head = f"{printable(one.file)}: {one.status.upper() if one.status == 'refuted' else one.status}"
    if one.stage:
        print(f"{head} ({one.stage}): {printable(one.place)}: {printable(one.message)}")
    elif one.message:
        print(f"{head}: {printable(one.message)}")
    else:
        print(f"{head}: {_about(one)}; {_trained(one)}")
    for note in one.notes:
        print(f"    {printable(note)}")
    for section, text in one.words.items():
        words = printable(" ".join(text.split()))
        print(f"    the student's own words on {section}, not judged: {words}")


def _about(one: "Verification") -> str:
    classes = ", ".join(map(str, one.classes))
    who = [printable(one.student)] if one.student else []
    who += [f"group {printable(one.group)}"] if one.group else []
    who += [f"variant {one.variant}"] if one.variant is not None else []
    images = ", made-up images" if one.demo else ""
    return f"{', '.join([*who, f'classes {classes}'])}{images}"


def _trained(one: "Verification") -> str:
    if not one.made_again:
        return f"none of {one.trainings} trainings made again"
    unsteady = f", {one.unsteady} decided by rounding and not judged" if one.unsteady else ""
    return (
        f"{one.made_again} of {one.trainings} trainings made again, {one.equal} of them equal to "
        f"the last bit{unsteady}; if a tenth were forged by more than the tolerances, this finds "
        f"it with probability {one.detection:.2f}"
    )
