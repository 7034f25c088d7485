"""One made-up training: right answers as asked for, curves of straight lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab1report.model import PARTS, RunResult, RunSpec

EPOCHS = 20
SIZES = {"train": 500, "test": 100}  # images a class, as in CIFAR-100
HELD_OUT = 3000
FINISHED = "2026-01-01T00:00:00+00:00"
ENVIRONMENT = {
    "lab1report": "0.0.0",
    "python": "3.11.0",
    "torch": "2.0.0",
    "numpy": "1.0.0",
    "scikit-learn": "1.0.0",
    "matplotlib": "3.0.0",
    "weasyprint": "70.0",
    "system": "Linux x86_64",
    "processor": "Made-up CPU @ 3.00GHz",
    "vector": "AVX2",
    "torch_products": "MKL 2024.2-Product",
    "series_products": "MKL 2024.2-Product",
    "numpy_products": "OpenBLAS 0.3.30 (Haswell)",
    "threads": "1",
    "device": "cpu",
    "cores": "2",
}

Counts = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a training comes to; the values are those of the base.

    The loss on the test images falls to `lowest` at `best_epoch` and goes to `last`; `best`,
    `final` (of 100 test images) and `train` (of 500) are the right answers a class. `churn` picks
    which images those are: outcomes of the same are right on the same, as far as counts allow.
    """

    best_epoch: int = 6
    lowest: float = 0.52
    last: float = 0.68
    best: Counts = (78, 70, 74)
    final: Counts = (80, 69, 78)
    train: Counts = (499, 500, 496)
    churn: int = 0

    @property
    def rise(self) -> float:
        return self.last / self.lowest - 1

    def moved(self, by: int) -> "Outcome":
        """With so many more right answers a class on the test images, as far as that can be."""
        return replace(self, best=_moved(self.best, by), final=_moved(self.final, by))


def _moved(counts: Counts, by: int) -> Counts:
    first, second, third = (min(max(count + by, 0), SIZES["test"]) for count in counts)
    return first, second, third


def answers(right: Sequence[int], size: int, churn: int = 0) -> NDArray[np.int64]:
    """So many right answers a class of `size`; the others are taken for both other classes."""
    places = np.arange(size)
    order = np.argsort(places + (places * (places + 5 * churn) % 23 if churn else 0), kind="stable")
    rank = np.empty(size, dtype=np.int64)
    rank[order] = places
    wrong = 1 + (places % 3 == 0)
    return np.concatenate(
        [
            np.where(rank < count, place, (place + wrong) % len(right))
            for place, count in enumerate(right)
        ]
    )


def arrays_of(spec: RunSpec, outcome: Outcome) -> dict[str, NDArray[Any]]:
    """What a training on the test images leaves, by the names of the program."""
    epochs, best_epoch = spec.epochs, min(outcome.best_epoch, spec.epochs)
    falling = np.linspace(1.05, outcome.lowest, best_epoch)
    falling[-1] = outcome.lowest  # where it is the first epoch too
    rising = np.linspace(outcome.lowest, outcome.last, epochs - best_epoch + 1)[1:]
    arrays: dict[str, NDArray[Any]] = {
        "test_loss": np.concatenate([falling, rising]),
        "train_loss": np.linspace(1.0, 0.05, epochs),
    }
    early = [round(0.8 * count) for count in outcome.train]
    right: dict[str, dict[str, Sequence[int]]] = {
        "train": {"final": outcome.train, "best": early},
        "test": {"final": outcome.final, "best": outcome.best},
    }
    for part in PARTS:
        size = round(SIZES[part] * (spec.share if part == "train" else 1))
        labels = np.arange(3).repeat(size)
        accuracy = _shares(np.linspace(0.4, 0.7, epochs), 3 * size)
        for state, epoch in (("best", best_epoch), ("final", epochs)):
            counts = right[part]["final" if best_epoch == epochs else state]
            scaled = [round(count * size / SIZES[part]) for count in counts]
            answer = answers(scaled, size, outcome.churn)
            arrays[f"{part}_{state}"] = _probabilities(answer, size)
            arrays[f"{part}_confusion_{state}"] = _confusion(labels, answer)
            accuracy[epoch - 1] = (answer == labels).mean()
        arrays[f"{part}_labels"] = labels
        arrays[f"{part}_accuracy"] = accuracy
    return arrays


def _shares(values: NDArray[np.float64], images: int) -> NDArray[np.float64]:
    """The shares of so many images that are closest to `values`."""
    return np.rint(values * images) / images


def _confusion(labels: NDArray[np.int64], answer: NDArray[np.int64]) -> NDArray[np.int64]:
    """That of scikit-learn, whose checks took two thirds of the time of a made-up report."""
    return np.bincount(3 * labels + answer, minlength=9).reshape(3, 3)


def _probabilities(answer: NDArray[np.int64], size: int) -> NDArray[np.float64]:
    """The network is the surer the sooner an image comes."""
    sure = np.tile(np.linspace(0.95, 0.55, size), 3)[:, None]
    return np.where(np.eye(3)[answer] > 0, sure, (1 - sure) / 2)


def trained(spec: RunSpec, outcome: Outcome) -> RunResult:
    """A training of the series on the test images."""
    kept = arrays_of(spec, outcome)
    del kept["train_best"]
    values = {"best_epoch": min(outcome.best_epoch, spec.epochs), "best_loss": outcome.lowest}
    return _result(spec, values, kept)


def held_out(spec: RunSpec, accuracy: float) -> RunResult:
    """A training on a fold that comes to `accuracy`, at most 1, on what was held out."""
    arrays: dict[str, NDArray[Any]] = {}
    labels = np.arange(3).repeat(HELD_OUT // 3)
    for part in ("train", "validation"):
        curve = _shares(np.linspace(0.3, min(accuracy, 1.0), spec.epochs), HELD_OUT)
        answer = np.where(np.arange(HELD_OUT) < curve[-1] * HELD_OUT, labels, (labels + 1) % 3)
        arrays[f"{part}_loss"] = np.linspace(1, 0.5, spec.epochs)
        arrays[f"{part}_accuracy"] = curve
        arrays[f"{part}_labels"] = labels
        for state in ("final", "best"):
            arrays[f"{part}_{state}"] = np.eye(3)[answer]
            arrays[f"{part}_confusion_{state}"] = _confusion(labels, answer)
    return _result(spec, {"best_epoch": spec.epochs, "best_loss": 0.5}, arrays)


def _result(spec: RunSpec, values: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> RunResult:
    layers = (3072, *spec.hidden, len(spec.classes))
    parameters = sum((a + 1) * b for a, b in pairwise(layers))
    return RunResult(
        section="series",
        spec=spec,
        values={"parameters": parameters, **values},
        arrays=arrays,
        stages=(),
        seconds=0.25,
        finished=FINISHED,
        environment=ENVIRONMENT,
    )
