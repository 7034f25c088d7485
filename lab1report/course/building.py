"""Builds the reports of a course: trains once what is equal, and lets no student stop another."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from lab1report import resources
from lab1report.course import result_file
from lab1report.course.asked import Shard
from lab1report.course.disk_room import DiskRoom
from lab1report.course.report_task import ReportTask
from lab1report.course.result_file import StudentResult
from lab1report.course.student import Student
from lab1report.course.student_words import hashes_of_words
from lab1report.data.dataset import Dataset
from lab1report.data.opening import open_dataset
from lab1report.editions import keys
from lab1report.errors import DataError, NetworkError, UserError
from lab1report.messages import _
from lab1report.plan.plan import Plan, PlannedRun, make_plan
from lab1report.progress import Progress, track
from lab1report.quoting import reason
from lab1report.report.json_text import plain
from lab1report.runs.compute import Computed
from lab1report.runs.costs import START, seconds_of_plan
from lab1report.runs.plan_state import PlanState
from lab1report.runs.pool import Pool
from lab1report.runs.workers import Workers
from lab1report.sections.catalog import report_sections
from lab1report.settings.device import resolve
from lab1report.settings.options import Settings
from lab1report.store.environment import cache_folder
from lab1report.store.result_forms import misfit
from lab1report.store.results import Store

_FIRST: Final = -1.0
"""The rank of a report: at once, so that finished work is out of memory and can be looked at."""

CoursePool: TypeAlias = Pool[Any, Any]
"""Its items are runs and students, each with outcomes of its own kind."""

Told: TypeAlias = Callable[[Student, StudentResult], None]


@dataclass(frozen=True, kw_only=True)
class CourseOutcome:
    """What became of a course, or of a shard of it, in the order of the roster.

    `made` are the folders of those whose report was made this time; the others were there. `files`
    are those about all students, the page first.
    """

    results: Mapping[str, StudentResult]
    made: frozenset[str]
    files: tuple[Path, ...] = ()


@dataclass(kw_only=True)
class _Group:
    """Students whose reports need the same trainings.

    Their plan is made again when it is begun: those of a whole university are gigabytes.

    Attributes:
        settings: of one of them, by which the plan is made.
        seconds_of_trainings: a guess of how long they take.
        rank: its place among those that were begun: what was begun first is finished first.
    """

    settings: Settings
    seconds_of_trainings: float
    rank: int = 0
    tasks: list[ReportTask] = field(default_factory=list)

    @property
    def seconds_of_reports(self) -> float:
        """A guess of how long the reports take beside the trainings."""
        return sum(task.seconds for task in self.tasks)

    @property
    def seconds(self) -> float:
        """A guess of how long all of it takes."""
        return self.seconds_of_trainings + self.seconds_of_reports

    def plan(self) -> Plan:
        """What is to be trained."""
        return make_plan(self.settings, report_sections())


def build_course(
    students: Sequence[Student],
    out: Path,
    progress: Progress,
    *,
    workers: int,
    scheduler: str | None = None,
    shard: Shard | None = None,
    told: Told | None = None,
) -> CourseOutcome:
    """Make the report of each student that is not there yet, in a folder of its own below `out`.

    Args:
        students: with the same images and device.
        workers: how many processes work at once.
        scheduler: the address of a scheduler of Dask's, whose workers do the trainings.
        shard: the part of the students whose reports are made; those that share trainings are in
            the same one.
        told: told of each report as soon as it is made.

    Raises:
        UserError: there is no such scheduler, or it has no worker that can be used.
        ClusterError: the scheduler has gone, and has not come back for a while.
        DataError: the images are missing or damaged.
        NoRoomError: the disk of `out` or of the store is full, and stays so for a while.
        KeyboardInterrupt: what was done until then is there, and the next start goes on.
    """
    first = students[0].settings
    store = Store(cache_folder(), warn=progress.warn, misfit=misfit)
    dataset = _dataset(first.data, store.root, progress)
    key_of = _keys(dataset)
    device = resolve(first.device)
    results: dict[str, StudentResult] = {}
    tasks = [
        ReportTask(student=student, out=out, key=key_of(student.settings)) for student in students
    ]
    groups = _groups(tasks)
    mine = groups if shard is None else groups[shard.number - 1 :: shard.count]
    for group in track(progress, _("looking which reports are there"), mine):
        for task in list(group.tasks):
            folder = task.student.folder
            if (there := result_file.current(out / folder, task.key)) is not None:
                results[folder] = there
                group.tasks.remove(task)
    todo = [group for group in mine if group.tasks]
    made = frozenset(task.student.folder for group in todo for task in group.tasks)
    if todo:
        with _pool(first, dataset, store, workers, scheduler, progress, device) as pool:
            work = _Work(todo, dataset, store, pool, device, DiskRoom((out, store.root), progress))
            progress.start(_("reports"), 1, seconds=START + work.seconds / pool.count)
            for student, found in work.results():
                result = results[student.folder] = _written(out, found)
                progress.update(pool.share())
                if told is not None:
                    told(student, result)
            progress.finish()
    own = (student.folder for student in students if student.folder in results)
    return CourseOutcome(results={folder: results[folder] for folder in own}, made=made)


def _dataset(choice: str, cache: Path, progress: Progress) -> Dataset:
    """The images of all reports: grades that mix them with made-up ones would be worth nothing.

    Raises:
        DataError: they are missing or damaged; or nobody has asked for made-up ones.
    """
    try:
        return open_dataset(choice, cache=cache, progress=progress, fallback=False)
    except NetworkError as error:
        raise DataError(
            _(
                "{error} No report of a course is made of made-up images unless it is asked for by "
                "--data demo."
            ).format(error=error)
        ) from error


def _pool(
    settings: Settings,
    dataset: Dataset,
    store: Store,
    workers: int,
    scheduler: str | None,
    progress: Progress,
    device: str,
) -> CoursePool:
    """What does the tasks: processes of this machine, or a cluster beside them."""
    common: dict[str, Any] = {
        "choice": settings.data,
        "cache": store.root,
        "count": workers,
        "progress": progress,
    }
    if scheduler is None:
        return Workers[Any, Any](dataset, device=device, **common)
    from lab1report.runs.cluster.pool import ClusterPool  # which takes Dask

    return ClusterPool(dataset, scheduler, **common)


def _written(out: Path, result: StudentResult) -> StudentResult:
    """Write the student's result; one that cannot be written has failed."""
    try:
        result_file.write(out, result)
    except UserError as error:
        said = str(error)
    except OSError as error:
        said = _("{file} cannot be written ({reason})").format(
            file=result_file.RESULT_FILE, reason=reason(error)
        )
    else:
        return result
    reasons = dict.fromkeys((*result.reasons, said))
    return replace(result, state="failed", reasons=tuple(reasons))


class _Work:
    """What is under way: plans whose trainings are computed, and how many are still to begin."""

    def __init__(
        self,
        groups: Sequence[_Group],
        dataset: Dataset,
        store: Store,
        workers: CoursePool,
        device: str,
        room: DiskRoom,
    ) -> None:
        self._dataset, self._store, self._workers, self._device = dataset, store, workers, device
        self._room = room
        self._waiting = deque(groups)
        self._seconds_waiting = sum(group.seconds for group in groups)
        self._active: list[tuple[PlanState, _Group]] = []
        self._begun: set[PlannedRun] = set()
        self._reports = {task.student.folder: task for group in groups for task in group.tasks}
        self._rank = 0
        self.seconds = self._to_come()
        self._begin()

    def results(self) -> Iterator[tuple[Student, StudentResult]]:
        """The result of each report, as soon as it is made."""
        self._room.wait()
        for item, outcome in self._workers.outcomes():
            was_full = self._room.wait()
            if not isinstance(item, Student):
                self._note(item, outcome)
            elif was_full and outcome.state == "failed":
                self._workers.add(self._reports[item.folder], rank=_FIRST)
            else:
                yield item, outcome
            self._begin()

    def _note(self, run: PlannedRun, outcome: Computed) -> None:
        for entry in list(self._active):
            if entry[0].note(run, outcome):
                self._go_on(*entry)

    def _begin(self) -> None:
        """Begin the next plans, as long as there is less work waiting than keeps all busy."""
        while self._waiting and self._workers.waiting < self._workers.count:
            group = self._waiting.popleft()
            left = self._seconds_waiting - group.seconds
            self._seconds_waiting = left if self._waiting else 0.0  # without what rounding leaves
            plan = group.plan()
            state = PlanState(
                plan=plan,
                wanted=plan.everything,
                fresh=frozenset(),
                dataset=self._dataset,
                store=self._store,
                device=self._device,
                begun=self._begun,
            )
            self._active.append((state, group))
            self._rank += 1
            group.rank = self._rank
            self._go_on(state, group)

    def _go_on(self, state: PlanState, group: _Group) -> None:
        """Add what can be computed now; if nothing is left, the reports."""
        for rank, task in state.ready():
            self._workers.add(task, rank=10 * group.rank + rank)
        if state.complete:
            state.keep()
            self._active.remove((state, group))
            for report in group.tasks:
                self._workers.add(report, rank=_FIRST)
        self._workers.to_come = self._to_come()

    def _to_come(self) -> float:
        """A guess of the seconds of all that has not been given to the processes yet."""
        begun = sum(
            state.seconds_to_come() + group.seconds_of_reports for state, group in self._active
        )
        return begun + self._seconds_waiting


def _groups(tasks: Sequence[ReportTask]) -> list[_Group]:
    """The students by what their reports have to train, in the order of the roster."""
    groups: dict[object, _Group] = {}
    known: dict[str, _Group] = {}  # by settings: a plan takes more time than a look here
    for task in tasks:
        settings = task.student.settings
        own = str((settings.assignment.classes, _apart_from_people(settings)))
        if own not in known:
            plan = make_plan(settings, report_sections())
            trained = tuple(run.spec for run in plan.tasks), plan.series.seeds
            seconds = seconds_of_plan(plan, {})
            group = _Group(settings=settings, seconds_of_trainings=seconds)
            known[own] = groups.setdefault(trained, group)
        known[own].tasks.append(task)
    return list(groups.values())


def _apart_from_people(settings: Settings) -> dict[str, Any]:
    """The settings that decide numbers and looks of a report, whoever it is for."""
    others = ("out", "workers", "notices", "data", "words", "arms", "assignment")
    return {name: value for name, value in vars(settings).items() if name not in others}


def _keys(dataset: Dataset) -> Callable[[Settings], str]:
    """A function that gives a hash of all that the report with these settings is made from."""
    common = {
        "data": dataset.info.fingerprint,
        "program": keys.of_program(),
        "templates": keys.of_templates(),
        "experiments": keys.of_folder(resources.folder("experiments")),
    }

    def key_of(settings: Settings) -> str:
        contents = {
            **common,
            **plain(_apart_from_people(settings)),
            "assignment": settings.assignment.to_document(),
            "people": [settings.assignment.student, settings.assignment.teacher],
            "words": hashes_of_words(settings.words) if settings.words else None,
            "fonts": keys.of_folder(font) if (font := Path(settings.font)).is_dir() else None,
            "arms": keys.of_file(settings.arms) if settings.arms else None,
        }
        text = json.dumps(contents, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    return key_of
