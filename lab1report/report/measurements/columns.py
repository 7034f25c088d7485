"""What all trainings measured as a few long arrays, one training after another in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lab1report.messages import _
from lab1report.model import RunResult, RunSpec
from lab1report.report.packed_places import pack_bits, packed_size, unpack_bits

Arrays = dict[str, NDArray[Any]]

_ROUNDING = 1e-4
_NAMES = ("train_loss", "held_loss", "train_right", "held_right", "answers", "probabilities")


@dataclass(frozen=True, kw_only=True)
class Size:
    """How many epochs a training has, and images: learnt from, and held back to judge it.

    `answered`: whether its answers are stored, which the report has of those judged by test images.
    """

    epochs: int
    learnt: int
    held: int
    answered: bool

    @property
    def answers(self) -> int:
        """Bytes of its answers: after the last epoch, and of those held at the lowest loss."""
        return (packed_size(self.learnt) + 2 * packed_size(self.held)) * self.answered


def size_of(result: RunResult) -> Size:
    arrays, held = result.arrays, _training(result).held_part
    return Size(
        epochs=len(arrays["train_loss"]),
        learnt=len(arrays["train_labels"]),
        held=len(arrays[f"{held}_labels"]),
        answered=held == "test",
    )


def join(results: Sequence[RunResult], *, confident: Sequence[bool]) -> Arrays:
    """The columns of `results`.

    Args:
        confident: for each result, whether its probabilities of the test images are included.

    Raises:
        ValueError: an accuracy is not a share of the images.
    """
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in _NAMES}
    for result, is_confident in zip(results, confident, strict=True):
        arrays, held = result.arrays, _training(result).held_part
        for own, part in (("train", "train"), ("held", held)):
            images = len(arrays[f"{part}_labels"])
            right = np.rint(arrays[f"{part}_accuracy"] * images)
            if not np.allclose(right / images, arrays[f"{part}_accuracy"], rtol=0, atol=1e-9):
                raise ValueError(f"{result.spec}: an accuracy is no share of {images} images")
            parts[f"{own}_right"].append(right.astype(np.uint16))
            parts[f"{own}_loss"].append(arrays[f"{part}_loss"])
        if size_of(result).answered:
            for name in ("train_final", f"{held}_final", f"{held}_best"):
                parts["answers"].append(pack_bits(arrays[name].argmax(axis=1)))
        if is_confident:
            parts["probabilities"].append(arrays[f"{held}_final"].ravel())
    return {name: _narrow(np.concatenate(own)) for name, own in parts.items() if own}


def _narrow(array: NDArray[Any]) -> NDArray[Any]:
    """In four bytes a number where that loses nothing, as it does of losses."""
    if array.dtype == np.float64 and np.array_equal(array.astype(np.float32), array):
        return array.astype(np.float32)
    return array


class Split:
    """The columns, taken apart again.

    Args:
        sizes: of the trainings in their order.
        confident: which of them have probabilities.

    Raises:
        ValueError: the columns are of other lengths.
    """

    def __init__(
        self, columns: Mapping[str, NDArray[Any]], sizes: Sequence[Size], confident: Sequence[bool],
        *, classes: int,
    ) -> None:  # fmt: skip
        self._columns, self._sizes, self._classes = columns, sizes, classes
        epochs = [size.epochs for size in sizes]
        sure = [size.held * classes * own for size, own in zip(sizes, confident, strict=True)]
        self._starts = {
            **{name: [0, *accumulate(epochs)] for name in _NAMES[:4]},
            "answers": [0, *accumulate(size.answers for size in sizes)],
            "probabilities": [0, *accumulate(sure)],
        }
        for name, starts in self._starts.items():
            found = columns[name].shape if name in columns else (0,)
            if found != (starts[-1],):
                raise ValueError(
                    _("{name} has {found} numbers, not {wanted}").format(
                        name=name, found=found, wanted=starts[-1]
                    )
                )

    def arrays(
        self, place: int, spec: RunSpec, labels: tuple[NDArray[np.int64], NDArray[np.int64]]
    ) -> Arrays:
        """The arrays of a training, as `tasks.series.Trainer.run` returns them.

        But for `train_confusion_best`, which no report speaks of, and for the answers of trainings
        on a fold. Where the probabilities were not stored, that of the answer is 1.
        """
        size, held = self._sizes[place], spec.held_part
        wanted = (spec.epochs, *map(len, labels), held == "test")
        if (size.epochs, size.learnt, size.held, size.answered) != wanted:
            raise ValueError(_("{training} has other epochs or images").format(training=spec))
        found: Arrays = {}
        for own, part, truth in zip(("train", "held"), ("train", held), labels, strict=True):
            found[f"{part}_loss"] = self._own(f"{own}_loss", place).astype(np.float64)
            found[f"{part}_accuracy"] = self._own(f"{own}_right", place) / len(truth)
            found[f"{part}_labels"] = truth
        return {**found, **self._answers(place, size, held, labels)} if size.answered else found

    def _answers(
        self, place: int, size: Size, held: str, labels: tuple[NDArray[np.int64], NDArray[np.int64]]
    ) -> Arrays:
        """Probabilities and confusion matrices."""
        found: Arrays = {}
        answers, end = self._own("answers", place), 0
        train, test = labels
        for part, state, truth in (
            ("train", "final", train), (held, "final", test), (held, "best", test),
        ):  # fmt: skip
            start, end = end, end + packed_size(len(truth))
            places = unpack_bits(answers[start:end], len(truth))
            if places.max(initial=0) >= self._classes:
                raise ValueError(_("an answer is no class"))
            found[f"{part}_{state}"] = np.eye(self._classes, dtype=np.float32)[places]
            found[f"{part}_confusion_{state}"] = confusion(truth, places, self._classes)
        sure = self._own("probabilities", place)
        if len(sure):
            shares = sure.reshape(size.held, self._classes)
            require_probabilities(shares)
            if not np.array_equal(shares.argmax(axis=1), found[f"{held}_final"].argmax(axis=1)):
                raise ValueError(_("the most probable classes are not the answers"))
            found[f"{held}_final"] = shares
        return found

    def _own(self, name: str, place: int) -> NDArray[Any]:
        if name not in self._columns:
            return np.zeros(0)
        start, end = self._starts[name][place : place + 2]
        return self._columns[name][start:end]


def require_probabilities(shares: NDArray[np.floating]) -> None:
    """Raises:
    ValueError: the rows are no probabilities.
    """
    if not (np.abs(shares.sum(axis=1) - 1) < _ROUNDING).all() or shares.min(initial=0) < 0:
        raise ValueError(_("its probabilities are none"))


def confusion(
    truth: NDArray[np.integer], answers: NDArray[np.integer], classes: int
) -> NDArray[np.int64]:
    """(classes, classes): how many images of each class, in rows, were taken for which."""
    found = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(found, (truth, answers), 1)
    return found


def _training(result: RunResult) -> RunSpec:
    if not isinstance(result.spec, RunSpec):
        raise TypeError(f"{type(result.spec).__name__} is of no training")
    return result.spec
