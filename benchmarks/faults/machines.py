"""Whole builds on machines that have too little: memory, cores, a turn.

    python benchmarks/faults/machines.py      (as root; LAB1REPORT_DATA for the real images)

The whole report each time, with an empty cache: exit 0 and the numbers of a build that nobody
disturbed. Where memory is less than a report needs, its sections have boxes (exit 4), or a sentence
says it (exit 3); a traceback never comes. Memory is limited for all processes together by a control
group, where the system lets one be made, and for each by its address space.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from builds import Desk

GROUPS = (Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup"))
_BUSY = 20  # processes that compute beside a build
_LONGEST = 1800.0  # seconds of one build


def main() -> None:
    with tempfile.TemporaryDirectory() as root:
        measure(Path(root))


def measure(root: Path) -> None:
    usual, _, seconds = built(root / "usual", lambda: None)
    wanted = usual.results
    print(f"undisturbed{'':22}exit 0 {seconds:6.0f} s", flush=True)

    def check(name: str, prepare: Callable[[], None], codes: tuple[int, ...] = (0,)) -> None:
        desk, ended, seconds = built(root / name.replace(" ", "-"), prepare)
        faults = []
        if ended.returncode not in codes:
            faults.append("another exit code")
        if "Traceback" in ended.stderr:
            faults.append("a traceback")
        if ended.returncode == 0 and desk.results != wanted:
            faults.append("other numbers")
        said = ended.stderr.strip().splitlines()[:3] if ended.returncode else []
        print(f"{name:33}exit {ended.returncode} {seconds:6.0f} s", *faults, *said, flush=True)

    for megabytes, codes in ((1024, (0,)), (512, (0, 4))):
        with memory_group(megabytes) as enter:
            if enter is not None:
                check(f"{megabytes} MB for all processes", enter, codes)
    for megabytes, codes in ((2048, (0,)), (1024, (0, 3, 4))):
        check(f"{megabytes} MB of addresses for each", limited(megabytes), codes)
    check("one core, nice 19", one_core)
    with busy():
        check(f"{_BUSY} busy processes beside it", lambda: None)


def built(
    folder: Path, prepare: Callable[[], None]
) -> tuple[Desk, "subprocess.CompletedProcess[str]", float]:
    """A whole build, its process begun after `prepare`: the desk, its end, and its seconds."""
    desk = Desk(folder=folder, cache=folder / "cache", environment={"LAB1REPORT_RESOURCES": ""})
    began = time.monotonic()
    ended = desk.start("--data", "auto", preexec_fn=prepare).wait(_LONGEST)
    return desk, ended, time.monotonic() - began


@contextmanager
def memory_group(megabytes: int) -> Iterator[Callable[[], None] | None]:
    """What a process calls to share so much memory with its children; None where none can be."""
    for root, limit in zip(GROUPS, ("memory.limit_in_bytes", "memory.max"), strict=True):
        group = root / f"lab1report-{os.getpid()}"
        try:
            group.mkdir()
            (group / limit).write_text(str(megabytes * 2**20))
        except OSError:
            continue
        try:
            yield partial(join, group)
        finally:
            time.sleep(1)  # its processes are still ending
            group.rmdir()
        return
    print("no control group can be made here", file=sys.stderr)
    yield None


def join(group: Path) -> None:
    (group / "cgroup.procs").write_text(str(os.getpid()))


def limited(megabytes: int) -> Callable[[], None]:
    size = megabytes * 2**20
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))


def one_core() -> None:
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    os.nice(19)


@contextmanager
def busy() -> Iterator[None]:
    others = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)
        for _ in range(_BUSY)
    ]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


if __name__ == "__main__":
    main()
