"""Holds a port from the beginning, and answers requests in a thread of its own, by uvicorn."""

import asyncio
import errno
import ipaddress
import logging
import socket
import sys
import threading
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.quoting import quoted

LOOPBACK: Final = "127.0.0.1"
PORTS: Final = range(8100, 8120)
"""Of which the first free one is taken where the user names none."""

_IPV4: Final = 4
_MOST_CONNECTIONS: Final = 256  # at the same time; a browser keeps up to six
_MOST_OF_REQUEST: Final = 2**17  # bytes of its head
_SECONDS: Final = 10.0  # that a browser may take to send its first request
_SECONDS_TO_END: Final = 1  # that answers may take when the program ends
_WAITED_TO_END: Final = 1.8  # before the program ends all the same, as lab1report.cli.entry has it


class Server:
    """A port of this machine, which nobody answers before `start`.

    Args:
        port: None is the first free one of some.
        host: the name or address of an interface.

    Raises:
        UserError: the port cannot be had, or the host is none of this machine.
    """

    def __init__(self, port: int | None, host: str = LOOPBACK) -> None:
        self.host = host
        family, self._ip = _resolved(host)
        self.is_loopback = ipaddress.ip_address(self._ip).is_loopback
        self._socket = _bound(family, self._ip, host, port)
        self.port = int(self._socket.getsockname()[1])
        self._running: _Running | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """For a browser: where everything is served, its name, as no interface is called."""
        named = self.host
        if ipaddress.ip_address(self._ip).is_unspecified:
            named = socket.gethostname()
        return f"http://{f'[{named}]' if ':' in named else named}:{self.port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What requests call this server that is on the loopback."""
        shown = f"[{self._ip}]" if ":" in self._ip else self._ip
        names = {shown, "localhost"}
        # Browsers leave out port 80
        return frozenset(
            {f"{name}:{self.port}" for name in names} | (names if self.port == 80 else set())
        )

    def start(self, application: ASGIApp) -> None:
        """Answer requests by `application`."""
        logger = logging.getLogger("uvicorn.error")
        logger.setLevel(logging.ERROR)  # of what strangers send nobody reads
        config = uvicorn.Config(
            application,
            http=_Protocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=_MOST_OF_REQUEST,
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )
        self._socket.listen()
        self._running = _Running(config)
        self._thread = threading.Thread(
            target=self._running.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """End every answer, and let go of the port."""
        if self._running is not None and self._thread is not None:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # answers are cut short
            self._running.should_exit = True
            self._thread.join(_WAITED_TO_END)
        self._socket.close()


class _Running(uvicorn.Server):
    """Leaves no connection when it ends, those of answers that were cut short included."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        for connection in tuple(self.server_state.connections):
            if (transport := connection.transport) is not None:
                transport.abort()
        await asyncio.sleep(0)  # in which they are closed


class _Protocol(H11Protocol):
    """Ends connections on which no request comes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(_SECONDS, self._end_silence)

    def _end_silence(self) -> None:
        asked: object = self.cycle
        if asked is None and not self.transport.is_closing():
            self.transport.close()


def _resolved(host: str) -> tuple[int, str]:
    """The family and the address of an interface; of several IPv4's, which all browsers have."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return _named(host)
    return (socket.AF_INET if address.version == _IPV4 else socket.AF_INET6), host


def _named(name: str) -> tuple[int, str]:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM) if name else []
    except (OSError, UnicodeError):
        found = []
    for family, _kind, _protocol, _name, address in sorted(found, key=lambda one: one[0]):
        if family in (socket.AF_INET, socket.AF_INET6):
            return int(family), str(address[0])
    raise UserError(_no_host(name))


def _no_host(host: str) -> str:
    message = _("--host {host}: no name or address of this machine; 0.0.0.0 is all that it has")
    return message.format(host=quoted(host))


def _bound(family: int, ip: str, host: str, port: int | None) -> socket.socket:
    """A socket with the port, or with the first free one."""
    for number in PORTS if port is None else (port,):
        made = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # shortens the wait after another program's end; on Windows two could listen
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place: Any = (ip, number)
        try:
            made.bind(place)
        except OSError as error:
            made.close()
            if error.errno == errno.EADDRNOTAVAIL:
                raise UserError(_no_host(host)) from None
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
        else:
            return made
    if port is None:
        message = _("ports {first} to {last} are all taken; name a free one with --port")
        raise UserError(message.format(first=PORTS[0], last=PORTS[-1]))
    message = _(
        "--port {port}: taken by another program, or not for users; name another one, "
        "or leave it out"
    )
    raise UserError(message.format(port=port))
