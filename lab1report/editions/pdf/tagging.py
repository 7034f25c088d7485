"""Writes the tags of a PDF, by which it is read aloud (PDF/UA-1, ISO 14289-1).

WeasyPrint 70 tags each box by itself: a run of text, a line of a link, what a page has of a
paragraph or table. It knows no contents and no formulas, and leaves out of the tree without saying
so what stands in the margins. So the tree is made here, and what is in none is an artifact, which
readers pass over (ISO 14289-1, 7.1).

The dependency is limited to versions below 71. By issue of https://github.com/Kozea/WeasyPrint/issues:
margins 1836 and empty tags 2482 are open in 2026.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint.pdf
from weasyprint.pdf import pydyf

from lab1report.editions.pdf.tag_tree import Linked, Marked, Tag, TagTree, contents_of
from lab1report.editions.pdf.word_breaks import add_spaces, spaces_of

_LONGEST = 200  # letters that are said of where a link leads to


@contextmanager
def own_tags() -> Iterator[None]:
    """Within this block WeasyPrint writes the tags of this module."""
    usual = weasyprint.pdf.add_tags
    weasyprint.pdf.add_tags = _add_tags
    try:
        yield
    finally:
        weasyprint.pdf.add_tags = usual


def _add_tags(pdf: Any, document: Any, _version: Any, streams: Sequence[Any]) -> None:
    """What WeasyPrint calls when all pages are drawn; `streams` are their contents."""
    tree = TagTree.of(document.pages, [stream._tags for stream in streams])
    _name_links(tree, document.pages)
    _Writer(pdf, tree).write(streams)
    glyphs = spaces_of(document.fonts.values())
    for number, stream in enumerate(streams):
        spaces = {one.mcid: count for one, count in tree.spaces.items() if one.page == number}
        add_spaces(stream.stream, spaces, glyphs)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Writer:
    """Puts a tree into a PDF, where the links lay that it leaves out."""

    def __init__(self, pdf: Any, tree: TagTree) -> None:
        self._pdf = pdf
        self._tree = tree
        self._free = [link.number for link in tree.inner_links]
        self._pages = pdf.page_references
        self._annotations: list[tuple[Any, Any]] = []
        self._owners: dict[Marked, bytes] = {}

    def write(self, streams: Sequence[Any]) -> None:
        removed = {link.reference for link in self._tree.inner_links}
        for reference in self._pages:
            page = self._pdf.objects[int(reference.split()[0])]
            if "Annots" in page:
                page["Annots"][:] = [link for link in page["Annots"] if link not in removed]
        parents = self._added({})
        top = self._added({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
        top["K"] = pydyf.Array([self._element(self._tree.root, top)])
        self._pdf.catalog["StructTreeRoot"] = top.reference
        numbers = parents["Nums"] = pydyf.Array()
        for page, stream in enumerate(streams):
            count = len(stream._tags)
            owners = [self._owners.get(Marked(page, mcid)) for mcid in range(count)]
            _unmark(stream.stream, {mcid for mcid, one in enumerate(owners) if one is None})
            numbers.extend((page, pydyf.Array(one or "null" for one in owners)))
        for number, (owner, annotation) in enumerate(self._annotations, start=len(streams)):
            annotation["StructParent"] = number
            numbers.extend((number, owner))

    def _added(self, content: Mapping[str, Any]) -> Any:
        dictionary = pydyf.Dictionary(content)
        if self._free:
            dictionary.number = self._free.pop()
            self._pdf.objects[dictionary.number] = dictionary
        else:
            self._pdf.add_object(dictionary)
        return dictionary

    def _element(self, tag: Tag, parent: Any) -> bytes:
        """Write the tag and those below; gives its reference."""
        element = self._added({"Type": "/StructElem", "S": f"/{tag.role}", "P": parent.reference})
        element["Pg"] = self._pages[tag.page]
        element["K"] = pydyf.Array(self._kid(kid, tag, element) for kid in tag.kids)
        if tag.alternative:
            element["Alt"] = pydyf.String(tag.alternative)
        if tag.language:
            element["Lang"] = pydyf.String(tag.language)
        if tag.attributes:
            values = {
                name: pydyf.Array(value) if isinstance(value, list) else value
                for name, value in tag.attributes.items()
            }
            element["A"] = pydyf.Dictionary(values)
        reference: bytes = element.reference
        return reference

    def _kid(self, kid: Tag | Marked | Linked, tag: Tag, element: Any) -> Any:
        if isinstance(kid, Tag):
            return self._element(kid, element)
        page = self._pages[kid.page]
        if isinstance(kid, Marked):
            self._owners[kid] = element.reference
            if kid.page == tag.page:
                return kid.mcid
            return pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": kid.mcid})
        self._annotations.append((element.reference, kid.annotation))
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.annotation.reference, "Pg": page})


def _unmark(operations: list[Any], lost: Collection[int]) -> None:
    """Turn marked content with these numbers into artifacts."""
    if not lost:
        return
    for place, operation in enumerate(operations):
        # After its tag and its properties
        if operation == b"BDC" and operations[place - 1]["MCID"] in lost:
            operations[place - 2 : place + 1] = (b"/Artifact", b"", b"BMC")


def _name_links(tree: TagTree, pages: Sequence[Any]) -> None:
    """Say of each link within the report what it leads to, where WeasyPrint gives its id."""
    links = [
        linked.annotation
        for _, linked in contents_of(tree.root)
        if isinstance(linked, Linked) and "Dest" in linked.annotation
    ]
    root = next(box.element for box in pages[0]._page_box.children if box.element_tag == "html")
    names = {element.get("id"): element for element in root.iter() if element.get("id")}
    for link in links:
        link["Contents"] = pydyf.String(_title(names[link["Dest"].string]))


def _title(target: Element) -> str:
    """The caption of a figure or table, else all text of what a link leads to."""
    caption = next((one for one in target.iter() if one.tag == "figcaption"), target)
    text = " ".join("".join(caption.itertext()).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"
