"""Programs of Python begun as copies of a process that has loaded their libraries, which takes
seconds of the processor in each; as a module, that process.

What a program does as it is loaded it does before its arguments and variables are known.
"""

import atexit
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class Fork:
    """A program that runs; what tests need of a `Popen`."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs. How it ended nobody knows."""
        return None if Path(f"/proc/{self.pid}").exists() else -1

    def wait(self) -> None:
        while self.poll() is None:
            time.sleep(0.01)

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class Forks:
    """The process that has loaded `modules`, and begins programs."""

    def __init__(self, *modules: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, *modules],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def begin(
        self, module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> Fork:
        """`python -m module arguments`, whose output goes into the file `log`."""
        told = {
            "module": module,
            "arguments": [*arguments],
            "environment": {**environment},
            "log": str(log),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(told), file=self._process.stdin, flush=True)
        return Fork(int(self._process.stdout.readline()))

    def end(self) -> None:
        """What it has begun goes on."""
        self._process.communicate()


@cache
def forks(*modules: str) -> Forks:
    """That of these modules, which ends with this process."""
    found = Forks(*modules)
    atexit.register(found.end)
    return found


def _serve(modules: Sequence[str]) -> None:
    for name in modules:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is gone, and waits for nobody
    while line := sys.stdin.readline():
        pid = os.fork()
        if pid == 0:
            _become(json.loads(line))
        print(pid, flush=True)


def _become(told: Mapping[str, Any]) -> None:
    """The program that was asked for, to its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with open(os.devnull, "rb") as nothing, open(told["log"], "wb") as log:  # noqa: PTH123
        for file, number in ((nothing, 0), (log, 1), (log, 2)):
            os.dup2(file.fileno(), number)
    os.environ.clear()
    os.environ.update(told["environment"])
    if "dask.config" in sys.modules:
        sys.modules["dask.config"].refresh()  # of variables
    sys.argv = [told["module"], *told["arguments"]]
    runpy.run_module(told["module"], run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    _serve(sys.argv[1:])
