"""Serves one page and the news of it, to browsers on this machine alone.

A page of somebody else's that is open in the same browser can send requests here, and a name of a
host can be made to lead here; neither is answered with the report.
"""

import errno
import json
import socket
import sys
import threading
from collections.abc import Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any, Final

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.preview.board import Board, Notice

LOOPBACK: Final = "127.0.0.1"
PORTS: Final = range(8100, 8120)
"""Of which the first free one is taken where the user names none."""

_NAMES: Final = (LOOPBACK, "localhost")
_PAGE, _NEWS = "/", "/news"
_MOST_REQUESTS: Final = 32  # at the same time
_MOST_CHARACTERS: Final = 1024  # of an address
_MOST_OF_HEADERS: Final = 16_384
_SECONDS: Final = 10.0  # that a browser may take to send a request, or to take a part of an answer
_SECONDS_OF_SILENCE: Final = 5.0  # after which a browser that is gone is noticed
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",  # the page itself says the rest
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingTCPServer):
    """Holds a port of the loopback from the beginning; answers from `start` on.

    Raises:
        UserError: the port cannot be had.
    """

    daemon_threads = True
    block_on_close = False
    # Elsewhere it only shortens the wait after another program's end; on Windows two could listen
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, port: int | None) -> None:
        self.board = Board()
        self._free = threading.BoundedSemaphore(_MOST_REQUESTS)
        super().__init__((LOOPBACK, 0), Handler, bind_and_activate=False)
        try:
            self._bind(port)
        except BaseException:
            self.server_close()
            raise

    @property
    def port(self) -> int:
        return int(self.socket.getsockname()[1])

    @property
    def address(self) -> str:
        """Of the page, for a browser."""
        return f"http://{LOOPBACK}:{self.port}/"

    def start(self) -> None:
        """Answer requests, in threads."""
        self.server_activate()
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        """End every answer, and let go of the port."""
        self.board.close()
        self.shutdown()
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone away is none of ours; all else keeps its traceback."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def _bind(self, port: int | None) -> None:
        if sys.platform == "win32":
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        for number in PORTS if port is None else (port,):
            self.server_address = (LOOPBACK, number)
            try:
                self.server_bind()
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
            else:
                return
        if port is None:
            message = _("ports {first} to {last} are all taken; name a free one with --port")
            raise UserError(message.format(first=PORTS[0], last=PORTS[-1]))
        message = _(
            "--port {port}: taken by another program, or not for users; name another one, "
            "or leave it out"
        )
        raise UserError(message.format(port=port))


class Handler(BaseHTTPRequestHandler):
    """Answers one request, and none that comes by another name or from another page."""

    server: Server
    timeout = _SECONDS
    error_message_format = "%(code)d %(message)s\n"
    error_content_type = "text/plain; charset=utf-8"

    def do_GET(self) -> None:
        if (refusal := self._refusal()) is not None:
            self.send_error(refusal)
        elif self.path == _NEWS:
            self._send_news()
        else:
            self._send_page()

    do_HEAD = do_GET  # noqa: N815

    def end_headers(self) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def version_string(self) -> str:
        return "lab1report"

    def log_message(self, *_: Any) -> None:
        """Nothing: nobody reads which requests came."""

    def _refusal(self) -> HTTPStatus | None:
        if len(self.path) > _MOST_CHARACTERS:
            return HTTPStatus.REQUEST_URI_TOO_LONG
        if sum(len(name) + len(value) for name, value in self.headers.items()) > _MOST_OF_HEADERS:
            return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        if self.headers.get_all("Host", []) not in [[host] for host in self._hosts()]:
            return HTTPStatus.FORBIDDEN
        # Browsers say where a request comes from; a link that somebody follows may lead here
        site, mode = self.headers.get("Sec-Fetch-Site"), self.headers.get("Sec-Fetch-Mode")
        if site in ("cross-site", "same-site") and mode != "navigate":
            return HTTPStatus.FORBIDDEN
        return None if self.path in (_PAGE, _NEWS) else HTTPStatus.NOT_FOUND

    def _hosts(self) -> Iterator[str]:
        for name in _NAMES:
            yield f"{name}:{self.server.port}"
            if self.server.port == 80:  # which browsers leave out
                yield name

    def _send_page(self) -> None:
        notice = self.server.board.notice
        if notice is None:
            self.send_error(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(notice.page)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(notice.page)

    def _send_news(self) -> None:
        """Send each notice as it comes, until the browser or the program ends it."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        if self.command == "HEAD":
            return
        count = 0
        while (found := self.server.board.newer(count, seconds=_SECONDS_OF_SILENCE)) is not None:
            count, notice = found
            self.wfile.write(_event(notice) if notice is not None else b":\n\n")


def _event(notice: Notice) -> bytes:
    """A server-sent event: https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    said = {
        "version": notice.version,
        "problems": [problem.to_document() for problem in notice.problems],
    }
    return f"data: {json.dumps(said, ensure_ascii=False)}\n\n".encode()
