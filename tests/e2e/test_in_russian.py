"""With `--ui ru` nothing that commands say is left in English: their help, and what they refuse."""

import json
import re
from typing import Any

import pytest

from tests.e2e.conftest import WHO, Desk
from tests.e2e.test_mistakes import WRONG_COMMANDS, WRONG_OPTIONS

PROGRAM = """
import contextlib, io, json, os, sys
from lab1report.cli import language
language.choose(["--ui", "ru"], os.environ)
from lab1report.cli import app

def said(arguments):
    sys.argv[1:] = arguments
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            app.main()
        except SystemExit as ended:
            return ended.code, out.getvalue()

def within(group, path=()):
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from within(command, (*path, name))

from typer.main import get_command
helps = [[*path, "--help"] for path in within(get_command(app.app))]
given = json.loads(sys.argv[1])
sys.__stdout__.write(json.dumps([[one, *said(one)] for one in helps + given]))
"""
"""What one process says of each command line in turn: the libraries are loaded once."""

WRONG = [
    *(("build", *arguments) for arguments, _ in WRONG_OPTIONS),
    *(arguments for arguments, _ in WRONG_COMMANDS),
    ("nonsense",),
    ("data", "fetsh"),
    ("run",),
    ("verify",),
    ("diff", "lab1-report"),
    ("names", "--search"),
    ("build", "-z"),
    ("build", "--json=1"),
    ("plan", "first", "second"),
    ("build", *WHO, "--json", "--quiet"),
    ("build", *WHO, "--out", "nowhere/lab1.toml", "--words", "nowhere"),
    ("build", *WHO, "--font", "nowhere"),
    ("build", *WHO, "--data", "nowhere"),
    ("defence", *WHO, "--format", "html"),
    ("preview", *WHO, "--port", "0"),
    ("data", "where", "nowhere"),
    ("data", "verify", "nowhere"),
    ("verify", "nowhere.pdf", "--json", "--csv"),
    ("verify", "nowhere.pdf", "--all", "--runs", "3"),
    ("diff", "nowhere", "elsewhere"),
    ("--ui", "de", "plan"),
    ("course", "status", "nowhere"),
    ("course", "build", "nowhere.csv"),
    ("course", "build", "nowhere.csv", "--shard", "0/2"),
    ("course", "build", "nowhere.csv", "--shard", "1/2", "--scheduler", "tcp://a:1"),
    ("course", "build", "nowhere.csv", "--out", ""),
    ("course", "check", "nowhere.csv", "--data", "nowhere"),
    ("course", "collect", "nowhere", "nowhere.pdf", "--quick"),
]

NAMES = ("Times New Roman",)
"""Of products, of three words and more."""

_IN_A_ROW = r"[A-Za-z]{3,}(?: [A-Za-z]{3,}){2,}"
_COMMON = (
    "a an and are at be by cannot for given has if in is it must no not of or see such the to with"
)
ENGLISH = re.compile(rf"(?<![\w./'-])(?:{_IN_A_ROW}|(?:{'|'.join(_COMMON.split())}))(?![\w./'-])")
"""Words that no name and no value has: three in a row, or one that every sentence is made of."""


def left_in_english(text: str) -> list[str]:
    for name in NAMES:
        text = text.replace(name, "")
    return [line for line in text.splitlines() if ENGLISH.search(line)]


@pytest.fixture(scope="module")
def said(bare: Desk) -> dict[tuple[str, ...], tuple[int, str]]:
    """Exit code and text of each command line."""
    done: Any = bare.run_process(json.dumps(WRONG), code=PROGRAM)
    assert done.returncode == 0, done.stderr
    return {tuple(line): (code, text) for line, code, text in json.loads(done.stdout)}


def test_english_is_seen() -> None:
    seen = "lab1report: --port 0: a port\nfile not found\nany section here\nNo such command"
    assert len(left_in_english(seen)) == 4
    hidden = (
        "lab1report run xor\n│ --ui ЯЗЫК  auto, cpu\nTimes New Roman\nFC(10), FC(3), Adam no-open"
    )
    assert left_in_english(hidden) == []


def test_every_help_is_in_russian(said: dict[tuple[str, ...], tuple[int, str]]) -> None:
    helps = {line: text for line, (_code, text) in said.items() if line[-1] == "--help"}
    assert {("--help",), ("build", "--help"), ("data", "fetch", "--help")} <= helps.keys()
    assert len(helps) >= 16
    assert {line: left for line, text in helps.items() if (left := left_in_english(text))} == {}
    assert all(re.search("[\u0400-\u04ff]{4}", text) for text in helps.values())


def test_every_mistake_is_told_in_russian(said: dict[tuple[str, ...], tuple[int, str]]) -> None:
    told = {line: said[line] for line in WRONG}
    assert len(told) >= 25
    assert [line for line, (code, _text) in told.items() if code == 0] == []
    assert {line: left for line, (_, text) in told.items() if (left := left_in_english(text))} == {}
    for line, (_code, text) in told.items():
        assert all(re.search("[\u0400-\u04ff]{2}", one) for one in text.splitlines()), line
