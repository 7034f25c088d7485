"""What is computed together, and what is left to another process."""

import itertools
import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lab1report import messages
from lab1report.data.dataset import Dataset
from lab1report.model import ImagesSpec, RunResult, RunSpec, SectionFailure
from lab1report.plan.plan import PlannedRun
from lab1report.plan.series_file import read_series
from lab1report.progress import Progress
from lab1report.runs import run_task
from lab1report.runs.compute import Computed, compute, inputs_of
from lab1report.runs.jobs import Job, jobs_of
from lab1report.runs.run_task import RunTask
from lab1report.store.results import Store
from tests.unit.tiny_plan import BASE, Recorder, made_up, make_dataset, make_plan, training

DATASET = make_dataset()
SPECS = (BASE, replace(BASE, seed=1), replace(BASE, seed=2, epochs=3))
RUNS = tuple(map(training, SPECS))
INPUTS = {run: inputs_of(run, DATASET.info.fingerprint) for run in RUNS}
JOB = Job(runs=RUNS, seconds=1.0)
MARK = "2001-01-01T00:00:00+00:00"


@pytest.fixture
def russian() -> Iterator[None]:
    messages.use("ru")
    yield
    messages.use("en")


def batches(job: Job) -> set[tuple[object, ...]]:
    return {run.spec.batches for run in job.runs if isinstance(run.spec, RunSpec)}


def units(job: Job) -> int:
    return sum(run.spec.hidden[0] for run in job.runs if isinstance(run.spec, RunSpec))


def title(specs: Sequence[RunSpec]) -> str:
    return Job(runs=tuple(map(training, specs)), seconds=1.0).title


def test_what_is_trained_is_said_in_short() -> None:
    other, point = replace(BASE, hidden=(9,)), replace(BASE, fold=0, folds=3)
    assert title([BASE]) == f"1 training of {BASE.network}"
    assert title(SPECS[:2]) == f"2 trainings of {BASE.network}"
    assert title([BASE, other]) == f"2 trainings of {BASE.network} and 1 other network"
    assert title([point]) == f"search, 1 training of {BASE.network}"
    images = PlannedRun(section="series", spec=ImagesSpec(classes=BASE.classes))
    assert Job(runs=(images,), seconds=1.0).title == "images of the classes"
    kinds = [
        Job(runs=(run,), seconds=1.0).kind for run in (training(BASE), training(point), images)
    ]
    assert kinds == ["training", "search", "images"]


def test_how_many_are_trained_is_said_in_the_forms_of_russian(russian: None) -> None:
    point = replace(BASE, fold=0, folds=3)
    for start in (BASE, point):
        said = {
            count: title([replace(start, seed=seed) for seed in range(count)]).replace(
                str(count), "", 1
            )
            for count in (1, 2, 5, 21, 22, 25)
        }
        assert (said[1], said[2], said[5]) == (said[21], said[22], said[25])
        assert len(set(said.values())) == 3
        assert not any("training" in words for words in said.values())


class TestGrouping:
    def test_each_notebook_is_a_job_of_its_own(self) -> None:
        tasks = make_plan().tasks
        images = training(ImagesSpec(classes=BASE.classes))
        assert [job.runs for job in jobs_of([*tasks, images])] == [
            (run,) for run in (*tasks, images)
        ]

    def test_trainings_share_a_pass_exactly_if_they_share_their_batches(self) -> None:
        changes: Sequence[dict[str, object]] = (
            {"seed": 1}, {"lr": 0.1}, {"hidden": (9, 2)}, {"epochs": 3}, {"optimizer": "Adam"},
            {"schedule": "linear"}, {"order": 1}, {"batch_size": 4}, {"share": 0.5},
            {"fold": 0, "folds": 3}, {"fold": 1, "folds": 3}, {"fold": 0, "folds": 4},
            {"saturation": 2.0}, {"classes": (2, 1, 0)},
        )  # fmt: skip
        specs = [BASE, *(replace(BASE, **change) for change in changes)]  # type: ignore[arg-type]
        found = jobs_of([training(spec) for spec in specs])
        assert [len(job.runs) for job in found] == [7, 1, 1, 1, 1, 1, 1, 1, 1]
        for one, other in itertools.combinations(specs, 2):
            together = any({training(one), training(other)} <= set(job.runs) for job in found)
            assert together == (one.batches == other.batches), (one, other)

    def test_the_shipped_series(self) -> None:
        """Every training is in one pass, no pass mixes batches, and the same passes come again."""
        base = replace(BASE, classes=(18, 63, 28), hidden=(10,), batch_size=128, epochs=250)
        series = read_series(base, seeds=40)
        specs = [spec for v in series.variants for spec in series.repeated(v.spec)]
        runs = [training(spec) for spec in dict.fromkeys(specs)]
        found = jobs_of(runs)
        assert found == jobs_of(runs)
        assert sorted(map(repr, runs)) == sorted(repr(run) for job in found for run in job.runs)
        assert all(len(batches(job)) == 1 for job in found)
        assert all(units(job) <= 2048 or len(job.runs) == 1 for job in found)

    def test_a_pass_is_no_wider_than_is_good(self) -> None:
        wide = [replace(BASE, hidden=(700,), seed=seed) for seed in range(7)]
        found = jobs_of([training(spec) for spec in wide])
        assert [len(job.runs) for job in found] == [2, 2, 2, 1]
        huge = [replace(BASE, hidden=(5000,), seed=seed) for seed in range(2)]
        assert [len(job.runs) for job in jobs_of([training(spec) for spec in huge])] == [1, 1]

    def test_what_shares_a_pass_does_not_depend_on_what_is_between(self) -> None:
        others = [training(replace(BASE, batch_size=4, seed=seed)) for seed in range(3)]
        mixed = [run for pair in zip(RUNS, others, strict=True) for run in pair]
        assert {job.runs for job in jobs_of(mixed)} == {RUNS, tuple(others)}

    def test_what_takes_longer_is_said_to(self) -> None:
        def seconds(*specs: RunSpec) -> float:
            (job,) = jobs_of([training(spec) for spec in specs])
            return job.seconds

        plain = seconds(BASE)
        assert 0 < seconds(replace(BASE, share=0.5)) < plain
        assert plain < seconds(replace(BASE, epochs=20))
        assert plain < seconds(replace(BASE, hidden=(8,)))
        assert plain < seconds(BASE, replace(BASE, seed=1))
        for job in jobs_of(make_plan().tasks):
            assert job.seconds > 0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def performed(
    store: Store,
    job: Job = JOB,
    *,
    fresh: Collection[PlannedRun] = (),
    dataset: Dataset = DATASET,
    progress: Progress | None = None,
) -> Iterator[tuple[PlannedRun, Computed]]:
    task = RunTask(job=job, inputs=INPUTS, fresh=frozenset(fresh))
    return task.perform(dataset, store, progress or Progress())


def kept(store: Store, run: PlannedRun) -> RunResult | None:
    return store.get(run.section, INPUTS[run], run.spec)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[PlannedRun]:
    """All runs that are really computed, one after another, in the order in which they begin."""
    begun: list[PlannedRun] = []

    def counting(
        runs: Sequence[PlannedRun], dataset: Dataset, progress: Progress, device: str
    ) -> Iterator[tuple[PlannedRun, Computed]]:
        begun.extend(runs)
        yield from compute(runs, dataset, progress, device)

    monkeypatch.setattr(run_task, "compute", counting)
    return begun


def test_a_result_is_kept_before_it_is_given_out(store: Store, computed: list[PlannedRun]) -> None:
    given = []
    for run, outcome in performed(store):
        given.append(run)
        assert isinstance(outcome, RunResult)
        assert outcome.spec == run.spec
        found = kept(store, run)
        assert found is not None
        assert found.finished == outcome.finished
    assert given == [RUNS[2], RUNS[0], RUNS[1]], "the shortest training ends first"
    assert computed == list(RUNS)


def test_what_another_has_stored_is_taken(store: Store, computed: list[PlannedRun]) -> None:
    store.put(INPUTS[RUNS[1]], made_up(SPECS[1], MARK))
    outcomes = dict(performed(store))
    assert computed == [RUNS[0], RUNS[2]]
    assert outcomes.keys() == set(RUNS)
    taken = outcomes[RUNS[1]]
    assert isinstance(taken, RunResult)
    assert taken.finished == MARK


def test_what_is_to_be_fresh_is_computed_all_the_same(
    store: Store, computed: list[PlannedRun]
) -> None:
    for run, spec in zip(RUNS, SPECS, strict=True):
        store.put(INPUTS[run], made_up(spec, MARK))
    outcomes = dict(performed(store, fresh={RUNS[1]}))
    assert computed == [RUNS[1]]
    marked = [o.finished == MARK for o in outcomes.values() if isinstance(o, RunResult)]
    assert sorted(marked) == [False, True, True]
    new = kept(store, RUNS[1])
    assert new is not None
    assert new.finished != MARK


def collecting(
    store: Store, progress: Progress | None = None
) -> tuple[threading.Thread, list[tuple[PlannedRun, Computed]]]:
    """`RunTask.perform` in a thread, and the outcomes that it has given so far."""
    outcomes: list[tuple[PlannedRun, Computed]] = []

    def collect() -> None:
        for found in performed(store, progress=progress):
            outcomes.append(found)

    thread = threading.Thread(target=collect, daemon=True)
    thread.start()
    return thread, outcomes


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)


@pytest.mark.parametrize("others_result", [True, False], ids=["ends", "gives up"])
def test_a_run_that_another_process_holds_is_waited_for(
    store: Store, computed: list[PlannedRun], others_result: bool
) -> None:
    """Its result is taken; if there is none in the end, the run is computed here."""
    held = RUNS[0]
    lock = store.claim(held.section, INPUTS[held])
    assert lock is not None
    recorder = Recorder()
    thread, outcomes = collecting(store, recorder)
    wait_until(lambda: len(outcomes) == 2 and bool(recorder.notes))
    time.sleep(0.1)
    assert [run for run, _ in outcomes] == [RUNS[2], RUNS[1]], "all but the one held"
    assert computed == [RUNS[1], RUNS[2]]
    assert "waiting" in recorder.notes[0]
    if others_result:
        store.put(INPUTS[held], made_up(BASE, MARK))
    lock.release()
    thread.join(30)
    run, outcome = outcomes[-1]
    assert (run, len(outcomes)) == (held, 3)
    assert isinstance(outcome, RunResult)
    assert (outcome.finished == MARK) == others_result
    assert (held in computed) != others_result


def test_two_that_want_the_same_share_the_work(store: Store, computed: list[PlannedRun]) -> None:
    pairs = [collecting(store) for _ in range(3)]
    for thread, outcomes in pairs:
        thread.join(60)
        assert {run for run, _ in outcomes} == set(RUNS)
    assert sorted(map(repr, computed)) == sorted(map(repr, RUNS)), "a run was trained twice"
    finished = {
        run: {o.finished for _, outcomes in pairs for r, o in outcomes
              if r == run and isinstance(o, RunResult)}
        for run in RUNS
    }  # fmt: skip
    assert all(len(moments) == 1 for moments in finished.values())


def test_who_wants_the_same_in_another_order_does_not_wait_for_ever(store: Store) -> None:
    jobs = [Job(runs=runs, seconds=1) for runs in (RUNS, RUNS[::-1], (*RUNS[1:], RUNS[0]))]
    threads = [
        threading.Thread(target=lambda job=job: list(performed(store, job)), daemon=True)
        for job in jobs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_breaking_off_keeps_what_had_ended_and_lets_go_of_the_rest(
    store: Store, computed: list[PlannedRun]
) -> None:
    outcomes = performed(store)
    run, _ = next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert run == RUNS[2]
    assert [kept(store, each) is not None for each in RUNS] == [False, False, True]
    computed.clear()
    again = dict(performed(store))  # at once: nothing is held any more
    assert again.keys() == set(RUNS)
    assert computed == [RUNS[0], RUNS[1]]


def test_a_failure_is_not_kept(store: Store) -> None:
    wild = training(replace(BASE, lr=1e30))
    INPUTS[wild] = inputs_of(wild, DATASET.info.fingerprint)
    outcomes = dict(performed(store, Job(runs=(wild, RUNS[0]), seconds=1)))
    assert isinstance(outcomes[wild], SectionFailure)
    assert isinstance(outcomes[RUNS[0]], RunResult)
    assert kept(store, wild) is None
    assert kept(store, RUNS[0]) is not None
    lock = store.claim("series", INPUTS[wild])
    assert lock is not None, "it is still held"


def test_a_cache_that_cannot_be_written_costs_no_result(
    tmp_path: Path, computed: list[PlannedRun]
) -> None:
    (tmp_path / "file").write_text("")
    warnings: list[str] = []
    outcomes = dict(performed(Store(tmp_path / "file" / "cache", warn=warnings.append)))
    assert outcomes.keys() == set(RUNS)
    assert all(isinstance(outcome, RunResult) for outcome in outcomes.values())
    assert len(warnings) == 1
