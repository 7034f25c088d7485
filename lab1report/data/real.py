"""Opens the real CIFAR-100 at a known place on this machine."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from lab1report.data import container
from lab1report.data.dataset import Dataset, Reader
from lab1report.data.dataset_spec import CIFAR100, FETCH, FOLDER, DatasetSpec, as_fingerprint
from lab1report.errors import DataError
from lab1report.messages import _
from lab1report.model import DataInfo
from lab1report.progress import Progress
from lab1report.store.code_digests import digests
from lab1report.store.memo import memoized

_READING = ("lab1report.data.container", "lab1report.data.fingerprint")
"""What a fingerprint comes from beside the files: another reader may see other images in them."""


def dataset(
    path: Path, *, cache: Path, progress: Progress, spec: DatasetSpec = CIFAR100
) -> Dataset:
    """The data set in the folder or archive at `path`; a fingerprint known to `cache` is trusted.

    Raises:
        DataError: a file is missing or damaged, or the images are not `spec`'s.
    """
    reader = partial(container.read, path, spec=spec)
    fingerprint = memoized(
        "fingerprints",
        ("real", spec.fingerprint, digests(_READING), *states(container.files(path))),
        lambda: _checked(reader, path, progress, spec),
        restore=as_fingerprint,
        cache=cache,
    )
    if fingerprint != spec.fingerprint:  # the memo was tampered with
        fingerprint = _checked(reader, path, progress, spec)
    # Where it lies is the user's own affair, and stands in nothing that is handed in
    source = FOLDER if path.is_dir() else f"{FOLDER}.tar.gz"
    info = DataInfo(kind="cifar100", fingerprint=fingerprint, source=source)
    return Dataset(info=info, reader=reader, class_digests=spec.class_digests(), place=str(path))


def states(files: Sequence[Path]) -> list[tuple[str, int, int]]:
    """A cheap stand-in for the contents of `files`: their paths, sizes and modification times."""
    stats = [(str(path.resolve()), path.stat()) for path in files]
    return [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]


def verify(path: Path, progress: Progress, *, spec: DatasetSpec = CIFAR100) -> str:
    """The fingerprint of the folder or archive at `path`, computed anew from the images.

    Raises:
        DataError: a file is missing or damaged, or the images are not `spec`'s.
    """
    return _checked(partial(container.read, path, spec=spec), path, progress, spec)


def _checked(reader: Reader, path: Path, progress: Progress, spec: DatasetSpec) -> str:
    from lab1report.data.fingerprint import fingerprint  # numpy waits until pixels are wanted

    found = fingerprint(reader, progress)
    if found != spec.fingerprint:
        raise DataError(
            _(
                "{path} is damaged: its images are not those of CIFAR-100 (fingerprint {found},"
                " the true one is {true}); download them again with {command}."
            ).format(path=path, found=found[:12], true=spec.fingerprint[:12], command=FETCH)
        )
    return found
