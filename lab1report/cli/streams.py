"""What is printed where the encoding of a terminal or a file lacks some of its characters.

The consoles of Windows have one byte a character, as cp866 and cp1251, and a terminal may have
ASCII alone. Nothing that is printed may end the program there.
"""

import codecs
import io
import json
import sys
from typing import Final

_ERRORS: Final = "lab1report-look-alike"
_LOOK_ALIKES: Final = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u2500\u2501", "-"),
    **dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2018\u2019", "'"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "),
    "\u2026": "...",
    "\u00b1": "+-",
    "\u00d7": "x",
    "\u00b7": "*",
    "\u2022": "*",
    "\u2192": "->",
    "\u2190": "<-",
    "\u2264": "<=",
    "\u2265": ">=",
    "\ufffd": "?",
}
"""ASCII in place of a sign that is not there; letters are written as Python does."""


def prepare_streams() -> None:
    """Let the standard streams take any character from now on."""
    codecs.register_error(_ERRORS, _look_alike)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # which no option may have


def print_json(text: str) -> None:
    """Print JSON, with escapes for what is not ASCII unless it comes out as UTF-8."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    if codecs.lookup(encoding).name != "utf-8":
        text = "".join(sign if sign.isascii() else json.dumps(sign)[1:-1] for sign in text)
    print(text, end="" if text.endswith("\n") else "\n")


def _look_alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_LOOK_ALIKES.get(sign) or _escaped(sign) for sign in signs), error.end


def _escaped(sign: str) -> str:
    return sign.encode("ascii", "backslashreplace").decode("ascii")
