"""The whole program and the course's procedure as processes, with their time and memory."""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from common import CLASSES, data_folder, seconds

_BUILD = [sys.executable, "-m", "lab1report", "build", "--classes", ",".join(map(str, CLASSES))]
_REPORTS = [sys.executable, "-m", "lab1report", "course", "build"]
_COURSE = [sys.executable, str(Path(__file__).with_name("course.py"))]
_PERIOD = 0.25  # seconds between two looks at the memory, at least
_PAUSE = 40  # times as long as a look, which walks all pages of each process, the pause after it


@dataclass(frozen=True, kw_only=True)
class Process:
    """What a command took, all its processes together; None where /proc does not tell.

    `peak` is the memory in GB, `busy` the processor time in seconds.
    """

    seconds: float
    peak: float | None
    busy: float | None


def build(folder: Path, *arguments: str) -> Process:
    """A build in `folder`, which is also its cache: the first one there is a cold one.

    Raises:
        subprocess.CalledProcessError: the build, or one of its sections, failed.
    """
    return _run([*_BUILD, *arguments], folder)


def course(folder: Path) -> Process:
    """The course's procedure: three tasks, one training each, no report."""
    return _run([*_COURSE, str(data_folder()), *map(str, CLASSES)], folder)


def reports(folder: Path, roster: Path, *arguments: str) -> Process:
    """A build of all reports of `roster` in `folder`, which is also its cache."""
    return _run([*_REPORTS, str(roster), *arguments], folder)


def _run(command: list[str], folder: Path) -> Process:
    environment = {
        **os.environ,
        "LAB1REPORT_CACHE": str(folder / "cache"),
        "LAB1REPORT_DATA": str(data_folder()),
    }
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # by which its own processes are known
    )
    peaks: list[float] = []
    busy: dict[str, float] = {}
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, over, peaks, busy))
    watcher.start()
    try:
        taken = seconds(partial(process.wait))
    finally:
        over.set()
        watcher.join()
        if process.poll() is None:
            process.terminate()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Process(
        seconds=taken,
        peak=max(peaks) if any(peaks) else None,
        busy=sum(busy.values()) if busy else None,
    )


def _watch(session: int, over: threading.Event, peaks: list[float], busy: dict[str, float]) -> None:
    pause = _PERIOD
    while not over.wait(pause):
        began = time.thread_time()
        peaks.append(_memory(session))
        for path in Path("/proc").glob("[0-9]*"):
            if _of(path, session) and (taken := processor(path)):
                busy[path.name] = taken  # what a process took stays here after its end
        pause = max(_PERIOD, _PAUSE * (time.thread_time() - began))


def processor(path: Path) -> float:
    """Seconds that the process with this folder in /proc has computed."""
    try:
        fields = (path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(session: int) -> float:
    """GB of all processes of `session`: pages that several share count once (PSS)."""
    return sum(_share(path) for path in Path("/proc").glob("[0-9]*") if _of(path, session))


def _of(path: Path, session: int) -> bool:
    try:
        return os.getsid(int(path.name)) == session
    except ProcessLookupError:
        return False


def _share(path: Path) -> float:
    try:
        lines = (path / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # the process has just ended, or the system has no such file
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 2**20
