"""What follows from the images that the verifier has, and is therefore not taken from a report."""

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.model import ImagesSpec, RunResult, RunSpec
from lab1report.progress import Progress

if TYPE_CHECKING:
    from lab1report.tasks.engine.image_tensors import Images

_KEPT: Final = 16  # results of 1 MB
_KEPT_TENSORS: Final = 2  # of 22 MB: a course has as many sets of classes as students


class ImagesOnHand:
    """The images of one data set; what several reports need of them in turn is made once."""

    def __init__(self, dataset: Dataset) -> None:
        self.info = dataset.info
        self._dataset = dataset
        self.measured = lru_cache(_KEPT)(self._measured)
        self.samples = lru_cache(_KEPT)(self._samples)
        self._images = lru_cache(_KEPT_TENSORS)(self._tensors)

    def labels(self, spec: RunSpec) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of the classes of the images that a training learns from, and is judged by."""
        images = self._images(spec.classes)
        chosen = images.choose(spec)
        learnt, held = (images.y[places].numpy() for places in (chosen.learnt, chosen.held))
        return learnt, held

    def _tensors(self, classes: tuple[int, ...]) -> "Images":
        from lab1report.tasks.engine.image_tensors import Images

        return Images(classes, partial(self._dataset.part, classes=classes))

    def _samples(self, spec: RunSpec) -> NDArray[np.uint8]:
        from lab1report.tasks import cifar

        images, labels = self._dataset.part("train", spec.classes)
        places = np.array([spec.classes.index(label) for label in labels.tolist()])
        return cifar.samples(images, places, len(spec.classes))

    def _measured(self, spec: ImagesSpec) -> RunResult:
        from lab1report.tasks import class_images

        return class_images.run(spec, partial(self._dataset.part, classes=spec.classes), Progress())
