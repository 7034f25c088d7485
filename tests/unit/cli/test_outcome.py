"""What to do next, and what is said where nothing opens a file."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.cli import kept
from lab1report.cli.entry import _Interruption
from lab1report.cli.opening import opened
from lab1report.cli.outcome import next_command
from lab1report.cli.progress_bars import TerminalProgress

NOISY = """#!/bin/sh
echo "$0: 882: www-browser: not found" >&2
exit 3
"""


def outcome(folder: Path, *, outdated: tuple[str, ...] = (), student: str | None = None) -> Any:
    return SimpleNamespace(
        files=(folder / "lab1.pdf",),
        outdated=tuple(folder / name for name in outdated),
        failures=(),
        headlines=SimpleNamespace(assignment=SimpleNamespace(student=student)),
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_who_gave_no_name_begins_a_folder(folder: Path) -> None:
    assert "init (your name, words" in next_command(outcome(folder), "build")
    assert "init (words of your own)" in next_command(outcome(folder, student="I. I."), "build")


def test_the_defence_comes_next_until_it_is_there(folder: Path) -> None:
    (folder / "lab1.toml").touch()
    assert next_command(outcome(folder), "build").startswith("Next: lab1report defence")
    (folder / "lab1-defence.pdf").touch()
    assert next_command(outcome(folder), "build") == ""


def test_questions_of_an_earlier_build_come_first(folder: Path) -> None:
    (folder / "lab1-defence.pdf").touch()
    found = outcome(folder, outdated=("lab1-defence.pdf", "lab1.html"))
    assert next_command(found, "build").startswith("Next: lab1report defence")


@pytest.mark.skipif(os.name == "nt", reason="Windows opens files itself")
@pytest.mark.parametrize("opener", [None, NOISY, "#!/bin/sh\nexit 0\n"])
def test_what_opens_nothing_says_nothing(
    opener: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name in ("open", "xdg-open"):
        if opener is not None:
            (tmp_path / name).write_text(opener)
            (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert opened("http://127.0.0.1:1/") == (opener is not None and opener != NOISY)
    assert capfd.readouterr() == ("", "")


def test_nothing_is_said_to_be_kept_where_nothing_was_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "_begun", False)
    assert _Interruption().words == "lab1report: interrupted\n"
    with TerminalProgress():
        pass
    assert _Interruption().words == "lab1report: interrupted; what was computed is kept\n"
