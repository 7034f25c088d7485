"""Verifies several files: read and checked in parallel processes, then judged together.

Nothing of one file stays where another is read but what the program itself keeps, and a file that
takes its process along costs its own verdict only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Generic, Self

from lab1report.messages import _
from lab1report.progress import Progress, Remarks
from lab1report.quoting import as_given
from lab1report.runs.task_pool import Reporter, Say, TaskPool
from lab1report.verify.arguments import Asked
from lab1report.verify.verification import (
    Checked,
    Look,
    Seen,
    Verification,
    Verifier,
    name_of,
    temporary_folder,
)

_LASTING: Final = 25
"""Files of a process: what its libraries keep of reports must not add up over a course."""

_SECONDS: Final = 4.0  # to check a report
_SECONDS_INTACT: Final = 0.2  # part 1 alone


def verify(files: Sequence[Path], asked: Asked, progress: Progress) -> tuple[Verification, ...]:
    """What is to be said of each of `files`."""
    checked: list[Checked[None]] = check_all(files, asked, progress)
    return tuple(one.verification for one in checked)


def check_all(
    files: Sequence[Path],
    asked: Asked,
    progress: Progress,
    *,
    look: Look[Seen] | None = None,
    only_intact: bool = False,
) -> list[Checked[Seen]]:
    """Each of `files` with what is to be said of it after all trainings that are `asked` for.

    Args:
        look: a function on the top level of a module, called in the process that reads the file.
        only_intact: part 1 alone.
    """
    # Of a single file the pieces of its own check say how far it is
    whole, within = (progress, Remarks(progress)) if len(files) > 1 else (Progress(), progress)
    with temporary_folder() as folder:
        verifier = Verifier(folder, asked, within)

        def here(task: _Check[Seen], _reporter: Progress) -> Iterator[tuple[int, Checked[Seen]]]:
            return task.perform(verifier)

        found: dict[int, Checked[Seen]] = {}
        count = min(asked.workers, len(files))
        with TaskPool[int, Checked[Seen]](
            _work, (folder, asked), here, count=count, progress=progress, lasting=_LASTING
        ) as pool:
            whole.start(_("reports handed in, checked"), 1)
            for number, file in enumerate(files):
                task = _Check(number=number, file=file, look=look, only_intact=only_intact)
                pool.add(task, rank=number)
            for number, checked in pool.outcomes():
                found[number] = checked
                whole.update(pool.share())
            whole.finish()
        in_order = [found[number] for number in range(len(files))]
        judged = verifier.judge(in_order, progress)
    return [
        replace(one, verification=said, chosen={})
        for one, said in zip(in_order, judged, strict=True)
    ]


@dataclass(frozen=True, kw_only=True)
class _Check(Generic[Seen]):
    """The parts 1 and 2 of one file; a task of a `TaskPool`."""

    number: int
    file: Path
    look: Look[Seen] | None
    only_intact: bool

    @property
    def items(self) -> tuple[int, ...]:
        """The number of the file."""
        return (self.number,)

    @property
    def seconds(self) -> float:
        """A guess of how long it takes."""
        return _SECONDS_INTACT if self.only_intact else _SECONDS

    @property
    def title(self) -> str:
        """What is done, for people."""
        return as_given(str(self.file))

    def perform(self, verifier: Verifier) -> Iterator[tuple[int, Checked[Seen]]]:
        """Read and check it."""
        yield (
            self.number,
            verifier.check(self.file, look=self.look, only_intact=self.only_intact),
        )

    def only(self, items: Sequence[int]) -> Self:
        """The same: there is but one file."""
        del items
        return self

    def lost(self, item: int, reason: str) -> Checked[Seen]:
        """What is said of a file whose process ended for this `reason`, time and again."""
        del item
        said = _("could not be examined: the process that read it {reason}, time and again")
        message = said.format(reason=reason)
        return Checked(
            verification=Verification(file=name_of(self.file), status="partly", message=message)
        )


def _work(
    say: Say, task: _Check[Any], folder: Path, asked: Asked
) -> Iterator[tuple[int, Checked[Any]]]:
    """What another process does."""
    return task.perform(_verifier(say, folder, asked))


@lru_cache(maxsize=1)
def _verifier(say: Say, folder: Path, asked: Asked) -> Verifier:
    """One for all files of a process, which keeps the images."""
    return Verifier(folder, asked, Remarks(Reporter(say)))
