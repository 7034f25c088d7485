"""Tells trainings that rounding alone decides, so that no machine can be asked for their numbers.

Some candidates of a search have a learning rate at which gradient descent just does not settle. A
change of the last bit grows there in a few epochs to other answers to half of the images. Such a
training proves nothing, whatever it says; it is recognised by making it again with images that are
changed by less than the seventh digit.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.model import RunResult, RunSpec
from lab1report.verify.distances import ACCURACY, distances

_CHANGES: Final = tuple(sign * 2.0**power for power in (-21, -20, -19) for sign in (1, -1))
_STEADY: Final = 0.5  # of the tolerances


def excused(recorded: RunResult, again: RunResult, dataset: Dataset) -> bool:
    """Whether rounding explains that a training came out otherwise than it did again.

    It does where it comes out as differently with images changed a little, and the recorded
    accuracy is not further from all those that came out so than they are from each other.
    """
    spec = again.spec
    if not isinstance(spec, RunSpec):
        return False
    held = spec.held_part
    others = list(_changed(spec, dataset))
    away = max(max(distances(other, again.arrays, held).values()) for other in others)
    if away <= _STEADY:
        return False
    for name in ("train_accuracy", f"{held}_accuracy"):
        seen = [float(arrays[name][-1]) for arrays in (again.arrays, *others)]
        room = max(seen) - min(seen) + ACCURACY  # seven draws rarely show the extremes
        if not min(seen) - room <= recorded.arrays[name][-1] <= max(seen) + room:
            return False
    return True


def _changed(spec: RunSpec, dataset: Dataset) -> Iterator[dict[str, NDArray[Any]]]:
    """The arrays of the training with each of the changes."""
    from lab1report.tasks.engine.image_tensors import Images
    from lab1report.tasks.engine.train import train
    from lab1report.tasks.threads import one_thread

    read = partial(dataset.part, classes=spec.classes)
    with one_thread():
        for change in _CHANGES:
            images = Images(spec.classes, read, saturation=spec.saturation)
            images.x *= 1 + change
            (trained,) = train([spec], images)
            yield trained.arrays
