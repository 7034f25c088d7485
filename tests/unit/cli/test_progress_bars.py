"""What a terminal shows must not change what is computed."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from lab1report.cli.progress_bars import TerminalProgress

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
