"""Inserts the student's words into the page: after the program's text of a section, after a figure
or table of it, or in place of it or of one of its sub-sections.

Where they replace it, figures, tables, formulas and listings stay, in the order of the work
(`arrangement`), each where the text before it mentions it: so none is lost, and all is cited.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, get_args

from markupsafe import Markup

from lab1report.own_words.arrangement import Mention, arranged
from lab1report.own_words.blocks import PlacedText, blocks, texts
from lab1report.own_words.evaluation import value
from lab1report.own_words.exhibits import Exhibit, ExhibitGroup, runs, stretches
from lab1report.own_words.expressions import REFERENCES, Expression
from lab1report.own_words.folder import OwnWords, Words
from lab1report.own_words.page_elements import HtmlElement, parts
from lab1report.own_words.writer import Writer
from lab1report.pages.numbering import Aside, Numbers
from lab1report.pages.section_texts import Macros, SectionTexts
from lab1report.pages.template_errors import TemplateRuleError

_GONE: Final = (Markup("<!--replaced-->"), Markup("<!--/replaced-->"))
"""What stands around the program's text of a sub-section that the student's replaces."""


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
        marked: whether the page says where the lines of the files stand.
    """

    def __init__(
        self,
        words: Words,
        *,
        known: Mapping[str, Any],
        macros: Macros,
        numbers: Numbers,
        language: str,
        marked: bool = False,
    ) -> None:
        super().__init__(macros=macros, numbers=numbers, language=language)
        self._words = words
        self._known = known
        self._marked = marked
        self._references = {name: macros[name] for name in REFERENCES}
        self._placed: dict[str, list[Callable[[], Markup]]] = {}
        self._instead: dict[str, Callable[[], Markup]] = {}
        self._gone = ExitStack()  # open while the text of a replaced sub-section is written
        self._instead_begun = False

    def below(self, id: str) -> Sequence[Markup]:
        """The words that are to stand there."""
        if self._numbers.is_aside:
            return ()
        return [write() for write in self._placed.pop(id, ())]

    def headed(self, id: str, write: Callable[[], Markup]) -> Markup:
        """The heading, and below it the student's text if that replaces the program's."""
        if self._numbers.is_aside and not self._instead_begun:
            return write()
        ended = self._end_replaced()
        heading = write()
        if id not in self._instead:
            return ended + heading
        text = self._instead.pop(id)()
        self._gone.enter_context(self._numbers.set_aside())
        self._instead_begun = True
        return ended + heading + text + _GONE[0]

    def text(self, section: str, caller: Callable[[], Markup]) -> Markup:
        """The text of `section`, which `caller` gives, with the student's words for it."""
        own = self._words.get(section)
        if own is None:
            return caller()
        if not own.replace:
            return self._followed(own, caller)
        with self._numbers.set_aside() as aside:
            body = parts(caller())
        (whole,) = texts(own)
        top, rest = (body[:1], body[1:]) if body and body[0].id in aside.headings else ((), body)
        heading = [self._heading(part, aside) for part in top]
        page = Markup("\n").join(heading) + self._arranged(self._writer(own), whole, rest, aside)
        for kind, id in aside.defined:
            if id not in self._numbers.ids[kind]:
                raise TemplateRuleError(f'{kind} "{id}" is lost where words replace {section}')
        return page

    def _followed(self, own: OwnWords, caller: Callable[[], Markup]) -> Markup:
        """The program's text, and the student's after figures of it, in it and at its end."""
        writer = self._writer(own)
        end, *placed = texts(own)
        for text in placed:
            if not text.instead:
                write = partial(writer.html, text.tokens)
                self._placed.setdefault(text.after, []).append(write)
        if instead := {text.instead: text for text in placed if text.instead}:
            with self._numbers.trial() as aside:
                body = parts(caller())
            regions = _regions(body, aside)
            for id in instead.keys() & regions:
                self._instead[id] = partial(self._arranged, writer, instead[id], regions[id], aside)
            instead = {id: text for id, text in instead.items() if id not in regions}
        html = caller() + self._end_replaced()
        if left := [*self._placed, *instead]:
            raise TemplateRuleError(f"{own.file}: {', '.join(left)} is not in this part")
        return _without_replaced(html) + writer.html(end.tokens)

    def _end_replaced(self) -> Markup:
        """The end of the program's text of a sub-section that is left out, if one is open."""
        if not self._instead_begun:
            return Markup("")
        self._instead_begun = False
        self._gone.close()
        return _GONE[1]

    def _writer(self, own: OwnWords) -> Writer:
        prefix = f"own-{own.section.replace('.', '-')}"
        return Writer(self._value, self._macros, prefix, own.file if self._marked else None)

    def _value(self, expression: Expression) -> Markup:
        return value(expression, self._known, self._references, self._language)

    def _arranged(
        self, writer: Writer, text: PlacedText, body: Iterable[HtmlElement], aside: Aside
    ) -> Markup:
        """The student's text among what stays of `body`: numbers are given on the way."""
        steps = arranged(list(stretches(body, aside.headings)), list(blocks(text.tokens)))
        pieces = []
        for step in steps:
            match step:
                case HtmlElement():
                    pieces.append(self._heading(step, aside))
                case Mention(exhibits):
                    pieces.append(self._mention(exhibits))
                case Exhibit():
                    pieces += [self._shown(step), *self.below(step.id)]
                case _:
                    pieces.append(writer.html(step.tokens))
        return Markup("\n").join(pieces)

    def _heading(self, part: HtmlElement, aside: Aside) -> Markup:
        heading = aside.headings[part.id]
        self._numbers.heading(heading.level, heading.id, heading.title)
        return Markup(part.html)  # noqa: S704  # of the page itself

    def _shown(self, exhibit: Exhibit) -> Markup:
        if exhibit.number_of is not None:
            self._numbers.define(*exhibit.number_of)
        html = "\n".join(part.html for part in exhibit.parts)
        if 'href="#source-' in html:
            raise TemplateRuleError(f"{exhibit.id or 'a notice'} cites a source outside of a text")
        return Markup(html)  # noqa: S704  # of the page itself

    def _mention(self, exhibits: Iterable[Exhibit]) -> Markup:
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


def _regions(body: Iterable[HtmlElement], aside: Aside) -> dict[str, list[HtmlElement]]:
    """What stands below each heading, up to the next."""
    regions: dict[str, list[HtmlElement]] = {"": []}
    for part in body:
        if part.id in aside.headings:
            regions[part.id] = []
        else:
            regions[next(reversed(regions))].append(part)
    return regions


def _without_replaced(html: Markup) -> Markup:
    between = ".*?".join(re.escape(str(end)) for end in _GONE)
    return Markup(re.sub(between, "", html, flags=re.DOTALL))  # noqa: S704  # of the page itself
