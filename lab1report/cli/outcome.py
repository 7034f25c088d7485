"""What a build says at its end: what came out, where the files are, what to do next."""

import dataclasses
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from lab1report import UserError
from lab1report.cli.opening import opened, say_by_hand
from lab1report.cli.output import print_failures, print_steps, say
from lab1report.cli.streams import print_json
from lab1report.messages import _, marked, ngettext, numeral

if TYPE_CHECKING:
    from lab1report import BuildOutcome, Headlines
    from lab1report.report.headlines import Trained

EXIT_INCOMPLETE: Final = 4

_WIDTH: Final = 96
_LABEL: Final = 13
_SETTINGS: Final = {
    "saturation": marked("colours x{value}"),
    "batch_size": marked("batch size {value}"),
    "lr": marked("learning rate {value}"),
}
_GAINS: Final = {
    "better": marked("{points} points ({low} to {high}): better than the base"),
    "worse": marked("{points} points ({low} to {high}): worse than the base"),
    "unclear": marked("{points} points ({low} to {high}): cannot be told from the base"),
}

Open = Annotated[
    bool, typer.Option("--open", help=_("Open the PDF, or else the page, at the end."))
]
Json = Annotated[bool, typer.Option("--json", help=_("Print the summary as JSON."))]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help=_("Print the names of the files alone, no progress."))
]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """How a build shows its outcome."""

    verbose: bool = False
    quiet: bool = False
    as_json: bool = False
    open_it: bool = False

    def __post_init__(self) -> None:
        if self.quiet and self.as_json:
            raise UserError(_("--quiet and --json: choose one of them"))


def show(outcome: "BuildOutcome", how: Shown, *, seconds: float, command: str) -> None:
    """Say what was made, and open it if that was asked for.

    Args:
        seconds: how long all of it took.
        command: the one that was given, after which another one comes.

    Raises:
        typer.Exit: the report is not complete.
    """
    if how.verbose:
        print_steps(outcome.seconds)
    if how.as_json:
        print_json(json.dumps(_document(outcome, seconds), ensure_ascii=False, indent=2))
    else:
        if not how.quiet and command == "build":
            print_lines(summary(outcome.headlines))
            print_lines([(_("Made"), _made(outcome, seconds))])
        for file in outcome.files:
            print(file)
        if not how.quiet and (following := next_command(outcome, command)):
            print(following)
    print_failures(outcome.failures)
    if outcome.no_pdf:  # why and what to do was said before the training, of which it is a warning
        say(_("no PDF was made, for the reason given above"))
    if how.open_it:
        _open(outcome.files)
    if outcome.failures or outcome.no_pdf:
        raise typer.Exit(EXIT_INCOMPLETE)


def print_lines(lines: Iterable[tuple[str, str]]) -> None:
    """Print what each line says beside its label, folded."""
    indent = " " * _LABEL
    for label, text in lines:
        print(
            textwrap.fill(
                text, _WIDTH, initial_indent=f"{label:{_LABEL}}", subsequent_indent=indent
            )
        )


def summary(found: "Headlines") -> Iterator[tuple[str, str]]:
    """The headlines of a report, each with a label."""
    classes = ", ".join(f"{one.id} {one.name} ({one.title})" for one in found.assignment.classes)
    yield _("Classes"), classes + (_(" - made-up images") if found.demo else "")
    base, best = found.base, found.best
    if base is None:
        return
    said = _("{network}: {accuracy} of the test images recognised")
    yield _("Base"), said.format(network=base.network, accuracy=_accuracy(base))
    if best is not None:
        yield _("Best"), f"{_name(best)}: {_accuracy(best)}, {_gain(best)}"
    if found.lowest_loss is not None:
        first, last = found.lowest_loss
        if first == last:
            said = _("lowest test loss at epoch {last} of {epochs}")
        else:
            said = _("lowest test loss at epochs {first} to {last} of {epochs}")
        rest = _(", overfits from there on") if found.overfits else ""
        yield _("Overfitting"), said.format(first=first, last=last, epochs=found.epochs) + rest
    if found.compared:
        none = ngettext(
            "none of {count} variants, beyond chance",
            "none of {count} variants, beyond chance",
            found.compared,
        ).format(count=found.compared)
        yield _("Helped"), _list(found.helped) or none
        if found.harmed:
            yield _("Harmed"), _list(found.harmed)


def _list(every: "Sequence[Trained]") -> str:
    return "; ".join(
        _("{network} ({points} points)").format(
            network=_name(one), points=numeral(100 * one.gain.difference, "+.1f")
        )
        for one in every
        if one.gain is not None
    )


def _name(found: "Trained") -> str:
    settings = [setting(name, value) for name, value in found.settings.items()]
    alone = settings and "optimizer" not in found.settings and "saturation" not in found.settings
    return ", ".join(settings if alone else [found.network, *settings])


def setting(name: str, value: Any) -> str:
    """A hyperparameter in words, by its name in `results.json`."""
    match name:
        case "epochs":
            return ngettext("{count} epoch", "{count} epochs", value).format(count=value)
        case "share":
            return _("{percent}% of the images").format(percent=f"{100 * value:.0f}")
        case "optimizer":
            return str(value)
    return _(_SETTINGS[name]).format(value=numeral(value, "g"))


def _accuracy(found: "Trained") -> str:
    return _("{mean} % ({low} to {high})").format(
        mean=numeral(100 * found.accuracy, ".1f"),
        low=numeral(100 * found.interval.low, ".1f"),
        high=numeral(100 * found.interval.high, ".1f"),
    )


def _gain(found: "Trained") -> str:
    if found.gain is None:
        return ""
    return _(_GAINS[found.gain.verdict]).format(
        points=numeral(100 * found.gain.difference, "+.1f"),
        low=numeral(100 * found.gain.interval.low, "+.1f"),
        high=numeral(100 * found.gain.interval.high, "+.1f"),
    )


def _made(outcome: "BuildOutcome", seconds: float) -> str:
    taken = _("{seconds} s").format(seconds=numeral(seconds, ".1f" if seconds < 10 else ".0f"))
    if outcome.pages is None:
        return taken
    pages = ngettext("{count} page", "{count} pages", outcome.pages).format(count=outcome.pages)
    return f"{pages}, {taken}"


def next_command(outcome: "BuildOutcome", command: str) -> str:
    """What to do next, in a line; "" if there is nothing."""
    if command == "run":
        return _("Next: lab1report build")
    if command != "build" or outcome.failures:
        return ""
    defences = set(outcome.files[0].parent.glob("*-defence.pdf"))
    if defences & set(outcome.outdated):
        return _("Next: lab1report defence (the questions are those of an earlier build)")
    if not Path("lab1.toml").exists() and not Path("words").exists():
        if outcome.headlines.assignment.student:
            return _("Next: lab1report init (words of your own), or --open to look at it")
        return _("Next: lab1report init (your name, words of your own), or --open to look at it")
    if not defences:
        return _("Next: lab1report defence (questions of the defence, answered)")
    return ""


def _document(outcome: "BuildOutcome", seconds: float) -> Mapping[str, Any]:
    return {
        "files": [str(file) for file in outcome.files],
        "pages": outcome.pages,
        "seconds": round(seconds, 3),
        "failures": [dataclasses.asdict(failure) for failure in outcome.failures],
        "no_pdf": outcome.no_pdf or None,
        **outcome.headlines.to_document(),
    }


def _open(files: Sequence[Path]) -> None:
    """Open the first file that people read."""
    readable = [file for suffix in (".pdf", ".html") for file in files if file.suffix == suffix]
    if not readable or not opened(str(readable[0].absolute())):
        say_by_hand(readable[0] if readable else files[0])
