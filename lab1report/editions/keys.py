"""Hashes of results, code and files, of which the keys of stored pages and figures consist."""

import hashlib
from functools import cache
from pathlib import Path

from lab1report import resources
from lab1report.findings.defence.code_questions import OUTCOMES, QUESTIONS
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import SectionId
from lab1report.report.report import Report
from lab1report.store.code_digests import PACKAGE
from lab1report.store.results import digest_of
from lab1report.tasks.notebooks import notebooks_folder


def of_results(report: Report) -> dict[SectionId, str]:
    """A hash for each section of all that was measured for it."""
    digests = {section: digest_of(result) for section, result in report.results.items()}
    if isinstance(report.series, SeriesFindings):
        studied = [*report.trainings.values(), *([report.images] if report.images else [])]
        lines = sorted(f"{result.spec} {digest_of(result)}" for result in studied)
        digests["series"] = of_bytes("\n".join(lines).encode())
    return digests


def of_program() -> str:
    """A hash of all sources of the program, and of the notebooks, which an edition may show.

    Following imports would rarely save a page, since most modules take part in every edition.
    """
    return _of_program(notebooks_folder())


@cache
def _of_program(notebooks: Path) -> str:
    return of_bytes(f"{of_sources(PACKAGE)} {of_sources(notebooks)}".encode())


def of_sources(folder: Path) -> str:
    """A hash of all Python files below `folder`, their names included."""
    paths = sorted(folder.rglob("*.py"))
    lines = [f"{path.relative_to(folder)} {of_file(path)}" for path in paths]
    return of_bytes("\n".join(lines).encode())


def of_templates() -> dict[str, str]:
    """A hash for each file of templates/."""
    return of_folder(resources.folder("templates"))


def of_folder(folder: Path) -> dict[str, str]:
    """A hash for each file below `folder`."""
    return {
        str(path.relative_to(folder)): of_file(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def of_code_questions() -> dict[str, str]:
    """A hash for each file with the questions about lines of code, as far as there are any."""
    files = (resources.folder("experiments") / name for name in (QUESTIONS, OUTCOMES))
    return {file.name: of_file(file) for file in files if file.is_file()}


def of_bytes(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def of_file(path: Path) -> str:
    return of_bytes(path.read_bytes())
