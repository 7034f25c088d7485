"""The facts about CIFAR-100 in one place: fingerprint, sizes, and where it can be downloaded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from lab1report.messages import marked
from lab1report.model import Part

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Images: TypeAlias = tuple[NDArray[np.uint8], NDArray[np.int64]]
    """Pictures (n, 32, 32, 3) as height, width, RGB, and their fine labels (n,)."""

CLASSES = 100
SUPERCLASSES = 20
SIDE = 32
CHANNELS = 3
PIXELS = CHANNELS * SIDE * SIDE
FOLDER = "cifar-100-python"
FETCH = "'lab1report data fetch'"


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file on the net; `md5` in hexadecimal where its publisher gives one."""

    url: str
    md5: str | None = None

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Source:
    """A server that has the whole set: as one official archive, or as parquet, train then test.

    `name` is said in the user's language, in the nominative.
    """

    name: str
    form: Literal["archive", "parquet"]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, kw_only=True)
class DatasetSpec:
    """A data set: its fingerprint, the images per class in each part, and its sources.

    `classes_file` is a JSON file beside this one with the digests of its classes
    (`fingerprint.class_digests`), by part in the order of the labels.
    """

    fingerprint: str
    per_class: Mapping[Part, int] = field(default_factory=lambda: {"train": 500, "test": 100})
    sources: tuple[Source, ...] = ()
    classes_file: Path | None = None

    def count(self, part: Part) -> int:
        return CLASSES * self.per_class[part]

    def class_digests(self) -> Mapping[Part, Mapping[int, str]] | None:
        """The digests of the classes by part and label, if they are known."""
        if self.classes_file is None:
            return None
        parts = json.loads(self.classes_file.read_text(encoding="utf-8"))
        return {part: dict(enumerate(found)) for part, found in parts.items()}


def as_fingerprint(stored: object) -> str:
    """What was remembered as a fingerprint.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(stored, str) or not re.fullmatch("[0-9a-f]{64}", stored):
        raise ValueError("no fingerprint")
    return stored


_MIRROR = "https://huggingface.co/datasets/uoft-cs/cifar100/resolve/main/cifar100"

CIFAR100 = DatasetSpec(
    fingerprint="d1c3a74f42901a7634106ade7d385d853fc44d4296c23737b35154952b08f843",
    classes_file=Path(__file__).with_name("cifar100_classes.json"),
    sources=(  # the mirror first: the official server has been throttled to 55 kB/s since 2026
        Source(
            name="Hugging Face",
            form="parquet",
            downloads=(
                Download(url=f"{_MIRROR}/train-00000-of-00001.parquet"),
                Download(url=f"{_MIRROR}/test-00000-of-00001.parquet"),
            ),
        ),
        Source(
            name=marked("The University of Toronto"),
            form="archive",
            downloads=(
                Download(
                    url="https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz",
                    md5="eb9058c3a382ffc7106e4002c42a8d85",
                ),
            ),
        ),
    ),
)
