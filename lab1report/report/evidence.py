"""Records what the intervals, p-values and verdicts of `results.json` are made from.

The answers of every training to every image, and which of them each comparison looks at: enough to
recompute every claim from that file alone (docs/reference/results.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.statistics.proportions import NORMAL_95, SIGNIFICANCE
from lab1report.model import ImagesSpec, RunResult, RunSpec
from lab1report.report.packed_places import pack
from lab1report.report.results_file import State
from lab1report.tasks.normalization import MEAN, STD, saturation_scale

Document = dict[str, Any]
Method = Literal["paired", "groups", "gaps", "rises", "counts", "shares"]


def answers(result: RunResult) -> Document:
    """The answers of a training on all images, packed, by part and state.

    Those at the lowest loss are included if the training records them.
    """
    arrays, found = result.arrays, {}
    for part in ("train", "test"):
        for state, name in (("final", part), ("best", f"{part}_at_lowest_loss")):
            if f"{part}_{state}" in arrays:
                found[name] = pack(arrays[f"{part}_{state}"].argmax(axis=1))
    return found


def side(variant: str | None, class_id: int | None = None, state: State = "final") -> Document:
    """One of the two that a comparison is made from; no `variant` is the training of part 3."""
    return {"variant": variant, "class_id": class_id, "state": state}


def made_from(method: Method, first: Document, second: Document) -> Document:
    """What a comparison looks at, second minus first, and how (docs/reference/results.md)."""
    return {"made_from": {"method": method, "first": first, "second": second}}


def to_document(trained: Iterable[RunResult], images: RunResult | None) -> Document | None:
    """The part `evidence` of `results.json`: what all comparisons share; None without a training.

    Args:
        trained: trainings judged by the test images.
        images: what the images of the classes say, if that was computed.
    """
    results = [result for result in trained if isinstance(result.spec, RunSpec)]
    if not results:
        return None
    specs = [result.spec for result in results if isinstance(result.spec, RunSpec)]
    learnt = {spec.share: result.arrays for spec, result in zip(specs, results, strict=True)}
    return {
        "classes": list(specs[0].classes),
        "labels": {
            "test": _labels(results[0].arrays["test_labels"]),
            "train": [
                {"share": share, **_labels(learnt[share]["train_labels"])}
                for share in sorted(learnt, reverse=True)
            ],
        },
        "nearest": _nearest(images) if images is not None else None,
        "normalization": {
            "mean": list(MEAN),
            "std": list(STD),
            "saturation": [
                {"factor": factor, "scale": _scale(factor, images)}
                for factor in sorted({spec.saturation for spec in specs})
            ],
        },
        "significance": SIGNIFICANCE,
        "normal_quantile": NORMAL_95,
    }


def _labels(places: NDArray[np.int64]) -> Document:
    return {"images": len(places), "places": pack(places)}


def _nearest(images: RunResult) -> Mapping[str, str]:
    """The places of the mean image and of the mean colour nearest to each test image."""
    return {
        "mean": pack(images.arrays["nearest_mean"]),
        "color": pack(images.arrays["nearest_color"]),
    }


def _scale(factor: float, images: RunResult | None) -> float | None:
    if factor == 1:
        return 1.0
    if images is None or not isinstance(images.spec, ImagesSpec):
        return None
    return float(saturation_scale(factor, images.values["color_share"]))
