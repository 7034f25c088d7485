"""Gives planned runs their results, or says why not.

The inputs of a run are everything that changes its numbers; they are its key in the store.
"""

import math
import traceback
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from lab1report.data.dataset import Dataset
from lab1report.errors import Lab1Error
from lab1report.model import (
    CPU,
    ImagesSpec,
    RegressionSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    SectionId,
    XorSpec,
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
    libraries, code = _computed_by(run.section, images=isinstance(run.spec, ImagesSpec))
    return results.make_inputs(
        run.section,
        run.spec,
        library={name: version(name) for name in libraries},
        code=code,
        data=fingerprint if run.section in ("cifar", "series") else None,
        machine=processor.inputs(),
        device=device if _is_training(run) else CPU,
    )


@cache  # hundreds of trainings are computed by the same
def _computed_by(section: SectionId, *, images: bool) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """The libraries that random numbers, samples and sums come from, and the code."""
    if section == "series":
        if images:
            return ("numpy",), code_digests.digests(["lab1report.tasks.class_images", *_READING])
        return ("torch", "numpy"), code_digests.digests(["lab1report.tasks.series", *_READING])
    libraries = ("torch", "numpy") if section == "regression" else _WITH_METRICS
    reading = _READING if section == "cifar" else ()
    notebook = notebooks_folder() / f"{section}.py"
    return libraries, code_digests.digests([f"lab1report.tasks.{section}", *reading], [notebook])


_WITH_METRICS = ("torch", "numpy", "scikit-learn")
_READING = ("lab1report.data.dataset", "lab1report.data.demo", "lab1report.data.real")
"""What gives a task its images: read, drawn, and put in the order that mini-batches follow."""


def compute(
    runs: Sequence[PlannedRun], dataset: Dataset, progress: Progress, device: str = CPU
) -> Iterator[tuple[PlannedRun, Computed]]:
    """The outcome of each of `runs`, as soon as it is there.

    Args:
        runs: one notebook, or trainings of the series that share their batches.
        device: what trainings of the series run on, as `device.resolve` says.

    A failure is a value, so that other sections still get their report. Numbers that are not
    finite are a failure too: a training that diverged has measured nothing.

    Raises:
        Lab1Error: the user's errors, such as damaged data, are not the section's.
    """
    waiting = list(runs)
    try:
        for result in _results(runs, dataset, progress, device):
            run = PlannedRun(section=result.section, spec=result.spec)
            waiting.remove(run)
            yield run, _checked(result)
    except StageError as error:
        if isinstance(error.__cause__, Lab1Error):
            raise error.__cause__ from error
        stage, message, details = error.stage, error.message, error.details
    except Lab1Error:
        raise
    except Exception as error:
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
    match first.spec:
        case RegressionSpec():
            from lab1report.tasks import regression

            yield regression.run(first.spec, progress)
        case XorSpec():
            from lab1report.tasks import xor

            yield xor.run(first.spec, progress)
        case RunSpec():
            from lab1report.tasks import cifar

            yield cifar.run(first.spec, dataset.part, progress)
        case ImagesSpec():
            from lab1report.tasks import class_images

            read = partial(dataset.part, classes=first.spec.classes)
            yield class_images.run(first.spec, read, progress)


@lru_cache(maxsize=1)
def _trainer(dataset: Dataset, device: str) -> "Trainer":
    from lab1report.tasks.series import Trainer

    return Trainer(dataset.part, device)


def _is_training(run: PlannedRun) -> bool:
    """Whether it is a training of the series, and no notebook."""
    return run.section == "series" and isinstance(run.spec, RunSpec)


def _checked(result: RunResult) -> Computed:
    if diverged := _not_finite(result):
        return SectionFailure(
            section=result.section,
            stage="training",
            message=f"the training diverged: not finite are {', '.join(diverged)}",
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
