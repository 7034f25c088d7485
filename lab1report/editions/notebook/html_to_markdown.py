"""Turns the page's HTML into Markdown, for the cells of a notebook.

markdownify does it; here stands what the templates mean otherwise than it expects: formulas as
`<code class="tex">`, notices, columns of numbers. Of elements that neither knows the text remains.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bs4 import Tag
from markdownify import ATX, MarkdownConverter

_SPECIAL = re.compile(r"[\\`*_\[\]<>$|~]|&(?=#?\w+;)")
_UNSAFE_CODE = re.compile(r"[`<>&]")  # programs differ in where such code ends
_LIKE_A_LIST = re.compile(r"^ *(?:\d+(?=[.)](?:\s|$))|(?=[-+#]+(?:\s|$)))")
_MARK = "\0"  # stands in the text around the number of a piece


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Markdown: of a heading or a figure, whose element is named, or of what is between them."""

    text: str
    tag: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def pieces(html: str) -> Iterator[Piece]:
    """The page in its order; a figure's text is its caption, with the table if it has one."""
    writer = _Writer(
        bullets="-", heading_style=ATX, sub_symbol="<sub>", sup_symbol="<sup>",
        wrap=True, wrap_width=None,
    )  # fmt: skip
    text = writer.convert(html.replace(_MARK, ""))
    for place, part in enumerate(text.split(_MARK)):
        yield writer.apart[int(part)] if place % 2 else Piece(text=part.strip())


def escaped(text: str) -> str:
    """`text` with nothing in it that Markdown, HTML or a formula would take for its own."""
    text = text.replace("\u00ad", "")  # a cell's place to hyphenate, which Markdown has no use for
    return _SPECIAL.sub(r"\\\g<0>", text)


def _tex(text: str) -> str:
    """TeX without the signs of HTML: some programs look for that first."""
    return text.strip().replace("<", r"\lt ").replace(">", r"\gt ")


def _entities(text: str) -> str:
    """`text` in signs that neither Markdown nor HTML reads as its own."""
    return "".join(one if one.isalnum() or one in " .,()" else f"&#{ord(one)};" for one in text)


def _not_a_list(text: str) -> str:
    return _LIKE_A_LIST.sub(r"\g<0>\\", text)


class _Writer(MarkdownConverter):
    """The methods with names of tags are called with what is within these, as Markdown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.apart: list[Piece] = []

    def escape(self, text: str, *_: Any) -> str:
        return escaped(text)

    def convert_figure(self, el: Tag, text: str, **_: Any) -> str:
        attributes = {name: str(value) for name, value in el.attrs.items()}
        self.apart.append(Piece(text=text.strip(), tag=el.name, attributes=attributes))
        return f"\n\n{_MARK}{len(self.apart) - 1}{_MARK}\n\n"

    def convert_hN(self, n: int, el: Tag, text: str, inside: set[str]) -> str:  # noqa: N802
        return self.convert_figure(el, super().convert_hN(n, el, text, inside))

    def convert_head(self, *_: Any, **__: Any) -> str:
        return ""

    convert_nav = convert_head

    def convert_br(self, *_: Any, **__: Any) -> str:
        return "<br>"

    def convert_p(self, el: Tag, text: str, **context: Any) -> str:
        return super().convert_p(el, _not_a_list(text), **context)

    def convert_li(self, el: Tag, text: str, **context: Any) -> str:
        return super().convert_li(el, _not_a_list(text), **context)

    def convert_div(self, el: Tag, text: str, **context: Any) -> str:
        if "formula" in el.get_attribute_list("class"):
            return f"\n\n$$\n{_tex(el.get_text())}\n$$\n\n"
        if "notice" in el.get_attribute_list("class"):
            return super().convert_blockquote(el, text, **context)
        return super().convert_div(el, text, **context)

    def convert_code(self, el: Tag, text: str, **context: Any) -> str:
        if "tex" in el.get_attribute_list("class"):
            return f"${_tex(text)}$"
        if _UNSAFE_CODE.search(text):
            return f"<code>{_entities(text)}</code>"
        return super().convert_code(el, text, **context)

    def convert_span(self, el: Tag, text: str, **_: Any) -> str:
        return text.replace(" ", "\u00a0") if "nowrap" in el.get_attribute_list("class") else text

    def convert_a(self, el: Tag, text: str, **_: Any) -> str:
        address = str(el.get("href", ""))
        return f"[{text}](<{address}>)" if address.startswith("http") else text

    def convert_tr(self, _: Tag, text: str, **__: Any) -> str:
        return f"|{text}\n"

    def convert_table(self, el: Tag, text: str, **_: Any) -> str:
        head, *body = text.strip().splitlines()
        columns = len(el.find_all("tr")[0].find_all(["th", "td"]))
        side = "---:" if "numbers" in el.get_attribute_list("class") else ":---"
        ruler = " | ".join([":---"] + [side] * (columns - 1))
        return "\n".join(["\n", head, f"| {ruler} |", *body, "\n"])
