"""Proxies that are wrong: a sentence everywhere, and never the name and password in it."""

import logging
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from lab1report import fetch_data
from lab1report.data.dataset_spec import CIFAR100
from lab1report.data.download import download
from lab1report.data.network_fault import network_fault
from lab1report.data.opening import open_dataset
from lab1report.doctor.places import Servers
from lab1report.errors import NetworkError
from lab1report.progress import LoggedProgress

SECRETS = ("natasha", "s3cr", "r0wl")
PROXIES = (
    "http://natasha:s3cr3t@{}",
    "http://natasha:s3cr#r0wl@{}",
    "http://natasha:s3cr/r0wl@{}",
    "http://natasha:s3cr?r0wl@{}",
    "http://natasha:s3cr r0wl@{}",
    "http://natasha:s3cr%r0wl@{}",
    "http://natasha:s3cr@r0wl@{}",
    "https://natasha:s3cr3t@{}",
    "socks5://natasha:s3cr3t@{}",
    "htp://natasha:s3cr3t@{}",
    "http://natasha:s3cr3t@{}:port",
    "natasha:s3cr3t@{}",
)


@pytest.fixture(params=PROXIES)
def _proxy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment has a proxy at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        place = "{}:{}".format(*closed.getsockname())
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, request.param.format(place))
    monkeypatch.setattr("lab1report.data.download.PAUSE", 0)


def _downloading(folder: Path, _: pytest.LogCaptureFixture) -> str:
    with pytest.raises(NetworkError) as error:
        download(CIFAR100.sources[0].downloads[0], folder / "file", LoggedProgress())
    return str(error.value)


def _fetching(_: Path, log: pytest.LogCaptureFixture) -> str:
    with pytest.raises(NetworkError) as error:
        fetch_data(progress=LoggedProgress())
    return str(error.value) + log.text


def _building(folder: Path, log: pytest.LogCaptureFixture) -> str:
    """The demo set is taken, with a warning."""
    open_dataset("auto", cache=folder / "cache", progress=LoggedProgress())
    assert "The made-up demo set is used instead." in log.text
    return log.text


def _asking_a_doctor(_: Path, __: pytest.LogCaptureFixture) -> str:
    found = list(Servers().checks())
    assert {check.state for check in found} == {"note"}
    return " ".join(check.found + check.remedy for check in found)


@pytest.fixture(scope="module")
def _demo_set_known() -> Iterator[None]:
    """To make it up takes seconds, and is not what is tried here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lab1report.data.demo.dataset", lambda **_: None)
        yield


@pytest.mark.usefixtures("_proxy", "_demo_set_known")
@pytest.mark.parametrize("door", [_downloading, _fetching, _building, _asking_a_doctor])
def test_no_door_tells_the_password_of_a_proxy(
    door: Callable[[Path, pytest.LogCaptureFixture], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAB1REPORT_CACHE", str(tmp_path / "cache"))
    with caplog.at_level(logging.INFO, logger="lab1report"):
        said = door(tmp_path, caplog)
    assert len(said) > 40
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ConnectError("[Errno 111] Connection refused"), "[Errno 111] Connection refused"),
        (httpx.ConnectTimeout(""), "ConnectTimeout"),
        (httpx.ProxyError("407 for http://ann:pw@proxy:3128/ ."), "407 for http://proxy:3128/ "),
        (httpx.InvalidURL("Invalid port: 'pw'"), "the address of a proxy is none, see HTTPS_PROX"),
        (ValueError("Unknown scheme for proxy URL"), "the address of a proxy is none, see HTTPS_"),
        (ImportError("Using SOCKS proxy,\nbut no socksio."), "Using SOCKS proxy, but no socksio"),
    ],
)
def test_what_is_said_of_it(error: Exception, words: str) -> None:
    assert network_fault(error).startswith(words)


def test_what_a_server_answers() -> None:
    request = httpx.Request("GET", "https://data.example/file?signature=abc")
    answer = httpx.Response(403, request=request)
    with pytest.raises(httpx.HTTPStatusError) as raised:
        answer.raise_for_status()
    assert network_fault(raised.value) == "it answers 403 Forbidden"
