"""Servers that do not answer cost a fixed time, and hold up nothing afterwards."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from lab1report.data import probe
from lab1report.data.probe import Probes

if TYPE_CHECKING:
    from tests.unit.data.conftest import Server


def test_who_answers(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        dead = "http://{}:{}/".format(*closed.getsockname())
    alive = server.url("anything")
    probes = Probes([dead, alive])
    assert probes.fault(alive) is None
    assert "refused" in (probes.fault(dead) or "")


def test_whoever_hangs_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(httpx, "head", lambda *_, **__: released.wait(60))
    probes = Probes(["http://one.invalid", "http://two.invalid"], seconds=0.1)
    assert [probes.fault(url) for url in ("http://one.invalid", "http://two.invalid")] == [
        "no answer",
        "no answer",
    ]
    released.set()


def test_the_fall_to_the_demo_set_takes_ten_seconds_at_most() -> None:
    assert probe.SECONDS <= 5, "drawing the demo set takes up to five seconds too"


def test_a_hanging_name_look_up_does_not_hold_up_the_exit() -> None:
    program = """
import socket, time
socket.getaddrinfo = lambda *_, **__: time.sleep(3600)
from lab1report.data.probe import Probes
print(Probes(["http://name.invalid/"], seconds=0.2).fault("http://name.invalid/"))
"""
    environment = {"PYTHONPATH": ":".join(sys.path), "NO_PROXY": "*"}
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert ended.stdout == "no answer\n"
