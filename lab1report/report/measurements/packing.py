"""Writes the results of a report as a file in the safetensors format."""

import json
from dataclasses import asdict, replace
from typing import Any, Final

import numpy as np

from lab1report.model import RunResult, RunSpec
from lab1report.report.measurements.columns import join, size_of
from lab1report.report.report import Report
from lab1report.report.series_document import run_key

FORMAT: Final = 1
HEADER: Final = "lab1report"
"""The name of the metadata that hold all that is no array, as JSON."""

SERIES: Final = "series"
FROM_IMAGES: Final = ("samples",)
"""Arrays of a task that are images of the data set."""


def pack(report: Report) -> bytes:
    """The results that `report` was assembled from; the same for the same results."""
    from safetensors.numpy import save

    environments: list[dict[str, str]] = []

    def about(result: RunResult) -> list[Any]:
        own = dict(result.environment)
        if own not in environments:
            environments.append(own)
        return [result.seconds, result.finished, environments.index(own)]

    trainings = {
        spec: result for spec, result in report.trainings.items() if result.section == SERIES
    }
    columns = join(
        list(trainings.values()), confident=[is_base(spec, report.plan.base) for spec in trainings]
    )
    arrays = {f"{SERIES}.{name}": column for name, column in columns.items()}
    tasks: dict[str, Any] = {}
    for section, result in report.results.items():
        tasks[section] = {
            "about": about(result),
            "values": dict(result.values),
            "stages": [asdict(stage) for stage in result.stages],
        }
        arrays |= {
            f"{section}.{name}": np.ascontiguousarray(array)
            for name, array in result.arrays.items()
            if name not in FROM_IMAGES
        }
    header = {
        "format": FORMAT,
        "tasks": tasks,
        "trainings": [
            [run_key(spec), asdict(size_of(result)), about(result)]
            for spec, result in trainings.items()
        ],
        "images": about(report.images) if report.images is not None else None,
        "environments": environments,
    }
    return save(arrays, metadata={HEADER: json.dumps(header, allow_nan=False)})


def is_base(spec: RunSpec, base: RunSpec) -> bool:
    """Whether a training is of the base: of those the report says how sure they are."""
    return replace(spec, seed=base.seed) == base
