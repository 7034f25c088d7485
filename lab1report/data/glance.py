"""Looks at data on this machine without reading them: are the files as large as they must be?

Whether the images are the right ones takes seconds to find out; that a download was cut off, or a
disk full, shows in the size of a file and in its last bytes.
"""

import os
import pickle
import tarfile
from pathlib import Path
from typing import BinaryIO

from lab1report.data import container
from lab1report.data.dataset_spec import CIFAR100, PIXELS, DatasetSpec
from lab1report.errors import DataError
from lab1report.messages import _
from lab1report.model import PARTS
from lab1report.quoting import reason
from lab1report.regular_file import open_regular

_GZIP = b"\x1f\x8b"
_MOST_BYTES = 2**29  # of a tar; the official one has 187 million


def glance(path: Path, *, spec: DatasetSpec = CIFAR100) -> None:
    """Look at the folder or archive at `path`.

    Raises:
        DataError: a file is missing, cannot be read, or is no whole one; names it, and no remedy.
    """
    least = {part: spec.count(part) * PIXELS for part in PARTS}
    for file in container.needed(path):
        if not file.is_file():
            raise DataError(_("{path} is missing").format(path=file))
        try:
            with open_regular(file) as stream:
                size = os.fstat(stream.fileno()).st_size
                if path.is_dir():
                    whole = _is_pickle(stream, size, least[file.name])  # type: ignore[index]
                else:
                    whole = _is_archive(stream, size, sum(least.values()))
        except OSError as error:
            raise DataError(
                _("{path} cannot be read ({reason})").format(path=file, reason=reason(error))
            ) from error
        if not whole:
            raise DataError(
                _("{path} is not whole, or not of CIFAR-100: it has {size} bytes").format(
                    path=file, size=size
                )
            )


def _is_pickle(stream: BinaryIO, size: int, least: int) -> bool:
    """Whether it has room for the pixels, and ends as every pickle does."""
    return size > least and _end(stream, len(pickle.STOP)) == pickle.STOP


def _is_archive(stream: BinaryIO, size: int, least: int) -> bool:
    """Whether its last bytes, the size of what is packed, are those of a tar of the pixels."""
    if size < 1024 or stream.read(len(_GZIP)) != _GZIP:
        return False
    packed = int.from_bytes(_end(stream, 4), "little")
    return least < packed <= _MOST_BYTES and packed % tarfile.BLOCKSIZE == 0


def _end(stream: BinaryIO, count: int) -> bytes:
    stream.seek(-count, os.SEEK_END)
    return stream.read(count)
