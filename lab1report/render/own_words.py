"""The student's words in the page: written as HTML, put after the program's text or in its place.

Where they replace the text of a section, its figures, tables, formulas and listings stay in their
order under their headings, and a sentence mentions those that the student did not: so no number is
lost, and all that stands there is cited.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from markdown_it.presets import commonmark
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from lab1report.render.errors import TemplateRuleError
from lab1report.render.expressions import REFERENCES, value
from lab1report.render.numbering import Heading, Kind, Numbers
from lab1report.render.parts import Part, parts
from lab1report.words.folder import OwnWords, Words
from lab1report.words.markdown import Expression

Macros = Mapping[str, Any]
Headings = Mapping[str, Heading]

_OPTIONS: Final = commonmark.make()["options"] | {"xhtmlOut": False}

_PROSE: Final = ("p", "ul", "ol")
_RANGE = 3  # from how many on numbers in a row are written as a range


@dataclass(frozen=True, kw_only=True)
class Exhibits:
    """Figures and tables to be mentioned: of each kind, single ids and the two ends of ranges."""

    code: list[list[str]]
    pictures: list[list[str]]
    tables: list[list[str]]


class OwnWordsInPage:
    """One pass over the report; templates call it around the text of a section.

    Args:
        words: sections without any stay as they are.
        known: the numbers that the words may use.
        macros: the report's, with the references and `mention`.
        numbers: of this pass.
        language: of the report.
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
        self._words = words
        self._known = known
        self._macros = macros
        self._references = {name: macros[name] for name in REFERENCES}
        self._numbers = numbers
        self._language = language

    def __call__(self, section: str, caller: Callable[[], Markup]) -> Markup:
        """The text of `section`, which `caller` gives, with the student's words for it."""
        own = self._words.get(section)
        if own is None:
            return caller()
        if not own.replace:
            return caller() + self._html(own)
        with self._numbers.set_aside() as headings:
            body = parts(caller())
        top = 1 if body and body[0].id in headings else 0
        kept = _without_prose(body[top:], headings)
        entered = partial(self._entered, headings=headings)
        return Markup("\n").join(
            (
                *map(entered, body[:top]),
                self._html(own),
                self._mention(kept),
                *map(entered, kept),
            )
        )

    def _html(self, own: OwnWords) -> Markup:
        prefix = f"own-{own.section.replace('.', '-')}"
        writer = _Writer(self._value, self._macros["subsection"], prefix)
        return writer.html(own.prose.tokens)

    def _value(self, expression: Expression) -> Markup:
        return value(expression, self._known, self._references, self._language)

    def _entered(self, part: Part, headings: Headings) -> Markup:
        """What stays of the program's; a heading of it comes into the contents now."""
        if heading := headings.get(part.id):
            self._numbers.heading(heading.level, heading.id, heading.title)
        if 'href="#source-' in part.html:
            raise TemplateRuleError(f"{part.id or part.tag} cites a source outside of the text")
        return Markup(part.html)  # noqa: S704  # of the page itself

    def _mention(self, kept: Iterable[Part]) -> Markup:
        """A sentence on the exhibits that nothing has mentioned so far."""
        runs: dict[str, list[list[str]]] = {}
        for group, kind, ids in _grouped(kept):
            unmentioned = [id for id in ids if not self._numbers.is_referred(kind, id)]
            for id in unmentioned:
                self._numbers.refer(kind, id)
            runs[group] = _runs(unmentioned, partial(self._numbers.number, kind))
        sentence: Markup = self._macros["mention"](Exhibits(**runs))
        return sentence


def _without_prose(section: Sequence[Part], headings: Headings) -> list[Part]:
    """What is no paragraph and no list, and no sub-heading that would stand over nothing."""
    kept = [part for part in section if part.tag not in _PROSE]
    return [
        part
        for part, after in zip(kept, [*kept, None][1:], strict=True)
        if part.id not in headings or (after is not None and after.id not in headings)
    ]


def _grouped(kept: Iterable[Part]) -> Iterator[tuple[str, Kind, list[str]]]:
    figures = [part for part in kept if part.tag == "figure"]
    tables = [part for part in figures if "table" in part.classes]
    code = [part for part in figures if "cell" in part.classes]
    pictures = [part for part in figures if part not in tables and part not in code]
    yield "code", "figure", [part.id.removeprefix("fig-") for part in code]
    yield "pictures", "figure", [part.id.removeprefix("fig-") for part in pictures]
    yield "tables", "table", [part.id.removeprefix("tab-") for part in tables]


def _runs(ids: Sequence[str], number: Callable[[str], int]) -> list[list[str]]:
    """Ids whose numbers follow one another by their first and last, where they are many."""
    runs: list[list[str]] = []
    for id in ids:
        if runs and number(id) == number(runs[-1][-1]) + 1:
            runs[-1].append(id)
        else:
            runs.append([id])
    return [
        item
        for run in runs
        for item in ([[run[0], run[-1]]] if len(run) >= _RANGE else [[id] for id in run])
    ]


def _with_whole_headings(tokens: Sequence[Token]) -> Iterator[Token]:
    """`tokens` with one for each heading in place of three, since a macro writes it whole."""
    inside = False
    for token in tokens:
        if token.type == "heading_open":
            inside = True
        elif token.type == "heading_close":
            inside = False
        elif inside:
            yield Token("heading", "", 0, children=token.children)
        else:
            yield token


class _Writer(RendererHTML):
    """Tokens to HTML; the methods with names of tokens are called for those."""

    def __init__(
        self,
        evaluate: Callable[[Expression], Markup],
        subsection: Callable[[str, str], Markup],
        prefix: str,
    ) -> None:
        super().__init__()
        self._evaluate = evaluate
        self._subsection = subsection
        self._prefix = prefix
        self._headings = 0

    def html(self, tokens: Sequence[Token]) -> Markup:
        """The HTML of `tokens`, which are of one file."""
        joined = list(_with_whole_headings(tokens))
        return Markup(self.render(joined, OptionsDict(_OPTIONS), {}))  # noqa: S704  # escaped here

    def expression(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return str(self._evaluate(tokens[idx].meta["expression"]))

    def heading(self, tokens: Sequence[Token], idx: int, *context: Any) -> str:
        title = Markup(self.renderInline(tokens[idx].children or (), *context))  # noqa: S704
        self._headings += 1
        return str(self._subsection(f"{self._prefix}-{self._headings}", title.striptags()))

    def link_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return f'<a class="url"{self.renderAttrs(tokens[idx])}>' if _is_address(tokens, idx) else ""

    def link_close(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        """Behind other text comes the address, since nobody can follow a link on paper.

        It alone is the link: WeasyPrint tags no element within one.
        """
        start = max(place for place in range(idx) if tokens[place].type == "link_open")
        if _is_address(tokens, start):
            return "</a>"
        link = Markup('<a class="url" href="{0}">{0}</a>').format(tokens[start].attrs["href"])
        return f" ({link})"


def _is_address(tokens: Sequence[Token], start: int) -> bool:
    """Whether the text of the link that begins at `start` is its address."""
    text = tokens[start + 1]
    return text.content == tokens[start].attrs["href"] and tokens[start + 2].type == "link_close"
