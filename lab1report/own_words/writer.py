"""Writes the student's words as HTML."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from markdown_it.presets import commonmark
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup

from lab1report.own_words.blocks import goes_on
from lab1report.own_words.expressions import Expression

_MARK: Final = "mark"
_OPTIONS: Final = commonmark.make()["options"] | {"xhtmlOut": False}


def _with_whole_headings(tokens: Sequence[Token]) -> Iterator[Token]:
    """`tokens` with one for each heading in place of three, since a macro writes it whole."""
    inside = False
    opening = Token("", "", 0)
    for token in tokens:
        if token.type == "heading_open":
            inside, opening = True, token
        elif token.type == "heading_close":
            inside = False
        elif inside:
            yield Token("heading", "", 0, children=token.children, meta=opening.meta)
        else:
            yield token


def _with_marks(tokens: Iterable[Token]) -> Iterator[Token]:
    """`tokens` with one above each element that says on which line it was written."""
    for token in tokens:
        if "line" in token.meta:
            yield Token(_MARK, "", 0, meta=token.meta)
        yield token


class Writer(RendererHTML):
    """Tokens to HTML; the methods with names of tokens are called for those.

    With the name of a `marked` file, an invisible element above each paragraph says its line.
    """

    def __init__(
        self,
        evaluate: Callable[[Expression], Markup],
        macros: Mapping[str, Callable[..., Markup]],
        prefix: str,
        marked: str | None = None,
    ) -> None:
        super().__init__()
        self._evaluate = evaluate
        self._macros = macros
        self._prefix = prefix
        self._marked = marked
        self._headings = self._formulas = 0

    def html(self, tokens: Sequence[Token]) -> Markup:
        """The HTML of `tokens`, which are whole elements of one file."""
        joined = list(_with_whole_headings(tokens))
        if self._marked is not None:
            joined = list(_with_marks(joined))
        return Markup(self.render(joined, OptionsDict(_OPTIONS), {}))  # noqa: S704  # escaped here

    def expression(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return str(self._evaluate(tokens[idx].meta["expression"]))

    def mark(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        mark = Markup('<i hidden data-words="{}" data-line="{}"></i>\n')
        return mark.format(self._marked, tokens[idx].meta["line"])

    def heading(self, tokens: Sequence[Token], idx: int, *context: Any) -> str:
        title = Markup(self.renderInline(tokens[idx].children or (), *context))  # noqa: S704
        self._headings += 1
        subsection = self._macros["subsection"]
        return str(subsection(f"{self._prefix}-{self._headings}", title.striptags()))

    def math_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return str(self._macros["tex"](tokens[idx].meta["formula"].tex, lenient=True))

    def math_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        self._formulas += 1
        id = f"{self._prefix}-{self._formulas}"
        return str(self._macros["formula"](id, tokens[idx].meta["formula"].tex, lenient=True))

    def paragraph_open(self, tokens: Sequence[Token], idx: int, *context: Any) -> str:
        """One that goes on after a formula has no indent (GOST 7.32-2017, 6.8)."""
        above = [token.type for token in tokens[:idx] if token.type != _MARK]
        if above and above[-1] == "math_block" and goes_on(tokens[idx:]):
            return '<p class="continued">'
        return self.renderToken(tokens, idx, *context)

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
