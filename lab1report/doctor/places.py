"""Checks of the folders and servers that a build reads from and writes into."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from lab1report.data.dataset_spec import CIFAR100, FETCH, FOLDER
from lab1report.data.locate import VARIABLE, find_data
from lab1report.doctor.check import Check
from lab1report.errors import DataError, UserError
from lab1report.quoting import reason
from lab1report.store.environment import CACHE_VARIABLE, cache_folder

_NEEDED_BYTES = 500 * 10**6  # the archive of the images, unpacked, and the results of some reports
_SECONDS = 5.0


def check_places(*, network: bool) -> Iterator[Check]:
    """The folder for results, the disk, the images and where these can be downloaded from."""
    try:
        folder = cache_folder()
    except UserError:
        found = f"{CACHE_VARIABLE}, or the home folder, can not be used"
        yield Check(name="results", state="missing", found=found, remedy=_OTHER_FOLDER)
        return
    yield _results(folder)
    yield _disk(folder)
    sources = list(_sources()) if network else []
    yield _images(folder, reachable=not network or any(one.state == "ok" for one in sources))
    yield from sources


_OTHER_FOLDER = f"name another folder in {CACHE_VARIABLE}"


def _results(folder: Path) -> Check:
    """The folder of stored results and downloaded images."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    except OSError as error:
        found = f"{_short(folder)} can not be written ({reason(error)}): nothing is kept"
        return Check(name="results", state="note", found=found, remedy=_OTHER_FOLDER)
    return Check(name="results", state="ok", found=f"{_short(folder)}, {_megabytes(size)}")


def _disk(folder: Path) -> Check:
    there = next(place for place in (folder, *folder.absolute().parents) if place.is_dir())
    free = shutil.disk_usage(there).free
    if free < _NEEDED_BYTES:
        remedy = f"free {_megabytes(_NEEDED_BYTES)}, or {_OTHER_FOLDER}"
        return Check(name="disk", state="note", found=f"{_megabytes(free)} free", remedy=remedy)
    return Check(name="disk", state="ok", found=f"{_megabytes(free)} free")


def _images(folder: Path, *, reachable: bool) -> Check:
    try:
        place = find_data("auto", cache=folder)
    except DataError:
        named = Path(os.environ.get(VARIABLE, ""))
        return Check(
            name="CIFAR-100",
            state="missing",
            found=f"not in {_short(named)}, which {VARIABLE} names",
            remedy=f"name the folder {FOLDER} in it, or unset it and run {FETCH}",
        )
    if place is not None:
        return Check(name="CIFAR-100", state="ok", found=_short(place))
    if reachable:
        found = "not on this machine yet; the first build downloads it"
        return Check(name="CIFAR-100", state="note", found=found, remedy=f"or run {FETCH} now")
    return Check(
        name="CIFAR-100",
        state="missing",
        found="not on this machine, and no server that has it answers",
        remedy=f"bring the folder {FOLDER} from another machine and name it in {VARIABLE}, "
        "or try the program with --data demo",
    )


def _sources() -> Iterator[Check]:
    """The servers that have the images, asked at the same time."""
    with ThreadPoolExecutor() as threads:
        yield from threads.map(_source, [source.downloads[0].url for source in CIFAR100.sources])


def _source(url: str) -> Check:
    import httpx

    name, remedy = urlsplit(url).hostname or url, "check the connection, or the proxy's settings"
    try:
        answer = httpx.head(url, follow_redirects=True, timeout=_SECONDS)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
        found = " ".join(str(error).split()) or type(error).__name__
        return Check(name=name, state="note", found=f"does not answer: {found}", remedy=remedy)
    return Check(name=name, state="ok", found="answers")


def _short(path: Path) -> str:
    """The path without the name of the user."""
    try:
        return str(Path("~") / path.absolute().relative_to(Path.home()))
    except (RuntimeError, ValueError):
        return str(path)


def _megabytes(count: int) -> str:
    return f"{count / 10**9:.1f} GB" if count >= 10**9 else f"{count / 10**6:.0f} MB"
