"""What a job costs in Dask's scheduler, and what many of them cost in memory.

Costs are times of the processor, memory is resident before and at most.

    python benchmarks/scheduler.py [--jobs 1000 10000 100000] [--workers 4]

Jobs that sleep for 10 ms go the way of a course's trainings, from this process to workers of this
machine and back: with two jobs a worker known to the scheduler, as a course has it, and once with
as many as it ever may know. Each line has a scheduler of its own.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lab1report.runs.cluster import pool
from lab1report.runs.cluster.events import Arrived
from lab1report.runs.cluster.link import Link
from tests.dask_processes import DaskProcesses, dask_processes

STUB_SECONDS = 0.01
MEGABYTE = 2**20
_MANY = 10_000  # jobs, of which thousands are known to the scheduler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--workers", type=int, default=4)
    arguments = parser.parse_args()
    head = ["known to the scheduler", "jobs", "s", "jobs/s", "scheduler, ms a job"]
    head += ["asker, ms a job", "scheduler, MB", "asker, MB"]
    print("|", " | ".join(head), "|")
    print("|---" * len(head) + "|")
    as_a_course = [(2 * arguments.workers, jobs) for jobs in arguments.jobs]
    for most, jobs in (*as_a_course, (pool.AT_ONCE, min(arguments.jobs[-1], _MANY))):
        with tempfile.TemporaryDirectory() as name, dask_processes(Path(name)) as cluster:
            scheduler = cluster.scheduler()
            for _worker in range(arguments.workers):
                cluster.worker()
            measure(cluster, scheduler, arguments.workers, most, jobs)


def measure(
    cluster: DaskProcesses,
    process: "subprocess.Popen[bytes]",
    workers: int,
    most: int,
    jobs: int,
) -> None:
    scheduler, own = psutil.Process(process.pid), psutil.Process()
    with Link(cluster.address) as link:
        while len(link.workers) < workers:
            time.sleep(0.1)
        link.taken()
        before = [(one.cpu_times(), one.memory_info().rss) for one in (scheduler, own)]
        peaks = [rss for _times, rss in before]
        futures: dict[int, object] = {}
        submitted = done = 0
        started = time.perf_counter()
        while done < jobs:
            while submitted < jobs and len(futures) < most:
                number, future = link.submit(
                    time.sleep, STUB_SECONDS, name=("stub", "stub"), priority=0
                )
                futures[number] = future
                submitted += 1
            link.bell.poll(1)
            for event in link.taken():
                assert isinstance(event, Arrived), event
                del futures[event.number]
                done += 1
                if done % 100 == 0:
                    peaks = [
                        max(peak, one.memory_info().rss)
                        for peak, one in zip(peaks, (scheduler, own), strict=True)
                    ]
        seconds = time.perf_counter() - started
        costs = []
        for one, (times, _rss) in zip((scheduler, own), before, strict=True):
            now = one.cpu_times()
            costs.append(now.user + now.system - times.user - times.system)
    memory = [
        f"{rss / MEGABYTE:.0f} to {peak / MEGABYTE:.0f}"
        for (_times, rss), peak in zip(before, peaks, strict=True)
    ]
    spent = [f"{1000 * cost / jobs:.2f}" for cost in costs]
    cells = (
        most,
        jobs,
        f"{seconds:.1f}",
        f"{jobs / seconds:.0f}",
        *spent,
        *memory,
    )
    print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
