"""Says what the user reads in a terminal in the user's language, by gettext's catalogues.

`LAB1REPORT_UI` names the language, one of `LANGUAGES`; English without it, as for programs that
import the library. The command line sets it from `--ui` or the locale before it loads anything
else, and the processes that it starts inherit it. A message is written once, in English, as the
argument of `_` or `ngettext`; `locale/` holds the translations, `scripts/update_messages.py`
collects them. The language of the report is another matter: it is Russian, from `templates/`.
"""

import gettext
import os
import re
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "ru")
VARIABLE: Final = "LAB1REPORT_UI"
DOMAIN: Final = "lab1report"
FOLDER: Final = Path(__file__).resolve().parent / "locale"

_ZERO: Final = re.compile(r"\s*[+-]0(\.0*)?(e[+-]?0+)?%?")
_ENGLISH: Final = LANGUAGES[0]
_NO_BREAK_SPACE: Final = "\u00a0"
_language = _ENGLISH
_translations = gettext.NullTranslations()


def use(language: str) -> None:
    """Say messages in `language` from now on; in English if it is none of `LANGUAGES`."""
    global _language, _translations
    _language = language if language in LANGUAGES else _ENGLISH
    _translations = (
        gettext.NullTranslations()
        if _language == _ENGLISH
        else gettext.translation(DOMAIN, FOLDER, [_language])
    )


def language() -> str:
    """The language of messages, one of `LANGUAGES`."""
    return _language


def _(message: str) -> str:
    """`message` in the user's language; values are put in by `str.format` afterwards."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the message for `count`; Russian has three."""
    return _translations.ngettext(singular, plural, count)


def marked(message: str) -> str:
    """`message` itself, which is said by `_` later: for tables that are made at import."""
    return message


def numeral(value: float, form: str = "") -> str:
    """`value` by the format specification `form`, with the language's decimal sign.

    What rounds to zero has no sign: neither a loss nor a gain is left of it.
    """
    text = format(value, form)
    if _ZERO.fullmatch(text):
        text = text.replace("-", "", 1).replace("+", "", 1)
    if _language == _ENGLISH:
        return text
    return text.translate({ord("."): ",", ord(","): _NO_BREAK_SPACE})


use(os.environ.get(VARIABLE, _ENGLISH))
