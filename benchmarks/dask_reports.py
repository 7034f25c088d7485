"""A course on two workers of Dask's on this machine beside the same course on its own processes.

    LAB1REPORT_DATA=cifar-100-python python benchmarks/dask_reports.py [--students 6] [--rounds 2]

In each round one after the other, each with a cache of its own. The scheduler and the workers are
there before the course begins, as on a cluster; the workers have not loaded PyTorch yet, nor have
the processes of the other course.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from building import Process, reports
from common import Figure, main, options, say

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.dask_processes import dask_processes

_WORKERS = 2
_GOAL = 1.15
_EDITIONS = ("--format", "pdf", "--format", "html", "--workers", str(_WORKERS))


def measure(arguments: argparse.Namespace) -> list[Figure]:
    own, cluster = [], []
    for _round in range(arguments.rounds or 2):
        own.append(_on_processes(arguments.students))
        say(f"own processes: {own[-1].seconds:.1f} s")
        cluster.append(_on_cluster(arguments.students))
        say(f"Dask: {cluster[-1].seconds:.1f} s")
    ratios = [one.seconds / other.seconds for one, other in zip(cluster, own, strict=True)]
    figures = [
        Figure(name=f"{name}, {arguments.students} students", unit="s", values=seconds)
        for name, seconds in (
            ("own processes", tuple(one.seconds for one in own)),
            ("Dask on loopback", tuple(one.seconds for one in cluster)),
        )
    ]
    return [
        *figures,
        Figure(name="Dask / own processes", unit="times", values=tuple(ratios), goal=_GOAL),
    ]


def _on_processes(students: int) -> Process:
    with TemporaryDirectory() as name:
        return reports(Path(name), _roster(Path(name), students), *_EDITIONS)


def _on_cluster(students: int) -> Process:
    with TemporaryDirectory() as logs, dask_processes(Path(logs)) as cluster:
        cluster.scheduler()
        for _worker in range(_WORKERS):
            cluster.worker()
        cluster.wait_for_workers(_WORKERS)
        with TemporaryDirectory() as name:
            folder = Path(name)
            address = ("--scheduler", cluster.address)
            return reports(folder, _roster(folder, students), *_EDITIONS, *address)


def _roster(folder: Path, students: int) -> Path:
    """As many students, each with other classes."""
    rows = [f'student-{n},"{n},{(n + 33) % 100},{(n + 66) % 100}"\n' for n in range(students)]
    roster = folder / "roster.csv"
    roster.write_text("".join(["student_id,classes\n", *rows]), encoding="utf-8")
    return roster


if __name__ == "__main__":
    parser = options(__doc__)
    parser.set_defaults(out=Path(__file__).with_name("dask-results.json"))
    parser.add_argument("--students", type=int, default=6, help="how many (default 6)")
    main("a course on Dask beside own processes", [measure], parser.parse_args())
