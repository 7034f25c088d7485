"""Downloads files: resumes after a break, checks them, and moves them into place when complete."""

import hashlib
import re
import time
from pathlib import Path

import httpx

from lab1report.data.dataset_spec import Download
from lab1report.data.network_fault import network_fault
from lab1report.errors import DataError, NetworkError
from lab1report.messages import _
from lab1report.progress import Progress

ATTEMPTS = 4  # in a row without a new byte
PAUSE = 1.0  # seconds before the second attempt; doubled before each further one
_TIMEOUT = httpx.Timeout(30, connect=10)


class _BrokenOffError(Exception):
    """The server's answer did not complete the file, but another attempt may."""


def download(what: Download, target: Path, progress: Progress) -> None:
    """Fetch `what` into the file `target`.

    The bytes go to `target`.part, which a later call continues after a break.

    Raises:
        NetworkError: the server refuses, or sends nothing new for `ATTEMPTS` attempts.
        DataError: the checksum is wrong; the file has been deleted.
    """
    part = target.with_name(target.name + ".part")
    with _client(what) as client:
        _persist(client, what, part, progress)
    if what.md5 is not None and _md5(part) != what.md5:
        _discard(part)
        raise DataError(
            _("{url} is damaged: its MD5 is not {md5}.").format(url=what.url, md5=what.md5)
        )
    part.replace(target)
    _validator_file(part).unlink(missing_ok=True)


def _client(what: Download) -> httpx.Client:
    try:
        return httpx.Client(follow_redirects=True, timeout=_TIMEOUT)
    except (httpx.InvalidURL, ValueError, ImportError) as error:  # of a proxy that cannot be one
        raise _cannot(what, network_fault(error)) from None  # it has the address of the proxy


def _cannot(what: Download, fault: str) -> NetworkError:
    return NetworkError(_("{url} cannot be downloaded: {fault}.").format(url=what.url, fault=fault))


def _persist(client: httpx.Client, what: Download, part: Path, progress: Progress) -> None:
    """Receive until the file is whole or no attempt brings anything new."""
    fruitless = 0
    while True:
        before = _size(part)
        try:
            _receive(client, what, part, progress)
        except (httpx.TransportError, _BrokenOffError) as error:
            fruitless = 0 if _size(part) > before else fruitless + 1
            if fruitless == ATTEMPTS:
                fault = network_fault(error)
                raise NetworkError(
                    _("{url} broke off: {fault}.").format(url=what.url, fault=fault)
                ) from error
            time.sleep(PAUSE * 2**fruitless / 2)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _cannot(what, network_fault(error)) from error
        else:
            return


def _receive(client: httpx.Client, what: Download, part: Path, progress: Progress) -> None:
    """One request: the whole file, or the rest of one that the server says has not changed."""
    have = _size(part)
    headers = {"Accept-Encoding": "identity"}
    if have and (validator := _read_validator(part)):
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    with client.stream("GET", what.url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            if _range(response) != (None, have):
                _discard(part)
                raise _BrokenOffError(_("the file on the server has changed"))
            return
        if response.is_error:
            raise _cannot(
                what,
                _("the server answers {status} {phrase}").format(
                    status=response.status_code, phrase=response.reason_phrase
                ),
            )
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        start, total = _range(response) if resumed else (0, _length(response))
        if resumed and start != have:
            _discard(part)
            raise _BrokenOffError(_("the server sent another part of the file than was asked for"))
        if not resumed:
            _discard(part)
        _write_validator(part, response)
        _store(response, what, part, start=start or 0, total=total, progress=progress)


def _store(
    response: httpx.Response,
    what: Download,
    part: Path,
    *,
    start: int,
    total: int | None,
    progress: Progress,
) -> None:
    """Append the body to the first `start` bytes of `part`."""
    title = _("Downloading {name} from {host}").format(name=what.name, host=response.url.host)
    progress.start(title, total, unit="bytes")
    done = start
    try:
        with part.open("ab" if start else "wb") as stream:
            # Raw bytes: some servers call a .tar.gz a gzip-encoded .tar, which httpx would undo.
            for chunk in response.iter_raw():
                done += stream.write(chunk)
                progress.update(done)
    finally:
        progress.finish()
    if total is not None and done != total:
        if done > total:
            _discard(part)
        raise _BrokenOffError(_("{done} bytes came of {total}").format(done=done, total=total))


def _range(response: httpx.Response) -> tuple[int | None, int | None]:
    """First byte and size of the whole file, from Content-Range (RFC 9110, 14.4)."""
    pattern = r"bytes (?:(\d+)-\d+|\*)/(?:(\d+)|\*)"
    match = re.fullmatch(pattern, response.headers.get("Content-Range", ""))
    first, total = match.groups() if match else (None, None)
    return (int(first) if first else None), (int(total) if total else None)


def _length(response: httpx.Response) -> int | None:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else None


def _validator_file(part: Path) -> Path:
    """Beside `part`: what the server calls this version of the file (RFC 9110, 8.8)."""
    return part.with_name(part.name + ".version")


def _write_validator(part: Path, response: httpx.Response) -> None:
    tag = response.headers.get("ETag", "")
    strong = tag if tag.startswith('"') else response.headers.get("Last-Modified", "")
    _validator_file(part).write_text(strong, encoding="latin1")


def _read_validator(part: Path) -> str:
    try:
        return _validator_file(part).read_text(encoding="latin1")
    except FileNotFoundError:
        return ""


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _validator_file(part).unlink(missing_ok=True)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _md5(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
