"""What may happen to a course: each function makes all reports of a desk, and tells how it went.

A disk is a file system of its own in memory (tmpfs), which a file fills and then leaves.
"""

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from builds import Build, Desk
from disks import mounted

from tests.dask_processes import DaskProcesses, dask_processes

LONGEST = 1800.0
WORKERS = 2
_DISK = "400m"
_EDITIONS = ("--out", "reports", "--format", "pdf", "--format", "html")


@dataclass(kw_only=True)
class Told:
    """How a course went: `count` of the faults, exit codes, sentences that were said."""

    count: int = 0
    codes: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    killed: bool = False

    def ended(self, build: Build, ended: "subprocess.CompletedProcess[str]", code: int) -> None:
        """Note how it ended, which should be with this exit code."""
        self.codes.append(ended.returncode)
        if ended.returncode != code:
            self.faults.append(f"exit {ended.returncode}")
        if "Traceback" in ended.stderr:
            self.faults.append(f"traceback: {ended.stderr[-1500:]}")
        lines = (line for line in ended.stderr.splitlines() if line.startswith("lab1report: "))
        self.said += [line[:230] for line in lines if ": base " not in line]
        limit = time.monotonic() + 3
        while build.processes() and time.monotonic() < limit:
            time.sleep(0.1)
        if left := build.processes():
            self.faults.append(f"{len(left)} processes left")


def started(desk: Desk, *arguments: str) -> Build:
    return desk.start(*_EDITIONS, *arguments)


def finished(told: Told, build: Build, code: int = 0) -> Told:
    told.ended(build, build.wait(LONGEST), code)
    return told


@contextmanager
def every(seconds: float, act: Callable[[], bool], told: Told) -> Iterator[None]:
    """Act so often, in the background; count where it did."""
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(seconds):
            told.count += act()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def own_killed(seconds: float) -> Callable[[Desk], Told]:
    """A process of the course's own that computes is killed every so many seconds.

    What was killed time and again is made by the second start, whose processes are left alone.
    """

    def disturb(desk: Desk) -> Told:
        told = Told(killed=True)
        build = started(desk, "--workers", str(WORKERS))
        with every(seconds, lambda: killed(computing(build)), told):
            ended = build.wait(LONGEST)
        told.ended(build, ended, 4 if ended.returncode == 4 else 0)
        return told if ended.returncode == 0 else finished(told, started(desk))

    return disturb


def computing(build: Build) -> list[int]:
    """Its processes that compute: they are begun by one that the first has begun."""
    found = []
    for pid in build.processes():
        with suppress(psutil.NoSuchProcess):
            above = [one.pid for one in psutil.Process(pid).parents()]
            if build.process.pid in above[1:]:
                found.append(pid)
    return found


def killed(pids: list[int]) -> bool:
    """Kill one of them; whether there was one."""
    try:
        os.kill(random.choice(pids), signal.SIGKILL)
    except (IndexError, ProcessLookupError):
        return False
    return True


@contextmanager
def cluster_of(desk: Desk, workers: int, *, nanny: bool = False) -> Iterator[DaskProcesses]:
    """A scheduler, and workers that have neither the desk's store nor its images."""
    logs = desk.folder.parent / "logs"
    logs.mkdir()
    own = {
        "LAB1REPORT_CACHE": str(desk.folder.parent / "of-workers"),
        "LAB1REPORT_RESOURCES": str(desk.resources),
    }
    with dask_processes(logs, environment=own) as cluster:
        cluster.scheduler()
        for _worker in range(workers):
            cluster.worker(nanny=nanny)
        yield cluster


def on_cluster(desk: Desk, cluster: DaskProcesses) -> Build:
    return started(desk, "--workers", str(WORKERS), "--scheduler", cluster.address)


def cluster_alone(desk: Desk) -> Told:
    with cluster_of(desk, WORKERS) as cluster:
        return finished(Told(), on_cluster(desk, cluster))


def nannied_killed(desk: Desk) -> Told:
    """A worker is killed every 10 s, and begun again by its nanny."""
    told = Told()
    with cluster_of(desk, 0) as cluster:
        nannies = [cluster.worker(nanny=True) for _worker in range(WORKERS)]

        def kill() -> bool:
            return killed([one.pid for nanny in nannies for one in workers_of(nanny)])

        with every(10, kill, told):
            return finished(told, on_cluster(desk, cluster))


def workers_of(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """The workers below a nanny."""
    try:
        below = psutil.Process(process.pid).children()
        return [one for one in below if "spawn_main" in " ".join(one.cmdline())]
    except psutil.NoSuchProcess:
        return []


def replaced(desk: Desk) -> Told:
    """A worker is killed every 10 s, and another one joins."""
    told = Told()
    with cluster_of(desk, 0) as cluster:
        workers = [cluster.worker() for _worker in range(WORKERS)]

        def kill() -> bool:
            workers.pop(random.randrange(WORKERS)).kill()
            workers.append(cluster.worker())
            return True

        with every(10, kill, told):
            return finished(told, on_cluster(desk, cluster))


def late(desk: Desk) -> Told:
    """The course begins without a worker; one joins after 15 s, one after 30 s."""
    told = Told(count=WORKERS)
    with cluster_of(desk, 0) as cluster:
        build = on_cluster(desk, cluster)
        for _worker in range(WORKERS):
            time.sleep(15)
            cluster.worker()
        return finished(told, build)


def frozen(desk: Desk) -> Told:
    """One of three workers is stopped in its work, for good; another before it is accepted."""
    told = Told(count=2)
    with cluster_of(desk, 0) as cluster:
        first, _second = cluster.worker(), cluster.worker()
        build = on_cluster(desk, cluster)
        time.sleep(20)
        first.send_signal(signal.SIGSTOP)
        new = cluster.worker()
        time.sleep(3)
        new.send_signal(signal.SIGSTOP)
        cluster.worker()
        return finished(told, build)


def scheduler_restarted(desk: Desk) -> Told:
    """The scheduler is killed every 30 s, and another one is there 3 s later, with new workers."""
    told = Told()
    with cluster_of(desk, WORKERS, nanny=True) as cluster:

        def restart() -> bool:
            cluster.restart(after=3)
            for _worker in range(WORKERS):
                cluster.worker(nanny=True)
            return True

        with every(30, restart, told):
            return finished(told, on_cluster(desk, cluster))


def cache_full(desk: Desk, *arguments: str) -> Told:
    """The disk of the store is full for 40 s, from when it has ten results."""
    with small_disk(desk.cache) as disk:
        build = started(desk, *arguments)
        wait_for(build, lambda: len(list(desk.cache.glob("results/*/*.bin"))) >= 10)
        return filled(disk, build)


def cluster_cache_full(desk: Desk) -> Told:
    with cluster_of(desk, WORKERS) as cluster:
        return cache_full(desk, "--scheduler", cluster.address)


def out_full(desk: Desk) -> Told:
    """The disk of the reports is full for 40 s, from when there is one."""
    with small_disk(desk.folder / "reports") as disk:
        build = started(desk)
        wait_for(build, lambda: bool(list(disk.glob("*/result.json"))))
        return filled(disk, build)


def filled(disk: Path, build: Build) -> Told:
    """Fill the disk for a while."""
    rest = disk / "filler"
    with suppress(OSError), rest.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    time.sleep(40)
    rest.unlink()
    return finished(Told(count=1), build)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own at `folder`; what it holds at the end is then in the folder without it."""
    aside = folder.with_name(f"{folder.name}-kept")
    with mounted(folder, f"size={_DISK}"):
        yield folder
        subprocess.run(["cp", "-a", str(folder), str(aside)], check=True)
    folder.rmdir()
    aside.rename(folder)


def wait_for(build: Build, condition: Callable[[], bool]) -> None:
    while build.process.poll() is None and not condition():
        time.sleep(0.2)


def started_again(desk: Desk) -> Told:
    """The course's first process is killed three times, each time after 20 s."""
    told = Told(killed=True)
    for _time in range(3):
        build = started(desk, "--workers", str(WORKERS))
        time.sleep(20)
        build.process.send_signal(signal.SIGKILL)
        told.count += 1
        told.ended(build, build.wait(20), -signal.SIGKILL)
    return finished(told, started(desk))


def interrupted(desk: Desk) -> Told:
    """Ctrl-C, SIGTERM and SIGKILL, each 20 s after the start, then the course goes on."""
    told = Told(killed=True)
    ends = ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9))
    with cluster_of(desk, WORKERS) as cluster:
        for number, code in ends:
            build = on_cluster(desk, cluster)
            time.sleep(20)
            build.process.send_signal(number)
            told.count += 1
            sent = time.monotonic()
            told.ended(build, build.wait(20), code)
            if (left := left_on(cluster, sent + 30)) != (0, 0):
                told.faults.append(f"{number.name}: on workers and scheduler are left {left}")
        return finished(told, on_cluster(desk, cluster))


def left_on(cluster: DaskProcesses, limit: float) -> tuple[int, int]:
    """How many tasks workers are at and the scheduler knows, at this moment at the latest."""
    from distributed import Client

    def at_work(dask_worker: object) -> int:
        return len(dask_worker.active_threads)  # type: ignore[attr-defined]

    def known(dask_scheduler: object) -> int:
        return len(dask_scheduler.tasks)  # type: ignore[attr-defined]

    with Client(cluster.address, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        while True:
            left = sum(client.run(at_work).values()), client.run_on_scheduler(known)
            if left == (0, 0) or time.monotonic() > limit:
                return left
            time.sleep(0.5)


FAULTS: dict[str, Callable[[Desk], Told]] = {
    "Dask, nothing": cluster_alone,
    "Dask, worker killed every 10 s, with nannies": nannied_killed,
    "Dask, worker killed every 10 s, another joins": replaced,
    "Dask, workers join after 15 and 30 s": late,
    "Dask, scheduler killed every 30 s": scheduler_restarted,
    "Dask, two workers frozen": frozen,
    "Dask, course interrupted and killed": interrupted,
    "Dask, disk of the store full for a while": cluster_cache_full,
    "disk of the store full for a while": cache_full,
    "disk of the reports full for a while": out_full,
    "course killed and started again": started_again,
    "own process killed every 10 s": own_killed(10),
    "own process killed every 2 s": own_killed(2),
}
