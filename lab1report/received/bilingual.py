"""Sentences about a report in the user's language, with their English beside them.

A statement that is signed and kept must not depend on the language of whoever ran the program.
`_`, `ngettext` and `numeral` are called as those of `lab1report.messages`.
"""

from collections.abc import Iterable
from typing import Any

from lab1report import messages


class Bilingual(str):
    """A text in the user's language; `english` says the same.

    Only `format` and `joined` carry the English on: what other functions make of it is a `str`.
    """

    english: str

    def __new__(cls, text: str, english: str | None = None) -> "Bilingual":
        made = super().__new__(cls, text)
        made.english = text if english is None else english
        return made

    def format(self, **values: object) -> "Bilingual":  # type: ignore[override]  # named ones only
        """Both texts with the values put in, each in its language where they are bilingual."""
        english = {name: in_english(value) for name, value in values.items()}
        return Bilingual(super().format(**values), self.english.format(**english))


def _(message: str) -> Bilingual:
    """`message` in the user's language and in English."""
    return Bilingual(messages._(message), message)


def ngettext(singular: str, plural: str, count: int) -> Bilingual:
    """The form of the message for `count` in both languages."""
    text = messages.ngettext(singular, plural, count)
    return Bilingual(text, singular if count == 1 else plural)


def numeral(value: float, form: str = "") -> Bilingual:
    """`value` with the decimal sign of either language."""
    return Bilingual(messages.numeral(value, form), format(value, form))


def joined(separator: str, texts: Iterable[str]) -> Bilingual:
    """The texts one after another, in both languages."""
    several = list(texts)
    return Bilingual(separator.join(several), separator.join(map(in_english, several)))


def in_english(value: Any) -> Any:
    """The English of a text; anything else as it is."""
    return value.english if isinstance(value, Bilingual) else value
