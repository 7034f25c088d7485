"""The command `course serve`: where the page is, until Ctrl-C."""

from typing import Annotated, Final

import typer

import lab1report
from lab1report.cli.course_building import Reports
from lab1report.cli.opening import opened, say_by_hand
from lab1report.cli.output import say
from lab1report.cli.previewing import Open, Port, port_of
from lab1report.messages import _

HELP: Final = (
    _("Show the teacher's page in the browser, live while a build runs. Writes nothing.")
    + "\n\n"
    + _("Only this machine can open it, unless --host says otherwise; then a token is needed.")
)

Host = Annotated[
    str,
    typer.Option(
        help=_("The address of this machine to listen on; 0.0.0.0 is all that it has."),
        metavar=_("ADDRESS"),
    ),
]


def serve(
    reports: Reports, host: Host = "127.0.0.1", port: Port = None, open_it: Open = False
) -> None:
    """Print the address of the page, and have it follow the folder."""
    number = port_of(port)
    with lab1report.serve_course(reports, host=host, port=number) as server:
        print(_("{address}  (Ctrl-C ends it)").format(address=server.address), flush=True)
        if server.is_public:
            say(_("whoever has this address can see the course, over an unencrypted connection"))
        if open_it and not opened(server.address):
            say_by_hand(server.address)
        server.follow()
