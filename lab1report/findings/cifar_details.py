"""The weights of task 3's neurons, and at which epoch a class came out better."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

_IMAGE = (32, 32, 3)  # rows, columns, channels


@dataclass(frozen=True, kw_only=True)
class Norm:
    """The Euclidean norm of a neuron's weights; neurons count from 1."""

    neuron: int
    value: float


def largest(norms: Sequence[float]) -> Norm:
    """Of the neurons with these norms, at least one; among equals the first."""
    return Norm(neuron=norms.index(max(norms)) + 1, value=max(norms))


def smallest(norms: Sequence[float]) -> Norm:
    """Of the neurons with these norms, at least one; among equals the first."""
    return Norm(neuron=norms.index(min(norms)) + 1, value=min(norms))


def smoothness(weights: NDArray[np.floating[Any]]) -> float:
    """How alike neighbouring weights are: their correlation, the mean over neurons.

    Near 0 for independent random weights, near 1 for a smooth picture. Neighbours lie side by side
    in a row or a column of the same channel; of each channel the mean is taken away first.

    Args:
        weights: (neurons, 3072), of pixels as CIFAR-100's images are here, channels last.
    """
    pictures = weights.reshape(-1, *_IMAGE).astype(np.float64)
    pictures -= pictures.mean(axis=(1, 2), keepdims=True)
    across = (pictures[:, :, 1:] * pictures[:, :, :-1]).mean(axis=(1, 2, 3))
    down = (pictures[:, 1:] * pictures[:, :-1]).mean(axis=(1, 2, 3))
    variance = (pictures**2).mean(axis=(1, 2, 3))
    alike = (across + down) / 2
    return float(np.divide(alike, variance, out=np.zeros_like(alike), where=variance > 0).mean())


@dataclass(frozen=True, kw_only=True)
class BestF1:
    """The better of the two F1 scores of a class on the test images.

    `state`: "best" if it is that of the lowest test loss, "final" after the last epoch, "both" if
    they are equal.
    """

    class_id: int
    f1: float
    state: Literal["best", "final", "both"]


def better_f1(class_id: int, final: float, best: float) -> BestF1:
    """The better of the F1 after the last epoch and that at the lowest test loss."""
    state: Literal["best", "final", "both"] = "both"
    if final != best:
        state = "best" if best > final else "final"
    return BestF1(class_id=class_id, f1=max(final, best), state=state)
