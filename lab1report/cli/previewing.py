"""The command `preview`: what it prints while the page follows its words."""

import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from lab1report import UserError
from lab1report.cli.output import printable, say
from lab1report.messages import _, marked, numeral

if TYPE_CHECKING:
    from lab1report import Preview, PreviewUpdate

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
    if open_it and typer.launch(preview.address) != 0:
        say(_("nothing here opens {place}: open it by hand").format(place=preview.address))
    for update in preview.updates():
        if update.files:
            print(_line(update), flush=True)
        for problem in update.problems:
            say(_(_PROBLEMS[problem.kind]).format(message=problem))


def _line(update: "PreviewUpdate") -> str:
    clock = datetime.datetime.now().strftime("%H:%M:%S")
    files = ", ".join(f"{path.parent.name}/{path.name}".lstrip("/") for path in update.files)
    if update.built:
        came = _("page made in {seconds} s").format(seconds=numeral(update.seconds, ".1f"))
    else:
        came = _("the last page stays")
    return printable(f"{clock} {files}: {came}")
