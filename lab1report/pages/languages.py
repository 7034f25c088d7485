"""The interface of a language: what differs between languages and cannot be a template.

A language is a module with these functions; its words live in `templates/<language>/`.
"""

import re
from collections.abc import Sequence
from typing import Protocol

from markupsafe import Markup

from lab1report.pages import russian
from lab1report.pages.spacing import Rule


class Language(Protocol):
    """How a language writes numbers; every function is a filter in the templates."""

    BOUND: Sequence[Rule]
    """Which spaces may not break a line, and what else is put right in running text."""

    LINKED: re.Pattern[str]
    """Which words stay on one line with the linked number after them."""

    def number(self, value: float, digits: int = 0) -> str:
        """`value` with `digits` decimals, large integers grouped."""

    def percent(self, share: float, digits: int = 1) -> str:
        """A share in [0, 1] as a percentage with `digits` decimals."""

    def points(self, difference: float, digits: int = 1) -> str:
        """A difference of shares in percentage points with `digits` decimals."""

    def in_percent(self, share: float, digits: int = 1) -> str:
        """A share in [0, 1], or a difference of shares, in per cent without the sign of it."""

    def signed_points(self, difference: float) -> str:
        """A difference of shares in percentage points, with the sign that it has unrounded."""

    def shortest(self, value: float) -> str:
        """`value` with as many decimals as it takes."""

    def scientific(self, value: float, digits: int | None = None) -> Markup:
        """Mantissa and power of ten; `digits` decimals in the mantissa, or as many as needed."""

    def plural(self, count: int, *forms: str) -> str:
        """`count` and the form of the noun that goes with it."""

    def form(self, count: int, *forms: str) -> str:
        """The form of the noun that goes with `count`, alone."""

    def about(self, value: float, *forms: str) -> str:
        """A positive `value` with at most one decimal, and the form that goes with it."""

    def in_any_case(self, name: str) -> str:
        """A regular expression of the name of a thing, in whatever form a sentence has it."""

    def singular(self, count: int) -> bool:
        """Whether the verb is in the singular where `count` things do something."""


_LANGUAGES: dict[str, Language] = {"ru": russian}


def language(code: str) -> Language:
    """The language called `code` ("ru").

    Raises:
        KeyError: no such language, which is a bug: the command line offers only these.
    """
    return _LANGUAGES[code]
