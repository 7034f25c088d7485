"""Builds in processes of their own, that can be ended in any way, and what is left of them."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from lab1report.editions.origins import without_times  # noqa: E402
from tests.quick_experiments import write as write_quick_experiments  # noqa: E402

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--data", "demo")
_MARK = "FAULTS_BUILD"


@dataclass(kw_only=True)
class Desk:
    """A working folder, a cache, and experiments that take seconds."""

    folder: Path
    cache: Path
    command: Sequence[str] = ("build", *WHO)
    environment: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.resources = self.folder.parent / "resources"
        if not self.resources.exists():
            write_quick_experiments(self.resources)

    def start(self, *arguments: str, **options: Any) -> "Build":
        """The command with further `arguments`; `options` are those of `subprocess.Popen`."""
        mark = uuid.uuid4().hex
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *self.command, *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "LAB1REPORT_CACHE": str(self.cache),
                "LAB1REPORT_RESOURCES": str(self.resources),
                "PYTHONPATH": str(ROOT),
                **self.environment,
                _MARK: mark,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )
        return Build(process=process, mark=mark, begun=time.monotonic())

    def build(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The same, to its end."""
        return self.start(*arguments).wait(300)

    @property
    def results(self) -> dict[str, Any]:
        """`results.json` without its times, which are never the same."""
        return results_in(self.folder / "lab1-report")

    def stray_files(self) -> list[Path]:
        """Files that a build writes and then moves into place, and has not moved."""
        return [path for root in (self.folder, self.cache) for path in root.rglob("*.part")]


def results_in(folder: Path) -> dict[str, Any]:
    """`results.json` of a folder without its times."""
    text = (folder / "results.json").read_text(encoding="utf-8")
    found: dict[str, Any] = without_times(json.loads(text))
    return found


# Background jobs ignore Ctrl-C, and those under nohup the end of the session, as they should; here
# both are sent to them
PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from lab1report.cli.entry import main
main()
"""


@dataclass(kw_only=True)
class Build:
    """A build under way."""

    process: "subprocess.Popen[str]"
    mark: str
    begun: float

    def wait(self, seconds: float) -> "subprocess.CompletedProcess[str]":
        """Its end; a build that takes longer is killed, with all its processes."""
        try:
            out, errors = self.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            for pid in self.processes():
                os.kill(pid, 9)
            out, errors = self.process.communicate()
        return subprocess.CompletedProcess((), self.process.returncode, out, errors)

    def processes(self) -> list[int]:
        """All processes that come from it and run, whoever is their parent now."""
        return list(_marked(f"{_MARK}={self.mark}".encode()))


def _marked(mark: bytes) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            if (folder / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
                yield int(folder.name)
        except OSError:  # it has ended meanwhile
            continue
