"""Corrects the tags that WeasyPrint writes (PDF/UA-1, ISO 14289-1).

Page numbers and «Продолжение таблицы» stand in the margins of pages. WeasyPrint marks them as
content and leaves them out of the tree of tags, so that they are neither read nor skipped; they are
artifacts (ISO 14289-1, 7.8). It tags boxes that hold nothing, too, which readers announce.

Until when, by issue of https://github.com/Kozea/WeasyPrint/issues: margins 1836 (open in 2026),
empty tags 2482 (open), files listed twice 2917 (mended after 70.0); two rdf:RDF are in none yet.
"""

import re
from collections.abc import Iterator
from typing import Any

_RDF = re.compile(rb"<rdf:RDF\b.*?</rdf:RDF>", re.DOTALL)
_INSIDE = re.compile(rb"^<rdf:RDF\b[^>]*>|</rdf:RDF>$")
_HOLLOW = {"/Span", "/NonStruct", "/P"}  # what says nothing without content


def mend(pdf: Any) -> None:
    """Make marked content that no tag holds an artifact, and remove tags without content.

    Args:
        pdf: the `pydyf.PDF` that a finisher of WeasyPrint is given, before it is written.
    """
    objects = _Objects(pdf)
    root = objects[pdf.catalog["StructTreeRoot"]]
    for top in list(root["K"]):
        _prune(objects, top)
    held = {place for top in root["K"] for place in _content(objects, top)}
    parents = objects[root["ParentTree"]]["Nums"]
    for number, reference in enumerate(pdf.page_references):
        lost = _unmark(objects, objects[reference], reference, held)
        for mcid in lost:
            parents[2 * number + 1][mcid] = "null"
    _list_once(pdf.catalog)
    _join_metadata(objects[pdf.catalog["Metadata"]].stream)


class _Objects:
    """The objects of a PDF by their references, as b"12 0 R"."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf

    def __getitem__(self, reference: bytes | str) -> Any:
        return self._pdf.objects[int(reference.split()[0])]


def _is_reference(value: Any) -> bool:
    return isinstance(value, bytes | str)


def _prune(objects: _Objects, reference: bytes) -> bool:
    """Remove hollow tags below; whether the tag itself holds anything."""
    element = objects[reference]
    if element.get("Type") != "/StructElem":
        return True  # a link's annotation
    kids = element.get("K", [])
    remaining = [kid for kid in kids if not _is_reference(kid) or _prune(objects, kid)]
    kids[:] = remaining
    return bool(remaining) or element["S"] not in _HOLLOW


def _content(objects: _Objects, reference: bytes) -> Iterator[tuple[bytes, int]]:
    """The page and the number of each piece of marked content that the tag holds."""
    element = objects[reference]
    if element.get("Type") != "/StructElem":
        return
    for kid in element.get("K", []):
        if _is_reference(kid):
            yield from _content(objects, kid)
        else:
            yield element["Pg"], kid


def _unmark(objects: _Objects, page: Any, reference: bytes, held: set[Any]) -> Iterator[int]:
    """Turn the marked content of a page that is not in `held` into artifacts; gives its numbers."""
    contents = page["Contents"]
    for stream in [contents] if _is_reference(contents) else contents:
        operations = objects[stream].stream
        for place, operation in enumerate(operations):
            if operation != b"BDC":  # after its tag and its properties
                continue
            mcid = operations[place - 1]["MCID"]
            if (reference, mcid) not in held:
                operations[place - 2 : place + 1] = (b"/Artifact", b"", b"BMC")
                yield mcid


def _join_metadata(stream: list[bytes]) -> None:
    """XMP has one rdf:RDF (ISO 16684-1, 7.4); WeasyPrint puts what is added into another."""
    text = b"".join(stream)
    first, *others = _RDF.findall(text)
    if others:
        start, end = text.index(first), text.rindex(others[-1]) + len(others[-1])
        descriptions = b"".join(_INSIDE.sub(b"", other) for other in others)
        joined = first.replace(b"</rdf:RDF>", descriptions + b"</rdf:RDF>")
        stream[:] = [text[:start] + joined + text[end:]]


def _list_once(catalog: Any) -> None:
    """WeasyPrint lists the files within the PDF twice."""
    if "AF" in catalog:
        catalog["AF"][:] = dict.fromkeys(catalog["AF"])
