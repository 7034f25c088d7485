"""Inserts the student's words into the page: after the program's text of a section, after a figure
or table of it, or in its place.

Where they replace it, a figure, table, formula or listing stands below the paragraph that first
refers to it. The others keep their order and their headings below the student's text, each stretch
of them under a sentence that mentions it: so none is lost, and all that stands there is cited.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any, get_args

from markupsafe import Markup

from lab1report.own_words.blocks import Block, blocks, texts
from lab1report.own_words.exhibits import Exhibit, ExhibitGroup, Stretch, runs, stretches, without
from lab1report.own_words.expressions import REFERENCES, Expression, value
from lab1report.own_words.folder import OwnWords, Words
from lab1report.own_words.page_elements import HtmlElement, parts
from lab1report.own_words.writer import Writer
from lab1report.pages.numbering import Aside, Numbers
from lab1report.pages.section_texts import Macros, SectionTexts
from lab1report.pages.template_errors import TemplateRuleError


@dataclass(frozen=True, kw_only=True)
class Mentioned:
    """Exhibits to be mentioned: of each group, single ids and the two ends of ranges."""

    formulas: list[list[str]]
    code: list[list[str]]
    pictures: list[list[str]]
    tables: list[list[str]]


class OwnWordsInPage(SectionTexts):
    """The texts of the sections with a student's words for them.

    Args:
        words: sections without any stay as they are.
        known: the numbers that the words may use.
        macros: the report's, with the references and `mention`.
        numbers, language: as in `SectionTexts`.
    """

    def __init__(
        self,
        words: Words,
        *,
        known: Mapping[str, Any],
        macros: Macros,
        numbers: Numbers,
        language: str,
    ) -> None:
        super().__init__(macros=macros, numbers=numbers, language=language)
        self._words = words
        self._known = known
        self._references = {name: macros[name] for name in REFERENCES}
        self._placed: dict[str, list[Callable[[], Markup]]] = {}

    def below(self, id: str) -> Sequence[Markup]:
        """The words that are to stand there."""
        return [write() for write in self._placed.pop(id, ())]

    def text(self, section: str, caller: Callable[[], Markup]) -> Markup:
        """The text of `section`, which `caller` gives, with the student's words for it."""
        own = self._words.get(section)
        if own is None:
            return caller()
        if not own.replace:
            return self._followed(own, caller)
        with self._numbers.set_aside() as aside:
            body = parts(caller())
        page = "\n".join(self._replaced(own, body, aside))
        for kind, id in aside.defined:
            if id not in self._numbers.ids[kind]:
                raise TemplateRuleError(f'{kind} "{id}" is lost where words replace {section}')
        return Markup(page)  # noqa: S704  # of the page itself

    def _followed(self, own: OwnWords, caller: Callable[[], Markup]) -> Markup:
        """The program's text, and the student's after figures of it and at its end."""
        writer = self._writer(own)
        end, *placed = texts(own)
        for text in placed:
            write = partial(writer.html, text.tokens)
            self._placed.setdefault(text.after, []).append(write)
        html = caller()
        if self._placed:
            raise TemplateRuleError(f"{own.file}: {', '.join(self._placed)} is not in this part")
        return html + writer.html(end.tokens)

    def _writer(self, own: OwnWords) -> Writer:
        prefix = f"own-{own.section.replace('.', '-')}"
        return Writer(self._value, self._macros, prefix)

    def _value(self, expression: Expression) -> Markup:
        return value(expression, self._known, self._references, self._language)

    def _replaced(self, own: OwnWords, body: Sequence[HtmlElement], aside: Aside) -> Iterator[str]:
        """The section with the student's text, piece by piece: numbers are given on the way."""
        top = body[:1] if body and body[0].id in aside.headings else ()
        found = list(stretches(body[len(top) :], aside.headings))
        exhibits = {one.id: one for stretch in found for one in stretch.exhibits}
        (whole,) = texts(own)
        text = list(blocks(whole.tokens))
        left = list(without(found, {id for block in text for id in block.referred}))
        # What has no heading of the program's stands above the first of the student's
        before = list(takewhile(lambda block: not block.begins_with_heading, text))
        bare = list(takewhile(lambda stretch: not stretch.headings, left))
        written = partial(self._written, self._writer(own), exhibits)
        yield from map(partial(self._heading, aside=aside), top)
        yield from written(before)
        yield from self._left(bare, aside)
        yield from written(text[len(before) :])
        yield from self._left(left[len(bare) :], aside)

    def _written(
        self, writer: Writer, exhibits: dict[str, Exhibit], text: Iterable[Block]
    ) -> Iterator[str]:
        """The student's text, and below each block what it is the first to refer to."""
        for block in text:
            yield writer.html(block.tokens)
            for id in block.referred:
                if exhibit := exhibits.pop(id, None):
                    yield self._shown(exhibit)

    def _left(self, stretches: Iterable[Stretch], aside: Aside) -> Iterator[str]:
        for stretch in stretches:
            yield from map(partial(self._heading, aside=aside), stretch.headings)
            yield self._mention(stretch.exhibits)
            yield from map(self._shown, stretch.exhibits)

    def _heading(self, part: HtmlElement, aside: Aside) -> str:
        heading = aside.headings[part.id]
        self._numbers.heading(heading.level, heading.id, heading.title)
        return part.html

    def _shown(self, exhibit: Exhibit) -> str:
        if exhibit.number_of is not None:
            self._numbers.define(*exhibit.number_of)
        html = "\n".join(part.html for part in exhibit.parts)
        if 'href="#source-' in html:
            raise TemplateRuleError(f"{exhibit.id or 'a notice'} cites a source outside of a text")
        return html

    def _mention(self, exhibits: Iterable[Exhibit]) -> str:
        """A sentence on what stands below it."""
        groups: dict[ExhibitGroup, list[tuple[str, str]]] = {
            name: [] for name in get_args(ExhibitGroup)
        }
        for one in exhibits:
            if one.group is not None and one.number_of is not None:
                kind, id = one.number_of
                groups[one.group].append((id, self._numbers.refer(kind, id)))
        named = {group: runs(found) for group, found in groups.items()}
        sentence: Markup = self._macros["mention"](Mentioned(**named))
        return sentence
