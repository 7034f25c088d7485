"""Downloads CIFAR-100 into the cache folder, in the official layout."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from lab1report.data import archive, real
from lab1report.data.dataset_spec import CIFAR100, FOLDER, DatasetSpec, Source
from lab1report.errors import DataError, NetworkError
from lab1report.messages import _, joined
from lab1report.model import PARTS
from lab1report.progress import Progress
from lab1report.quoting import reason


def fetch(cache: Path, progress: Progress, *, spec: DatasetSpec = CIFAR100) -> Path:
    """Download the data set, unless `cache` has it; the folder cifar-100-python in `cache`.

    The sources are tried in order. A download is checked in a temporary folder and moved into place
    when complete, so that no other process sees half a data set. One process downloads at a time.

    Raises:
        NetworkError: no source could be reached, or none gave the true data.
        DataError: `cache` cannot be written.
    """
    folder = cache / FOLDER
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with _alone(cache / "fetch.lock", progress):
            if not _is_whole(folder, cache, progress, spec):
                _fetch(folder, cache, progress, spec)
    except OSError as error:
        raise DataError(
            _(
                "The data cannot be stored in {folder} ({reason});"
                " free some space or change the permissions there."
            ).format(folder=cache, reason=reason(error))
        ) from error
    return folder


@contextmanager
def _alone(path: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock file `path`, waiting while another process does."""
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.note(_("Another lab1report is fetching the data; waiting until it is done."))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _is_whole(folder: Path, cache: Path, progress: Progress, spec: DatasetSpec) -> bool:
    if not folder.exists():
        return False
    try:
        real.dataset(folder, cache=cache, progress=progress, spec=spec)
    except DataError as error:
        progress.note(_("{error} It is downloaded again.").format(error=error))
        return False
    return True


def _fetch(folder: Path, cache: Path, progress: Progress, spec: DatasetSpec) -> None:
    from lab1report.data.probe import Probes  # httpx waits until the net is wanted

    for leftover in cache.glob("unpacking-*"):  # of a process that was killed
        shutil.rmtree(leftover)
    probes = Probes([source.downloads[0].url for source in spec.sources])
    faults: list[str] = []
    for source in spec.sources:
        try:
            if fault := probes.fault(source.downloads[0].url):
                raise NetworkError(
                    _("{server} does not answer: {fault}.").format(
                        server=_(source.name), fault=fault
                    )
                )
            if faults:
                progress.note(
                    _("{fault}; trying {server}.").format(fault=faults[-1], server=_(source.name))
                )
            _fetch_from(source, folder, progress, spec)
        except (NetworkError, DataError) as error:
            faults.append(str(error).removesuffix("."))
        else:
            return
    raise NetworkError(
        _(
            "CIFAR-100 could not be downloaded ({faults}); try again later,"
            " or name a folder or archive with --data."
        ).format(faults=joined("; ", faults))
    )


def _fetch_from(source: Source, folder: Path, progress: Progress, spec: DatasetSpec) -> None:
    """Download, unpack and check the set, and move it to `folder`."""
    from lab1report.data.download import download

    downloads = folder.parent / "downloads"
    downloads.mkdir(exist_ok=True)
    files = [downloads / each.name for each in source.downloads]
    for each, file in zip(source.downloads, files, strict=True):
        if not file.exists():
            download(each, file, progress)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="unpacking-") as beside:
        unpacked = Path(beside) / FOLDER
        try:
            _unpack(source, files, unpacked, progress, spec)
            real.verify(unpacked, progress, spec=spec)
        except DataError:
            for file in files:
                file.unlink()
            raise
        if folder.exists():
            folder.rename(Path(beside) / "replaced")
        unpacked.rename(folder)
    shutil.rmtree(downloads)


def _unpack(
    source: Source, files: list[Path], folder: Path, progress: Progress, spec: DatasetSpec
) -> None:
    """Write what was downloaded into the new `folder`, in the official layout."""
    if source.form == "archive":
        archive.unpack(files[0], folder.parent)
        return
    from lab1report.data import layout, parquet  # pyarrow waits until it is wanted

    folder.mkdir()
    for part, file in zip(PARTS, files, strict=True):
        images, coarse = parquet.read(file, part, spec, progress)
        layout.write_part(folder, part, images, coarse)
    layout.write_meta(folder)
