"""Reads files that a stranger may have put there: no pipe or device, no more than is asked."""

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Final

from lab1report.messages import _

_JUNCTION: Final = 0xA0000003  # of Windows: a folder's link that everybody may make


def is_link(path: Path) -> bool:
    """Whether a link stands at `path`, wherever it leads, or nowhere."""
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    return stat.S_ISLNK(found.st_mode) or getattr(found, "st_reparse_tag", 0) == _JUNCTION


def open_regular(path: Path) -> BufferedReader:
    """The file at `path`, to be read.

    Raises:
        OSError: it cannot be opened, or is a folder, a pipe or a device, which may never end.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.EINVAL, _("it is no regular file"), str(path))


def read_at_most(path: Path, most: int) -> bytes | None:
    """The content of a file of at most `most` bytes; None where it has more.

    Raises:
        OSError: as `open_regular`.
    """
    with open_regular(path) as file:
        content = file.read(most + 1)
    return content if len(content) <= most else None
