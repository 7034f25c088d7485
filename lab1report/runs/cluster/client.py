"""Dask's client, or in a sentence why there is none."""

import asyncio
import logging
import socket
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.quoting import cut, quoted, reason
from lab1report.runs.cluster import certificates

_CONNECT_SECONDS: Final = 10


def require(address: str) -> None:
    """Find out within seconds whether there is a scheduler at `address`.

    Raises:
        UserError: there is none, or Dask is not installed.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise UserError(
            _("--scheduler takes Dask, which the extra lab1report[cluster] has: install it")
        ) from None
    except ValueError as error:  # which Dask's import reads its configuration for
        first = cut((str(error).splitlines() or [""])[0].rstrip(":, "))
        raise UserError(
            _("--scheduler: Dask's configuration cannot be read: {problem}").format(problem=first)
        ) from error
    _require_server(address)
    certificates.require(address)
    _silence()
    # By a thread of its own: whoever calls may run a loop already, as Jupyter does
    with _said_plainly(address), ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, _asked(address)).result()


def connected(address: str) -> Any:
    """A client of Dask's for the scheduler at `address`.

    Raises:
        UserError: as `require`.
    """
    require(address)
    from distributed import Client

    with _said_plainly(address):
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=_CONNECT_SECONDS, set_as_default=False, name="lab1report"
        )


@contextmanager
def _said_plainly(address: str) -> Iterator[None]:
    """Say in a sentence why a connection fails."""
    try:
        yield
    except (OSError, TypeError, ValueError) as error:
        if (refused := certificates.refusal(error, address)) is not None:
            raise refused from error
        given, other = ("tls://", "tcp://") if address.startswith("tls:") else ("tcp://", "tls://")
        raise UserError(
            _(
                "--scheduler {address}: what listens there does not answer as a scheduler of Dask's"
                " that takes {given}; if it is one, try {other}"
            ).format(address=quoted(address), given=given, other=other)
        ) from error


async def _asked(address: str) -> None:
    """Ask the scheduler who it is: a client that cannot connect would not close either.

    Raises:
        OSError, TypeError, ValueError: it does not say.
    """
    from distributed.core import rpc
    from distributed.security import Security

    arguments = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    async with asyncio.timeout(_CONNECT_SECONDS):
        scheduler = rpc(address, connection_args=arguments)  # type: ignore[no-untyped-call]
        async with scheduler:
            await scheduler.identity(n_workers=0)


def _require_server(address: str) -> None:
    """Ask the system first, which says at once and plainly what is wrong."""
    parts = urllib.parse.urlsplit(address)
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if parts.scheme not in ("tcp", "tls") or not host or not port:
        raise UserError(
            _(
                "--scheduler {address}: must be such as tcp://host:8786 or tls://host:8786, with "
                "the port"
            ).format(address=quoted(address))
        )
    try:
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    except OSError as error:
        raise UserError(
            _("--scheduler {address}: there is no scheduler that can be reached ({reason})").format(
                address=quoted(address), reason=reason(error)
            )
        ) from error


def _silence() -> None:
    """What goes wrong is said in sentences; Dask's log would be a second account of it."""
    for name in ("distributed", "distributed.client", "distributed.comm", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
