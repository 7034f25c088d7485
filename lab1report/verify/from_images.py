"""What follows from the images that the verifier has, and is therefore not taken from a report."""

from functools import cache, partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lab1report.data.dataset import Dataset
from lab1report.model import ImagesSpec, RunResult, RunSpec
from lab1report.progress import Progress

if TYPE_CHECKING:
    from lab1report.tasks.engine.image_tensors import Images


class ImagesOnHand:
    """The images of one data set; what several reports need of them is made once."""

    def __init__(self, dataset: Dataset) -> None:
        self.info = dataset.info
        self._dataset = dataset
        self.measured = cache(self._measured)
        self.samples = cache(self._samples)
        self._images = cache(self._tensors)

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
