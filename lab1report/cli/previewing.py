"""The command `preview`: what it prints while the page follows its words."""

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lab1report import UserError
from lab1report.cli.opening import opened, say_by_hand
from lab1report.cli.output import printable, say
from lab1report.messages import _, marked, ngettext, numeral

if TYPE_CHECKING:
    from lab1report import Preview, PreviewUpdate
    from lab1report.preview.problems import Problem

_PROBLEMS: Final = {
    "error": marked("error: {message}"),
    "warning": marked("warning: {message}"),
}

Port = Annotated[
    str | None,
    typer.Option(
        help=_("Where to serve the page (default: the first free one from 8100 on)."),
        metavar="N",
        show_default=False,
    ),
]
Open = Annotated[bool, typer.Option("--open/--no-open", help=_("Open the page in the browser."))]


def port_of(text: str | None) -> int | None:
    """The port that was asked for.

    Raises:
        UserError: it is none.
    """
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 1 <= int(text) <= 65535):
        raise UserError(
            _("--port {text}: a port is a whole number from 1 to 65535").format(text=text)
        )
    return int(text)


def follow(preview: "Preview", *, open_it: bool) -> None:
    """Say where the page is, then what comes of each change, until Ctrl-C."""
    print(_("{address}  (Ctrl-C ends it)").format(address=preview.address), flush=True)
    if open_it and not opened(preview.address):
        say_by_hand(preview.address)
    told: Sequence[Problem] = ()
    for update in preview.updates():
        if update.files:
            print(_line(update), flush=True)
        for line in _news(told, update.problems):
            say(line)
        told = update.problems


def _news(before: "Sequence[Problem]", now: "Sequence[Problem]") -> Iterator[str]:
    """What is new, what is mended, and how much is as it was, wherever its line has moved to."""
    left = list(before)
    for problem in now:
        known = next((one for one in left if _is_same(one, problem)), None)
        if known is None:
            yield _(_PROBLEMS[problem.kind]).format(message=problem)
        else:
            left.remove(known)
    for problem in left:
        yield _("mended: {problem}").format(problem=problem)
    if same := len(before) - len(left):
        yield ngettext("{count} as before", "{count} as before", same).format(count=same)


def _is_same(one: "Problem", other: "Problem") -> bool:
    return (one.kind, one.file, one.sentence) == (other.kind, other.file, other.sentence)


def _line(update: "PreviewUpdate") -> str:
    clock = datetime.datetime.now().strftime("%H:%M:%S")
    files = ", ".join(f"{path.parent.name}/{path.name}".lstrip("/") for path in update.files)
    if update.built:
        came = _("page made in {seconds} s").format(seconds=numeral(update.seconds, ".1f"))
    else:
        came = _("the last page stays")
    return printable(f"{clock} {files}: {came}")
