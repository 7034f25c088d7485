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
from lab1report.doctor.check import Check, State
from lab1report.doctor.privacy import without_home
from lab1report.errors import DataError, UserError
from lab1report.messages import _, numeral
from lab1report.quoting import cut, reason
from lab1report.store.environment import CACHE_VARIABLE, cache_folder

_NEEDED_BYTES = 500 * 10**6  # the archive of the images, unpacked, and the results of some reports
_REPORT_BYTES = 50 * 10**6  # files of 16 MB, of which three copies exist for a moment


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
                found = _("does not answer as it should: {fault}").format(
                    fault=without_home(cut(fault))
                )
                remedy = _("check the connection, or the proxy's settings")
                yield Check(name=name, state="note", found=found, remedy=remedy)
            else:
                yield Check(name=name, state="ok", found=_("answers"))


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
        found = _("{variable}, or the home folder, cannot be used").format(variable=CACHE_VARIABLE)
        return Check(name="results", state="missing", found=found, remedy=_name_another())
    try:
        with tempfile.TemporaryFile(dir=_there(folder)):
            pass
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    except OSError as error:
        found = _("{folder} cannot be written ({reason}): nothing is kept").format(
            folder=_short(folder), reason=reason(error)
        )
        return Check(name="results", state="note", found=found, remedy=_name_another())
    return Check(name="results", state="ok", found=f"{_short(folder)}, {_megabytes(size)}")


def _name_another() -> str:
    return _("name another folder in {variable}").format(variable=CACHE_VARIABLE)


def _there(folder: Path) -> Path:
    """The folder itself, or that in which it would be made."""
    places = (folder, *folder.absolute().parents)
    return next((place for place in places if place.exists()), folder)  # of a disk that is gone


def _disk(folder: Path | None) -> Check:
    """That of the results and the images."""
    if folder is None:
        return Check(name="disk", state="note", found=_("of no folder that can be used"))
    free = shutil.disk_usage(_there(folder)).free
    found = _("{size} free").format(size=_megabytes(free))
    if free < _NEEDED_BYTES:
        remedy = _("free {size}, or name another folder in {variable}").format(
            size=_megabytes(_NEEDED_BYTES), variable=CACHE_VARIABLE
        )
        return Check(name="disk", state="note", found=found, remedy=remedy)
    return Check(name="disk", state="ok", found=found)


def _report(folder: Path) -> Check:
    """The folder in which a build without --out makes that of the report."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
        free = shutil.disk_usage(folder).free
    except OSError as error:
        found = _("the working folder cannot be written ({reason})").format(reason=reason(error))
        other = _("go to another folder, or name one with --out")
        return Check(name="report", state="note", found=found, remedy=other)
    found = _("{folder}, {size} free").format(folder=_short(folder), size=_megabytes(free))
    if free < _REPORT_BYTES:
        remedy = _("free {size}, or go to another folder, or name one with --out").format(
            size=_megabytes(_REPORT_BYTES)
        )
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
            found=_("not in {folder}, which {variable} names").format(
                folder=_short(Path(named or "")), variable=VARIABLE
            ),
            remedy=_("name the folder {folder} in it, or unset it and run {command}").format(
                folder=FOLDER, command=FETCH
            ),
        )
    if place is None:
        return None
    try:
        glance(place)
    except DataError as error:
        remedy = _("unset {variable} and run {command}") if named else _("run {command}")
        remedy = remedy.format(variable=VARIABLE, command=FETCH)
        found = without_home(str(error))
        return Check(name="CIFAR-100", state="missing", found=found, remedy=remedy)
    return Check(name="CIFAR-100", state="ok", found=_short(place))


def _no_images(*, writable: bool, answers: list[Check]) -> Check:
    """What a build would do without any; no answers is that nobody was asked."""
    named = {"folder": FOLDER, "data": VARIABLE, "cache": CACHE_VARIABLE, "command": FETCH}
    state: State = "missing"
    if not writable:
        found = _(
            "not on this machine, and a build cannot download it, since the folder for it "
            "cannot be written"
        )
        remedy = _(
            "name another folder in {cache}, or bring the folder {folder} from another machine "
            "and name it in {data}"
        )
    elif not answers:
        state = "note"
        found = _("not on this machine; a build would try to download it, and no server was asked")
        remedy = _(
            "run {command}, or bring the folder {folder} from another machine and name it in {data}"
        )
    elif any(answer.state == "ok" for answer in answers):
        state = "note"
        found = _("not on this machine yet; the first build downloads it")
        remedy = _("or run {command} now")
    else:
        found = _(
            "not on this machine, and no server that has it answers: "
            "a build takes the made-up demo set"
        )
        remedy = _("bring the folder {folder} from another machine and name it in {data}")
    return Check(name="CIFAR-100", state=state, found=found, remedy=remedy.format(**named))


def _short(path: Path) -> str:
    """The path without the name of the user."""
    return without_home(str(path.absolute()))


def _megabytes(count: int) -> str:
    if count >= 10**9:
        return _("{size} GB").format(size=numeral(count / 10**9, ".1f"))
    return _("{size} MB").format(size=numeral(count / 10**6, ".0f"))
