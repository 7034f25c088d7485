"""The images that jobs need, on the workers: a class is sent once, whoever asks for it.

The scheduler keeps what was sent, so that a worker that dies takes no image with it.
"""

from collections.abc import Collection
from typing import Any

import numpy as np

from lab1report.data.dataset import Dataset
from lab1report.data.fingerprint import class_digests
from lab1report.model import PARTS
from lab1report.plan.plan import PlannedRun
from lab1report.runs.cluster.link import Link
from lab1report.runs.cluster.on_worker import ClassImages, keep

_FIRST = 1e6  # a priority: without images there is no work
_GOOD = ("pending", "finished")  # states of Dask's; in others it has lost them


class SentImages:
    """Classes of `dataset` as futures of `link`."""

    def __init__(self, dataset: Dataset, link: Link) -> None:
        self._dataset, self._link = dataset, link
        self._sent: dict[int, Any] = {}

    def of(self, labels: Collection[int]) -> list[Any]:
        """A future for each of the classes."""
        missing = [
            label
            for label in labels
            if label not in self._sent or self._sent[label].status not in _GOOD
        ]
        if missing:
            for one in self._read(missing):
                name = "images", f"images of class {one.label}"
                self._sent[one.label] = self._link.hold(keep, one, name=name, priority=_FIRST)
        return [self._sent[label] for label in labels]

    def forget(self) -> None:
        """Send all anew when they are asked for."""
        for future in self._sent.values():
            self._link.cancel(future)
        self._sent.clear()

    def _read(self, labels: Collection[int]) -> list[ClassImages]:
        parts = {part: self._dataset.part(part, labels) for part in PARTS}
        found = []
        for label in labels:
            images, digests = {}, {}
            for part, (pictures, own) in parts.items():
                chosen = np.flatnonzero(own == label)
                images[part] = pictures[chosen], own[chosen]
                digests[part] = class_digests(part, images[part])[label]
            found.append(ClassImages(label=label, images=images, digests=digests))
        return found


def labels_of(runs: Collection[PlannedRun]) -> list[int]:
    """The classes whose images the runs need."""
    labels: set[int] = set()
    for run in runs:
        if run.task is None or run.task.reads_images:
            labels.update(getattr(run.spec, "classes", ()))
    return sorted(labels)
