"""The program where nothing is there that Windows lacks, as far as that can be had here.

docs/reference/platforms.md says what was run on a real one.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import DEMO, ROOT, VERIFIED_FROM_STORE, WHO, Build, Desk, most_is_stored

pytestmark = pytest.mark.slow

STAND_IN = Path(__file__).parent / "windows"


OWN_PART = 100
"""Characters that the longest path below the folders of cache and report may have."""


def run(
    desk: Any, *arguments: str, code: str | None = None, longest: int = 4096
) -> "subprocess.CompletedProcess[str]":
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
            "LAB1REPORT_TEST_LONGEST_PATH": str(longest),
        },
        capture_output=True,
        text=True,
        encoding="cp866",
        timeout=300,
        check=False,
    )


@pytest.fixture
def at_home(demo: Build, tmp_path: Path) -> Desk:
    """A desk of a user with a Russian name and a deep folder, whose cache knows no result, only
    the name of the demo set, which takes seconds to work out."""
    home = (
        tmp_path
        / "Пользователи"
        / "Иван Иванов"
        / "Рабочий стол"
        / ("вложенная папка, " * 5 + "одна")
    )
    home.mkdir(parents=True)
    cache = home / "кэш".ljust(len("lab1-report"), "-")
    shutil.copytree(demo.desk.cache / "fingerprints", cache / "fingerprints")
    return Desk(folder=home, cache=cache, resources=demo.desk.resources)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import fcntl", "No module named 'fcntl' on Windows"),
        ("import fcntl as own", "No module named 'fcntl' on Windows"),
        ("import os; os.geteuid()", "os.geteuid does not exist on Windows"),
        ("import os.path; os.geteuid()", "os.geteuid does not exist on Windows"),
        ("import os as own; own.geteuid()", "os.geteuid does not exist on Windows"),
        ("from os import geteuid", "cannot import name 'geteuid'"),
        ("import os.path as own; assert own.isdir('.') and own.isdir('nowhere')", "AssertionError"),
        ("import os; os.add_dll_directory('nowhere')", "FileNotFoundError"),
        ("import ctypes.util; assert ctypes.util.find_library('c')", "AssertionError"),
        ("import signal; signal.SIGKILL", "signal.SIGKILL does not exist on Windows"),
        ("import signal; signal.Signals.SIGHUP", "SIGHUP"),
        ("import signal; assert signal.SIGBREAK != 21", "AssertionError"),
        ("open('x', 'w')", "EncodingWarning"),
        ("import sys; assert sys.platform == 'linux'", "AssertionError"),
    ],
)
def test_the_stand_in_lacks_what_windows_lacks(code: str, words: str, at_home: Desk) -> None:
    within = f"exec({code!r}, {{'__name__': 'lab1report.x', '__builtins__': __builtins__}})"
    assert words in run(at_home, code=within).stderr


def test_ctrl_break_ends_the_program_as_ctrl_c_does(at_home: Desk) -> None:
    code = (
        "import os; from lab1report.cli import app, entry;"
        "app.main = lambda: os.kill(os.getpid(), 21); entry.main()"
    )
    done = run(at_home, code=code)
    assert done.returncode == 128 + 21
    assert done.stderr == "lab1report: ended by SIGBREAK\n"


def test_pango_is_found_as_on_windows(at_home: Desk) -> None:
    done = run(at_home, "doctor", "--offline")
    assert done.returncode == 0, done.stdout
    found = {line[8:32].strip(): line[:8].strip() for line in done.stdout.splitlines()}
    assert found["Pango"] == found["packages"] == found["PyTorch"] == "ok"


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


@pytest.mark.parametrize("length", [259 - len("/.results.json.12345678.part"), 255])
def test_a_path_that_is_too_long_is_said_before_any_work(at_home: Desk, length: int) -> None:
    """One into which the results would go, and the PDF would not; and one that is no folder."""
    out = at_home.folder
    while (left := length - len(str(out)) - 1) > 60:
        out = out / ("x" * 40)
    out = out / ("x" * left)
    assert len(str(out)) == length
    done = run(at_home, "build", *DEMO, "--out", str(out), longest=259)
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith("lab1report: --out ")
    assert re.search(r"its path has 2\d\d characters, more than Windows takes", line)


@pytest.mark.parametrize("out", ["nul", "a/aux.txt/b", "a?b", "a:b", "report.", "report ", 'a"b'])
def test_a_folder_that_windows_cannot_have(at_home: Desk, out: str) -> None:
    done = run(at_home, "plan", *DEMO, "--out", f"{out}/below")
    assert done.returncode == 2
    assert "Windows has no folder of the name" in done.stderr


def test_a_report_is_made_and_verified(at_home: Desk, demo: Build) -> None:
    """Most trainings are stored already: two processes still have something to do, and to store.

    So are the figures of the PDF, but not those of the web page; what has a name on it is not.
    """
    most_is_stored(demo, at_home.cache)
    editions = ("--format", "pdf", "--format", "html", "--format", "ipynb", "--workers", "2")
    longest = len(str(at_home.cache)) + OWN_PART
    done = run(at_home, "build", *DEMO, *editions, longest=longest)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "warning" not in done.stderr, "all was stored"
    assert at_home.stored().keys() == demo.desk.stored().keys()
    found, wanted = at_home.results()["sections"], demo.results["sections"]
    for section in wanted:
        assert found[section]["status"] == wanted[section]["status"]
    assert found["cifar"]["test_accuracy"] == wanted["cifar"]["test_accuracy"]

    verify = ("verify", "lab1-report/lab1-demo.pdf", "--runs", "0")
    done = run(at_home, *verify, code=VERIFIED_FROM_STORE)
    assert done.returncode == 0, done.stdout + done.stderr
