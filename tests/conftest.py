"""What every test gets: no network, a cache of its own, and no data but those it asks for."""

import gc
import os
import socket
from collections.abc import Generator, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

DATA = "LAB1REPORT_DATA"
REAL_BUILD = "real build"
CACHE = "LAB1REPORT_CACHE"
NOBODY = ("127.0.0.1", 9)  # where nothing listens

os.environ["LAB1REPORT_UI"] = "en"  # what tests expect to be said, whatever the system's language


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """With several processes (-n 2), tests that share a dear fixture stay in one of them.

    They are those that say so, those of the build of the real data, and those of one file. Groups
    that take long come first, so that all processes end at about the same time: the build of the
    real data, whose tests the others need not wait for, then the other builds, then slow tests,
    then what has most tests.
    """
    groups: dict[str, list[pytest.Item]] = {}
    for item in items:
        file = item.nodeid.partition("::")[0]
        said = item.get_closest_marker("xdist_group")
        of_real_build = "e2e" in file and item.get_closest_marker("real_data")
        group = said.args[0] if said else REAL_BUILD if of_real_build else file
        if said is None:
            item.add_marker(pytest.mark.xdist_group(group))
        groups.setdefault(group, []).append(item)
    items[:] = [
        item
        for group in sorted(groups, key=lambda g: _rank(g, groups[g]))
        for item in groups[group]
    ]


def _rank(group: str, items: list[pytest.Item]) -> tuple[int, int]:
    """Groups of lower rank begin earlier."""
    if group == REAL_BUILD:
        return 0, 0
    if "e2e" in items[0].nodeid:
        return 1, 0
    if any(item.get_closest_marker("slow") for item in items):
        return 2, 0
    return 3, -len(items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded here, millions of objects, is never looked through for garbage.

    Nor is the rest so often, of which hardly any is garbage: both took a tenth of the time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test of the real data where they are not given; on CI, fail it."""
    if item.get_closest_marker("real_data") is None or os.environ.get(DATA):
        return
    reason = f"{DATA} is not set: it names the folder of the real CIFAR-100"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def _isolated_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program keeps its results and data in a folder of this run of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _only_marked_tests_see_the_data(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any other test must come out the same on a machine with the real data and without."""
    if request.node.get_closest_marker("real_data") is None:
        monkeypatch.delenv(DATA, raising=False)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real CIFAR-100, for tests marked `real_data`."""
    return Path(os.environ[DATA])


class NetworkUsedError(Exception):
    """A test tried to leave this machine. Not an OSError, which the program would handle."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse connections and name look-ups beyond the loopback.

    In this process they fail the test; child processes find a proxy that is not there.
    """
    connect, connect_ex, getaddrinfo = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _check(self, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _check(self, address)
        return connect_ex(self, address)

    def guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_local(host):
            raise NetworkUsedError(f"a test wanted to reach {host!r}")
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.setenv(variable, "http://{}:{}".format(*NOBODY))
            patch.delenv(variable.lower(), raising=False)
        patch.setenv("NO_PROXY", "localhost,127.0.0.1,::1")
        yield


def _check(connection: socket.socket, address: Any) -> None:
    """Close `connection` and fail where `address` is not on this machine."""
    if connection.family not in (socket.AF_INET, socket.AF_INET6):
        return
    if address[:2] == NOBODY or not _is_local(address[0]):
        connection.close()
        raise NetworkUsedError(f"a test wanted to reach {address}")


def _is_local(host: Any) -> bool:
    if host in (None, "", "localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
