"""Reads and verifies PDFs one after another; of each no more is kept than a collection needs."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from lab1report.course.collecting import reading
from lab1report.course.collecting.program_text import ProgramText
from lab1report.course.collecting.reading import Read
from lab1report.course.collecting.submission import Claims
from lab1report.course.collecting.word_runs import Run
from lab1report.messages import _
from lab1report.progress import Progress, WithinFiles
from lab1report.quoting import as_given
from lab1report.received.recorded import Recorded
from lab1report.verify.arguments import Asked
from lab1report.verify.verification import Checked, Verification, Verifier, temporary_folder


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A PDF, and what was read in it: of one that is not whole whose it says it is, at most."""

    verification: Verification
    claims: Claims
    read: Read | None


def arrive(
    files: Sequence[Path], asked: Asked, progress: Progress, *, quick: bool
) -> tuple[list[Arrived], Set[Run]]:
    """Each file by itself, then the chosen trainings of all; and what the program says in them."""
    program = ProgramText()
    with temporary_folder() as folder:
        within = WithinFiles(progress)
        verifier = Verifier(
            folder,
            data=asked.data,
            runs=asked.runs,
            secret=asked.secret,
            progress=within,
            font=asked.font,
        )
        progress.start(_("reports"), len(files))
        checked: list[Checked] = []
        looks: list[_Look] = []
        for number, file in enumerate(files, start=1):
            within.begin(as_given(str(file)))
            look = _Look()
            checked.append(verifier.check(file, look=look, only_intact=quick))
            if checked[-1].verification.status != "refuted":
                program.add(look.said)
            look.said = set()
            looks.append(look)
            progress.update(number)
        progress.finish()
        within.end()
        judged = verifier.judge(checked, workers=asked.workers)
    found = [
        Arrived(
            verification=verification,
            claims=reading.claims_of(file) if look.read is None else look.read.claims,
            read=look.read,
        )
        for file, verification, look in zip(files, judged, looks, strict=True)
    ]
    return found, program.runs


class _Look:
    """Takes what is needed of a report while it is checked."""

    def __init__(self) -> None:
        self.read: Read | None = None
        self.said: set[Run] = set()

    def __call__(self, recorded: Recorded) -> None:
        self.read, self.said = reading.read(recorded)
