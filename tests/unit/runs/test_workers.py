"""Jobs side by side: the same numbers as one after the other, in the order that is wanted."""

import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lab1report import messages
from lab1report.data.dataset import Dataset
from lab1report.errors import DataError
from lab1report.model import CPU, DataInfo, ImagesSpec, Part, RunResult, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.runs import workers
from lab1report.runs.compute import Computed, inputs_of
from lab1report.runs.jobs import jobs_of
from lab1report.runs.processes import WorkerProcess, context, wait
from lab1report.runs.run_task import RunTask
from lab1report.runs.workers import Workers
from lab1report.store.results import Store
from tests.unit.tiny_plan import (
    BASE,
    REGRESSION,
    XOR,
    Recorder,
    made_up,
    make_dataset,
    planned,
    same_numbers,
    small_demo,
    training,
)

REGRESSING = planned(section="regression", spec=REGRESSION)
DIVERGING = planned(section="xor", spec=replace(XOR, lr=1e9))
PASS = tuple(training(replace(BASE, seed=seed, epochs=3 + seed)) for seed in range(3))
RUNS = (
    REGRESSING,
    planned(section="xor", spec=XOR),
    DIVERGING,
    planned(section="cifar", spec=BASE),
    training(ImagesSpec(classes=BASE.classes)),
    *PASS,
)


def tasks_of(
    runs: Sequence[PlannedRun], dataset: Dataset, fresh: Sequence[PlannedRun] = ()
) -> list[RunTask]:
    return [
        RunTask(
            job=job,
            inputs={run: inputs_of(run, dataset.info.fingerprint) for run in job.runs},
            fresh=frozenset(fresh) & frozenset(job.runs),
        )
        for job in jobs_of(runs)
    ]


@pytest.mark.slow
def test_two_processes_give_the_numbers_of_one(tmp_path: Path) -> None:
    with small_demo(tmp_path) as (dataset, choice):
        found: list[dict[PlannedRun, Computed]] = []
        for count in (1, 2):
            recorder = Recorder()
            cache = tmp_path / str(count)
            workers = Workers[PlannedRun, Computed](
                dataset, choice=choice, cache=cache, count=count, progress=recorder
            )
            with workers:
                for task in tasks_of(RUNS, dataset):
                    workers.add(task, rank=0)
                found.append(dict(workers.outcomes()))
                assert workers.share() == 1
            assert recorder.done == sorted(recorder.done)
            assert 0 < recorder.done[-1] <= 1
            assert recorder.warnings == []
            stored = Store(cache)
            for run, outcome in found[-1].items():
                inputs = inputs_of(run, dataset.info.fingerprint)
                is_kept = stored.get(run.section, inputs, run.spec) is not None
                assert is_kept == isinstance(outcome, RunResult)
    alone, together = found
    assert alone.keys() == together.keys() == set(RUNS)
    for run in RUNS:
        one, other = alone[run], together[run]
        if run == DIVERGING:
            assert isinstance(other, SectionFailure)
            assert one == other
            assert "diverged" in other.message
        else:
            assert isinstance(one, RunResult)
            assert isinstance(other, RunResult)
            same_numbers(one, other)


def test_lower_ranks_come_first_and_then_what_takes_longest(tmp_path: Path) -> None:
    dataset = make_dataset()
    lengths = (3, 9, 6)
    runs = [training(replace(BASE, batch_size=4 + n, epochs=n)) for n in lengths]
    workers = Workers[PlannedRun, Computed](
        dataset, choice="demo", cache=tmp_path, count=1, progress=Progress()
    )
    with workers:
        for task in tasks_of(runs, dataset):
            workers.add(task, rank=1)
        (urgent,) = tasks_of(PASS, dataset)
        workers.add(urgent, rank=0)
        order = [run.spec for run, _ in workers.outcomes()]
    assert order[:3] == [run.spec for run in PASS]
    assert [spec.epochs for spec in order[3:]] == [9, 6, 3]  # type: ignore[union-attr]


def test_tasks_may_follow_from_outcomes(tmp_path: Path) -> None:
    """Also from the last one, and they are done in the order of their ranks."""
    dataset = make_dataset()
    first, second, third = ((training(replace(BASE, epochs=n)),) for n in (1, 2, 3))
    workers = Workers[PlannedRun, Computed](
        dataset, choice="demo", cache=tmp_path, count=1, progress=Progress()
    )
    order = []
    with workers:
        workers.add(tasks_of(first, dataset)[0], rank=0)
        for run, _ in workers.outcomes():
            order.append(run)
            if run in first:
                workers.add(tasks_of(third, dataset)[0], rank=3)
                workers.add(tasks_of(second, dataset)[0], rank=2)
    assert order == [*first, *second, *third]


def test_a_share_of_a_job_counts_by_its_seconds(tmp_path: Path) -> None:
    """Three trainings of 3, 4 and 5 epochs: every epoch is seen, and every result."""
    dataset = make_dataset()
    recorder = Recorder()
    workers = Workers[PlannedRun, Computed](
        dataset, choice="demo", cache=tmp_path, count=1, progress=recorder
    )
    done = []
    with workers:
        workers.add(tasks_of(PASS, dataset)[0], rank=0)
        assert workers.share() == 0
        for _ in workers.outcomes():
            done.append(workers.share())
    assert done == sorted(done)
    assert done[-1] == 1
    assert all(found >= number / 3 for number, found in enumerate(done, start=1))
    assert len(recorder.done) >= 5
    assert recorder.done == sorted(recorder.done)


def test_finished_tasks_are_no_longer_held(tmp_path: Path) -> None:
    """Only their seconds are, so that the share goes on."""
    dataset = make_dataset()
    workers = Workers[PlannedRun, Computed](
        dataset, choice="demo", cache=tmp_path, count=1, progress=Progress()
    )
    runs = [training(replace(BASE, batch_size=4 + n, epochs=n)) for n in range(1, 5)]
    tasks = tasks_of(runs, dataset)
    held = [weakref.ref(task) for task in tasks]
    with workers:
        while tasks:
            workers.add(tasks.pop(), rank=0)
        seconds = workers.seconds()[1]
        alive = [sum(one() is not None for one in held) for _ in workers.outcomes()]
        assert list(workers.seconds()) == pytest.approx([seconds, 0])
    assert alive == sorted(alive, reverse=True)
    assert alive[-1] <= 2  # the last one, and perhaps that before it


@pytest.mark.parametrize("count", [1, 2])
def test_a_users_error_ends_the_work(tmp_path: Path, count: int) -> None:
    """Here in this process, and where another one finds no data."""

    def damaged(part: Part) -> object:
        raise DataError("train is damaged")

    dataset = replace(make_dataset(), reader=damaged)  # type: ignore[arg-type]
    nowhere = str(tmp_path / "nowhere")
    workers = Workers[PlannedRun, Computed](
        dataset, choice=nowhere, cache=tmp_path, count=count, progress=Progress()
    )
    with workers:
        run = planned(section="cifar", spec=BASE)
        workers.add(tasks_of([run], dataset)[0], rank=0)
        with pytest.raises(DataError, match=r"train is damaged|nowhere, .* does not exist"):
            list(workers.outcomes())


def test_a_warning_of_a_job_is_passed_on(tmp_path: Path) -> None:
    dataset = make_dataset()
    (run,) = runs = [training(BASE)]
    store = Store(tmp_path)
    store.put(inputs_of(run, dataset.info.fingerprint), made_up(BASE))
    (entry,) = tmp_path.rglob("*.bin")
    entry.write_bytes(b"damaged")
    recorder = Recorder()
    with Workers[PlannedRun, Computed](
        dataset, choice="demo", cache=tmp_path, count=1, progress=recorder
    ) as workers:
        workers.add(tasks_of(runs, dataset)[0], rank=0)
        ((_, outcome),) = workers.outcomes()
    assert isinstance(outcome, RunResult)
    (warning,) = recorder.warnings
    assert "counts as absent" in warning


class Deadly(str):
    """A choice of data that ends any process that receives it, in the way `die`."""

    def __new__(cls, die: Callable[[], object]) -> "Deadly":
        self = super().__new__(cls, "demo")
        self.die = die  # type: ignore[attr-defined]
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return self.die, ()  # type: ignore[attr-defined]


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def without_memory() -> None:
    raise MemoryError


def broken() -> None:
    raise LookupError("a mistake of ours")


def outcomes(
    folder: Path, choice: str, recorder: Recorder, count: int = 2
) -> dict[PlannedRun, Computed]:
    dataset = make_dataset()
    workers = Workers[PlannedRun, Computed](
        dataset, choice=choice, cache=folder, count=count, progress=recorder
    )
    with workers:
        for task in tasks_of(PASS, dataset):
            workers.add(task, rank=0)
        found = dict(workers.outcomes())
        assert workers.share() == 1
    return found


@pytest.mark.parametrize(
    ("die", "words"), [(killed, "was killed (SIGKILL)"), (without_memory, "ran out of memory")]
)
def test_what_ends_process_after_process_is_a_failure(
    tmp_path: Path, die: Callable[[], object], words: str
) -> None:
    recorder = Recorder()
    for run, outcome in outcomes(tmp_path, Deadly(die), recorder).items():
        assert isinstance(outcome, SectionFailure)
        assert outcome.section == run.section
        assert outcome.message == f"the process that computed it {words}, time and again"
    assert recorder.warnings == [f"a process that computes {words}; its work is begun again"] * 3


def test_a_mistake_in_another_process_keeps_its_traceback(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="a mistake of ours") as found:
        outcomes(tmp_path, Deadly(broken), Recorder())
    assert "in broken" in str(found.value.__cause__)


@pytest.mark.slow
def test_a_killed_process_costs_nothing_but_time(tmp_path: Path) -> None:
    """Killed after its first result: the rest comes from another, with the same numbers."""
    runs = [training(replace(BASE, epochs=epochs)) for epochs in (3, 5_000)]
    recorder = Recorder()
    with small_demo(tmp_path) as (dataset, choice):
        workers = Workers[PlannedRun, Computed](
            dataset, choice=choice, cache=tmp_path, count=2, progress=recorder
        )
        with workers:
            (task,) = tasks_of(runs, dataset)
            workers.add(task, rank=0)
            found = {}
            for run, outcome in workers.outcomes():
                found[run] = outcome
                if not recorder.warnings and len(found) == 1:
                    (process,) = workers._processes
                    os.kill(process._process.pid, signal.SIGKILL)
            assert workers.share() == 1
        quiet = Workers[PlannedRun, Computed](
            dataset, choice=choice, cache=tmp_path / "2", count=1, progress=Recorder()
        )
        with quiet:
            quiet.add(task, rank=0)
            alone = dict(quiet.outcomes())
    assert recorder.warnings == [
        "a process that computes was killed (SIGKILL); its work is begun again"
    ]
    assert recorder.done == sorted(recorder.done)
    for run in runs:
        one, other = found[run], alone[run]
        assert isinstance(one, RunResult)
        assert isinstance(other, RunResult)
        same_numbers(one, other)


def test_without_further_processes_all_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("lab1report.runs.task_pool.WorkerProcess", refused)
    recorder = Recorder()
    found = outcomes(tmp_path, "demo", recorder)
    assert all(isinstance(outcome, RunResult) for outcome in found.values())
    (warning,) = recorder.warnings
    assert "gives no further process" in warning
    assert "Resource temporarily unavailable" in warning


ELSEWHERE = """
import sys
from lab1report.runs.processes import WorkerProcess, context, wait

def work(say, name):
    import random
    yield random.__file__

if __name__ == "__main__":
    process = WorkerProcess(context(), work)
    process.begin("x")
    found = []
    while not found:
        wait([process])
        found = list(process.heard())
    print(*found)
    process.end()
"""


@pytest.mark.slow
def test_files_of_the_working_folder_are_not_imported(tmp_path: Path) -> None:
    """A student's random.py is not the library's, and another version is not this program."""
    script = tmp_path / "scripts" / "program.py"
    script.parent.mkdir()
    script.write_text(ELSEWHERE)
    folder = tmp_path / "work"
    (folder / "lab1report").mkdir(parents=True)
    for name in ("random.py", "torch.py", "numpy.py", "lab1report/__init__.py"):
        (folder / name).write_text("import pathlib; pathlib.Path('taken').touch(); raise OSError")
    done = subprocess.run(
        [sys.executable, str(script)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[3])},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert not (folder / "taken").exists()
    assert not done.stdout.startswith(str(folder))


def variables(say: object, beginning: str) -> Iterator[dict[str, str]]:
    """What a worker finds; the language of its messages besides."""
    found = {name: value for name, value in os.environ.items() if name.startswith(beginning)}
    yield {**found, "speaks": messages.language()}


@pytest.mark.slow
def test_processes_have_the_variables_of_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """What begins them keeps those of its own beginning, of another data set perhaps."""
    monkeypatch.setenv("LAB1REPORT_DATA", "first")
    monkeypatch.setenv("LAB1REPORT_RESOURCES", "of the first")
    assert found_by_a_process()["LAB1REPORT_DATA"] == "first"
    monkeypatch.setenv("LAB1REPORT_DATA", "second")
    monkeypatch.delenv("LAB1REPORT_RESOURCES")
    found = found_by_a_process()
    assert found["LAB1REPORT_DATA"] == "second"
    assert "LAB1REPORT_RESOURCES" not in found


@pytest.mark.slow
def test_processes_begin_where_nothing_is_set() -> None:
    """Not even the language, which the command line sets, and programs need not."""
    environment = {name: v for name, v in os.environ.items() if not name.startswith("LAB1REPORT_")}
    code = "from tests.unit.runs.test_workers import found_by_a_process as f; print(f()['speaks'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == "en\n", done.stderr


@pytest.mark.slow
def test_processes_speak_the_language_of_now() -> None:
    """By whatever it was chosen, and whatever the process that begins them speaks."""
    assert found_by_a_process()["speaks"] == "en"
    messages.use("ru")
    try:
        assert found_by_a_process()["speaks"] == "ru"
    finally:
        messages.use("en")


def found_by_a_process() -> dict[str, str]:
    process = WorkerProcess(context(), variables)
    try:
        process.begin("LAB1REPORT_")
        while not (found := list(process.heard())):
            wait([process])
    finally:
        process.end()
    (only,) = found
    return dict(only)


def test_other_images_than_those_wanted_are_refused(tmp_path: Path) -> None:
    task = RunTask(job=None, inputs={}, fresh=frozenset())  # type: ignore[arg-type]
    wanted = DataInfo(kind="cifar100", fingerprint="another", source="x")
    with pytest.raises(DataError, match="replaced by others"):
        workers._work(print, task, "demo", wanted, tmp_path, CPU)
