"""Writes docs/reference/commands.md: what every command says of itself, by Typer's own generator.

Run by `make docs`; a test holds that the page is up to date.
"""

import html
import re
from pathlib import Path
from typing import Any

import typer
from typer.cli import get_docs_for_click

from lab1report.cli.app import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

What `lab1report --help` and the help of each command say. [Options](options.md) has what the
options mean at greater length, and the exit codes.
"""
OF_THE_SHELL = re.compile(r"^\* `--(?:install|show)-completion`.*\n", re.MULTILINE)


def commands() -> str:
    """The page, in Markdown."""
    command = typer.main.get_command(app)
    list_whole_sentences(command)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="lab1report")
    _, _, rest = text.partition("\n")  # the title
    return HEAD + OF_THE_SHELL.sub("", html.unescape(rest)).rstrip() + "\n"


def list_whole_sentences(group: Any) -> None:
    """Let no list of commands cut short what they say of themselves, as lists in a terminal do."""
    for command in getattr(group, "commands", {}).values():
        command.short_help = " ".join((command.help or "").partition("\n\n")[0].split())
        list_whole_sentences(command)


if __name__ == "__main__":
    PAGE.write_text(commands(), encoding="utf-8")
