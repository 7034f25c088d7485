"""What a reader sees of a page: its texts, the numbers of its tables."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import Any

_PAGES = 150  # of which what is read is kept: one after another, the tests of a file read all


class _Texts(HTMLParser):
    """The texts of a page without style sheet, code and what programs said; a line a block."""

    _HIDDEN = ("style", "pre", "title")
    _INLINE = ("a", "b", "br", "code", "em", "i", "span", "strong", "sub", "sup")

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.hidden += tag in self._HIDDEN
        if tag == "img":
            self.parts.append("x")  # a formula is a word
        elif tag not in self._INLINE:
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self._HIDDEN
        if tag not in self._INLINE:
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


@lru_cache(maxsize=_PAGES)
def blocks(html: str) -> Sequence[str]:
    """The text of each block, with the white space that HTML ignores put together."""
    parser = _Texts()
    parser.feed(html)
    texts = (
        re.sub(r"[ \t\n]+", " ", text).strip(" ") for text in "".join(parser.parts).split("\0")
    )
    return tuple(text for text in texts if text)


@lru_cache(maxsize=_PAGES)
def plain(html: str) -> str:
    """The texts with plain spaces and without soft hyphens."""
    return "\n".join(blocks(html)).replace("\u00a0", " ").replace("\u00ad", "")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A table as a reader of the page or of the PDF finds it, powers as in "5e−4"."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def texts(self) -> Sequence[Sequence[str]]:
        """The cells of all rows, the head's first."""
        return [self.head, *self.rows]


def tables(html: str) -> dict[str, Shown]:
    """The tables of a page by their ids."""
    found = {}
    for place in re.finditer(r'<figure class="table[^"]*" id="tab-(?P<id>[\w-]+)">', html):
        table = html[place.end() : html.index("</figure>", place.end())]
        caption = table[: table.index("</figcaption>")]
        head, body = table.split("<tbody>")
        found[place["id"]] = Shown(
            caption=re.sub(r"^\w+\s+\d+\s+—\s+", "", _text(caption)),
            head=_cells(head[head.rindex("<tr>") :], "th"),
            rows=[_cells(row, "td") for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)],
        )
    return found


def _cells(row: str, tag: str) -> list[str]:
    return [_text(cell) for cell in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", row, re.DOTALL)]


def _text(cell: str) -> str:
    cell = re.sub(r"(?P<factor>·?)10<sup>(?P<power>[^<]*)</sup>", _power, cell)
    return re.sub(r"[ \t\n]+", " ", unescape(re.sub(r"<[^>]+>", " ", cell))).strip()


def _power(match: re.Match[str]) -> str:
    return ("" if match["factor"] else "1") + "e" + match["power"]


_NUMBER = re.compile(r"(?<![\w.,])[−+]?\d+(?:\u202f\d{3})*(?:[.,]\d+)?(?:e−?\d+)?")


def numbers(cell: str) -> list[str]:
    """The numbers of a cell as they are written."""
    return _NUMBER.findall(cell)


def shows(written: str, value: float) -> bool:
    """Whether `written`, a number of `numbers`, is `value` rounded to the digits it has."""
    text = written.replace("−", "-").replace(",", ".").replace("\u202f", "")
    mantissa, _, power = text.partition("e")
    digits = len(mantissa.partition(".")[2])
    scale = 10.0 ** int(power or 0)
    return abs(float(mantissa) - value / scale) <= 0.5 * 10.0**-digits + 1e-9
