"""Runs a task that a course adds: a notebook, whose last cell leaves its results."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lab1report.data.seeds import derive
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.model import NotebookSpec, RunResult, SectionId
from lab1report.progress import Progress
from lab1report.tasks.cifar import ReadPart
from lab1report.tasks.notebook_run import NotebookRun
from lab1report.tasks.threads import one_thread

RESULTS = "results"
_ID = re.compile(r"[a-z][a-z0-9_]*")


def specification(
    id: SectionId, table: Mapping[str, Any], *, classes: Sequence[int], seed: int, place: str
) -> NotebookSpec:
    """The specification of the notebook `id` from its table.

    Raises:
        UserError: the id is no name, or a value is neither a number nor a text.
    """
    if not _ID.fullmatch(id):
        raise UserError(
            _("{place} the name of a task has to be of small Latin letters and digits").format(
                place=place
            )
        )
    for name, value in table.items():
        if not isinstance(value, int | float | str):
            raise UserError(
                _("{place} {name} = {value} is neither a number nor a text").format(
                    place=place, name=name, value=repr(value)
                )
            )
    return NotebookSpec(
        notebook=id,
        parameters=json.dumps(dict(table), sort_keys=True),
        classes=tuple(classes),
        seed=seed,
    )


@one_thread()
def run(spec: NotebookSpec, read_part: ReadPart, progress: Progress) -> RunResult:
    """Run the notebook.

    Its cell `parameters` declares the values of the table in capitals, and besides CLASSES and
    SEED. It may call `read_cifar100(part, classes)`. What it leaves in `results` by name, numbers
    and texts and lists of them, is the result.

    Raises:
        StageError: a cell of the notebook raised.
        ValueError: it leaves no `results`, or such that JSON does not know.
    """
    parameters = {name.upper(): value for name, value in json.loads(spec.parameters).items()}
    ran = NotebookRun(
        spec.notebook,
        parameters={
            **parameters,
            "CLASSES": list(spec.classes),
            "SEED": derive(spec.seed, spec.notebook),
        },
        names={"read_cifar100": read_part},
        title=spec.notebook,
        progress=progress,
    )
    return RunResult(
        section=spec.notebook,
        spec=spec,
        values=_results(ran.namespace),
        arrays={},
        stages=ran.stages,
        seconds=ran.seconds,
        finished=ran.finished,
        environment=ran.environment,
    )


def _results(namespace: Mapping[str, Any]) -> dict[str, Any]:
    found = namespace.get(RESULTS)
    if not isinstance(found, dict):
        raise ValueError(_("the notebook leaves no dictionary {name}").format(name=repr(RESULTS)))
    values: dict[str, Any] = json.loads(json.dumps(found, default=_plain))
    return values


def _plain(value: Any) -> Any:
    """A number or an array of NumPy's or PyTorch's as Python's own."""
    return value.tolist()
