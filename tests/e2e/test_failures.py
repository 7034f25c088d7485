"""A section that fails, and an interruption: what was computed is kept and shown."""

import os
import re
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import without_progress
from tests.results_schema import faults

pytestmark = pytest.mark.slow

ENDLESS = "1_000_000_000"
WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024", "--data", "demo")
FIRST = (*WHO, "--student", "Иванов И.И.", "--group-code", "ИУ5-63Б")  # the first build's

# The program as started from a terminal: background jobs, those under nohup too, ignore signals
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from lab1report.cli.entry import main
main()
"""


def broken_resources(of: Path, root: Path) -> Path:
    """The desk's folders, with a mistake in the training of task 2."""
    shutil.copytree(of, root)
    notebook = root / "experiments" / "notebooks" / "xor.py"
    text = notebook.read_text(encoding="utf-8")
    assert text.count("loss.backward()") == 1
    broken = text.replace("loss.backward()", 'raise RuntimeError("broken on purpose")')
    notebook.write_text(broken, encoding="utf-8")
    return root


def test_a_failed_analysis_costs_its_section_alone(
    copied: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr("lab1report.findings.series.analyze.analyze", fail)
    before = copied.stored()
    done = copied.run("build", *FIRST, "--format", "html")
    assert done.returncode == 4, done.stderr
    said = "section series failed, stage 'analysis': ZeroDivisionError: broken on purpose"
    assert f"lab1report: {said}" in done.stderr.splitlines()
    sections = copied.results()["sections"]
    assert sections["series"]["status"] == "failed"
    assert sections["cifar"]["status"] == "done"
    assert set(copied.stored()) >= set(before), "the trainings stay"


def test_a_failed_section_leaves_its_box(demo: Any, copied: Any, tmp_path: Path) -> None:
    before = copied.stored()
    broken = replace(copied, resources=broken_resources(copied.resources, tmp_path / "broken"))
    pdf = copied.folder / "lab1-report" / "lab1-demo.pdf"
    pdf.unlink()
    # Another process, since one takes its own code for unchanged
    done = broken.run_process("build", *FIRST, "--format", "html")
    assert done.returncode == 4, done.stderr
    first = done.stderr.splitlines()[0]
    assert first == (
        "lab1report: section xor failed, stage 'training': RuntimeError: broken on purpose"
    )
    assert 'raise RuntimeError("broken on purpose")' in done.stderr  # where in the notebook
    results = copied.results()
    assert faults(results) == []
    assert results["sections"]["xor"] == {
        "status": "failed",
        "stage": "training",
        "message": "RuntimeError: broken on purpose",
    }
    others = ("regression", "cifar", "series")
    assert [results["sections"][s]["status"] for s in others] == ["done"] * 3
    assert results["table"] == demo.results["table"]
    assert results["best"] == demo.results["best"]
    assert results["timings"].keys() == set(others)
    text = (copied.folder / "lab1-report" / "lab1-demo.html").read_text(encoding="utf-8")
    assert text.count("Раздел не выполнен") == 1
    assert "RuntimeError: broken on purpose" in text
    assert "Часть 3" in text
    assert str(broken.resources) not in text

    # With the notebook mended the report is that of the first build: nothing was lost
    mended = copied.run("build", *FIRST)
    assert mended.returncode == 0, mended.stderr
    assert copied.stored() == before
    assert copied.results() == demo.results
    assert pdf.read_bytes() == demo.pdf.read_bytes()


def test_a_failed_training_leaves_the_box_of_the_series(
    demo: Any, copied: Any, overlay: Callable[..., Path], read_pdf: Callable[[Path], list[str]]
) -> None:
    wild = type(copied)(
        folder=copied.folder,
        cache=copied.cache,
        resources=overlay(series={"hidden = [5]": "hidden = [5]\nlr = 1e30"}),
    )
    done = wild.run("build", *FIRST)
    assert done.returncode == 4, done.stderr
    assert re.match(
        r"lab1report: section series failed, stage 'training': the training diverged: not finite ",
        done.stderr,
    )
    results = wild.results()
    assert results["sections"]["series"]["status"] == "failed"
    for name in ("regression", "xor", "cifar"):
        assert results["sections"][name] == demo.results["sections"][name]
    assert results["best"] is None
    assert [row["epochs"] for row in results["table"]] == [9, results["table"][1]["epochs"]]
    text = "\n".join(read_pdf(wild.folder / "lab1-report" / "lab1-demo.pdf"))
    assert "Раздел не выполнен" in text
    assert "Часть 3" in text
    assert wild.stored() == demo.desk.stored(), "a failure was stored"


def interrupted(desk: Any, ready: Callable[[], bool]) -> None:
    """Build, and press Ctrl-C a moment after `ready`."""
    process = desk.start("build", *WHO, code=INTERRUPTIBLE)
    deadline = time.monotonic() + 120
    while not (is_ready := ready()) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)  # into what is next
    process.send_signal(signal.SIGINT)
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert is_ready, "it never came so far"
    assert process.returncode == 130, errors
    assert errors.splitlines()[-1] == "lab1report: interrupted; what was computed is kept"
    assert "Traceback" not in errors
    leftovers = [path for path in desk.cache.rglob("*") if path.name.endswith(".part")]
    assert not leftovers


def other_processes(pid: int) -> bool:
    """Whether the process `pid` has begun any of those that train for it."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and "multiprocessing" in (folder / "cmdline").read_text():
                return True
        except OSError:  # it has ended meanwhile
            continue
    return False


def session(pid: int) -> list[int]:
    """All processes that run in the session that `pid` began, whether or not it still runs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, own = (folder / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has ended meanwhile
            continue
        if int(own) == pid and state != "Z":
            found.append(int(folder.name))
    return found


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (signal.SIGKILL, -9, ""),
        # The same way as Ctrl-C and the end of the session go
        (signal.SIGTERM, 143, "lab1report: ended by SIGTERM; what was computed is kept"),
    ],
)
def test_no_process_outlives_the_program(
    desk: Any, overlay: Callable[..., Path], number: int, code: int, words: str
) -> None:
    """The signal reaches the main process alone, which in one case can do nothing any more."""
    endless = {"iterations = 200": f"iterations = {ENDLESS}"}
    long = type(desk)(folder=desk.folder, cache=desk.cache, resources=overlay(endless))
    process = long.start("build", *WHO, code=INTERRUPTIBLE, alone=True)
    deadline = time.monotonic() + 120
    while len(session(process.pid)) < 5 and time.monotonic() < deadline:  # two of them train
        time.sleep(0.1)
    time.sleep(1)
    assert len(session(process.pid)) >= 5
    process.send_signal(number)
    try:
        _, errors = process.communicate(timeout=3)  # which whoever holds stderr would delay
        deadline = time.monotonic() + 3
        while (left := session(process.pid)) and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        for pid in session(process.pid):
            os.kill(pid, signal.SIGKILL)
    assert not left
    assert process.returncode == code
    assert without_progress(errors).strip() == words


@pytest.mark.parametrize("after", [0.1, 0.6])
def test_an_interruption_while_processes_begin(desk: Any, after: float) -> None:
    """As from a terminal, where Ctrl-C reaches all processes: nobody has more to say than one."""
    process = desk.start("build", *WHO, code=INTERRUPTIBLE, alone=True)
    deadline = time.monotonic() + 60
    while not (begun := other_processes(process.pid)) and time.monotonic() < deadline:
        if process.poll() is not None:
            break
        time.sleep(0.02)
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    try:
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert begun, errors
    assert process.returncode == 130, errors
    (line,) = without_progress(errors).splitlines()
    assert line == "lab1report: interrupted; what was computed is kept"


def test_an_interruption_keeps_what_was_computed(desk: Any, overlay: Callable[..., Path]) -> None:
    """Task 2 is never done; beside it all else is."""
    long = type(desk)(
        folder=desk.folder,
        cache=desk.cache,
        resources=overlay({"iterations = 200": f"iterations = {ENDLESS}"}),
    )
    interrupted(long, lambda: long.sections()["series"] == 26)
    assert long.sections().keys() == {"regression", "cifar", "series"}
    status = long.run("explain", *WHO).stdout.splitlines()
    assert status.pop(1) == "xor: not computed yet"
    assert len(status) == 7
    assert all("stored and current" in line for line in status)


def test_an_interrupted_pass_keeps_the_trainings_that_had_ended(
    demo: Any, desk: Any, overlay: Callable[..., Path]
) -> None:
    """In one pass are short trainings and one without end; the next build takes the short ones."""
    long = type(desk)(
        folder=desk.folder,
        cache=desk.cache,
        resources=overlay(series={"hidden = [5]": f"hidden = [5]\nepochs = {ENDLESS}"}),
    )
    names = demo.desk.stored().keys()
    without_end = 2  # trainings of fewer-units, beside stopped and rate-2
    interrupted(long, lambda: len(long.stored().keys() & names) == len(names) - without_end)
    kept = long.stored()
    status = long.run("explain", *WHO).stdout
    told = r"^series \(variants\): 8 of 10 stored, the rest not computed"
    assert re.search(told, status, re.MULTILINE)

    done = desk.run("build", *FIRST, "--format", "html")
    assert done.returncode == 0, done.stderr
    after = desk.stored()
    assert after.keys() == names
    assert after.items() >= kept.items(), "what was kept was computed again"
