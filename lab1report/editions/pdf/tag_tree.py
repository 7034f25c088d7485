"""Makes the tree of tags from the boxes of a layout, in the order of reading.

A tag is one however many lines and pages it goes over, so that a paragraph is not read as two, nor
a table as one table on each of its pages. What is repeated there, the head of the table, is left
out, and so are the leaders of the contents, margins, and what holds nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from lab1report.editions.pdf.tag_roles import (
    CELLS,
    CONTENTS,
    GROUPS,
    USUAL,
    Roles,
    attributes_of,
    language_of,
    roles_of,
)
from lab1report.pages.glyphs import HYPHEN

_POINTS = 0.75  # in a CSS pixel
_NEAR = 12  # letters on either side of a line's end, by which it is found in the text

Marks = Mapping[Any, Mapping[str, Any]]
"""The number (`mcid`) of the marked content that each box of a page was drawn as."""


@dataclass(frozen=True)
class Marked:
    """Content of a page, counted from 0."""

    page: int
    mcid: int


@dataclass(frozen=True, eq=False)
class Linked:
    """Where a page can be clicked: an annotation, a `pydyf.Dictionary`."""

    page: int
    annotation: Any


@dataclass(eq=False)
class Tag:
    """An element of the tree, and what it holds in the order of reading."""

    role: str
    page: int
    kids: list[Tag | Marked | Linked] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)  # ISO 32000-1, 14.8.5
    alternative: str | None = None
    language: str | None = None


@dataclass(frozen=True, eq=False)
class _Place:
    """Where the content of a box belongs."""

    tag: Tag
    item: Tag | None  # the list item around it, for its label
    key: tuple[Element, str] | None
    roles: Roles


class TagTree:
    """The tags of all pages, below one for the document."""

    def __init__(self) -> None:
        self.root = Tag("Document", 0)
        self.inner_links: list[Any] = []  # annotations of what is within a link
        self.spaces: Counter[Marked] = Counter()  # that follow a text and are not drawn
        self._known: dict[tuple[Element, str], list[Tag]] = {}
        self._page = 0
        self._height = 0.0  # of the page, in CSS pixels
        self._marks: Marks = {}
        self._last: tuple[Any, Marked] | None = None  # the text before, if it is of the same tag
        self._line_of: Tag | None = None
        self._is_new_line = False

    @classmethod
    def of(cls, pages: Sequence[Any], marks: Sequence[Marks]) -> TagTree:
        """The tree of laid-out `pages` of WeasyPrint, each with its marks."""
        tree = cls()
        top = _Place(tag=tree.root, item=None, key=None, roles=USUAL)
        for number, (page, numbers) in enumerate(zip(pages, marks, strict=True)):
            tree._page, tree._height, tree._marks = number, page.height, numbers
            for box in page._page_box.children:
                if not isinstance(box, boxes.MarginBox):
                    tree._visit(box, top)
        _prune(tree.root)
        return tree

    def _visit(self, box: Any, place: _Place) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        if box.is_leader or self._is_repeated(box):
            self._drop_links(box)
            return
        if isinstance(box, boxes.TextBox):
            self._add_content(box, place.tag)
            return
        if not isinstance(box, boxes.LineBox) and (box.element, box.element_tag) != place.key:
            place = self._entered(box, place)
        if place.tag.role in GROUPS and box.children and _has_lines(box):
            place = self._paragraph(box, place)
        if isinstance(box, boxes.LineBox):
            self._begin_line(place.tag)
        self._add_link(box, place.tag)
        if isinstance(box, boxes.ReplacedBox):
            self._add_picture(box, place.tag)
        for child in box.children:
            self._visit(child, place)

    def _entered(self, box: Any, place: _Place) -> _Place:
        """The place within the element of `box`, whose tags are there from a former page or new."""
        element, name = box.element, box.element_tag
        key = (element, name)
        roles = CONTENTS if name == "nav" else place.roles
        wanted = roles_of(element, name, roles, parent=place.key and place.key[0])
        language = language_of(element)
        if wanted == (place.tag.role,) == ("Table",):
            wanted = ()
        if language and not wanted:
            wanted = ("Span",)
        if not wanted:
            return _Place(tag=place.tag, item=place.item, key=key, roles=roles)
        tags = self._known.get(key)
        if tags is None:
            holder = place.item if wanted == ("Lbl",) and place.item else place.tag
            tags = self._known[key] = self._opened(wanted, holder)
            tags[0].language, tags[0].alternative = language, element.get("aria-label")
            tags[0].attributes = attributes_of(box, tags[0].role)
        item = tags[0] if tags[0].role == "LI" else place.item
        return _Place(tag=tags[-1], item=item, key=key, roles=roles)

    def _opened(self, roles: Sequence[str], holder: Tag) -> list[Tag]:
        tags: list[Tag] = []
        for role in roles:
            tag = Tag(role, self._page)
            if role == "Lbl":
                holder.kids.insert(0, tag)  # its item has a body already
            else:
                holder.kids.append(tag)
            tags.append(tag)
            holder = tag
        return tags

    def _paragraph(self, box: Any, place: _Place) -> _Place:
        """The place of lines that stand in no element which may hold text."""
        key = (box.element, f"{box.element_tag} lines")
        if key not in self._known:
            self._known[key] = self._opened(["P"], place.tag)
        (tag,) = self._known[key]
        return _Place(tag=tag, item=place.item, key=place.key, roles=place.roles)

    def _is_repeated(self, box: Any) -> bool:
        """Whether it is the head of a table that goes on from another page."""
        if not (isinstance(box, boxes.TableRowGroupBox) and box.is_header):
            return False
        known = self._known.get((box.element, box.element_tag))
        return known is not None and known[0].page != self._page

    def _begin_line(self, tag: Tag) -> None:
        if tag is not self._line_of:
            self._last, self._line_of = None, tag
        self._is_new_line = True

    def _add_content(self, box: Any, tag: Tag) -> None:
        if (mark := self._marks.get(box)) is None:
            return
        if isinstance(box, boxes.TextBox) and not box.text.strip():
            if self._last is not None:  # of spaces alone nothing is drawn
                self.spaces[self._last[1]] += len(box.text)
            return
        if self._last is not None and self._is_new_line and not self.spaces[self._last[1]]:
            self.spaces[self._last[1]] = 0 if _is_one_word(self._last[0], box) else 1
        marked = Marked(self._page, mark["mcid"])
        self._last, self._is_new_line = (box, marked), False
        tag.kids.append(marked)

    def _add_picture(self, box: Any, tag: Tag) -> None:
        tag.alternative = box.element.get("alt")
        x, y = box.content_box_x(), self._height - box.content_box_y()  # PDF counts from below
        corners = [_POINTS * corner for corner in (x, y - box.height, x + box.width, y)]
        tag.attributes = {"O": "/Layout", "BBox": [round(corner, 2) for corner in corners]}
        self._add_content(box, tag)

    def _add_link(self, box: Any, tag: Tag) -> None:
        if box.link_annotation is None:
            return
        if box.element_tag == "a":
            tag.kids.append(Linked(self._page, box.link_annotation))
        else:
            self.inner_links.append(box.link_annotation)

    def _drop_links(self, box: Any) -> None:
        for inner in box.descendants():
            if inner.link_annotation is not None:
                self.inner_links.append(inner.link_annotation)


def _has_lines(box: Any) -> bool:
    return isinstance(box.children[0], boxes.LineBox)


def _is_one_word(before: Any, after: Any) -> bool:
    """Whether a line ended within a word; else there was a space, which no line shows."""
    if not isinstance(before, boxes.TextBox) or before.text.endswith(HYPHEN):
        return True
    if before.element is not after.element or not isinstance(after, boxes.TextBox):
        return False
    joined = before.text[-_NEAR:] + after.text[:_NEAR]
    return joined in "".join(after.element.itertext())


def _prune(tag: Tag) -> bool:
    """Remove what holds nothing below, rows of empty cells too; whether the tag holds anything.

    Texts beside other tags become tags as well: some programs read the text of a tag before all
    that is within it.
    """
    tag.kids = [kid for kid in tag.kids if not isinstance(kid, Tag) or _prune(kid)]
    if any(isinstance(kid, Tag) for kid in tag.kids):
        groups = groupby(tag.kids, key=lambda kid: isinstance(kid, Marked))
        tag.kids = [
            kid
            for are_texts, kids in groups
            for kid in ([_span(list(kids))] if are_texts else kids)
        ]
    if tag.role == "TR":
        return any(isinstance(cell, Tag) and cell.kids for cell in tag.kids)
    return bool(tag.kids) or tag.role in CELLS


def _span(texts: list[Any]) -> Tag:
    return Tag("Span", texts[0].page, texts)


def contents_of(tag: Tag) -> Iterator[tuple[Tag, Marked | Linked]]:
    """All that the tag and those below hold, each with the tag that has it."""
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from contents_of(kid)
        else:
            yield tag, kid
