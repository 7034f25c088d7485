"""Checks of the folders and servers that a build reads from and writes into."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from lab1report.data.dataset_spec import CIFAR100, FETCH, FOLDER
from lab1report.data.glance import glance
from lab1report.data.locate import VARIABLE, find_data
from lab1report.doctor.check import Check
from lab1report.doctor.privacy import without_home
from lab1report.errors import DataError, UserError
from lab1report.quoting import cut, reason
from lab1report.store.environment import CACHE_VARIABLE, cache_folder

_NEEDED_BYTES = 500 * 10**6  # the archive of the images, unpacked, and the results of some reports
_REPORT_BYTES = 50 * 10**6  # files of 16 MB, of which three copies exist for a moment
_OTHER_FOLDER = f"name another folder in {CACHE_VARIABLE}"


class Servers:
    """Those that have the images, asked at once, while other checks are done."""

    def __init__(self) -> None:
        from lab1report.data.probe import Probes

        self._urls = [source.downloads[0].url for source in CIFAR100.sources]
        self._probes = Probes(self._urls, ask=_has_the_file)

    def checks(self) -> Iterator[Check]:
        """Whether each answers."""
        for url in self._urls:
            name = urlsplit(url).hostname or url
            if fault := self._probes.fault(url):
                found = f"does not answer as it should: {without_home(cut(fault))}"
                remedy = "check the connection, or the proxy's settings"
                yield Check(name=name, state="note", found=found, remedy=remedy)
            else:
                yield Check(name=name, state="ok", found="answers")


def _has_the_file(url: str, seconds: float) -> None:
    import httpx

    httpx.head(url, follow_redirects=True, timeout=seconds).raise_for_status()


def check_places(servers: Servers | None) -> Iterator[Check]:
    """The folders for results and the report, the images and where these can be downloaded from.

    Args:
        servers: None where no server is to be asked.
    """
    try:
        folder = cache_folder()
    except UserError:
        folder = None
    results = _results(folder)
    yield results
    yield _disk(folder)
    yield _report(Path())
    answers = [] if servers is None else list(servers.checks())
    place = _images(folder)
    yield place or _no_images(writable=results.state == "ok", answers=answers)
    yield from answers


def _results(folder: Path | None) -> Check:
    """The folder of stored results and downloaded images; it is not made."""
    if folder is None:
        found = f"{CACHE_VARIABLE}, or the home folder, cannot be used"
        return Check(name="results", state="missing", found=found, remedy=_OTHER_FOLDER)
    try:
        with tempfile.TemporaryFile(dir=_there(folder)):
            pass
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    except OSError as error:
        found = f"{_short(folder)} cannot be written ({reason(error)}): nothing is kept"
        return Check(name="results", state="note", found=found, remedy=_OTHER_FOLDER)
    return Check(name="results", state="ok", found=f"{_short(folder)}, {_megabytes(size)}")


def _there(folder: Path) -> Path:
    """The folder itself, or that in which it would be made."""
    places = (folder, *folder.absolute().parents)
    return next((place for place in places if place.exists()), folder)  # of a disk that is gone


def _disk(folder: Path | None) -> Check:
    """That of the results and the images."""
    if folder is None:
        return Check(name="disk", state="note", found="of no folder that can be used")
    free = shutil.disk_usage(_there(folder)).free
    if free < _NEEDED_BYTES:
        remedy = f"free {_megabytes(_NEEDED_BYTES)}, or {_OTHER_FOLDER}"
        return Check(name="disk", state="note", found=f"{_megabytes(free)} free", remedy=remedy)
    return Check(name="disk", state="ok", found=f"{_megabytes(free)} free")


def _report(folder: Path) -> Check:
    """The folder in which a build without --out makes that of the report."""
    other = "go to another folder, or name one with --out"
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        found = f"the working folder cannot be written ({reason(error)})"
        return Check(name="report", state="note", found=found, remedy=other)
    found = f"{_short(folder)}, {_megabytes(free)} free"
    if free < _REPORT_BYTES:
        remedy = f"free {_megabytes(_REPORT_BYTES)}, or {other}"
        return Check(name="report", state="note", found=found, remedy=remedy)
    return Check(name="report", state="ok", found=found)


def _images(folder: Path | None) -> Check | None:
    """The images on this machine, or None."""
    named = os.environ.get(VARIABLE)
    try:
        place = find_data("auto", cache=folder)
    except DataError:
        return Check(
            name="CIFAR-100",
            state="missing",
            found=f"not in {_short(Path(named or ''))}, which {VARIABLE} names",
            remedy=f"name the folder {FOLDER} in it, or unset it and run {FETCH}",
        )
    if place is None:
        return None
    try:
        glance(place)
    except DataError as error:
        remedy = f"unset {VARIABLE} and run {FETCH}" if named else f"run {FETCH}"
        found = without_home(str(error).partition("; ")[0].removesuffix("."))
        return Check(name="CIFAR-100", state="missing", found=found, remedy=remedy)
    return Check(name="CIFAR-100", state="ok", found=_short(place))


def _no_images(*, writable: bool, answers: list[Check]) -> Check:
    """What a build would do without any; no answers is that nobody was asked."""
    name, found = "CIFAR-100", "not on this machine"
    brought = f"bring the folder {FOLDER} from another machine and name it in {VARIABLE}"
    if not writable:
        found += ", and a build cannot download it, since the folder for it cannot be written"
        return Check(
            name=name, state="missing", found=found, remedy=f"{_OTHER_FOLDER}, or {brought}"
        )
    if not answers:
        found += "; a build would try to download it, and no server was asked"
        return Check(name=name, state="note", found=found, remedy=f"run {FETCH}, or {brought}")
    if any(answer.state == "ok" for answer in answers):
        found += " yet; the first build downloads it"
        return Check(name=name, state="note", found=found, remedy=f"or run {FETCH} now")
    found += ", and no server that has it answers: a build takes the made-up demo set"
    return Check(name=name, state="missing", found=found, remedy=brought)


def _short(path: Path) -> str:
    """The path without the name of the user."""
    return without_home(str(path.absolute()))


def _megabytes(count: int) -> str:
    return f"{count / 10**9:.1f} GB" if count >= 10**9 else f"{count / 10**6:.0f} MB"
