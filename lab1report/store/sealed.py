"""The one form of all files that are kept: whole and of the inputs asked for, or absent.

A file begins with a line that names the form and the SHA-256 of the rest; then come the inputs that
its content was made from, as a line of JSON, and the content. So a file that was cut, changed or
put in another's place is not taken for what it is not. Whoever seals another content anew, with the
same inputs, is believed: the folder is the user's own.
"""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

from lab1report.messages import _
from lab1report.store.atomic_write import writing

_FORM = b"lab1report 4 "
_MOST = 256 * 2**20  # bytes; the largest that is kept has some megabytes
_LONGEST = 2**20  # of the line of inputs, which has some kilobytes


class DamagedError(Exception):
    """A file is there, and is not what was written."""


def read(path: Path, inputs: Any = None) -> bytes | None:
    """The content of the file at `path`, or None if there is none.

    Args:
        inputs: what it was made from, as JSON can write it; by default any.

    Raises:
        DamagedError: it is another file, or was changed.
    """
    found = _parts(path)
    if found is None:
        return None
    header, content = found
    if inputs is not None and header != _line(inputs):
        raise DamagedError(_("the inputs beside the content differ"))
    return content


def inputs_of(path: Path) -> Any:
    """The inputs that the file at `path` says it was made from, or None; its content is not read.

    To be shown, not to be trusted.
    """
    try:
        with path.open("rb") as file:
            if not file.readline(len(_FORM) + 65).startswith(_FORM):
                return None
            return json.loads(file.readline(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path, inputs: Any, content: bytes) -> None:
    """Write a file, which replaces the one at `path` once it is whole.

    Raises:
        OSError: it cannot be written.
    """
    rest = _line(inputs) + b"\n" + content
    with writing(path) as part:
        part.write_bytes(_FORM + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


def _parts(path: Path) -> tuple[bytes, bytes] | None:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) or state.st_size > _MOST:
            raise DamagedError(_("it is no file of ours"))
        data = path.read_bytes()
    except OSError:
        return None
    first, _line_end, rest = data.partition(b"\n")
    if not first.startswith(_FORM):
        raise DamagedError(_("it does not begin as a stored file does"))
    if hashlib.sha256(rest).hexdigest().encode() != first[len(_FORM) :]:
        raise DamagedError(_("its content was changed"))
    header, _line_end, content = rest.partition(b"\n")
    return header, content


def _line(inputs: Any) -> bytes:
    return json.dumps(inputs, sort_keys=True, ensure_ascii=True, allow_nan=False).encode()
