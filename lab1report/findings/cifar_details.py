"""Which neuron of task 3 has the greatest weights, and at which epoch a class came out better."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


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
