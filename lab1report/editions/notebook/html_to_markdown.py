"""Turns the page's HTML into Markdown, for the cells of a notebook.

It knows what the templates write: paragraphs, headings, lists, tables, quotations, code, and
formulas as `<code class="tex">`. Of other elements the text remains.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "col", "hr", "img", "input", "link", "meta"}
_SILENT = {"head", "nav", "script", "style"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "div", "dl", "figure", "hr", "main", "ol", "p"),
    *("pre", "section", "table", "ul", "h1", "h2", "h3", "h4", "h5", "h6"),
}
_AROUND = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_KEPT = {"sup", "sub"}  # Markdown has no signs for them and lets HTML through

_SPECIAL = re.compile(r"[\\`*_\[\]<>$|~]|&(?=#?\w+;)")
_LIKE_A_LIST = re.compile(r"([-+#]|\d+(?=[.)]))(?=[.)]?\s)")


@dataclass
class Element:
    """An element of HTML; text among its children is unescaped."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def find(self, *tags: str) -> Iterator["Element"]:
        """The elements of these kinds within this one, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.find(*tags)

    @property
    def text(self) -> str:
        return "".join(c if isinstance(c, str) else c.text for c in self.children)


def parse(html: str) -> Element:
    """The elements of a page, under one without a name."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def blocks(element: Element) -> Iterator[str | Element]:
    """What `element` holds as blocks of Markdown; figures are handed out as they are."""
    inline: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str) or child.tag not in _BLOCKS | _SILENT:
            inline.append(child)
            continue
        yield from _paragraph(inline)
        inline.clear()
        yield from _block(child)
    yield from _paragraph(inline)


def escaped(text: str) -> str:
    """`text` with nothing in it that Markdown, HTML or a formula would take for its own."""
    text = text.replace("\u00ad", "")  # a cell's place to hyphenate, which Markdown has no use for
    return _SPECIAL.sub(r"\\\g<0>", text)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in [element.tag for element in self._open]:
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _block(element: Element) -> Iterator[str | Element]:
    match element.tag:
        case "figure":
            yield element
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            yield f"{'#' * int(element.tag[1])} {_line(element.children)}"
        case "ul" | "ol":
            yield "\n".join(_items(element))
        case "table":
            yield _table(element)
        case "pre":
            yield f"```\n{element.text.strip(chr(10))}\n```"
        case "hr":
            yield "---"
        case "blockquote":
            yield _quoted(blocks(element))
        case "div" if "notice" in element.attributes.get("class", ""):
            yield _quoted(blocks(element))
        case "div" if "formula" in element.attributes.get("class", ""):
            yield f"$$\n{element.text.strip()}\n$$"
        case tag if tag not in _SILENT:
            yield from blocks(element)


def _paragraph(inline: Iterable[Element | str]) -> Iterator[str]:
    line = _line(inline)
    if line:
        yield _LIKE_A_LIST.sub(_not_a_list, line, count=1) if _LIKE_A_LIST.match(line) else line


def _not_a_list(start: re.Match[str]) -> str:
    sign = start[0]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"


def _quoted(inner: Iterable[str | Element]) -> str:
    text = "\n\n".join(block for block in inner if isinstance(block, str))
    return "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _items(element: Element) -> Iterator[str]:
    entries = (c for c in element.children if isinstance(c, Element) and c.tag == "li")
    for number, entry in enumerate(entries, start=1):
        sign = f"{number}. " if element.tag == "ol" else "- "
        text = "\n".join(block for block in blocks(entry) if isinstance(block, str))
        yield sign + text.replace("\n", "\n" + " " * len(sign))


def _table(element: Element) -> str:
    rows = [[_line(cell.children) for cell in row.find("th", "td")] for row in element.find("tr")]
    head, *body = rows
    ruler = [":---", *("---:" for _ in head[1:])]
    if "numbers" not in element.attributes.get("class", ""):
        ruler = [":---" for _ in head]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ruler, *body))


def _line(inline: Iterable[Element | str]) -> str:
    """Text and the elements within it, on one line."""
    text = "".join(escaped(part) if isinstance(part, str) else _inline(part) for part in inline)
    return re.sub(r"[ \t\n\r]+", " ", text).strip(" ")


def _inline(element: Element) -> str:
    tag, inside = element.tag, element.children
    if tag == "br":
        return "<br>"
    if tag == "code" and element.attributes.get("class") == "tex":
        return f"${element.text.strip()}$"
    if tag == "code":
        fence = "``" if "`" in element.text else "`"
        return f"{fence}{element.text}{fence}"
    text = "".join(escaped(part) if isinstance(part, str) else _inline(part) for part in inside)
    if tag == "a" and element.attributes.get("href", "").startswith("http"):
        return f"[{text}](<{element.attributes['href']}>)"
    if element.attributes.get("class") == "nowrap":
        text = text.replace(" ", "\u00a0")
    if tag in _AROUND and text.strip():
        return f"{_AROUND[tag]}{text.strip()}{_AROUND[tag]}"
    if tag in _KEPT:
        return f"<{tag}>{text}</{tag}>"
    return text
