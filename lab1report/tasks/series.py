"""Trains the variants of the self-study series (assignment, self-study tasks 1 to 6)."""

import datetime
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from lab1report.model import CPU, Part, RunResult, RunSpec
from lab1report.progress import Progress
from lab1report.tasks.engine.image_tensors import Images
from lab1report.tasks.engine.products import by_onednn
from lab1report.tasks.engine.train import Trained, train
from lab1report.tasks.environment_used import environment, onednn, torch_products
from lab1report.tasks.precision import full_precision
from lab1report.tasks.threads import one_thread


class ReadClasses(Protocol):
    """Gives the images (n, 32, 32, 3) and fine labels (n,) of some classes of a part."""

    def __call__(
        self, part: Part, classes: Collection[int]
    ) -> tuple[NDArray[np.uint8], NDArray[np.int64]]: ...


class Trainer:
    """Trains on the images of one data set; what several passes need of them is made once.

    Args:
        read_part: such as `Dataset.part`.
        device: as `device.resolve` says.
    """

    def __init__(self, read_part: ReadClasses, device: str = CPU) -> None:
        self._read_part, self._device = read_part, device
        self._classes: tuple[int, ...] = ()
        self._images: dict[float, Images] = {}

    def run(self, specs: Sequence[RunSpec], progress: Progress) -> Iterator[RunResult]:
        """Train `specs`; yield each result as soon as it is computed.

        Those that share their batches share a pass; the passes follow one another.

        Results have as values `parameters`, `best_epoch` and `best_loss` (mean cross-entropy,
        nats), the lowest on the images held back from the training; as arrays, with h for "test",
        or "validation" in a search: `train_loss`, `train_accuracy`, `h_loss` and `h_accuracy`
        (epochs,), `train_labels` and `h_labels` (n,), `train_final`, `h_final` and `h_best`
        (n, classes), probabilities after the last epoch and after that of the lowest loss, and the
        confusion matrices `train_confusion_s` and `h_confusion_s`, s the same states, true classes
        in rows.
        """
        progress.start("series", 1.0)
        try:
            with one_thread(), full_precision():
                made_with = self._environment()
                for trained in self._trained(specs, progress):
                    yield RunResult(
                        section="series",
                        spec=trained.spec,
                        values=trained.values,
                        arrays=trained.arrays,
                        stages=(),
                        seconds=trained.seconds,
                        finished=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                        environment=made_with,
                    )
        finally:
            progress.finish()

    def _trained(self, specs: Sequence[RunSpec], progress: Progress) -> Iterator[Trained]:
        passes: dict[object, list[RunSpec]] = {}
        for spec in specs:
            passes.setdefault(spec.batches, []).append(spec)
        for before, own in enumerate(passes.values()):

            def tell(done: float, before: int = before) -> None:
                progress.update((before + done) / len(passes))

            yield from train(own, self._images_of(own[0]), done=tell)

    def _images_of(self, spec: RunSpec) -> Images:
        if spec.classes != self._classes:
            self._classes, self._images = spec.classes, {}
        if spec.saturation not in self._images:
            self._images[spec.saturation] = Images(
                spec.classes,
                partial(self._read_part, classes=spec.classes),
                saturation=spec.saturation,
                device=torch.device(self._device.partition(":")[0]),
            )
        return self._images[spec.saturation]

    def _environment(self) -> dict[str, str]:
        """That of the process, and which library multiplied the trainings' matrices."""
        if self._device != CPU:
            products = f"cuBLAS of CUDA {torch.version.cuda}"
        else:
            products = onednn() if by_onednn() else torch_products()
        return {**environment(device=self._device), "series_products": products}
