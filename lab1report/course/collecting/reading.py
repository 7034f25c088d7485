"""What a PDF says of itself: whose it is, how good its networks are, what its student wrote."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lab1report.course.collecting import program_text
from lab1report.course.collecting.own_sentences import OwnText, own_text
from lab1report.course.collecting.submission import Claims, Measured
from lab1report.course.collecting.word_runs import Run
from lab1report.editions.pdf.attached import RESULTS, SETTINGS
from lab1report.own_words import folder
from lab1report.received.pdf_file import attached_files, read_pdf
from lab1report.received.recorded import Recorded
from lab1report.report.results_file import Results, read_results

_LONGEST: Final = 200  # characters of a name that is taken from a file that is not whole
_BASE: Final = "base"


@dataclass(frozen=True, kw_only=True)
class Read:
    """What stands in a report that is whole; `arms` is the SHA-256 of its picture."""

    claims: Claims
    base: Measured | None
    best: Measured | None
    words: OwnText
    arms: str | None


def read(recorded: Recorded) -> tuple[Read, set[Run]]:
    """What the attached files say, while the student's words lie in their folder.

    Besides, the runs of words of the report's text that are not its student's.

    Raises:
        UserError: the words or the notebook are such as no report has.
    """
    settings = recorded.settings
    words = own_text(folder.read(settings.words)) if settings.words else OwnText()
    results = read_results(recorded.results)
    own = settings.assignment
    arms = recorded.arms
    found = Read(
        claims=Claims(
            student=own.student,
            group_code=own.group_code,
            group=own.group,
            stream=str(own.stream) if own.stream else None,
            variant=own.variant,
            year=own.year,
            classes=own.class_ids,
            seed=settings.seed,
            demo=results.demo,
        ),
        base=_base(results),
        best=_best(results),
        words=words,
        arms=None if arms is None else hashlib.sha256(arms.encode()).hexdigest(),
    )
    return found, program_text.of_report(recorded.notebook, words.runs)


def claims_of(file: Path) -> Claims:
    """Whose a report says it is that is not whole, as far as that can be read; never an error."""
    try:
        files = attached_files(read_pdf(file))
        options = json.loads(files.get(SETTINGS, b"{}")).get("options", {})
        assignment = json.loads(files.get(RESULTS, b"{}")).get("assignment", {})
        return Claims(
            student=_text(options, "student"),
            group_code=_text(options, "group_code"),
            group=_number(assignment, "group"),
            stream=_text(assignment, "stream"),
            variant=_number(assignment, "variant"),
            year=_number(assignment, "year"),
        )
    except Exception:  # whatever was sent in, the others are to be collected
        return Claims()


def _text(document: Mapping[str, Any], name: str) -> str | None:
    found = document.get(name)
    return found[:_LONGEST] if isinstance(found, str) else None


def _number(document: Mapping[str, Any], name: str) -> int | None:
    found = document.get(name)
    return found if type(found) is int and abs(found) < 10_000 else None


def _base(results: Results) -> Measured | None:
    """The base over all its seeds; part 3 alone has one training, and no interval for it here."""
    found = results.variants.get(_BASE)
    if found is None:
        return None
    return _measured(_BASE, found.network, found.test.mean, found.test_interval)


def _best(results: Results) -> Measured | None:
    found = results.document["best"]
    if found is None:
        return None
    test = found["test"]
    ends = test["interval"]["low"], test["interval"]["high"]
    return _measured(str(found["variant"]), str(found["network"]), test["mean"], ends)


def _measured(
    variant: str, network: str, accuracy: float, interval: tuple[float, float]
) -> Measured | None:
    """None of numbers that are no shares, as a file may have that somebody wrote."""
    if not all(0 <= share <= 1 for share in (accuracy, *interval)):
        return None
    return Measured(
        variant=variant, network=network, accuracy=accuracy, low=interval[0], high=interval[1]
    )
