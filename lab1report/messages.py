"""Says what the user reads in a terminal in the user's language, by gettext's catalogues.

`LAB1REPORT_UI` names the language, one of `LANGUAGES`; English without it, as for programs that
import the library. The command line sets it from `--ui` or the locale before it loads anything
else, and the processes that it starts inherit it. A message is written once, in English, as the
argument of `_` or `ngettext`; `locale/` holds the translations, `scripts/update_messages.py`
collects them. The language of the report is another matter: it is Russian, from `templates/`.

What is said is a `Message`, which knows what it is in each language. So what is kept for others to
read, as the reason for which a report failed, can be shown in the language of whoever reads it.
"""

import functools
import gettext
import os
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("en", "ru")
VARIABLE: Final = "LAB1REPORT_UI"
DOMAIN: Final = "lab1report"
FOLDER: Final = Path(__file__).resolve().parent / "locale"

_ZERO: Final = re.compile(r"\s*[+-]0(\.0*)?(e[+-]?0+)?%?")
_ENGLISH: Final = LANGUAGES[0]
_NO_BREAK_SPACE: Final = "\u00a0"
_language = _ENGLISH


def use(language: str) -> None:
    """Say messages in `language` from now on; in English if it is none of `LANGUAGES`."""
    global _language
    _language = language if language in LANGUAGES else _ENGLISH
    _catalogue(_language)  # which others wait for less readily


def language() -> str:
    """The language of messages, one of `LANGUAGES`."""
    return _language


class Message(str):
    """A text in the user's language, which `in_language` gives in any other.

    `format`, `join`, `+` after it, `joined`, `mapped` and `split_lines` carry that on, and `str`
    of an exception that was made of it; what else is made of it, as by f-strings, is a `str`.

    Args:
        say: gives the text in a language; a function of a module, so that processes can tell each
            other messages.
        arguments: of `say`, after the language.
        shown: the text for the user, where it is made of what is shown; else what `say` gives.
    """

    _made: tuple[Callable[..., str], tuple[Any, ...], str | None]

    def __new__(
        cls, say: Callable[..., str], *arguments: Any, shown: str | None = None
    ) -> "Message":
        made = super().__new__(cls, say(_language, *arguments) if shown is None else shown)
        made._made = say, arguments, shown
        return made

    def within(self, language: str) -> str:
        """The text in one of `LANGUAGES`."""
        say, arguments, _shown = self._made
        return say(language, *arguments)

    def format(self, *values: object, **named: object) -> "Message":
        """The text with the values put in, each in the same language."""
        each = tuple(map(_value, values))
        placed = {name: _value(value) for name, value in named.items()}
        return Message(_formatted, self, each, placed, shown=super().format(*each, **placed))

    def join(self, texts: Iterable[str]) -> "Message":
        """The texts with this one between them."""
        return joined(self, texts)

    def __add__(self, other: str) -> "Message":
        return joined("", (self, other))

    def __str__(self) -> "Message":
        return self  # and no bare text of it

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, self._made


def _again(say: Callable[..., str], arguments: tuple[Any, ...], shown: str | None) -> Message:
    return Message(say, *arguments, shown=shown)


def _(message: str) -> Message:
    """`message` in the user's language; values are put in by `format` afterwards."""
    return Message(_translated, message)


def ngettext(singular: str, plural: str, count: int) -> Message:
    """The form of the message for `count`; Russian has three."""
    return Message(_of_count, singular, plural, count)


def marked(message: str) -> str:
    """`message` itself, which is said by `_` later: for tables that are made at import."""
    return message


def numeral(value: float, form: str = "") -> Message:
    """`value` by the format specification `form`, with the language's decimal sign.

    What rounds to zero has no sign: neither a loss nor a gain is left of it.
    """
    return Message(_numeral, value, form)


def joined(separator: str, texts: Iterable[object]) -> Message:
    """The texts one after another, in each language."""
    each = tuple(map(_value, texts))
    shown = str.join(separator, (f"{text}" for text in each))
    return Message(_joined, separator, each, shown=shown)


def mapped(change: Callable[[str], str], text: str) -> Message:
    """What `change` makes of the text, in each language."""
    return Message(_mapped, change, text, shown=change(text))


def split_lines(text: str) -> tuple[Message, ...]:
    """The lines of the text, of which there are as many in each language."""
    return tuple(
        Message(_line, text, number, shown=line) for number, line in enumerate(text.splitlines())
    )


def kept(text: str, *, english: str) -> Message:
    """`text` for the user, of which a record that is kept has the English words alone."""
    return Message(_kept, english, shown=text)


def in_language(value: Any, language: str) -> Any:
    """A message in one of `LANGUAGES`; anything else as it is."""
    return value.within(language) if isinstance(value, Message) else value


def in_each(text: str) -> str | dict[str, str]:
    """For JSON: the text by language if it is a message that differs, else itself."""
    texts = {one: in_language(text, one) for one in LANGUAGES}
    return texts if len({*texts.values()}) > 1 else texts[_ENGLISH]


def from_each(value: Any) -> str | None:
    """What `in_each` gave, which may have been changed since; None if it is no such thing."""
    if isinstance(value, str):
        return value
    if not isinstance(value, dict) or value.keys() != {*LANGUAGES}:
        return None
    return Message(_of_texts, value) if all(isinstance(v, str) for v in value.values()) else None


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == _ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language])


def _value(value: object) -> object:
    """A value of a message; of an error what it says."""
    return str(value) if isinstance(value, Exception) else value


def _translated(language: str, message: str) -> str:
    return _catalogue(language).gettext(message)


def _of_count(language: str, singular: str, plural: str, count: int) -> str:
    return _catalogue(language).ngettext(singular, plural, count)


def _formatted(
    language: str, message: Message, values: tuple[object, ...], named: Mapping[str, object]
) -> str:
    placed = [in_language(value, language) for value in values]
    return message.within(language).format(
        *placed, **{name: in_language(value, language) for name, value in named.items()}
    )


def _numeral(language: str, value: float, form: str) -> str:
    text = format(value, form)
    if _ZERO.fullmatch(text):
        text = text.replace("-", "", 1).replace("+", "", 1)
    if language == _ENGLISH:
        return text
    return text.translate({ord("."): ",", ord(","): _NO_BREAK_SPACE})


def _joined(language: str, separator: str, texts: tuple[object, ...]) -> str:
    between: str = in_language(separator, language)
    return between.join(f"{in_language(text, language)}" for text in texts)


def _mapped(language: str, change: Callable[[str], str], text: str) -> str:
    return change(in_language(text, language))


def _line(language: str, text: str, number: int) -> str:
    lines: list[str] = in_language(text, language).splitlines()
    return lines[number] if number < len(lines) else ""


def _kept(_language: str, english: str) -> str:
    return english


def _of_texts(language: str, texts: Mapping[str, str]) -> str:
    return texts[language]


use(os.environ.get(VARIABLE, _ENGLISH))
