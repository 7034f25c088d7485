"""A section that fails, and an interruption: what was computed is kept and shown."""

import re
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lab1report.capture import NOTEBOOKS

pytestmark = pytest.mark.slow

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--data", "demo")
FIRST = (*WHO, "--student", "Иванов И.И.", "--group-code", "ИУ5-63Б")  # the first build's

# The program with another folder of notebooks
WITH_NOTEBOOKS = """
import sys
from pathlib import Path
import lab1report.compute, lab1report.tasks.running
folder = Path(sys.argv.pop(1))
lab1report.compute.NOTEBOOKS = lab1report.tasks.running.NOTEBOOKS = folder
from lab1report.cli import main
main()
"""


# The program as started from a terminal: background jobs, and their children, ignore the signal
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from lab1report.cli import main
main()
"""


def broken_notebooks(folder: Path) -> Path:
    """The notebooks, with a mistake in the training of task 2."""
    folder.mkdir()
    for path in NOTEBOOKS.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        if path.name == "xor.py":
            assert text.count("loss.backward()") == 1
            text = text.replace("loss.backward()", 'raise RuntimeError("broken on purpose")')
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_a_failed_section_leaves_its_box(
    demo: Any, copied: Any, tmp_path: Path, read_pdf: Callable[[Path], list[str]]
) -> None:
    notebooks = broken_notebooks(tmp_path / "notebooks")
    done = copied.run(str(notebooks), "build", *FIRST, code=WITH_NOTEBOOKS)
    assert done.returncode == 4, done.stderr
    first = done.stderr.splitlines()[0]
    assert first == (
        "lab1report: section xor failed, stage 'training': RuntimeError: broken on purpose"
    )
    assert 'raise RuntimeError("broken on purpose")' in done.stderr  # where in the notebook
    results = copied.results()
    assert results["sections"]["xor"] == {
        "status": "failed",
        "stage": "training",
        "message": "RuntimeError: broken on purpose",
    }
    assert [results["sections"][s]["status"] for s in ("regression", "cifar")] == ["done"] * 2
    assert len(results["table"]) == 2
    assert results["timings"].keys() == {"regression", "cifar"}
    text = "\n".join(read_pdf(copied.folder / "lab1-report" / "lab1-demo.pdf"))
    assert text.count("Раздел не выполнен") == 1
    assert "RuntimeError: broken on purpose" in text
    assert "Часть 3" in text
    assert str(notebooks) not in text

    # With the notebook mended the report is that of the first build: nothing was lost
    mended = copied.run("build", *FIRST, "--verbose")
    assert mended.returncode == 0, mended.stderr
    assert not re.search(r" s  (regression|xor|cifar)", mended.stderr)
    assert copied.results() == demo.results
    assert (copied.folder / "lab1-report" / "lab1-demo.pdf").read_bytes() == demo.pdf.read_bytes()


def test_an_interruption_keeps_what_was_computed(desk: Any, overlay: Callable[..., Path]) -> None:
    long = type(desk)(
        folder=desk.folder,
        cache=desk.cache,
        resources=overlay({"epochs = 8": "epochs = 1_000_000"}),
    )
    process = long.start("build", *WHO, code=INTERRUPTIBLE)
    try:
        deadline = time.monotonic() + 120
        while "xor" not in long.stored() and process.poll() is None:
            assert time.monotonic() < deadline, "task 2 was never finished"
            time.sleep(0.1)
        time.sleep(2)  # into the reading or the training of task 3
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    assert errors.splitlines()[-1] == "lab1report: interrupted; what was computed is kept"
    assert "Traceback" not in errors
    assert long.stored().keys() == {"regression", "xor"}
    status = long.run("explain", *WHO).stdout.splitlines()
    assert ["stored and current" in line for line in status] == [True, True, False]
    leftovers = [path for path in desk.cache.rglob("*") if path.name.endswith(".part")]
    assert not leftovers
