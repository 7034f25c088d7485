"""Words what the net did not do, without the name and password of whoever uses a proxy."""

import re

import httpx

from lab1report.messages import _

_NAME_AND_PASSWORD = re.compile(r"//\S*@")


def network_fault(error: Exception) -> str:
    """What went wrong, in one line.

    Args:
        error: what httpx raised, for an address of which we know that it is one.
    """
    if isinstance(error, httpx.HTTPStatusError):  # whose own text has the whole address
        answer = error.response
        said = _("it answers {status} {phrase}")
        return said.format(status=answer.status_code, phrase=answer.reason_phrase).strip()
    if isinstance(error, httpx.InvalidURL | ValueError):
        # Its text has a part of the address, and a password with a sign of URLs is taken for a port
        return _("the address of a proxy is none, see HTTPS_PROXY, HTTP_PROXY and ALL_PROXY")
    text = _NAME_AND_PASSWORD.sub("//", " ".join(str(error).split()))
    return text.removesuffix(".") or type(error).__name__
