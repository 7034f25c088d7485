"""Quotes what a user gave in a message: never longer than a line, whatever was given."""

import errno
import os
import reprlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lab1report.errors import UserError
from lab1report.messages import _, marked, ngettext

MOST = 80
"""Characters of a quotation."""
_MOST_OF_PATH = 247  # characters of a folder's on Windows; of a file's it takes 259
_MOST_NAMED = 5  # names of a list
_REASONS: Final = {  # what systems say otherwise, each in its own words and language
    errno.ENOENT: marked("No such file or directory"),
    errno.EACCES: marked("Permission denied"),
    errno.EPERM: marked("Operation not permitted"),
    errno.EEXIST: marked("File exists"),
    errno.ENOTDIR: marked("Not a directory"),
    errno.EISDIR: marked("Is a directory"),
    errno.ENOTEMPTY: marked("Directory not empty"),
    errno.ENOSPC: marked("No space left on device"),
    errno.EDQUOT: marked("Disk quota exceeded"),
    errno.EROFS: marked("Read-only file system"),
    errno.ENAMETOOLONG: marked("File name too long"),
    errno.EIO: marked("Input/output error"),
    errno.ELOOP: marked("Too many levels of symbolic links"),
    errno.EMFILE: marked("Too many open files"),
    errno.EADDRINUSE: marked("Address already in use"),
    errno.ECONNREFUSED: marked("Connection refused"),
    errno.EPIPE: marked("Broken pipe"),
}


def quoted(value: object) -> str:
    """`value` as Python writes it, cut in its middle where it is long."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = MOST
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = 4
    short.maxlevel = 2
    try:
        text = short.repr(value)
    except ValueError:  # an integer of more digits than Python writes
        bits = value.bit_length() if isinstance(value, int) else "?"
        text = _("a number of {bits} bits").format(bits=bits)
    return cut(text)


def cut(text: str) -> str:
    """`text` in one line, without its middle where it is long."""
    half = MOST // 2 - 1
    short = text if len(text) <= MOST else f"{text[:half]}…{text[-half:]}"
    return "".join(sign if sign.isprintable() else " " for sign in short)


def listed(names: Sequence[str]) -> str:
    """The names in a line, the first few where they are many, of which `--json` has all."""
    shown = ", ".join(cut(name) for name in dict.fromkeys(names[:_MOST_NAMED]))
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return shown
    said = ngettext(
        "{names} and {count} more, which --json has",
        "{names} and {count} more, which --json has",
        more,
    )
    return said.format(names=shown, count=more)


def first_of(sentences: Sequence[str], most: int) -> list[str]:
    """The first `most` of them, and how many there are besides."""
    if (more := len(sentences) - most) <= 0:
        return [*sentences]
    said = ngettext("and {count} more", "and {count} more", more).format(count=more)
    return [*sentences[:most], said]


def as_given(value: object) -> str:
    """`value` as it was given on the command line."""
    if isinstance(value, list | tuple):
        return cut(" ".join(as_given(one) for one in value[:9]))
    if isinstance(value, str) and value.isprintable() and value.strip():
        return cut(value)
    return quoted(value)  # of nothing the marks of quotation are seen


def reason(error: Exception) -> str:
    """What the system says, without the name of a file, which may be long."""
    known = _REASONS.get(getattr(error, "errno", None) or 0)
    said = _(known) if known else getattr(error, "strerror", None) or str(error)
    named = getattr(error, "filename", None)
    # Windows says of such a path that it is not there
    if os.name == "nt" and isinstance(error, FileNotFoundError) and isinstance(named, str | Path):
        length = len(str(Path(named).absolute()))
        if length > _MOST_OF_PATH:
            said += _(
                ": its path has {length} characters, more than Windows takes where long paths "
                "are not enabled; choose a folder with a shorter one"
            ).format(length=length)
    return said


def unreadable(name: object, error: OSError) -> UserError:
    """The error of a file, called `name`, that the system does not let be read."""
    return UserError(_("{path}: cannot be read ({reason})").format(path=name, reason=reason(error)))
