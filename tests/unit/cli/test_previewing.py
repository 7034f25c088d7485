"""What `preview` says in the terminal: what is new, and what is mended."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.cli.previewing import follow
from lab1report.preview.problems import Problem, problems


def update(*said: str, files: Sequence[Any] = ()) -> SimpleNamespace:
    found = [problem for line in said for problem in problems("warning", line)]
    return SimpleNamespace(files=files, built=True, problems=found, seconds=0.5)


def told(updates: Sequence[SimpleNamespace], capsys: pytest.CaptureFixture[str]) -> list[str]:
    preview: Any = SimpleNamespace(address="http://127.0.0.1:1/", updates=lambda: iter(updates))
    follow(preview, open_it=False)
    return capsys.readouterr().err.splitlines()


def test_a_warning_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where its line moves, as text is written above it."""
    first, moved = "words/xor.md:3: 12 % is none", "words/xor.md:5: 12 % is none"
    assert told([update(first), update(moved), update(moved, "words/task.md:1: 3 %")], capsys) == [
        f"lab1report: warning: {first}",
        "lab1report: 1 as before",
        "lab1report: warning: words/task.md:1: 3 %",
        "lab1report: 1 as before",
    ]


def test_what_is_mended_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    twice = ("words/xor.md:3: 12 %", "words/xor.md:4: 12 %")
    assert told([update(*twice), update(twice[1]), update()], capsys)[2:] == [
        "lab1report: mended: words/xor.md:4: 12 %",
        "lab1report: 1 as before",
        "lab1report: mended: words/xor.md:4: 12 %",
    ]


def test_a_warning_that_becomes_an_error_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    error = SimpleNamespace(**{**vars(update()), "problems": [Problem(kind="error", sentence="x")]})
    assert told([update("x"), error], capsys) == [
        "lab1report: warning: x",
        "lab1report: error: x",
        "lab1report: mended: x",
    ]
