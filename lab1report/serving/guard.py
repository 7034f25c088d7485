"""Stands before an application: answers nobody who comes by another name or from another page.

A page of somebody else's that is open in the same browser can send requests here, and a name of a
host can be made to lead here; neither is answered. Beyond the loopback a token has to be known.
"""

import hmac
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MOST_CHARACTERS: Final = 1024  # of an address
_MOST_OF_HEADERS: Final = 16_384
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",  # a page itself says the rest
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PARAMETER: Final = "token"


class Token:
    """What somebody has to know: asked for in the address, and from then on in a cookie.

    Args:
        port: of the server; browsers send the cookies of all ports of a host to each.
        refusal: the sentence for whoever does not know it.
    """

    def __init__(self, port: int, refusal: str) -> None:
        self._value = secrets.token_urlsafe(32)
        self._cookie = f"lab1report-{port}"
        self.refusal = refusal

    @property
    def query(self) -> str:
        """What the address ends in for somebody who is let in."""
        return urlencode({_PARAMETER: self._value})

    def answer(self, request: Request) -> Response | None:
        """What is answered to whoever has no cookie, the cookie to begin with; None lets in."""
        if request.url.path == "/" and self._is_right(request.query_params.get(_PARAMETER, "")):
            # No redirection, on which a browser that was sent here by a link sends no cookie
            answer = Response(headers={"Refresh": "0; url=/"}, media_type="text/html")
            answer.set_cookie(self._cookie, self._value, httponly=True, samesite="strict")
            return answer
        if self._is_right(request.cookies.get(self._cookie, "")):
            return None
        return _refused(HTTPStatus.FORBIDDEN, self.refusal)

    def _is_right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(errors="replace"), self._value.encode())


class Guard:
    """The application as strangers can reach it; what it answers has headers against them.

    Args:
        hosts: what a request may name as its host; None is any, which only a token may go with.
        token: asked of everybody, if there is one.
    """

    def __init__(
        self, application: ASGIApp, *, hosts: Iterable[str] | None, token: Token | None = None
    ) -> None:
        self._application, self._token = application, token
        self._hosts = None if hosts is None else frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        refusal = self._refusal(request)
        answer: ASGIApp | None = None
        if refusal is not None:
            answer = _refused(refusal, f"{refusal.value} {refusal.phrase}")
        elif self._token is not None:
            answer = self._token.answer(request)
        await (answer or self._application)(scope, receive, with_headers)

    def _refusal(self, request: Request) -> HTTPStatus | None:
        raw, query = request.scope["raw_path"], request.scope["query_string"]
        if len(raw) + len(query) > _MOST_CHARACTERS:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        headers = request.headers
        if sum(len(name) + len(value) for name, value in headers.raw) > _MOST_OF_HEADERS:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        if self._hosts is not None and not self._is_named(headers.getlist("host")):
            return HTTPStatus.FORBIDDEN
        # Browsers say where a request comes from; a link that somebody follows may lead here
        site, mode = headers.get("sec-fetch-site"), headers.get("sec-fetch-mode")
        if site in ("cross-site", "same-site") and mode != "navigate":
            return HTTPStatus.FORBIDDEN
        return None if request.method in ("GET", "HEAD") else HTTPStatus.METHOD_NOT_ALLOWED

    def _is_named(self, given: list[str]) -> bool:
        return len(given) == 1 and self._hosts is not None and given[0] in self._hosts


def _refused(status: HTTPStatus, sentence: str) -> Response:
    return PlainTextResponse(f"{sentence}\n", status, {"Connection": "close"})
