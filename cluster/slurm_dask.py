"""Makes the reports of a course with workers that Slurm begins, as many jobs as the first argument.

    python cluster/slurm_dask.py 20 roster.csv --year 2026

The scheduler and the reports are this process's affair: run it where the workers' kind of processor
is, as in a job of its own. Needs the extra lab1report[cluster] and dask-jobqueue. The scheduler
listens on the network: by tls:// if Dask's configuration names certificates, which it should.
"""

import subprocess
import sys

from dask_jobqueue import SLURMCluster

CORES = 4  # of a job, with a worker of one thread each


def main() -> int:
    jobs, *arguments = sys.argv[1:]
    with SLURMCluster(
        cores=CORES,
        processes=CORES,
        memory="8GB",
        walltime="04:00:00",
        python=sys.executable,
        worker_extra_args=["--lifetime", "230m", "--lifetime-stagger", "5m"],
    ) as cluster:
        cluster.scale(jobs=int(jobs))
        address = cluster.scheduler_address
        command = [sys.executable, "-m", "lab1report", "course", "build", *arguments]
        return subprocess.run([*command, "--scheduler", address]).returncode


if __name__ == "__main__":
    sys.exit(main())
