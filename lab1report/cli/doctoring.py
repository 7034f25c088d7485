"""The command `doctor`: what it prints, its exit code."""

import dataclasses
import json
from typing import Annotated, Final

import typer

import lab1report
from lab1report.cli.output import printable
from lab1report.cli.streams import print_json

EXIT_MISSING: Final = 3

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for a report of a bug.")]
Offline = Annotated[bool, typer.Option("--offline", help="Ask no server.")]


def doctor(as_json: Json = False, offline: Offline = False) -> None:
    """Check whether reports can be made on this machine, and say what is missing. Exit 0 or 3."""
    checks = lab1report.check_machine(network=not offline)
    if as_json:
        found = [dataclasses.asdict(check) for check in checks]
        print_json(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        for check in checks:
            remedy = f"; {check.remedy}" if check.remedy else ""
            print(f"{check.state:8}{check.name:24}{printable(check.found + remedy)}")
    if any(check.state == "missing" for check in checks):
        raise typer.Exit(EXIT_MISSING)
