"""Takes two sentences apart into what both have and what only one has."""

import difflib
import re
from typing import Literal, NamedTuple

_TOKEN = re.compile(r"\s+|\d[\d.,\u202f\u00a0]*\d|[^\W_]+|.", re.DOTALL)


class Piece(NamedTuple):
    """A part of a sentence that is in both, or only in the first or the second."""

    kind: Literal["same", "removed", "added"]
    text: str


def pieces(first: str, second: str) -> tuple[Piece, ...]:
    """Two sentences word by word; numbers are words, a space between two changes goes with them."""
    one, other = _TOKEN.findall(first), _TOKEN.findall(second)
    found: list[Piece] = []
    removed, added = "", ""
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        own, new = "".join(one[a:b]), "".join(other[c:d])
        if kind != "equal" or (own.isspace() and (removed or added)):
            removed, added = removed + own, added + new
            continue
        found += _changed(removed, added)
        found.append(Piece("same", own))
        removed, added = "", ""
    return (*found, *_changed(removed, added))


def _changed(removed: str, added: str) -> list[Piece]:
    """What was replaced; a space at the end of both is in both."""
    if removed.endswith(" ") and added.endswith(" "):
        return [*_changed(removed[:-1], added[:-1]), Piece("same", " ")]
    found = [Piece("removed", removed)] if removed else []
    return found + ([Piece("added", added)] if added else [])
