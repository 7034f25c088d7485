"""Trainings on a cluster: the numbers of one machine, whatever becomes of its processes."""

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from lab1report.data.dataset import Dataset
from lab1report.errors import UserError
from lab1report.model import RunResult, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.runs.cluster import client as dask_client
from lab1report.runs.cluster import pool as cluster_pool
from lab1report.runs.cluster.pool import ClusterPool
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.jobs import jobs_of
from lab1report.runs.run_task import RunTask
from lab1report.runs.workers import Workers
from lab1report.store.results import Store
from tests.dask_processes import DaskProcesses, dask_processes
from tests.unit.tiny_plan import (
    BASE,
    REGRESSION,
    Recorder,
    SmallDemo,
    planned,
    same_numbers,
    small_demo,
    training,
)

pytestmark = pytest.mark.slow

if os.environ.get("CI") == "true":
    import distributed
else:
    reason = "the extra lab1report[cluster] is not installed"
    distributed = pytest.importorskip("distributed", reason=reason)

RUNS = (
    planned(section="regression", spec=REGRESSION),
    planned(section="cifar", spec=BASE),
    *(training(replace(BASE, batch_size=4 + n, epochs=400)) for n in range(10)),
)


LONG = (
    training(replace(BASE, epochs=200_000)),
    planned(section="cifar", spec=replace(BASE, epochs=10_000)),
)


def tasks_of(dataset: Dataset, runs: Sequence[PlannedRun] = RUNS) -> list[RunTask]:
    return [
        RunTask(
            job=job,
            inputs={run: inputs_of(run, dataset.info.fingerprint) for run in job.runs},
            fresh=frozenset(),
        )
        for job in jobs_of(runs)
    ]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[DaskProcesses]:
    with dask_processes(tmp_path, forked=True) as found:
        found.scheduler()
        yield found


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dataset, SmallDemo]]:
    with small_demo(tmp_path_factory.mktemp("demo")) as found:
        yield found


@pytest.fixture(scope="module")
def alone(
    demo: tuple[Dataset, SmallDemo], tmp_path_factory: pytest.TempPathFactory
) -> dict[PlannedRun, Computed]:
    """What one process computes."""
    dataset, choice = demo
    workers = Workers[PlannedRun, Computed](
        dataset, choice=choice, cache=tmp_path_factory.mktemp("one"), count=1, progress=Recorder()
    )
    with workers:
        for task in tasks_of(dataset):
            workers.add(task, rank=0)
        return dict(workers.outcomes())


def test_whatever_dies_or_joins_the_numbers_are_those_of_one_machine(
    cluster: DaskProcesses,
    demo: tuple[Dataset, SmallDemo],
    alone: dict[PlannedRun, Computed],
    tmp_path: Path,
) -> None:
    """A worker killed in its work, another that joins late, and then the scheduler restarted."""
    dataset, choice = demo
    recorder = Recorder()
    found: dict[PlannedRun, Computed] = {}
    first = cluster.worker()
    with ClusterPool(
        dataset, cluster.address, choice=choice, cache=tmp_path, count=1, progress=recorder
    ) as pool:
        for task in tasks_of(dataset):
            pool.add(task, rank=0)
        for run, outcome in pool.outcomes():
            found[run] = outcome
            if len(found) == 2:
                first.kill()
                late = cluster.worker()
            if len(found) == 6:
                late.kill()
                cluster.restart()
                cluster.worker()
        assert pool.share() == pytest.approx(1)
    assert found.keys() == alone.keys() == set(RUNS)
    store = Store(tmp_path)
    for run, outcome in found.items():
        expected = alone[run]
        assert isinstance(expected, RunResult)
        assert isinstance(outcome, RunResult)
        same_numbers(outcome, expected)
        inputs = inputs_of(run, dataset.info.fingerprint)
        stored = store.get(run.section, inputs, run.spec)
        assert stored is not None
        same_numbers(stored, expected)
    assert any("is lost; it is tried again" in said for said in recorder.warnings)
    assert any("is there again" in said for said in recorder.notes)


def with_another_torch(folder: Path) -> Path:
    """A folder in which torch looks as if another version were installed."""
    metadata = folder / "torch-0.0.1.dist-info" / "METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: torch\nVersion: 0.0.1\n", encoding="utf-8")
    return folder


def test_another_version_is_refused_and_who_goes_leaves_nothing_running(
    cluster: DaskProcesses,
    demo: tuple[Dataset, SmallDemo],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pool with such a worker alone ends; the next one has another, with a thread too many. It is
    left in the middle of a long training, as by Ctrl-C."""
    dataset, choice = demo
    cluster.worker(path=with_another_torch(tmp_path))

    def begun() -> tuple[ClusterPool, Recorder]:
        recorder = Recorder()
        pool = ClusterPool(
            dataset, cluster.address, choice=choice, cache=tmp_path, count=1, progress=recorder
        )
        for rank, runs in enumerate((RUNS[:2], LONG[1:])):
            for task in tasks_of(dataset, runs):
                pool.add(task, rank=rank)
        return pool, recorder

    pool, recorder = begun()
    none = pytest.raises(UserError, match=r"no worker of the scheduler tcp://.* can be used")
    with monkeypatch.context() as patch, pool, none:
        patch.setattr(cluster_pool, "_ALONE_SECONDS", 0.5)
        list(pool.outcomes())
    refusal = f"is refused: it has torch 0.0.1, here it is {version('torch')}"
    assert [refusal in said for said in recorder.warnings if "refused" in said] == [True]

    cluster.worker("--nthreads", "2")
    cluster.wait_for_workers(2)
    with distributed.Client(  # type: ignore[no-untyped-call]
        cluster.address, set_as_default=False
    ) as client:
        pool, recorder = begun()
        with pool:
            for _run, outcome in itertools.islice(pool.outcomes(), 2):
                assert isinstance(outcome, RunResult)
                assert outcome.environment["torch"] == version("torch")
            until(lambda: sum(client.run(executing).values()) == 1)  # the long one
        until(lambda: sum(client.run(executing).values()) == 0)
    assert any("has 2 threads, of which one computes" in said for said in recorder.warnings)


def test_a_job_whose_workers_die_is_lost_and_no_other(
    demo: tuple[Dataset, SmallDemo], tmp_path: Path
) -> None:
    """The scheduler is told to try it once; by default it would be four times."""
    dataset, choice = demo
    once = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with dask_processes(tmp_path, environment=once, forked=True) as cluster:
        cluster.scheduler()
        doomed = cluster.worker()
        pool = ClusterPool(
            dataset, cluster.address, choice=choice, cache=tmp_path, count=1, progress=Recorder()
        )

        def kill() -> None:
            with distributed.Client(  # type: ignore[no-untyped-call]
                cluster.address, set_as_default=False
            ) as client:
                until(lambda: sum(client.run(executing).values()) == 1)
            doomed.kill()
            cluster.worker()

        with pool:
            (task,) = tasks_of(dataset, LONG[:1])
            pool.add(task, rank=0)
            killer = threading.Thread(target=kill)
            killer.start()
            found = []
            for run, outcome in pool.outcomes():
                found.append((run, outcome))
                if run in LONG:  # an outcome, after which another job can be added
                    (task,) = tasks_of(dataset, RUNS[:1])
                    pool.add(task, rank=0)
            killer.join()
    assert [run for run, _outcome in found] == [LONG[0], RUNS[0]]
    lost, good = (outcome for _run, outcome in found)
    assert isinstance(lost, SectionFailure)
    assert "worker after worker ended" in lost.message
    assert isinstance(good, RunResult)


def until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.1)


def executing(dask_worker: Any) -> int:
    """How many tasks a worker is at, those included that nobody waits for."""
    return len(dask_worker.active_threads)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("host", "must be such as tcp://host:8786"),
        ("tcp://127.0.0.1", "tls://host:8786, with the port"),
        ("tcp://127.0.0.1:1", "there is no scheduler that can be reached"),
    ],
)
def test_an_address_without_a_scheduler_is_said(address: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        dask_client.require(address)
