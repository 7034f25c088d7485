"""Computes planned runs: their results, or why they failed.

The inputs of a run are everything that changes its numbers; they are its key in the store.
"""

import math
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lab1report.data.dataset import Dataset
from lab1report.errors import Lab1Error
from lab1report.messages import _
from lab1report.model import (
    CPU,
    ImagesSpec,
    RunResult,
    RunSpec,
    SectionFailure,
)
from lab1report.plan.plan import PlannedRun
from lab1report.progress import Progress
from lab1report.store import code_digests, processor, results
from lab1report.store.environment import version
from lab1report.tasks.notebooks import StageError, notebooks_folder

if TYPE_CHECKING:
    from lab1report.tasks.series import Trainer

Computed = RunResult | SectionFailure
"""The outcome of a planned run."""


def inputs_of(run: PlannedRun, fingerprint: str, device: str = CPU) -> results.Inputs:
    """All that changes the numbers of `run`.

    Args:
        fingerprint: of the data set; it counts for what reads images.
        device: of the trainings of the series, as `device.resolve` says; all else is computed on
            the processor.
    """
    origin = _origin(run)
    return results.make_inputs(
        run.section,
        run.spec,
        library={name: version(name) for name in origin.libraries},
        code=_digests(origin),
        data=fingerprint if origin.reads_images else None,
        machine=processor.inputs(),
        device=device if _is_training(run) else CPU,
    )


@dataclass(frozen=True)
class _Origin:
    """What decides the numbers of a run besides its specification."""

    modules: tuple[str, ...]
    libraries: tuple[str, ...]
    reads_images: bool
    notebook: Path | None = None


_TRAININGS = _Origin(("lab1report.tasks.series",), ("torch", "numpy"), reads_images=True)
_IMAGES = _Origin(("lab1report.tasks.class_images",), ("numpy",), reads_images=True)

_READING = ("lab1report.data.dataset", "lab1report.data.demo", "lab1report.data.real")
"""What gives a task its images: read, drawn, and put in the order that mini-batches follow."""


def _origin(run: PlannedRun) -> _Origin:
    task = run.task
    if task is None:
        return _IMAGES if isinstance(run.spec, ImagesSpec) else _TRAININGS
    notebook = notebooks_folder() / f"{task.id}.py"
    return _Origin(task.modules, task.libraries, task.reads_images, notebook)


@cache  # hundreds of trainings are computed by the same
def _digests(origin: _Origin) -> Mapping[str, str]:
    modules = (*origin.modules, *(_READING if origin.reads_images else ()))
    return code_digests.digests(modules, [origin.notebook] if origin.notebook else [])


def compute(
    runs: Sequence[PlannedRun], dataset: Dataset, progress: Progress, device: str = CPU
) -> Iterator[tuple[PlannedRun, Computed]]:
    """Yield the outcome of each of `runs`, as soon as it is computed.

    Args:
        runs: one notebook, or trainings of the series; those that share their batches share a pass.
        device: what trainings of the series run on, as `device.resolve` says.

    A failure is a value, so that other sections still get their report. Numbers that are not
    finite are a failure too: a training that diverged has measured nothing.

    Raises:
        Lab1Error: the user's errors, such as damaged data, are not the section's.
        MemoryError: memory is short, which it need not be at another time.
    """
    waiting = list(runs)
    try:
        for result in _results(runs, dataset, progress, device):
            run = next(run for run in waiting if run.spec == result.spec)
            waiting.remove(run)
            yield run, _checked(result)
    except StageError as error:
        if isinstance(error.__cause__, Lab1Error):
            raise error.__cause__ from error
        _raise_if_memory_is_short(error.__cause__)
        stage, message, details = error.stage, error.message, error.details
    except Lab1Error:
        raise
    except Exception as error:
        _raise_if_memory_is_short(error)
        stage, message, details = "", f"{type(error).__name__}: {error}", traceback.format_exc()
    for run in waiting:
        failure = SectionFailure(section=run.section, stage=stage, message=message, details=details)
        yield run, failure


def _results(
    runs: Sequence[PlannedRun], dataset: Dataset, progress: Progress, device: str
) -> Iterator[RunResult]:
    """The tasks are imported when they run: torch takes seconds that a warm build does not have."""
    first = runs[0]
    if _is_training(first):
        specs = [run.spec for run in runs if isinstance(run.spec, RunSpec)]
        yield from _trainer(dataset, device).run(specs, progress)
        return
    if first.task is not None:
        yield first.task.run(first.spec, dataset, progress)
    elif isinstance(first.spec, ImagesSpec):
        from lab1report.tasks import class_images

        read = partial(dataset.part, classes=first.spec.classes)
        yield class_images.run(first.spec, read, progress)


@lru_cache(maxsize=1)
def _trainer(dataset: Dataset, device: str) -> "Trainer":
    from lab1report.tasks.series import Trainer

    return Trainer(dataset.part, device)


def _raise_if_memory_is_short(error: BaseException | None) -> None:
    # PyTorch knows no MemoryError; the words are those of its allocator on each system
    refused = "can't allocate memory" in str(error) or "not enough memory" in str(error)
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and refused):
        raise MemoryError from error


def _is_training(run: PlannedRun) -> bool:
    """Whether the run is a training of the series, not a notebook."""
    return run.task is None and isinstance(run.spec, RunSpec)


def _checked(result: RunResult) -> Computed:
    if diverged := _not_finite(result):
        return SectionFailure(
            section=result.section,
            stage="training",
            message=_("the training diverged: not finite are {names}").format(
                names=", ".join(diverged)
            ),
            details=f"{result.spec}",
        )
    return result


def _not_finite(result: RunResult) -> list[str]:
    """The names of the values and arrays of `result` that hold a NaN or an infinity."""
    import numpy as np

    values = [name for name, value in result.values.items() if not _is_finite(value)]
    arrays = [name for name, array in result.arrays.items() if not np.isfinite(array).all()]
    return values + arrays


def _is_finite(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(map(_is_finite, value.values()))
    if isinstance(value, list):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or math.isfinite(value)
