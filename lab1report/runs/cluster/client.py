"""Dask's client, or in a sentence why there is none."""

import asyncio
import logging
import socket
import ssl
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.quoting import quoted, reason

_CONNECT_SECONDS: Final = 10


def connected(address: str) -> Any:
    """A client of Dask's for the scheduler at `address`.

    Raises:
        UserError: there is none, or Dask is not installed.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UserError(
            _("--scheduler takes Dask, which the extra lab1report[cluster] has: install it")
        ) from None
    _require_server(address)
    _silence()
    try:
        # By a thread of its own: whoever calls may run a loop already, as Jupyter does
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _asked(address)).result()
        return Client(  # type: ignore[no-untyped-call]
            address, timeout=_CONNECT_SECONDS, set_as_default=False, name="lab1report"
        )
    except (OSError, TypeError, ValueError) as error:
        cause = error.__cause__ or error
        of_files = isinstance(cause, (TypeError, ssl.SSLCertVerificationError, FileNotFoundError))
        if of_files or "certificate" in str(cause):
            raise UserError(
                _(
                    "--scheduler {address}: the certificates do not fit ({reason}); name them in"
                    " Dask's configuration, under distributed.comm.tls"
                ).format(address=quoted(address), reason=_line(cause))
            ) from error
        raise UserError(
            _(
                "--scheduler {address}: what listens there does not answer as a scheduler of Dask's"
                " with tcp:// or tls:// as given ({reason})"
            ).format(address=quoted(address), reason=_line(cause))
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
            _("--scheduler {address}: must be such as tcp://host:8786 or tls://host:8786").format(
                address=quoted(address)
            )
        )
    try:
        socket.create_connection((host, port), timeout=_CONNECT_SECONDS).close()
    except OSError as error:
        raise UserError(
            _("--scheduler {address}: there is no scheduler that can be reached ({reason})").format(
                address=quoted(address), reason=reason(error)
            )
        ) from error


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [_("no answer")])[0]


def _silence() -> None:
    """What goes wrong is said in sentences; Dask's log would be a second account of it."""
    for name in ("distributed", "distributed.client", "distributed.comm", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
