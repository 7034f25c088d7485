"""Finds pictures that would leave a hole on the page before them, and how small they must be.

A picture does not part, so that one that just does not fit leaves the rest of its page empty. It is
made smaller if a little suffices; text flows around no picture in WeasyPrint, and pictures that
move away from their place would change all numbers.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import Document

_LEAST = 0.66
"""The smallest share of its height that a picture may be reduced to: 12 pt become 8."""

_FITTED = "data-fitted"  # formulas have a style of their own

_SPARE = 1.0  # CSS pixels, against rounding

Sizes = dict[str, float]
"""The heights of pictures in CSS pixels, by their URLs."""


def apply(root: Element, sizes: Mapping[str, float]) -> None:
    """Give the pictures of a page these heights, and all others their own again."""
    for picture in _pictures(root):
        height = sizes.get(picture.get("src", ""))
        if height is not None:
            picture.set("style", f"height: {height:.2f}px; width: auto")
            picture.set(_FITTED, "")
        elif picture.attrib.pop(_FITTED, None) is not None:
            del picture.attrib["style"]


def reduced(document: Document, natural: Sizes) -> Sizes:
    """The heights that fill the first hole of each chapter; empty if there is none to fill.

    What follows a picture moves up with it, so that later holes have to be looked for anew.

    Args:
        natural: the heights in the first layout; those not known yet are added.
    """
    found: Sizes = {}
    chapter_is_done = False
    pages = [list(_blocks(page)) for page in document.pages]
    for page, blocks in enumerate(pages):
        for block in blocks:
            for url, height in _heights(block):
                natural.setdefault(url, height)
        if not blocks or page == 0 or not pages[page - 1]:
            continue
        first, before = blocks[0], pages[page - 1][-1]
        if first.element_tag == "h1":
            chapter_is_done = False
        if chapter_is_done or not _heights(first):
            continue
        over = first.margin_height() - _room_below(before, document.pages[page - 1]) + _SPARE
        sizes = {url: height - over for url, height in _heights(first)}
        if over > 0 and all(size >= _LEAST * natural[url] for url, size in sizes.items()):
            found |= sizes
            chapter_is_done = True
    return found


def _blocks(page: Any) -> Iterator[Any]:
    """What stands in a page of the flow, from above."""
    (html,) = (box for box in page._page_box.children if box.element_tag == "html")
    for body in html.children:
        yield from body.children


def _room_below(block: Any, page: Any) -> float:
    box = page._page_box
    return float(box.content_box_y() + box.height - block.position_y - block.margin_height())


def _heights(block: Any) -> list[tuple[str, float]]:
    """The pictures in a block that is nothing but figures, each with its height."""
    if block.element_tag in ("p", "ul", "ol", "div", "h1", "h2"):
        return []
    return [
        (box.element.get("src", ""), float(box.height))
        for box in block.descendants()
        if box.element_tag == "img"
    ]


def _pictures(root: Element) -> Iterator[Element]:
    yield from root.iter("{http://www.w3.org/1999/xhtml}img")
    yield from root.iter("img")
