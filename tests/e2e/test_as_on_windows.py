"""The program where nothing is there that Windows lacks, as far as that can be had here.

docs/reference/platforms.md says what was run on a real one.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import DEMO, ROOT, WHO, Desk

pytestmark = pytest.mark.slow

STAND_IN = Path(__file__).parent / "windows"


def run(desk: Any, *arguments: str, code: str | None = None) -> "subprocess.CompletedProcess[str]":
    """The program, or `code`, in a process to which the system is Windows, with its console."""
    program = ("-m", "lab1report") if code is None else ("-c", code)
    return subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", *program, *arguments],
        cwd=desk.folder,
        env={
            **os.environ,
            "LAB1REPORT_CACHE": str(desk.cache),
            "LAB1REPORT_RESOURCES": str(desk.resources),
            "PYTHONPATH": f"{STAND_IN}{os.pathsep}{ROOT}",
            "PYTHONIOENCODING": "cp866",
        },
        capture_output=True,
        text=True,
        encoding="cp866",
        timeout=300,
        check=False,
    )


@pytest.fixture
def at_home(quick: Path, tmp_path: Path) -> Desk:
    """A desk of a user with a Russian name and a deep folder, with an empty cache."""
    home = tmp_path / "Пользователи" / "Иван Иванов" / "Рабочий стол" / ("вложенная папка " * 5)
    home.mkdir(parents=True)
    return Desk(folder=home, cache=home / "кэш", resources=quick)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import fcntl", "No module named 'fcntl' on Windows"),
        ("import os; os.geteuid()", "os.geteuid does not exist on Windows"),
        ("import signal; signal.SIGKILL", "signal.SIGKILL does not exist on Windows"),
        ("open('x', 'w')", "EncodingWarning"),
        ("import sys; assert sys.platform == 'linux'", "AssertionError"),
    ],
)
def test_the_stand_in_lacks_what_windows_lacks(code: str, words: str, at_home: Desk) -> None:
    within = f"exec({code!r}, {{'__name__': 'lab1report.x', '__builtins__': __builtins__}})"
    assert words in run(at_home, code=within).stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("variant", *WHO),
        ("plan", *DEMO),
        ("explain", *DEMO),
        ("init", *WHO, "--student", "Иванов И.И."),
        ("data", "verify", "nowhere"),
        ("run", "--help"),
    ],
)
def test_commands_that_compute_nothing(arguments: tuple[str, ...], at_home: Desk) -> None:
    done = run(at_home, *arguments)
    assert done.returncode == (3 if arguments[0] == "data" else 0), done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_is_made_and_verified(at_home: Desk, demo: Any) -> None:
    editions = ("--format", "pdf", "--format", "html", "--format", "ipynb", "--workers", "2")
    done = run(at_home, "build", *DEMO, *editions)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    found, wanted = at_home.results()["sections"], demo.results["sections"]
    for section in wanted:
        assert found[section]["status"] == wanted[section]["status"]
    assert found["cifar"]["test_accuracy"] == wanted["cifar"]["test_accuracy"]

    done = run(at_home, "verify", "lab1-report/lab1-demo.pdf", "--runs", "0")
    assert done.returncode == 0, done.stdout + done.stderr
