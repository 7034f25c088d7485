"""Reads or unpacks the official archive `cifar-100-python.tar.gz`.

Only regular files with the official names are read, since an archive may hold any path.
"""

import errno
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from lab1report.data.dataset_spec import FETCH, FOLDER
from lab1report.errors import DataError
from lab1report.messages import _

MEMBERS = ("meta", "test", "train")
_MOST_BYTES = 400_000_000  # in all; the official one has 187 million


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Open the archive at `path`.

    Raises:
        DataError: it cannot be read, on opening or later.
    """
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, OSError, ValueError, OverflowError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            raise  # unpacking filled the disk: no fault of the archive
        raise DataError(
            _(
                "{path} is not a .tar.gz archive, or is damaged ({error});"
                " get the original with {command}."
            ).format(path=path, error=error, command=FETCH)
        ) from error


def member(tar: tarfile.TarFile, path: Path, name: str) -> IO[bytes]:
    """The file `cifar-100-python/<name>` of the archive `tar` at `path`, read where it lies."""
    stream = tar.extractfile(_regular(tar, path, name))
    if stream is None:
        raise _without(path, name)
    return stream


def unpack(path: Path, folder: Path) -> None:
    """Write the members of the archive at `path` into `folder`/cifar-100-python.

    Raises:
        DataError: the archive is damaged or lacks a member.
    """
    with opened(path) as tar:
        # Python before 3.11.4 has no filters; the names and the type are checked in any case.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        for name in MEMBERS:
            tar.extract(_regular(tar, path, name), folder)


def _regular(tar: tarfile.TarFile, path: Path, name: str) -> tarfile.TarInfo:
    wanted, size = PurePosixPath(FOLDER, name), 0
    for info in tar:
        size += info.size
        if not 0 <= info.size <= size <= _MOST_BYTES:
            raise DataError(
                _("{path} is not the archive of CIFAR-100: its files have other sizes.").format(
                    path=path
                )
            )
        if info.isreg() and PurePosixPath(info.name) == wanted:
            return info
    raise _without(path, name)


def _without(path: Path, name: str) -> DataError:
    return DataError(
        _("{path} has no file {file}; get the true archive with {command}.").format(
            path=path, file=f"{FOLDER}/{name}", command=FETCH
        )
    )
