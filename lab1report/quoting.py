"""Quotes what a user gave in a message: never longer than a line, whatever was given."""

import os
import reprlib
from pathlib import Path

MOST = 80
"""Characters of a quotation."""
_MOST_OF_PATH = 247  # characters of a folder's on Windows; of a file's it takes 259


def quoted(value: object) -> str:
    """`value` as Python writes it, cut in its middle where it is long."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = MOST
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = 4
    short.maxlevel = 2
    try:
        text = short.repr(value)
    except ValueError:  # an integer of more digits than Python writes
        text = f"a number of {value.bit_length() if isinstance(value, int) else '?'} bits"
    return cut(text)


def cut(text: str) -> str:
    """`text` in one line, without its middle where it is long."""
    half = MOST // 2 - 1
    short = text if len(text) <= MOST else f"{text[:half]}…{text[-half:]}"
    return "".join(sign if sign.isprintable() else " " for sign in short)


def as_given(value: object) -> str:
    """`value` as it was given on the command line."""
    if isinstance(value, list | tuple):
        return cut(" ".join(as_given(one) for one in value[:9]))
    return cut(value) if isinstance(value, str) and value.isprintable() else quoted(value)


def reason(error: Exception) -> str:
    """What the system says, without the name of a file, which may be long."""
    said = getattr(error, "strerror", None) or str(error)
    named = getattr(error, "filename", None)
    # Windows says of such a path that it is not there
    if os.name == "nt" and isinstance(error, FileNotFoundError) and isinstance(named, str | Path):
        length = len(str(Path(named).absolute()))
        if length > _MOST_OF_PATH:
            said += (
                f": its path has {length} characters, more than Windows takes where long paths "
                "are not enabled; choose a folder with a shorter one"
            )
    return said
