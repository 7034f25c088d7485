"""Renders the text of each section of a report, when the templates ask for it.

Whoever adds words of his own to a section puts a class derived from `SectionTexts` in its place
(`own_words.in_page`).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from markupsafe import Markup

from lab1report.pages.numbering import KINDS, Kind, Numbers

Macros = Mapping[str, Any]

_EXHIBITING = ("figure", "cell", "cells", "further_cells", "table", "formula", "trained")
_EXHIBIT = re.compile(r'id="((?:fig|tab|eq)-[a-z0-9-]+)"')


class SectionTexts:
    """One pass over the report; templates call it around the text of a section.

    Args:
        macros: the report's.
        numbers: of this pass.
        language: of the report.

    Attributes:
        within: the figures, tables and formulas that were written in each section, in their order.
        parts: the ids of the sub-sections of each.
    """

    def __init__(self, *, macros: Macros, numbers: Numbers, language: str) -> None:
        self._macros, self._numbers, self._language = macros, numbers, language
        self.within: dict[str, list[tuple[Kind, str]]] = {}
        self.parts: dict[str, list[str]] = {}

    @property
    def macros(self) -> dict[str, Callable[..., Markup]]:
        """Those that write figures, tables and headings, which are noted."""
        exhibiting = {name: partial(self._exhibited, self._macros[name]) for name in _EXHIBITING}
        return {**exhibiting, "subsection": self._headed}

    def __call__(self, section: str, caller: Callable[[], Markup]) -> Markup:
        """The text of `section`, which `caller` gives."""
        self.within[section], self.parts[section] = [], []
        return self.text(section, caller)

    def text(self, section: str, caller: Callable[[], Markup]) -> Markup:
        """What stands in the section."""
        del section
        return caller()

    def below(self, id: str) -> Sequence[Markup]:
        """What stands below the figure or table `id` ("fig-xor-loss")."""
        del id
        return ()

    def headed(self, id: str, write: Callable[[], Markup]) -> Markup:
        """What stands where the sub-section `id` begins, whose heading `write` gives."""
        del id
        return write()

    def _headed(self, id: str, title: str) -> Markup:
        if self.parts:
            next(reversed(self.parts.values())).append(id)
        return self.headed(id, partial(self._macros["subsection"], id, title))

    def _exhibited(self, macro: Callable[..., Markup], *args: Any, **kwargs: Any) -> Markup:
        html = macro(*args, **kwargs)
        ids = _EXHIBIT.findall(html)  # none where they are left for an appendix, or out
        if self.within:
            noted = next(reversed(self.within.values()))
            for prefix, _, name in (id.partition("-") for id in ids):
                if (KINDS[prefix], name) not in noted:
                    noted.append((KINDS[prefix], name))
        return Markup("\n").join((html, *(text for id in ids for text in self.below(id))))


class MakeTexts(Protocol):
    """Makes the texts of a pass."""

    def __call__(self, *, macros: Macros, numbers: Numbers, language: str) -> SectionTexts: ...
