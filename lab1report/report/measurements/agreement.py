"""What the values of a result have to be, given its arrays, and its arrays among each other."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab1report.data.dataset_spec import PIXELS
from lab1report.messages import _
from lab1report.model import RegressionSpec, RunResult, RunSpec, XorSpec
from lab1report.report.measurements.columns import (
    Arrays,
    confusion,
    require_probabilities,
)

_ROUNDING = 1e-6  # fits are stored with seven digits
_HALF = 0.5


def require_agreement(result: RunResult) -> None:
    """Raises:
    ValueError: the values of the result of a task do not follow from its arrays.
    """
    wanted: Mapping[str, Any] = {}
    if isinstance(result.spec, RegressionSpec):
        wanted = _of_regression(result.arrays)
    elif isinstance(result.spec, XorSpec):
        wanted = _of_xor(result.arrays)
    elif isinstance(result.spec, RunSpec):
        wanted = _of_network(result.spec, result.arrays)
    for name, value in wanted.items():
        stated = result.values[name]
        same_form = np.shape(stated) == np.shape(value)
        if not same_form or not np.allclose(stated, value, rtol=_ROUNDING, atol=_ROUNDING):
            raise ValueError(_("its {name} does not follow from its arrays").format(name=name))


def _of_regression(arrays: Mapping[str, NDArray[Any]]) -> dict[str, float]:
    truth, fit = arrays["truth"], arrays["fits"][-1]
    away = fit - truth
    worst = np.abs(away).argmax()
    return {
        "points": arrays["noisy"].size,
        "noise_variance": np.square(arrays["noisy"] - truth[:, None]).mean(),
        "initial_mse": arrays["mse"][0],
        "final_mse": arrays["mse"][-1],
        "rms_deviation": math.sqrt(np.square(away).mean()),
        "worst_deviation": away[worst],
        "worst_x": arrays["x"][worst],
    }


def _of_network(spec: RunSpec, arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Of part 3."""
    batches = math.ceil(len(arrays["train_labels"]) / spec.batch_size)
    return {
        "parameters": spec.parameters(PIXELS),
        "batches": batches,
        "iterations": batches * spec.epochs,
        "best_loss": arrays["test_loss"].min(),
        "weight_norms": np.linalg.norm(arrays["weights"], axis=1),
    }


def _of_xor(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    if not np.isin(arrays["labels"], (0, 1)).all():
        raise ValueError(_("a label is no class"))
    second = arrays["labels"].sum()
    return {
        "class_sizes": np.array([len(arrays["labels"]) - second, second]),
        "initial_loss": arrays["losses"][0],
        "wrong": arrays["wrong"].sum(),
        "accuracy": 1 - arrays["wrong"].mean(),
        "surface_share": (arrays["surface"] > _HALF).mean(),
    }


def lowest(loss: NDArray[Any]) -> int:
    """The place of the lowest loss.

    Raises:
        ValueError: a loss is not a number.
    """
    if not np.isfinite(loss).all():
        raise ValueError(_("a loss is not a number"))
    return int(loss.argmin())


def require_same_counts(arrays: Arrays, parts: Iterable[str], epochs: Mapping[str, int]) -> None:
    """The answers after some epochs, the confusion matrices and the curves say the same.

    Args:
        epochs: the place in the curves of each state, "final" and "best".

    Raises:
        ValueError: they do not.
    """
    for part in parts:
        for state, epoch in epochs.items():
            require_probabilities(arrays[f"{part}_{state}"])
            truth, answers = arrays[f"{part}_labels"], arrays[f"{part}_{state}"].argmax(axis=1)
            matrix = arrays[f"{part}_confusion_{state}"]
            if not np.array_equal(confusion(truth, answers, len(matrix)), matrix):
                raise ValueError(
                    _("the {part} answers and their confusion matrix disagree").format(part=part)
                )
            if not math.isclose((truth == answers).mean(), arrays[f"{part}_accuracy"][epoch]):
                raise ValueError(
                    _("the {part} answers and the curve of their accuracy disagree").format(
                        part=part
                    )
                )
