"""Writes what every command says of itself into docs/, by Typer's own generator, in each language.

    python scripts/document_commands.py

Run by `make docs`; a test holds that the pages are up to date. Each has a head that people write,
down to the comment that names this script. The language is chosen before the commands are loaded,
so that each page comes from a process of its own, which is told the language.
"""

import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from lab1report.messages import LANGUAGES, VARIABLE, _

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {
    "en": DOCS / "reference" / "commands.md",
    "ru": DOCS / "ru" / "reference" / "commands.md",
}
MARK = "<!-- scripts/document_commands.py writes what follows -->\n"
OF_THE_SHELL = re.compile(r"^\* `--(?:install|show)-completion`.*\n", re.MULTILINE)
TITLE = re.compile(r"^\*\*(Usage|Arguments|Options|Commands)\*\*:$", re.MULTILINE)


def page(language: str) -> str:
    """The page in `language`, one of `LANGUAGES`, in Markdown: its head and the commands."""
    made = subprocess.run(
        [sys.executable, __file__, language],
        env={**os.environ, VARIABLE: language, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    head, _mark, _commands = PAGES[language].read_text(encoding="utf-8").partition(MARK)
    return head + MARK + made.stdout


def commands() -> str:
    """What the commands say, in the language of this process."""
    from lab1report.cli import language

    language.choose([], os.environ)
    import typer
    from typer.cli import get_docs_for_click

    from lab1report.cli.app import app

    command = typer.main.get_command(app)
    list_whole_sentences(command)
    text = get_docs_for_click(obj=command, ctx=typer.Context(command), name="lab1report")
    _title, _line, rest = html.unescape(text).partition("\n")
    return TITLE.sub(_translated, OF_THE_SHELL.sub("", rest)).rstrip() + "\n"


def _translated(title: re.Match[str]) -> str:
    """A title above a list, by the words with which the command line has it."""
    word = _("Usage: ").strip(": ") if title[1] == "Usage" else _(title[1])
    return f"**{word}**:"


def list_whole_sentences(group: Any) -> None:
    """Let no list of commands cut short what they say of themselves, as lists in a terminal do."""
    for command in getattr(group, "commands", {}).values():
        command.short_help = " ".join((command.help or "").partition("\n\n")[0].split())
        list_whole_sentences(command)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(commands(), end="")
    else:
        for one in LANGUAGES:
            PAGES[one].write_text(page(one), encoding="utf-8")
