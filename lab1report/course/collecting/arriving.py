"""Reads and verifies PDFs; of each no more is kept than a collection needs."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from lab1report.course.collecting import reading
from lab1report.course.collecting.program_text import ProgramText
from lab1report.course.collecting.reading import Read
from lab1report.course.collecting.submission import Claims
from lab1report.course.collecting.word_runs import Run
from lab1report.progress import Progress
from lab1report.verify.arguments import Asked
from lab1report.verify.several import check_all
from lab1report.verify.verification import Verification


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A PDF, and what was read in it: of one that is not whole whose it says it is, at most."""

    verification: Verification
    claims: Claims
    read: Read | None

    @property
    def is_mute(self) -> bool:
        """Whether nothing in it says whose it is."""
        return self.read is None and self.claims == Claims()


def arrive(
    files: Sequence[Path], asked: Asked, progress: Progress, *, quick: bool
) -> tuple[list[Arrived], Set[Run]]:
    """What each file is, with its chosen trainings; and what the program says in them."""
    program, found = ProgramText(), []
    checked = check_all(files, asked, progress, look=reading.read, only_intact=quick)
    for file, one in zip(files, checked, strict=True):
        read, said = one.seen or (None, set())
        if one.verification.status != "refuted":
            program.add(said)
        claims = reading.claims_of(file) if read is None else read.claims
        found.append(Arrived(verification=one.verification, claims=claims, read=read))
    return found, program.runs
