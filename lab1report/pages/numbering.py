"""Numbers figures, tables, formulas and sources in the order of their appearance.

A reference may stand before what it refers to, so the report is rendered twice: the first pass
assigns the numbers, the second one uses them. Doing it here instead of by CSS counters lets every
edition of the report (PDF, HTML, notebook) carry the same numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from lab1report.pages.template_errors import TemplateRuleError

Kind = Literal["figure", "table", "formula"]
KINDS: Final[dict[str, Kind]] = {"fig": "figure", "tab": "table", "eq": "formula"}
"""By the beginning of an id in the page, like that of "fig-xor-loss"."""
MUST_BE_CITED: tuple[Kind, ...] = ("figure", "table")  # ГОСТ 7.32-2017, 6.5.1 and 6.6.2

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Heading:
    """A line of the contents; level 1 for chapters, 2 for subsections."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Postponed:
    """Code cells that are shown as one figure later, with the numbers `cells` of their prompts."""

    stages: Sequence[Any]
    id: str
    caption: str
    cells: Sequence[int]


@dataclass(frozen=True)
class Aside:
    """What a deferred text contains: headings by their ids, and things with numbers."""

    headings: dict[str, Heading] = field(default_factory=dict)
    defined: list[tuple[Kind, str]] = field(default_factory=list)


class Numbers:
    """One pass over the report; `sources` are the identifiers that may be cited."""

    def __init__(self, sources: Collection[str] = (), *, known: Numbers | None = None) -> None:
        self._sources = sources
        self._known = known
        self._labels: dict[Kind, dict[str, str]] = {"figure": {}, "table": {}, "formula": {}}
        self._prefix = ""
        self._counts: Counter[Kind] = Counter()
        self._referred: dict[Kind, set[str]] = {"figure": set(), "table": set(), "formula": set()}
        self._early: list[tuple[Kind, str]] = []
        self._headings: list[Heading] = []
        self._cells = 0
        self.postponed: list[Postponed] = []
        self.captions: dict[tuple[Kind, str], str] = {}
        self._title = ""  # of the last heading
        self._aside: Aside | None = None
        self.cited: list[str] = []

    def second_pass(self) -> Numbers:
        """A fresh pass that knows the numbers this one gave."""
        return Numbers(self._sources, known=self)

    def define(self, kind: Kind, id: str, caption: str = "") -> str:
        """The number of a new figure, table or formula, counted from 1; in an appendix "A.1".

        Args:
            caption: kept for `captions`; of what has none, the title of its heading is.

        Raises:
            TemplateRuleError: the identifier is malformed or taken.
        """
        if not _ID.fullmatch(id):
            raise TemplateRuleError(f'{kind} "{id}": an identifier has a-z, 0-9 and single hyphens')
        self.captions.setdefault((kind, id), str(caption) or self._title)
        if self._aside is not None:
            self._aside.defined.append((kind, id))
            return self._number(kind, id)
        labels = self._labels[kind]
        if id in labels:
            raise TemplateRuleError(f'two {kind}s are called "{id}"')
        if id not in self._referred[kind]:
            self._early.append((kind, id))
        self._counts[kind] += 1
        labels[id] = f"{self._prefix}{self._counts[kind]}"
        return labels[id]

    def begin_appendix(self, letter: str) -> str:
        """Number what follows as the standard wants it: A.1, A.2 (GOST 7.32-2017, 6.17)."""
        self._prefix = f"{letter}."
        self._counts.clear()
        return letter

    def refer(self, kind: Kind, id: str) -> str:
        """The number of a figure, table or formula; "0" in the first pass.

        Raises:
            TemplateRuleError: there is no such thing (second pass).
        """
        if self._aside is None:
            self._referred[kind].add(id)
        return self._number(kind, id)

    def _number(self, kind: Kind, id: str) -> str:
        if self._known is None:
            return "0"
        try:
            return self._known._labels[kind][id]
        except KeyError:
            raise TemplateRuleError(f'the text refers to {kind} "{id}", which is absent') from None

    def cite(self, id: str) -> int:
        """The number of a source, in the order of first citation.

        Raises:
            TemplateRuleError: there is no such source.
        """
        if id not in self._sources:
            raise TemplateRuleError(f'source "{id}" is not in sources.toml')
        if self._aside is not None:
            return 0
        if id not in self.cited:
            self.cited.append(id)
        return self.cited.index(id) + 1

    def cell(self) -> int:
        """The number in a notebook cell's «In [n]:»."""
        self._cells += 1
        return self._cells

    @property
    def cells(self) -> int:
        """How many cells there are so far."""
        return self._cells

    def postpone(self, stages: Sequence[Any], id: str, caption: str) -> None:
        """Leave the cells of `stages` for an appendix; their numbers are given here, in order."""
        cells = [self.cell() for _ in stages]
        self.postponed.append(Postponed(stages=stages, id=id, caption=caption, cells=cells))

    @property
    def postponed_range(self) -> tuple[str, str]:
        """The first and the last figure of the appendix, by their ids."""
        return self.postponed[0].id, self.postponed[-1].id

    def heading(self, level: int, id: str, title: str) -> str:
        """Enter a heading into the contents and return its title.

        Raises:
            TemplateRuleError: the identifier is taken.
        """
        self._title = title
        heading = Heading(level, id, title)
        if self._aside is not None:
            self._aside.headings[id] = heading
            return title
        if any(other.id == id for other in self._headings):
            raise TemplateRuleError(f'two headings are called "{id}"')
        self._headings.append(heading)
        return title

    @contextmanager
    def set_aside(self) -> Iterator[Aside]:
        """For a text whose pieces are printed later, in another order, or not at all.

        All of it is as if it were not there: what is printed has to be defined then, and its
        headings entered. Its captions have the numbers that this will give; its code cells keep
        the order in which they ran.
        """
        self._aside = Aside()
        try:
            yield self._aside
        finally:
            self._aside = None

    @property
    def is_aside(self) -> bool:
        """Whether what is written now counts for nothing."""
        return self._aside is not None

    @contextmanager
    def trial(self) -> Iterator[Aside]:
        """For a text that is written again afterwards: even its cells are counted anew."""
        cells, postponed = self._cells, len(self.postponed)
        with self.set_aside() as aside:
            yield aside
        self._cells = cells
        del self.postponed[postponed:]

    @property
    def labels(self) -> dict[Kind, dict[str, str]]:
        """The numbers of everything that got one, by its id, in order."""
        return {kind: dict(labels) for kind, labels in self._labels.items()}

    @property
    def ids(self) -> dict[Kind, tuple[str, ...]]:
        """The ids of everything that got a number, in order."""
        return {kind: tuple(labels) for kind, labels in self._labels.items()}

    def at(self, anchor: str) -> tuple[Kind | Literal["heading"], str] | None:
        """What has this id in the page so far ("fig-xor-loss"): its kind, and number or title."""
        prefix, _, id = anchor.partition("-")
        if prefix in KINDS and id in self._labels[KINDS[prefix]]:
            return KINDS[prefix], self._labels[KINDS[prefix]][id]
        titles = (heading.title for heading in self._headings if heading.id == anchor)
        return next((("heading", title) for title in titles), None)

    @property
    def contents(self) -> list[Heading]:
        """All headings of the report; empty in the first pass."""
        return [] if self._known is None else self._known._headings

    @property
    def outline(self) -> list[tuple[Heading, list[Heading]]]:
        """The same headings, each chapter with the subsections below it."""
        chapters: list[tuple[Heading, list[Heading]]] = []
        for heading in self.contents:
            if heading.level == 1 or not chapters:
                chapters.append((heading, []))
            else:
                chapters[-1][1].append(heading)
        return chapters

    def has_heading(self, id: str) -> bool:
        """Whether a link may lead to the heading `id`; never in the first pass."""
        return any(heading.id == id for heading in self.contents)

    def check(self) -> None:
        """Check the rule that figures and tables follow their first mention in the text.

        Raises:
            TemplateRuleError: one is never cited, or only after it stands there.
        """
        for kind in MUST_BE_CITED:
            for id in self._labels[kind]:
                if id not in self._referred[kind]:
                    raise TemplateRuleError(f'{kind} "{id}" is never cited in the text')
        for kind, id in self._early:
            if kind in MUST_BE_CITED:
                raise TemplateRuleError(
                    f'{kind} "{id}" stands before its first mention in the text'
                )
