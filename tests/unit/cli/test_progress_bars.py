"""What a terminal shows must not change what is computed."""

import json
import os
import pty
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from rich.progress import Progress as RichProgress

from lab1report.cli import progress_bars
from lab1report.cli.progress_bars import TerminalProgress
from lab1report.remaining import RemainingTime

NOTEBOOK = """# %% parameters
COUNT = 3

# %% loop
for i in range(COUNT):
    print("step", i)
"""
PROGRAM = """
import json, sys
from pathlib import Path
from lab1report.tasks.notebooks import Loop, run_notebook
from lab1report.cli.progress_bars import TerminalProgress
with TerminalProgress() as progress:
    _, stages = run_notebook(
        Path(sys.argv[1]), parameters={"COUNT": 3}, loop=Loop(variable="i", count=3),
        title="loop", progress=progress,
    )
Path(sys.argv[2]).write_text(json.dumps([stage.output for stage in stages]))
"""


def test_what_a_cell_prints_under_a_progress_bar_stays_in_the_report(tmp_path: Path) -> None:
    notebook, found = tmp_path / "made.py", tmp_path / "outputs.json"
    notebook.write_text(NOTEBOOK)
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(notebook), str(found)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            check=True,
            env={**os.environ, "TERM": "xterm-256color"},
        )
        shown = os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)
    assert "loop" in shown, "no bar was drawn, so the test would hold nothing"
    assert json.loads(found.read_text()) == ["", "step 0\nstep 1\nstep 2"]


def test_what_several_processes_warn_of_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    progress = TerminalProgress()
    for message in ("the cache is full", "the cache is full", "something else"):
        progress.warn(message)
    said = capsys.readouterr().err
    assert said.count("the cache is full") == said.count("something else") == 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that the terminal's clock shows."""
    now = [0.0]
    monkeypatch.setattr("lab1report.cli.progress_bars.time.monotonic", lambda: now[0])
    return now


def work(progress: TerminalProgress, clock: list[float], *, seconds: int) -> None:
    """A hundredth a second, told of every half second."""
    progress.start("training", 1, seconds=60)
    progress.doing("20 trainings of FC(10), FC(3)")
    for half in range(2 * seconds):
        clock[0] += 0.5
        progress.update(half / 200)
    progress.finish()


def test_without_a_terminal_a_line_says_every_few_seconds_what_is_trained(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    work(TerminalProgress(), clock, seconds=60)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 12  # from the third second on, every fifth
    assert all(re.match(r"\[ *\d+%\] training, about ", line) for line in lines)
    assert all(line.endswith(" s left: 20 trainings of FC(10), FC(3)") for line in lines)
    left = [int(line.split("about ")[1].split(" s")[0]) for line in lines]
    assert abs(left[3] - 82) <= 5  # after 18 of 100 seconds


@pytest.mark.parametrize("began", [True, False])
def test_a_line_comes_by_the_clock_where_no_news_come(
    began: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As while a page is set for long, and between two pieces of work."""
    monkeypatch.setattr(progress_bars, "_SECONDS_OF_SILENCE", 0.05)
    monkeypatch.setattr(progress_bars, "_SECONDS_BETWEEN_LINES", 0.05)
    monkeypatch.setattr(progress_bars, "_SECONDS_BETWEEN_LOOKS", 0.01)
    threads = threading.active_count()
    with TerminalProgress() as progress:
        progress.start("typesetting", 1.0)
        if not began:
            progress.finish()
        time.sleep(0.5)
    said = capsys.readouterr().err
    title = "typesetting" if began else "typesetting: done; going on"
    assert len([line for line in said.splitlines() if line.endswith(f"] {title}")]) >= 3
    time.sleep(0.2)
    assert capsys.readouterr().err == "", "a line came after the work"
    assert threading.active_count() == threads


def test_the_remaining_time_is_no_negative_number(clock: list[float]) -> None:
    remaining = RemainingTime(75.0, clock=lambda: clock[0])
    bars = RichProgress()
    bars.add_task("training", total=1)
    assert progress_bars._TimeColumn(remaining).render(bars.tasks[0]).plain == "1:15 left"


def test_short_work_has_no_lines(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    work(TerminalProgress(), clock, seconds=2)
    assert capsys.readouterr().err == ""


def test_quiet_tells_of_warnings_alone(
    clock: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    progress = TerminalProgress(quiet=True)
    work(progress, clock, seconds=60)
    progress.note("another one computes it")
    progress.warn("the disk is full")
    assert capsys.readouterr().err == "lab1report: warning: the disk is full\n"
