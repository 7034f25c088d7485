"""Finds letters that were lost, or read in a wrong encoding, before a roster came here.

They cannot be mended, and would stand on a title page. What is told is what no name has; a text in
KOI8-R that is read as CP1251 has small letters for capitals, for example.
"""

import itertools
import re
from typing import Final

from lab1report.messages import _

# Cyrillic letters in UTF-8, as bytes; no three in a row are a word in an encoding of one byte
_CYRILLIC_IN_UTF8: Final = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]){3}")
_MISTAKEN_FOR: Final = ("cp1251", "latin-1", "cp1252")

_LOST: Final = re.compile(r"\?{2}")
_CYRILLIC_AS_LATIN: Final = re.compile("[\u00c0-\u00ff]{3}")  # a Latin name has others between
_SIGNS: Final = "[¤¦©¬®°±µ¶‰€\u2500-\u259f]"  # what letters of CP866 and others are taken for
_SIGN_IN_WORD: Final = re.compile(rf"[\u0400-\u04ff]{_SIGNS}|{_SIGNS}[\u0400-\u04ff]")
_WORD: Final = re.compile(r"[\u0400-\u04ff]{3,}")


def problem_of_line(text: str) -> str:
    """Why a line of text, further columns and all, cannot be what was written; "" if it can."""
    if text.isascii() and "\0" not in text:
        return ""
    if "\0" in text:
        return _("there is a NUL character in it; delete it, or save the table anew as UTF-8")
    if "\ufffd" in text:
        return _("letters of it were lost when it was saved; type them again, and save as UTF-8")
    if any(_CYRILLIC_IN_UTF8.search(text.encode(one, "ignore")) for one in _MISTAKEN_FOR):
        return _wrong_encoding()
    return ""


def problem_of_names(text: str) -> str:
    """The same of cells that hold names and codes, of which more is known than of a remark."""
    if _LOST.search(text):
        return _(
            "it has question marks in the place of letters, which were lost when it was saved; "
            "type them again, and save as UTF-8"
        )
    if _CYRILLIC_AS_LATIN.search(text) or _SIGN_IN_WORD.search(text) or _is_swapped(text):
        return _wrong_encoding()
    return problem_of_line(text)


def _is_swapped(text: str) -> bool:
    """Whether half of the words have capitals after small letters, and more of them."""
    words = _WORD.findall(text)
    swapped = [
        word
        for word in words
        if 2 * sum(map(str.isupper, word)) > len(word)
        and any(one.islower() and other.isupper() for one, other in itertools.pairwise(word))
    ]
    return bool(swapped) and 2 * len(swapped) >= len(words)


def _wrong_encoding() -> str:
    return _(
        "its letters are in a wrong encoding; open the table in a program that shows them as they "
        "should be, and save it as UTF-8"
    )
