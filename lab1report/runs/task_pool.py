"""Does pieces of work in parallel processes, whatever they need there.

Each process does one task at a time. Outcomes arrive while other tasks still run, and stay stored
if the user interrupts. A process that dies, as the system kills one when memory is short, costs
its task another try, and after four of them the task is lost.
"""

import heapq
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, Protocol, Self, TypeVar

from lab1report.messages import _, joined
from lab1report.progress import Progress
from lab1report.runs.processes import ProcessEndedError, Work, WorkerProcess, context, wait

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

_MOST_ENDS = 4  # of processes at the same task without any outcome, as Dask has it for its workers

Say = Callable[[float | str], None]
"""Takes the finished share of a task, and warnings."""


class PoolTask(Protocol[Item, Outcome]):
    """One piece of work for one process, which is sent to it by pickle.

    Attributes:
        items: of each of them an outcome is told, as soon as there is one.
        seconds: a guess of how long all of it takes.
        title: what is done, for people.
    """

    @property
    def items(self) -> tuple[Item, ...]: ...

    @property
    def seconds(self) -> float: ...

    @property
    def title(self) -> str: ...

    def only(self, items: Sequence[Item]) -> "PoolTask[Item, Outcome]":
        """The same for some of its items alone."""
        ...

    def lost(self, item: Item, reason: str) -> Outcome:
        """The outcome of an item whose process ended for this `reason`, time and again."""
        ...


@dataclass(kw_only=True)
class _Begun(Generic[Item, Outcome]):
    """A task in the making: which of its items have no outcome yet, and its finished share.

    `ends` is how many processes have ended at it since there was an outcome.
    """

    task: PoolTask[Item, Outcome]
    rank: tuple[float, float]
    left: list[Item]
    share: float = 0.0
    ends: int = 0

    @property
    def done(self) -> float:
        """The finished part of its seconds, by its items or by what an item tells of itself."""
        items = len(self.task.items)
        finished = 1 - len(self.left) / items if items else 1.0
        return self.task.seconds * max(finished, self.share)


class TaskPool(Generic[Item, Outcome]):
    """Does tasks as they are added, in the order of their priority; a context manager.

    Args:
        work: a function on the top level of a module: given a `Say`, a task and what is `common`
            to all tasks, it does the task in another process, and yields items with outcomes.
        here: the same in this process, given the task and where its progress goes.
        count: how many processes at most; 1 stays within this one.
        lasting: how many tasks a process does before another takes its place, with which goes all
            memory that it has not given back.

    Attributes:
        to_come: a guess of the seconds of all that has not been added yet.
    """

    def __init__(
        self,
        work: Work,
        common: Sequence[object],
        here: Callable[[Any, Progress], Iterator[tuple[Item, Outcome]]],
        *,
        count: int,
        progress: Progress,
        lasting: int | None = None,
    ) -> None:
        self._lasting = lasting
        self._work, self._common, self._perform = work, common, here
        self._count, self._progress = count, progress
        self.to_come = 0.0
        self._share = 0.0
        self._waiting: list[tuple[tuple[float, float], int, _Begun[Item, Outcome]]] = []  # a heap
        self._order = itertools.count()
        self._seconds_waiting = 0.0
        self._begun: list[_Begun[Item, Outcome]] = []
        self._finished = 0.0  # seconds of tasks that are no longer among those begun
        self._processes: dict[WorkerProcess, _Begun[Item, Outcome] | None] = {}
        self._done: Counter[WorkerProcess] = Counter()  # tasks

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # Neither an interrupted training nor torch's second to end is worth the wait
        for process in self._processes:
            process.end()

    def add(self, task: PoolTask[Item, Outcome], *, rank: float) -> None:
        """Add `task`, to be done after those of lower rank and, among equals, after longer ones."""
        self._wait(_Begun(task=task, rank=(rank, -task.seconds), left=list(task.items)))

    def outcomes(self) -> Iterator[tuple[Item, Outcome]]:
        """Yield the outcome of each item as soon as it is computed; tasks may be added meanwhile.

        Raises:
            Lab1Error: the user's errors, such as damaged data.
        """
        if self._count > 1 and self._waiting:  # else no process is begun
            while self.unfinished:
                yield from self.heard()
        yield from self._here()

    @property
    def unfinished(self) -> bool:
        """Whether any task has no outcome yet."""
        return bool(self._waiting) or any(self._processes.values())

    @property
    def count(self) -> int:
        """How many processes there are at most."""
        return self._count

    @property
    def waiting(self) -> int:
        """How many tasks no process has begun."""
        return len(self._waiting)

    def share(self) -> float:
        """The finished share of all work by its guessed seconds, from 0 to 1; it never falls."""
        done, left = self.seconds()
        if (total := done + left + self.to_come) > 0:
            self._share = max(self._share, done / total)
        return self._share

    def seconds(self) -> tuple[float, float]:
        """The guessed seconds of what is finished, and of what was added and is not."""
        self._forget()
        begun = sum(own.done for own in self._begun)
        left = sum(own.task.seconds for own in self._begun) - begun + self._seconds_waiting
        return self._finished + begun, left

    def heard(
        self, besides: "Sequence[Connection[Any, Any]]" = ()
    ) -> Iterator[tuple[Item, Outcome]]:
        """Give the processes work, and yield what they have sent after waiting a while for it.

        If no process can be begun, all is done in this one.

        Args:
            besides: ends the wait as well, as soon as it can be read.
        """
        if not self._occupy() and self._waiting:
            yield from self._here()
            return
        busy = [process for process, own in self._processes.items() if own is not None]
        wait(busy, besides)
        for process in busy:
            own = self._processes[process]
            assert own is not None  # noqa: S101 - for mypy
            try:
                for content in process.heard():
                    if isinstance(content, tuple):
                        own.left.remove(content[0])
                        yield content
                    else:
                        self._hear(own, content)
            except ProcessEndedError as ended:
                del self._processes[process]
                yield from self._again(own, str(ended))
            else:
                if not process.busy:
                    self._free(process)

    def _free(self, process: WorkerProcess) -> None:
        """The process has done its task; one that has done enough is ended."""
        self._processes[process] = None
        self._done[process] += 1
        if self._done[process] == self._lasting:
            del self._processes[process], self._done[process]
            process.end()

    def _here(self) -> Iterator[tuple[Item, Outcome]]:
        while self._waiting:
            own = self._begin()
            reporter = Reporter(lambda content: self._hear(own, content))  # noqa: B023
            try:
                for found in self._perform(own.task, reporter):
                    own.left.remove(found[0])
                    yield found
            except MemoryError:
                yield from self._again(own, _("ran out of memory"))

    def _occupy(self) -> bool:
        """Give idle processes work, and begin others; whether there is any process at all."""
        while self._waiting and (process := self._idle()) is not None:
            own = self._processes[process] = self._begin()
            process.begin(own.task, *self._common)
        return bool(self._processes)

    def _idle(self) -> WorkerProcess | None:
        """A process without work, which is begun if need be; None if no more can be."""
        for process, own in self._processes.items():
            if own is None:
                return process
        if len(self._processes) < self._count:
            for _attempt in range(2):  # the process that begins others may itself have been killed
                try:
                    process = WorkerProcess(context(), self._work)
                except (OSError, EOFError) as error:
                    reason = error
                    continue
                self._processes[process] = None
                return process
            self._count = len(self._processes)
            self._progress.warn(
                _(
                    "the system gives no further process ({reason}); training goes on, more slowly"
                ).format(reason=reason)
            )
        return None

    def _again(self, own: _Begun[Item, Outcome], reason: str) -> Iterator[tuple[Item, Outcome]]:
        """Queue what a process left undone when it `reason`; if that goes on, it is lost."""
        done, own.share = [item for item in own.task.items if item not in own.left], 0.0
        ends = 1 if done else own.ends + 1
        if ends == _MOST_ENDS:
            for item in own.left:
                yield item, own.task.lost(item, reason)
            own.left.clear()
            return
        if not own.left:
            return  # it had done all
        self._progress.warn(
            _("a process that computes {ended}; its work is begun again").format(ended=reason)
        )
        again = _Begun(task=own.task.only(own.left), rank=own.rank, left=list(own.left), ends=ends)
        own.task = own.task.only(done)
        own.left.clear()
        self._wait(again)

    def _wait(self, own: _Begun[Item, Outcome]) -> None:
        heapq.heappush(self._waiting, (own.rank, next(self._order), own))
        self._seconds_waiting += own.task.seconds

    def _forget(self) -> None:
        """Keep of finished tasks their seconds alone: a course has tasks without end."""
        self._finished += sum(own.task.seconds for own in self._begun if not own.left)
        self._begun = [own for own in self._begun if own.left]

    def _begin(self) -> _Begun[Item, Outcome]:
        _rank, _order, own = heapq.heappop(self._waiting)
        left = self._seconds_waiting - own.task.seconds
        self._seconds_waiting = left if self._waiting else 0.0  # without what rounding leaves
        self._forget()
        self._begun.append(own)
        unfinished = [one.task.title for one in self._begun]
        self._progress.doing(joined(" + ", unfinished[-self._count :]))
        return own

    def _hear(self, own: _Begun[Item, Outcome], content: float | str) -> None:
        if isinstance(content, str):
            self._progress.warn(content)
        else:
            own.share = max(own.share, content)
        self._progress.update(self.share())


class Reporter(Progress):
    """Tells `say` the share of one job that is done, and warnings.

    Args:
        pause: seconds to be silent after each share, since a share may cost both who says it and
            who hears it more than the epoch that it tells of.
    """

    def __init__(self, say: Callable[[float | str], None], *, pause: float = 0.0) -> None:
        self._say, self._pause = say, pause
        self._total: float | None = None
        self._next = 0.0

    def start(self, title: str, total: float | None = None, **_rest: object) -> None:
        del title  # the jobs are shown as one
        self._total = total

    def update(self, done: float) -> None:
        if self._total and (now := time.monotonic()) >= self._next:
            self._next = now + self._pause
            self._say(done / self._total)

    def warn(self, message: str) -> None:
        self._say(message)
