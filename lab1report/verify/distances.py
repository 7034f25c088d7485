"""How far two trainings of one specification are from each other, in units of the tolerances.

The tolerances are what was measured of other machines, with some room (docs/how-to/verify.md).
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lab1report.messages import marked

ACCURACY: Final = 1 / 30
"""The largest difference of an accuracy, and of its curve on average: 10 images of 300."""

ANSWERS: Final = 0.1
"""The largest share of images that are answered otherwise."""

LOSS: Final = 0.05
"""The largest difference of a loss, the last one, the lowest and on average, in nats or as a share
of what is above 1."""

MEAN: Final = 0.005
"""The largest difference of the test accuracies, on average over the final trainings."""

PROBABILITY: Final = 0.1
"""The largest difference of the probabilities, on average."""

_ROOM_OF_EPOCHS = 3
"""Times as much at the lowest loss: many epochs have nearly that loss, and rounding chooses."""

QUANTITIES: Final = {
    name: name
    for name in (
        marked("train accuracy"),
        marked("train accuracy over the epochs"),
        marked("last train loss"),
        marked("train loss over the epochs"),
        marked("train answers at the end"),
        marked("train accuracy at the end"),
        marked("train probabilities at the end"),
        marked("test accuracy"),
        marked("test accuracy over the epochs"),
        marked("last test loss"),
        marked("test loss over the epochs"),
        marked("lowest test loss"),
        marked("test answers at the end"),
        marked("test accuracy at the end"),
        marked("test probabilities at the end"),
        marked("test answers at the lowest loss"),
        marked("test accuracy at the lowest loss"),
        marked("test probabilities at the lowest loss"),
        marked("validation accuracy"),
        marked("validation accuracy over the epochs"),
        marked("last validation loss"),
        marked("validation loss over the epochs"),
        marked("lowest validation loss"),
        marked("validation answers at the end"),
        marked("validation accuracy at the end"),
        marked("validation probabilities at the end"),
        marked("validation answers at the lowest loss"),
        marked("validation accuracy at the lowest loss"),
        marked("validation probabilities at the lowest loss"),
    )
}
"""What is compared of two trainings, by the names that `distances` gives."""

Arrays = Mapping[str, NDArray[Any]]


def distances(own: Arrays, other: Arrays, held: str) -> dict[str, float]:
    """The distance of two trainings by what is compared; above 1 is more than the tolerances.

    Args:
        own, other: arrays as of `tasks.series.Trainer.run`; what `own` lacks is not compared.
        held: "test" or "validation".
    """
    found: dict[str, float] = {}
    for part in ("train", held):
        accuracy = np.abs(own[f"{part}_accuracy"] - other[f"{part}_accuracy"])
        loss = _apart(own[f"{part}_loss"], other[f"{part}_loss"])
        found[f"{part} accuracy"] = float(accuracy[-1]) / ACCURACY
        found[f"{part} accuracy over the epochs"] = float(accuracy.mean()) / ACCURACY
        found[f"last {part} loss"] = float(loss[-1]) / LOSS
        found[f"{part} loss over the epochs"] = float(loss.mean()) / LOSS
    lowest = [arrays[f"{held}_loss"].min(keepdims=True) for arrays in (own, other)]
    found[f"lowest {held} loss"] = float(_apart(*lowest)[0]) / LOSS
    for name in ("train_final", f"{held}_final", f"{held}_best"):
        if name in own:  # of a training on a fold they are not recorded
            found |= _of_answers(name, own, other)
    return found


def _of_answers(name: str, own: Arrays, other: Arrays) -> dict[str, float]:
    part, _, state = name.partition("_")
    when = "at the lowest loss" if state == "best" else "at the end"
    answers = [arrays[name].argmax(axis=1) for arrays in (own, other)]
    right = [float((given == own[f"{part}_labels"]).mean()) for given in answers]
    room = _ROOM_OF_EPOCHS if state == "best" else 1
    found = {
        f"{part} answers {when}": float((answers[0] != answers[1]).mean()) / (room * ANSWERS),
        f"{part} accuracy {when}": abs(right[0] - right[1]) / (room * ACCURACY),
    }
    if ((own[name] > 0) & (own[name] < 1)).any():  # else only the answers were recorded
        apart = float(np.abs(own[name] - other[name]).mean())
        found[f"{part} probabilities {when}"] = apart / PROBABILITY
    return found


def _apart(own: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
    apart: NDArray[Any] = np.abs(own - other) / np.maximum(1, np.abs(other))
    return apart
