"""Splits the HTML of a section into its elements, without what only folds some of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import accumulate
from typing import Final

from lab1report.pages.template_errors import TemplateRuleError

_FOLDING: Final = {"details"}
"""Elements that are looked through; their summary is that of what is gone."""
_VOID: Final = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(frozen=True, kw_only=True)
class HtmlElement:
    """An element that stands in no other one but `_FOLDING`; `html` is all of it as written."""

    tag: str
    id: str
    classes: frozenset[str]
    html: str


def parts(html: str) -> Sequence[HtmlElement]:
    """The elements of `html`, in order.

    Raises:
        TemplateRuleError: an element is not closed, or text stands in none.
    """
    parser = _Parser(html)
    parser.feed(html)
    parser.close()
    if parser.open:
        raise TemplateRuleError(f"<{parser.open[-1]}> is not closed in a section")
    return parser.parts


class _Parser(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._html = html
        self._lines = [0, *accumulate(map(len, html.splitlines(keepends=True)))]
        self._start = 0
        self._attributes: dict[str, str] = {}
        self.open: list[str] = []
        self.parts: list[HtmlElement] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FOLDING:
            return
        if not self.open:
            self._start = self._position()
            self._attributes = {name: text or "" for name, text in attrs}
        if tag not in _VOID:
            self.open.append(tag)
        elif not self.open:
            self._finish(tag, self._position() + len(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _FOLDING:
            return
        if not self.open or self.open.pop() != tag:
            raise TemplateRuleError(f"</{tag}> closes nothing in a section")
        if not self.open:
            self._finish(tag, self._html.index(">", self._position()) + 1)

    def handle_data(self, data: str) -> None:
        if not self.open and data.strip():
            raise TemplateRuleError(f"text stands in no element of a section: {data.strip()!r}")

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _finish(self, tag: str, end: int) -> None:
        given = self._attributes
        self.parts.append(
            HtmlElement(
                tag=tag,
                id=given.get("id", ""),
                classes=frozenset(given.get("class", "").split()),
                html=self._html[self._start : end],
            )
        )
