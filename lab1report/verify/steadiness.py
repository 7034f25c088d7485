"""Tells trainings that rounding alone decides, so that no machine can be asked for their numbers.

Some candidates of a search have a learning rate at which gradient descent just does not settle. A
change of the last bit grows there in a few epochs to other answers to half of the images. Such a
training proves nothing, whatever it says; it is recognised by making it again with images that are
changed by less than the seventh digit.
"""

from functools import partial
from typing import Final

from lab1report.data.dataset import Dataset
from lab1report.model import RunResult, RunSpec
from lab1report.report.measurements.columns import held_part
from lab1report.verify.made_again import distances

_CHANGES: Final = tuple(sign * 2.0**power for power in (-21, -20, -19) for sign in (1, -1))
_STEADY: Final = 0.5  # of the tolerances


def is_steady(again: RunResult, dataset: Dataset) -> bool:
    """Whether a training, made again here, comes out the same with images changed a little."""
    from lab1report.tasks.engine.image_tensors import Images
    from lab1report.tasks.engine.train import train
    from lab1report.tasks.threads import one_thread

    spec = again.spec
    if not isinstance(spec, RunSpec):
        return True
    read = partial(dataset.part, classes=spec.classes)
    with one_thread():
        for change in _CHANGES:
            images = Images(spec.classes, read, saturation=spec.saturation)
            images.x *= 1 + change
            (changed,) = train([spec], images)
            away = distances(changed.arrays, again.arrays, held_part(spec))
            if max(away.values()) > _STEADY:
                return False
    return True
