"""Gives each planned run its result: stored, computed, or failed.

The inputs of a run are everything that changes its numbers; they are its key in the store.
"""

import math
import traceback
from collections.abc import Mapping
from typing import Any

from lab1report import codehash, store
from lab1report.capture import NOTEBOOKS, StageError
from lab1report.data import Dataset
from lab1report.environment import version
from lab1report.errors import Lab1Error
from lab1report.model import (
    RegressionSpec,
    RunResult,
    RunSpec,
    SectionFailure,
    XorSpec,
)
from lab1report.plan import PlannedRun
from lab1report.progress import Progress

Computed = RunResult | SectionFailure
"""The outcome of a planned run."""

# Random numbers, generated samples and metrics come from these beside torch
_LIBRARIES = {
    "regression": ("torch", "numpy"),
    "xor": ("torch", "numpy", "scikit-learn"),
    "cifar": ("torch", "numpy", "scikit-learn"),
}


def inputs_of(run: PlannedRun, fingerprint: str) -> store.Inputs:
    """All that changes the numbers of `run`.

    Args:
        fingerprint: of the data set; it counts for the section that reads images.
    """
    return store.make_inputs(
        run.section,
        run.spec,
        library={name: version(name) for name in _LIBRARIES[run.section]},
        code=codehash.digests(f"lab1report.tasks.{run.section}", NOTEBOOKS / f"{run.section}.py"),
        data=fingerprint if run.section == "cifar" else None,
    )


def compute(run: PlannedRun, dataset: Dataset, progress: Progress) -> Computed:
    """Run one section now; a failure is a value, so that the others still get their report.

    Numbers that are not finite are a failure too: a training that diverged has measured nothing.

    Raises:
        Lab1Error: the user's errors, such as damaged data, are not the section's.
    """
    try:
        result = _run(run, dataset, progress)
    except StageError as error:
        if isinstance(error.__cause__, Lab1Error):
            raise error.__cause__ from error
        return SectionFailure(
            section=run.section, stage=error.stage, message=error.message, details=error.details
        )
    except Lab1Error:
        raise
    except Exception as error:
        return SectionFailure(
            section=run.section,
            stage="",
            message=f"{type(error).__name__}: {error}",
            details=traceback.format_exc(),
        )
    if diverged := _not_finite(result):
        return SectionFailure(
            section=run.section,
            stage="training",
            message=f"the training diverged: not finite are {', '.join(diverged)}",
            details="",
        )
    return result


def _run(run: PlannedRun, dataset: Dataset, progress: Progress) -> RunResult:
    """The tasks are imported when they run: torch takes seconds that a warm build does not have."""
    match run.spec:
        case RegressionSpec():
            from lab1report.tasks import regression

            return regression.run(run.spec, progress)
        case XorSpec():
            from lab1report.tasks import xor

            return xor.run(run.spec, progress)
        case RunSpec():
            from lab1report.tasks import cifar

            return cifar.run(run.spec, dataset.part, progress)


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
