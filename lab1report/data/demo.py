"""Provides the demo set, which the program uses where CIFAR-100 is not available."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from lab1report.data.dataset import Dataset
from lab1report.data.dataset_spec import CLASSES, as_fingerprint
from lab1report.model import DataInfo, Part
from lab1report.progress import Progress
from lab1report.store.code_digests import digests
from lab1report.store.memo import memoized

if TYPE_CHECKING:
    from lab1report.data.dataset_spec import Images

_SILENT = Progress()
PER_CLASS: dict[Part, int] = {"train": 500, "test": 100}


def dataset(*, cache: Path, progress: Progress) -> Dataset:
    """The demo set, drawn when its images are first asked for.

    Its fingerprint is stored in `cache` for as long as the code and the libraries that draw it stay
    the same, so that only the first use has to draw the whole set to name it.
    """

    # Whoever reads images later is at a piece of work of his own, whose place a word would take
    def of_classes(part: Part, classes: Collection[int], progress: Progress = _SILENT) -> Images:
        from lab1report.data.demo_images import draw

        return draw(part, PER_CLASS[part], progress, classes)

    reader = partial(of_classes, classes=range(CLASSES))

    def compute() -> str:
        from lab1report.data.fingerprint import fingerprint

        return fingerprint(partial(reader, progress=progress), progress)

    fingerprint = memoized(
        "fingerprints", _drawn_by(), compute, restore=as_fingerprint, cache=cache
    )
    info = DataInfo(kind="demo", fingerprint=fingerprint, source="drawn by lab1report")
    return Dataset(info=info, reader=reader, of_classes=of_classes)


def _drawn_by() -> tuple[object, ...]:
    """What the set depends on: its size, the code that draws it and the libraries it calls."""
    return (
        "demo",
        PER_CLASS,
        digests(("lab1report.data.demo_images", "lab1report.data.fingerprint")),
        *(f"{library} {version(library)}" for library in ("numpy", "pillow")),
    )
