"""Questions about single lines of the student's own code, found in the notebooks that ran."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lab1report import resources
from lab1report.model import SectionId
from lab1report.tasks.notebooks import Cell, notebooks_folder, read_notebook

QUESTIONS = "code_questions.toml"
OUTCOMES = "code_outcomes.toml"


@dataclass(frozen=True, kw_only=True)
class CodeQuestion:
    """A question about the line `text`, which is the `number`-th of its cell, from 1.

    `without` is what stands in its place in the trial, which is made `repeated` times and whose
    outcome is `tried`: the question's table in code_outcomes.toml, empty where there is none.
    """

    id: str
    section: SectionId
    cell: str
    number: int
    text: str
    without: str
    repeated: int
    tried: Mapping[str, Any]


def code_questions(sample: str = "xor") -> tuple[CodeQuestion, ...]:
    """The questions whose lines are in the notebooks; a course may have notebooks of its own.

    Args:
        sample: of part 2, which chooses among its cells.

    Raises:
        UserError: a file is not TOML.
    """
    folder = resources.folder("experiments")
    if not (folder / QUESTIONS).is_file():
        return ()
    asked = resources.read_toml(folder / QUESTIONS)["question"]
    outcomes = tried()
    found = [_found(table, outcomes.get(table["id"], {}), sample) for table in asked]
    return tuple(question for question in found if question is not None)


def tried() -> Mapping[str, Any]:
    """What scripts/try_code_questions.py wrote: a table for each question, and `trial`."""
    outcomes = resources.folder("experiments") / OUTCOMES
    return resources.read_toml(outcomes) if outcomes.is_file() else {}


def _found(
    table: Mapping[str, Any], outcome: Mapping[str, Any], sample: str
) -> CodeQuestion | None:
    cells = read_notebook(notebooks_folder() / f"{table['section']}.py", sample)
    number = next(
        (line_in(cell, table["line"]) for cell in cells if cell.id == table["cell"]), None
    )
    if number is None:
        return None
    return CodeQuestion(
        id=table["id"],
        section=table["section"],
        cell=table["cell"],
        number=number,
        text=table["line"],
        without=table["without"],
        repeated=table.get("repeated", 1),
        tried=outcome,
    )


def line_in(cell: Cell, text: str) -> int | None:
    """The number of the only line of `cell` that is `text` but for its indent; None if there is
    none, or more than one."""
    lines = cell.source.splitlines()
    numbers = [number for number, line in enumerate(lines, start=1) if line.strip() == text]
    return numbers[0] if len(numbers) == 1 else None
