"""The certificates by which a scheduler and who asks it know each other: Dask is configured so."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lab1report.errors import UserError
from lab1report.messages import _, marked
from lab1report.quoting import cut, quoted

_PLACE: Final = "distributed.comm.tls"
_NEEDED: Final = ("ca-file", "client.cert")
_NOT_SIGNED: Final = marked("that of the scheduler is not signed by the one under ca-file")
_REASONS: Final = {  # by OpenSSL's X509_V_ERR numbers
    9: marked("that of the scheduler is not valid yet; compare the clocks"),
    10: marked("that of the scheduler has expired; make a new one for all"),
}
_FILES: Final = {
    "ca-file": "tls_ca_file",
    "client.cert": "tls_client_cert",
    "client.key": "tls_client_key",
}


def require(address: str) -> None:
    """Find out whether what the address asks for is configured.

    Raises:
        UserError: it is not.
    """
    from distributed.security import Security

    security = Security()  # type: ignore[no-untyped-call]
    if not address.startswith("tls:"):
        if security.require_encryption:
            raise UserError(
                _(
                    "--scheduler {address}: Dask's configuration requires encryption; begin the"
                    " scheduler with certificates and give tls://, or take"
                    " distributed.comm.require-encryption out of it"
                ).format(address=quoted(address))
            )
        return
    files = {name: getattr(security, attribute) for name, attribute in _FILES.items()}
    missing = [f"{_PLACE}.{name}" for name in _NEEDED if not files[name]]
    if missing:
        if not (files["client.cert"] or files["client.key"]):
            missing.append(f"{_PLACE}.client.key")
        raise UserError(
            _(
                "--scheduler {address}: Dask's configuration names no certificates; set {names}"
                " in it"
            ).format(address=quoted(address), names=", ".join(missing))
        )
    for name, file in files.items():
        if file and "\n" not in file and not Path(file).is_file():  # else it is the key itself
            raise UserError(
                _(
                    "--scheduler {address}: there is no file {file}, which Dask's configuration"
                    " names as {name}"
                ).format(address=quoted(address), file=cut(file), name=f"{_PLACE}.{name}")
            )


def refusal(error: BaseException, address: str) -> UserError | None:
    """What to say of an error if it comes from certificates, else None."""
    if not address.startswith("tls:"):
        return None
    for cause in _causes(error):
        said_by_it = isinstance(cause, ssl.SSLError) and "ALERT" in (cause.reason or "")
        if said_by_it or isinstance(cause, (ssl.SSLEOFError, ConnectionError)):
            reason: str = _("the scheduler ends the connection")
        elif isinstance(cause, ssl.SSLCertVerificationError):
            reason = _(_REASONS.get(cause.verify_code, _NOT_SIGNED))
        elif isinstance(cause, ssl.SSLError) and "PEM" in f"{cause.reason} {cause}":
            reason = _("client.cert has no key that fits; name it as client.key")
        elif isinstance(cause, ssl.SSLError) and cause.reason != "WRONG_VERSION_NUMBER":
            reason = (cause.reason or str(cause)).lower().replace("_", " ")
        else:
            continue
        return UserError(
            _(
                "--scheduler {address}: the certificates do not fit ({reason}); name those of this"
                " scheduler in Dask's configuration, under {place}"
            ).format(address=quoted(address), reason=reason, place=_PLACE)
        )
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        # Tornado keeps what closed a stream there
        error = getattr(error, "real_error", None) or error.__cause__ or error.__context__
