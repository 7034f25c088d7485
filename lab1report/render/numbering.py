"""Numbers of figures, tables, formulas and sources, given in the order of appearance.

A reference may stand before what it refers to, so the report is written twice: the first pass
gives the numbers, the second one knows them. Doing it here instead of by CSS counters lets every
edition of the report (PDF, HTML, notebook) carry the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from lab1report.render.errors import TemplateRuleError

Kind = Literal["figure", "table", "formula"]
MUST_BE_CITED: tuple[Kind, ...] = ("figure", "table")  # ГОСТ 7.32-2017, 6.5.1 and 6.6.2

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Heading:
    """A line of the contents; level 1 for chapters, 2 for subsections."""

    level: int
    id: str
    title: str


class Numbers:
    """One pass over the report; `sources` are the identifiers that may be cited."""

    def __init__(self, sources: Collection[str] = (), *, known: Numbers | None = None) -> None:
        self._sources = sources
        self._known = known
        self._defined: dict[Kind, list[str]] = {"figure": [], "table": [], "formula": []}
        self._referred: dict[Kind, set[str]] = {"figure": set(), "table": set(), "formula": set()}
        self._early: list[tuple[Kind, str]] = []
        self._headings: list[Heading] = []
        self._cells = 0
        self._is_aside = False
        self.cited: list[str] = []

    def second_pass(self) -> Numbers:
        """A fresh pass that knows the numbers this one gave."""
        return Numbers(self._sources, known=self)

    def define(self, kind: Kind, id: str) -> int:
        """The number of a new figure, table or formula, counted from 1.

        Raises:
            TemplateRuleError: the identifier is malformed or taken.
        """
        defined = self._defined[kind]
        if not _ID.fullmatch(id):
            raise TemplateRuleError(f'{kind} "{id}": an identifier has a-z, 0-9 and single hyphens')
        if id in defined:
            raise TemplateRuleError(f'two {kind}s are called "{id}"')
        if id not in self._referred[kind] and not self._is_aside:
            self._early.append((kind, id))
        defined.append(id)
        return len(defined)

    def number(self, kind: Kind, id: str) -> int:
        """The number that was given to `id` in this pass."""
        return self._defined[kind].index(id) + 1

    def refer(self, kind: Kind, id: str) -> int:
        """The number of a figure, table or formula; 0 in the first pass.

        Raises:
            TemplateRuleError: there is no such thing (second pass).
        """
        if not self._is_aside:
            self._referred[kind].add(id)
        if self._known is None:
            return 0
        try:
            return self._known._defined[kind].index(id) + 1
        except ValueError:
            raise TemplateRuleError(f'the text refers to {kind} "{id}", which is absent') from None

    def is_referred(self, kind: Kind, id: str) -> bool:
        """Whether the text so far has mentioned it."""
        return id in self._referred[kind]

    def cite(self, id: str) -> int:
        """The number of a source, in the order of first citation.

        Raises:
            TemplateRuleError: there is no such source.
        """
        if id not in self._sources:
            raise TemplateRuleError(f'source "{id}" is not in sources.toml')
        if self._is_aside:
            return 0
        if id not in self.cited:
            self.cited.append(id)
        return self.cited.index(id) + 1

    def cell(self) -> int:
        """The number in a notebook cell's «In [n]:»."""
        self._cells += 1
        return self._cells

    def heading(self, level: int, id: str, title: str) -> str:
        """Enter a heading into the contents and return its title.

        Raises:
            TemplateRuleError: the identifier is taken.
        """
        if any(heading.id == id for heading in self._headings):
            raise TemplateRuleError(f'two headings are called "{id}"')
        self._headings.append(Heading(level, id, title))
        return title

    @contextmanager
    def set_aside(self) -> Iterator[dict[str, Heading]]:
        """For a text that will not be printed, except for what has numbers.

        Figures, tables, formulas and cells get theirs, to be mentioned before the place to which
        they come; references, citations and headings are as if they were not there. The headings
        are in the given mapping afterwards, by id.
        """
        headings, aside = self._headings, dict[str, Heading]()
        self._headings = headings.copy()
        self._is_aside = True
        try:
            yield aside
        finally:
            aside.update((heading.id, heading) for heading in self._headings[len(headings) :])
            self._headings = headings
            self._is_aside = False

    @property
    def ids(self) -> dict[Kind, tuple[str, ...]]:
        """What got numbers, in their order."""
        return {kind: tuple(defined) for kind, defined in self._defined.items()}

    @property
    def contents(self) -> list[Heading]:
        """All headings of the report; empty in the first pass."""
        return [] if self._known is None else self._known._headings

    def check(self) -> None:
        """Hold the rule that figures and tables follow their first mention in the text.

        Raises:
            TemplateRuleError: one is never cited, or only after it stands there.
        """
        for kind in MUST_BE_CITED:
            for id in self._defined[kind]:
                if id not in self._referred[kind]:
                    raise TemplateRuleError(f'{kind} "{id}" is never cited in the text')
        for kind, id in self._early:
            if kind in MUST_BE_CITED:
                raise TemplateRuleError(
                    f'{kind} "{id}" stands before its first mention in the text'
                )
