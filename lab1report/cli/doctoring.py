"""The command `doctor`: what it prints, its exit code."""

import dataclasses
import json
from typing import Annotated, Final

import typer

import lab1report
from lab1report.cli.output import printable
from lab1report.cli.streams import print_json
from lab1report.messages import _, marked

EXIT_MISSING: Final = 3
HELP: Final = _(
    "Check whether reports can be made on this machine, and say what is missing. Exit 0 or 3."
)
_STATES: Final = {"ok": marked("ok"), "note": marked("note"), "missing": marked("missing")}
_NAMES: Final = {  # those of the other checks are proper names
    "resources": marked("resources"),
    "packages": marked("packages"),
    "fonts": marked("fonts"),
    "folders": marked("folders"),
    "results": marked("results"),
    "disk": marked("disk"),
    "report": marked("report"),
    "terminal": marked("terminal"),
    "browser": marked("browser"),
}

Json = Annotated[bool, typer.Option("--json", help=_("Print JSON, for a report of a bug."))]
Offline = Annotated[bool, typer.Option("--offline", help=_("Ask no server."))]


def doctor(as_json: Json = False, offline: Offline = False) -> None:
    """The command `doctor`, as `HELP` says."""
    checks = lab1report.check_machine(network=not offline)
    if as_json:
        found = [dataclasses.asdict(check) for check in checks]
        print_json(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        width = max(len(_(state)) for state in _STATES.values()) + 1
        for check in checks:
            state, name = _(_STATES[check.state]), _(_NAMES.get(check.name, check.name))
            remedy = f"; {check.remedy}" if check.remedy else ""
            print(f"{state:{width}}{name:24}{printable(check.found + remedy)}")
    if any(check.state == "missing" for check in checks):
        raise typer.Exit(EXIT_MISSING)
