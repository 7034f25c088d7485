"""The server of a preview: one page, its news, and nothing for anybody else."""

import http.client
import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from lab1report.errors import UserError
from lab1report.preview.problems import Problem
from lab1report.preview.server import Notice, PageServer
from lab1report.serving import server as servers
from lab1report.serving.server import LOOPBACK, PORTS, Server

LAST = "Connection: close\r\n"
PAGE = "<!doctype html><p>Отчёт</p>".encode()


@pytest.fixture
def server() -> Iterator[PageServer]:
    started = PageServer(port=None)
    started.board.publish(Notice(page=PAGE, version="1"))
    started.start()
    yield started
    started.close()


def ask(
    server: PageServer, path: str = "/", *, method: str = "GET", **headers: str
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(LOOPBACK, server.port, timeout=5)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Connection": "close", **named})
    return connection.getresponse()


def test_the_page(server: PageServer) -> None:
    answer = ask(server)
    assert answer.status == 200
    assert answer.read() == PAGE
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert not any(name.lower().startswith("access-control") for name in answer.headers)
    assert answer.headers["Server"] is None


def test_head_has_no_body(server: PageServer) -> None:
    answer = ask(server, method="HEAD")
    assert answer.headers["Content-Length"] == str(len(PAGE))
    assert answer.read() == b""


def test_both_names_of_this_machine(server: PageServer) -> None:
    for name in ("127.0.0.1", "localhost"):
        assert ask(server, Host=f"{name}:{server.port}").status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{}",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{}",
        "localhost.:{}",
        "[::1]:{}",
        "0.0.0.0:{}",
        "",
    ],
)
def test_other_hosts_are_refused(server: PageServer, host: str) -> None:
    for path in ("/", "/news"):
        answer = ask(server, path, Host=host.format(server.port))
        assert answer.status == 403
        assert PAGE not in answer.read()


def said(server: PageServer, request: str) -> bytes:
    """What the server answers to a request written by hand, to its end."""
    with socket.create_connection((LOOPBACK, server.port), timeout=5) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_no_host_and_two_hosts_are_refused(server: PageServer) -> None:
    ours = f"Host: {LOOPBACK}:{server.port}\r\n"
    assert b" 200 " in said(server, f"GET / HTTP/1.1\r\n{ours}{LAST}\r\n").split(b"\r\n")[0]
    for hosts in ("", ours + "Host: evil.example\r\n", ours + ours):
        answer = said(server, f"GET / HTTP/1.1\r\n{hosts}\r\n")
        assert b" 400 " in answer.split(b"\r\n")[0]
        assert PAGE not in answer


@pytest.mark.parametrize(
    "path",
    ["/x", "/lab1.toml", "/../lab1.toml", "/news/", "//", "/favicon.ico", "/%2e%2e/"],
)
def test_there_is_nothing_else(server: PageServer, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    body = answer.read().decode()
    assert body == "Not Found", "the address comes back in the answer"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "X"])
def test_nothing_can_be_sent(server: PageServer, method: str) -> None:
    answer = ask(server, method=method)
    assert answer.status == 405
    assert PAGE not in answer.read()


def test_long_requests_are_refused(server: PageServer) -> None:
    assert ask(server, "/" + "a" * 2000).status == 414
    assert ask(server, "/" + "a" * 70_000).status == 414
    assert ask(server, X="a" * 20_000).status == 431
    assert ask(server).status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_others_get_nothing(server: PageServer, site: str) -> None:
    for mode in ("cors", "no-cors", "same-origin"):
        assert ask(server, "/news", Sec_Fetch_Site=site, Sec_Fetch_Mode=mode).status == 403
    assert ask(server, Sec_Fetch_Site=site, Sec_Fetch_Mode="navigate").status == 200
    assert ask(server, Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="cors").status == 200


def event(answer: http.client.HTTPResponse) -> dict[str, Any]:
    line, end = answer.readline(), answer.readline()
    assert line.startswith(b"data: ")
    assert end == b"\n"
    found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return found


def test_news_come_as_they_happen(server: PageServer) -> None:
    answer = ask(server, "/news")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert event(answer) == {"version": "1", "wordless": False, "problems": []}
    wrong = Problem(kind="error", sentence="a\nb", file="words/xor.md", line=3, place="xor")
    server.board.publish(Notice(page=PAGE, version="1", problems=[wrong]))
    (told,) = event(answer)["problems"]
    assert told == wrong.to_document()


def test_the_end_of_the_server_ends_the_news(server: PageServer) -> None:
    answer = ask(server, "/news")
    event(answer)
    port = server.port
    server.board.close()
    assert answer.readline() == b""
    server.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((LOOPBACK, port), timeout=5)
    server.close()
    Server(port).close()


def test_only_so_many_connections_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_MOST_CONNECTIONS", 8)
    server = PageServer(port=None)
    server.board.publish(Notice(page=PAGE, version="1"))
    server.start()
    listening = [ask(server, "/news") for _ in range(7)]
    assert [event(answer)["version"] for answer in listening] == ["1"] * 7
    assert ask(server).status == 503
    server.close()


def test_who_asks_nothing_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_SECONDS", 0.1)
    server = PageServer(port=None)
    server.start()
    with socket.create_connection((LOOPBACK, server.port), timeout=5) as connection:
        connection.sendall(b"GET / HT")
        assert connection.recv(100) == b""
    server.close()


def test_the_end_waits_for_nobody_who_reads_no_more(server: PageServer) -> None:
    server.board.publish(Notice(page=PAGE * 1_000_000, version="2"))
    answer = ask(server)
    began = time.monotonic()
    server.close()
    assert time.monotonic() - began < 2
    answer.close()


def test_only_the_loopback_listens(server: PageServer) -> None:
    assert server._server._socket.getsockname() == ("127.0.0.1", server.port)
    assert server.address == f"http://127.0.0.1:{server.port}/"


def test_the_next_port_where_one_is_taken(server: PageServer) -> None:
    assert server.port in PORTS
    other = Server(port=None)
    try:
        assert other.port in PORTS
        assert other.port > server.port
    finally:
        other.close()


def test_a_port_that_is_taken(server: PageServer) -> None:
    with pytest.raises(UserError, match=f"--port {server.port}: taken by another program"):
        Server(port=server.port)


def test_all_ports_are_taken(server: PageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "PORTS", range(server.port, server.port + 1))
    with pytest.raises(UserError, match="name a free one with --port"):
        Server(port=None)
