"""Who is let in: by the right host, from the server's own pages, beyond the loopback by a token."""

import http.client
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from lab1report.errors import UserError
from lab1report.serving.guard import Guard, Token
from lab1report.serving.server import LOOPBACK, Server


async def secret(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(f"secret {Request(scope).url.path}")(scope, receive, send)


@pytest.fixture(scope="module")
def public() -> Iterator[tuple[Server, Token]]:
    """A server with a token, as beyond the loopback."""
    server = Server(None)
    token = Token(server.port, "Ask the teacher.")
    server.start(Guard(secret, hosts=None, token=token))
    yield server, token
    server.close()


def ask(port: int, path: str, **headers: str) -> tuple[int, str, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    connection.request("GET", path, headers={"Connection": "close", **headers})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), answer.headers


def test_the_token_is_exchanged_for_a_cookie(public: tuple[Server, Token]) -> None:
    server, token = public
    status, body, headers = ask(server.port, f"/?{token.query}")
    assert (status, body) == (200, "")
    assert headers["Refresh"] == "0; url=/"
    cookie, *attributes = (part.strip() for part in headers["Set-Cookie"].split(";"))
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(attributes)
    assert cookie.startswith(f"lab1report-{server.port}=")
    assert ask(server.port, "/news", Cookie=cookie)[:2] == (200, "secret /news")
    # By whatever name: a name of somebody else's has no cookie
    assert ask(server.port, "/", Cookie=f"a=b; {cookie}", Host="teacher.example")[0] == 200


def test_whoever_does_not_know_it_is_told_what_to_do(public: tuple[Server, Token]) -> None:
    server, token = public
    value = token.query.removeprefix("token=")
    name = f"lab1report-{server.port}"
    for path, cookie in (
        ("/", ""),
        ("/?token=", ""),
        ("/?token=" + value[:-1], ""),
        ("/?token=" + value.swapcase(), ""),
        ("/?token=%D0%AF%FF", ""),
        ("/?TOKEN=" + value, ""),
        ("/news?" + token.query, ""),
        ("/", f"{name}="),
        ("/", f"{name}={value}x"),
        ("/", f"lab1report-1={value}"),
        ("/", f'{name}="; token={value}'),
        ("/", value),
    ):
        status, body, headers = ask(server.port, path, Cookie=cookie)
        assert (status, body) == (403, "Ask the teacher.\n"), (path, cookie)
        assert "Set-Cookie" not in headers


def test_no_two_servers_have_the_same_token() -> None:
    assert len({Token(8100, "").query for _ in range(10)}) == 10
    assert len(Token(8100, "").query) > 40


def test_what_is_the_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for host, loopback in (("localhost", True), ("127.0.0.2", True), ("0.0.0.0", False)):  # noqa: S104
        server = Server(None, host)
        assert server.is_loopback == loopback
        name = urlsplit(server.address).hostname
        assert name not in ("", "0.0.0.0", None), "no browser opens that"  # noqa: S104
        server.close()

    def named(name: str, *_rest: object, **_more: object) -> list[object]:
        if name == "mine":
            return [(socket.AF_INET, 1, 6, "", (LOOPBACK, 0))]
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", named)
    server = Server(None, "mine")
    assert server.is_loopback
    server.close()
    for host in ("no such host", "", "http://x", "127.0.0.1:80", "::1%", "300.1.1.1", "192.0.2.1"):
        with pytest.raises(UserError, match=r"^--host .*: no name or address of this machine"):
            Server(None, host)
