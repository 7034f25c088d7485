"""Reads CIFAR-100 from disk: the folder `cifar-100-python`, or the archive of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lab1report.data import archive
from lab1report.data.dataset_spec import FETCH, FOLDER, DatasetSpec
from lab1report.errors import DataError
from lab1report.messages import _
from lab1report.model import PARTS, Part
from lab1report.quoting import reason
from lab1report.regular_file import open_regular

if TYPE_CHECKING:
    from lab1report.data.dataset_spec import Images


def files(path: Path) -> tuple[Path, ...]:
    """The files at `path` (folder or archive) that images are read from.

    Raises:
        DataError: one is missing.
    """
    wanted = needed(path)
    for file in wanted:
        if not file.is_file():
            raise DataError(
                _("{path} is missing; get the whole set with {command}.").format(
                    path=file, command=FETCH
                )
            )
    return wanted


def needed(path: Path) -> tuple[Path, ...]:
    """As `files`, whether they are there or not."""
    return tuple(path / part for part in PARTS) if path.is_dir() else (path,)


def read(path: Path, part: Part, spec: DatasetSpec) -> Images:
    """Images and labels of one part from the folder or archive at `path`.

    Raises:
        DataError: a file is missing, damaged, foreign, or not what `spec` says.
    """
    from lab1report.data import official  # numpy waits until pixels are wanted

    with _opened(path, part) as (stream, name):
        return official.read(stream, name, part, spec)


@contextmanager
def _opened(path: Path, part: Part) -> Iterator[tuple[IO[bytes], str]]:
    """The pickle of `part` and its name for errors."""
    if path.is_dir():
        with _open(path / part) as stream:
            yield stream, str(path / part)
    else:
        with archive.opened(path) as tar, archive.member(tar, path, part) as stream:
            yield stream, _("{path}, member {file},").format(path=path, file=f"{FOLDER}/{part}")


def _open(path: Path) -> IO[bytes]:
    try:
        return open_regular(path)
    except OSError as error:
        raise DataError(
            _(
                "{path} cannot be read ({reason}); check its permissions,"
                " or download it again with {command}."
            ).format(path=path, reason=reason(error), command=FETCH)
        ) from error
