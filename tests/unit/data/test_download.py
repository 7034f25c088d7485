"""A download survives breaks, and is whole and true when it is there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lab1report.data.dataset_spec import Download
from lab1report.data.download import ATTEMPTS, download
from lab1report.errors import DataError, NetworkError
from lab1report.progress import Progress

if TYPE_CHECKING:
    from tests.unit.data.conftest import Hosted, Listener, Server

BODY = bytes(range(256)) * 4000
MD5 = hashlib.md5(BODY, usedforsecurity=False).hexdigest()


@pytest.fixture
def hosted(server: Server) -> Hosted:
    return server.host("file", BODY)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "file"


def _download(server: Server, target: Path, *, md5: str | None = MD5) -> None:
    download(Download(url=server.url("file"), md5=md5), target, Progress())


def _assert_whole(target: Path) -> None:
    assert target.read_bytes() == BODY
    assert list(target.parent.iterdir()) == [target], "nothing is left beside the file"


def test_a_whole_file(server: Server, hosted: Hosted, target: Path, listener: Listener) -> None:
    download(Download(url=server.url("file")), target, listener)
    _assert_whole(target)
    assert listener.started == [("Downloading file from 127.0.0.1", len(BODY), "bytes")]
    assert listener.updates[-1] == len(BODY)


def test_a_break_is_resumed_where_it_happened(server: Server, hosted: Hosted, target: Path) -> None:
    hosted.breaks = [300_000, 400_000]
    _download(server, target)
    _assert_whole(target)
    assert server.ranges_asked("file") == [None, "bytes=300000-", "bytes=700000-"]


def test_a_later_run_resumes_too(server: Server, hosted: Hosted, target: Path) -> None:
    hosted.breaks = [300_000] + [0] * ATTEMPTS
    with pytest.raises(NetworkError, match="file broke off: "):
        _download(server, target)
    assert not target.exists()
    server.requests.clear()
    _download(server, target)
    _assert_whole(target)
    assert server.ranges_asked("file") == ["bytes=300000-"]


def test_a_server_that_ignores_ranges(server: Server, hosted: Hosted, target: Path) -> None:
    hosted.breaks, hosted.ranges = [300_000], False
    _download(server, target)
    _assert_whole(target)


def test_a_file_that_changed_meanwhile_is_begun_anew(
    server: Server, hosted: Hosted, target: Path
) -> None:
    hosted.breaks = [300_000] + [0] * ATTEMPTS
    with pytest.raises(NetworkError):
        _download(server, target)
    hosted.body, hosted.headers = BODY[::-1], {"ETag": '"second"'}
    _download(server, target, md5=None)
    assert target.read_bytes() == BODY[::-1]


@pytest.mark.parametrize(
    "headers", [{}, {"ETag": 'W/"weak"'}], ids=["no version", "only a weak version"]
)
def test_without_a_version_nothing_is_resumed(
    server: Server, hosted: Hosted, target: Path, headers: dict[str, str]
) -> None:
    hosted.headers, hosted.breaks = headers, [300_000]
    _download(server, target)
    _assert_whole(target)
    assert server.ranges_asked("file") == [None, None]


def test_the_date_serves_as_version(server: Server, hosted: Hosted, target: Path) -> None:
    hosted.headers = {"Last-Modified": "Sat, 01 Jun 2024 10:00:00 GMT"}
    hosted.breaks = [300_000]
    _download(server, target)
    _assert_whole(target)
    assert server.ranges_asked("file") == [None, "bytes=300000-"]


def test_all_bytes_but_no_end(server: Server, hosted: Hosted, target: Path) -> None:
    """The program was stopped between the last byte and the move."""
    target.with_name("file.part").write_bytes(BODY)
    target.with_name("file.part.version").write_text('"first"')
    _download(server, target)
    _assert_whole(target)
    assert server.ranges_asked("file") == [f"bytes={len(BODY)}-"]


def test_more_bytes_than_the_file_has(server: Server, hosted: Hosted, target: Path) -> None:
    hosted.body = BODY[:1000]
    target.with_name("file.part").write_bytes(BODY)
    target.with_name("file.part.version").write_text('"first"')
    _download(server, target, md5=None)
    assert target.read_bytes() == BODY[:1000]


def test_bytes_are_kept_as_they_are_sent(server: Server, hosted: Hosted, target: Path) -> None:
    """Some servers call an archive gzip-encoded; undoing that would spoil it."""
    hosted.headers |= {"Content-Encoding": "x-gzip"}
    _download(server, target)
    _assert_whole(target)


def test_a_damaged_file_is_deleted(server: Server, hosted: Hosted, target: Path) -> None:
    hosted.body = BODY[:-1] + b"!"
    with pytest.raises(DataError, match=rf"file is damaged: its MD5 is not {MD5}"):
        _download(server, target)
    assert not target.exists()
    assert not target.with_name("file.part").exists()


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_is_not_repeated(
    server: Server, hosted: Hosted, target: Path, status: int
) -> None:
    hosted.status = status
    with pytest.raises(NetworkError, match=f"cannot be downloaded: the server answers {status}"):
        _download(server, target)
    assert len(server.requests) == 1


def test_a_server_that_is_gone(server: Server, hosted: Hosted, target: Path) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises(NetworkError, match="broke off"):
        _download(server, target)
