"""A cluster of Dask's on this machine, as its users begin one: a process each, on the loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.forks import Fork, forks

ROOT = Path(__file__).resolve().parents[1]
_SECONDS = 60

_LOADED = (
    *("distributed.cli.dask_scheduler", "distributed.cli.dask_worker"),
    *("lab1report.runs.cluster.on_worker", "lab1report.tasks.series"),
    *("lab1report.tasks.cifar", "lab1report.tasks.regression"),
)
"""What schedulers and workers load before they do anything."""

Begun = Fork | subprocess.Popen[bytes]


class DaskProcesses:
    """Processes of one cluster, which keep their logs and scratch files in `folder`.

    Args:
        scheme: "tcp", or "tls", for which `environment` names certificates.
        forked: begin them as copies of a process that has loaded their libraries, but those whose
            packages are looked for elsewhere first.
    """

    def __init__(
        self,
        folder: Path,
        *,
        scheme: str = "tcp",
        environment: dict[str, str] | None = None,
        forked: bool = False,
    ) -> None:
        self._folder, self._scheme, self._environment = folder, scheme, environment or {}
        self._forked = forked and Path("/proc").is_dir()  # which forks are looked for in
        self._processes: list[Begun] = []
        self._port = _free_port()

    @property
    def address(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._port}"

    def scheduler(self) -> Begun:
        """Begin the scheduler and wait for it."""
        options = ("--host", self.address, "--no-dashboard", "--no-show")
        process = self._scheduler = self._start("scheduler", *options)
        limit = time.monotonic() + _SECONDS
        while time.monotonic() < limit and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return process
            time.sleep(0.05)
        raise AssertionError(self.said())

    def restart(self, *, after: float = 0.0) -> None:
        """Kill the scheduler, and begin another one at the same address after so many seconds."""
        self._scheduler.kill()
        self._scheduler.wait()
        time.sleep(after)
        self.scheduler()

    def worker(self, *options: str, path: Path | None = None, nanny: bool = False) -> Begun:
        """Begin a worker; it joins when it is ready.

        Args:
            path: where its packages are looked for first.
            nanny: begin it below a process that begins it again when it dies.
        """
        return self._start(
            "worker", self.address, "--nanny" if nanny else "--no-nanny", "--nthreads", "1",
            "--no-dashboard", "--local-directory", str(self._folder), *options, path=path,
        )  # fmt: skip

    def wait_for_workers(self, count: int) -> None:
        """Wait until so many have joined."""
        from distributed import Client

        with Client(self.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(count, timeout=_SECONDS)

    def end(self) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def said(self) -> str:
        """What all of them wrote into their logs."""
        return "\n".join(
            path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(self._folder.glob("*.log"))
        )

    def _start(self, what: str, *options: str, path: Path | None = None) -> Begun:
        found = [str(ROOT)] if path is None else [str(path), str(ROOT)]
        environment = {**os.environ, **self._environment, "PYTHONPATH": os.pathsep.join(found)}
        file = self._folder / f"{len(self._processes)}-{what}.log"
        process: Begun
        if self._forked and path is None:
            process = forks(*_LOADED).begin("dask", (what, *options), environment, file)
        else:
            with file.open("wb") as log:
                process = subprocess.Popen(
                    [sys.executable, "-m", "dask", what, *options],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
        self._processes.append(process)
        return process


@contextmanager
def dask_processes(
    folder: Path,
    *,
    scheme: str = "tcp",
    environment: dict[str, str] | None = None,
    forked: bool = False,
) -> Iterator[DaskProcesses]:
    """None of them outlives the block."""
    found = DaskProcesses(folder, scheme=scheme, environment=environment, forked=forked)
    try:
        yield found
    finally:
        found.end()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
