"""Looks up characters in the fonts beforehand, so that none prints as an empty box."""

import unicodedata
from collections.abc import Iterable

from lab1report.errors import UserError
from lab1report.figures import fonts
from lab1report.messages import _

HYPHEN = "\u2010"  # what hyphenation adds
_EXCERPT = 40


def require_glyphs(texts: Iterable[str]) -> None:
    """Look up every character of a page's texts in the fonts.

    Raises:
        UserError: one is in none of them; the message names it and the text around it.
    """
    for text in (HYPHEN, *texts):
        for position, character in enumerate(text):
            if not fonts.can_print(character) and not _is_space(character):
                excerpt = text[max(0, position - _EXCERPT) : position + _EXCERPT]
                around = " ".join(excerpt.split())
                raise UserError(
                    _(
                        "the report's fonts cannot print {sign} in «{text}»:"
                        " write it in letters they have"
                    ).format(sign=_name(character), text=around)
                )


def printable(text: str) -> str:
    """`text` with what cannot be printed replaced by its code point, for words of other programs
    (error messages, file names)."""
    return "".join(
        character if fonts.can_print(character) or _is_space(character) else f"<{_code(character)}>"
        for character in text
    )


def cleaned(text: str | None) -> str | None:
    """`text` without control, format (bidi, zero width) and unassigned characters; "" is None."""
    if text is None:
        return None
    words = ("".join(c for c in word if unicodedata.category(c)[0] != "C") for word in text.split())
    return " ".join(filter(None, words)) or None


def _is_space(character: str) -> bool:
    """Whether it is a space: the layout makes one itself where a font lacks it."""
    return character in "\n\t" or unicodedata.category(character) == "Zs"


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _name(character: str) -> str:
    visible = f"«{character}» " if character.isprintable() else ""
    return f"{visible}{_code(character)}"
