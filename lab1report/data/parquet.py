"""Reads CIFAR-100 from the Hugging Face mirror: one parquet file for each part, images as PNG."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow.parquet
from PIL import Image

from lab1report.data.dataset_spec import CHANNELS, CLASSES, SIDE, SUPERCLASSES, DatasetSpec
from lab1report.errors import DataError
from lab1report.messages import _, marked
from lab1report.model import Part
from lab1report.progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lab1report.data.dataset_spec import Images

_TITLES: Final[Mapping[Part, str]] = {
    "train": marked("Unpacking the train images"),
    "test": marked("Unpacking the test images"),
}
_ROWS = 1000  # at a time


def read(
    path: Path, part: Part, spec: DatasetSpec, progress: Progress
) -> tuple[Images, NDArray[np.int64]]:
    """Images and fine labels of the file at `path`, and its coarse labels (n,).

    Raises:
        DataError: the file is damaged or not what `spec` says of `part`.
    """
    count = spec.count(part)
    images = np.empty((count, SIDE, SIDE, CHANNELS), dtype=np.uint8)
    labels = np.empty((2, count), dtype=np.int64)
    progress.start(_(_TITLES[part]), total=count)
    try:
        done = 0
        for batch in _batches(path, count):
            rows = slice(done, done + batch.num_rows)
            for row, png in enumerate(batch["img"].field("bytes"), start=done):
                images[row] = _pixels(png.as_py())
            labels[:, rows] = batch["fine_label"].to_numpy(), batch["coarse_label"].to_numpy()
            done = rows.stop
            progress.update(done)
        _check(labels[0], CLASSES)
        _check(labels[1], SUPERCLASSES)
    except Exception as error:  # pyarrow and Pillow may raise almost anything on damaged input
        raise DataError(_("{path} is damaged: {error}.").format(path=path, error=error)) from error
    finally:
        progress.finish()
    return (images, labels[0]), labels[1]


def _batches(path: Path, count: int) -> Any:
    file = pyarrow.parquet.ParquetFile(path)
    if file.metadata.num_rows != count:
        raise ValueError(
            _("{rows} rows in place of {count}").format(rows=file.metadata.num_rows, count=count)
        )
    return file.iter_batches(_ROWS, columns=["img", "fine_label", "coarse_label"])


def _pixels(png: bytes) -> NDArray[np.uint8]:
    with Image.open(BytesIO(png), formats=["PNG"]) as image:
        if image.size != (SIDE, SIDE) or image.mode != "RGB":
            raise ValueError(
                _("an image of {size} in {mode}").format(size=image.size, mode=image.mode)
            )
        return np.asarray(image)


def _check(labels: NDArray[np.int64], classes: int) -> None:
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(_("labels outside 0 to {most}").format(most=classes - 1))
