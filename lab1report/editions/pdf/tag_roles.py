"""Which tags of PDF the elements of a page become (ISO 32000-1, 14.8.4).

An element without a role here has no tag of its own: what it holds belongs to the tag around it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final
from xml.etree.ElementTree import Element

Roles = Mapping[str, tuple[str, ...]]
"""By the name of an element, "img.tex" before "img": its tags, from without; the last has the
content."""

USUAL: Final[Roles] = MappingProxyType(
    {
        **{f"h{level}": (f"H{level}",) for level in range(1, 7)},
        "section": ("Sect",),
        "p": ("P",),
        "div.formula": ("P",),
        "blockquote": ("BlockQuote",),
        "ul": ("L",),
        "ol": ("L",),
        "li": ("LI", "LBody"),
        "li::before": ("Lbl",),
        "figure": ("Div",),
        "figure.table": ("Table",),  # whose caption is within it
        "figcaption": ("Caption",),
        "table": ("Table",),
        "thead": ("THead",),
        "tbody": ("TBody",),
        "tr": ("TR",),
        "th": ("TH",),
        "td": ("TD",),
        "img": ("Figure",),
        "img.tex": ("Formula",),
        "a": ("Link",),
        "pre": ("P", "Code"),
        "code": ("Code",),
    }
)

CONTENTS: Final[Roles] = MappingProxyType(
    {**USUAL, "ol": ("TOC",), "li": ("TOCI",), "a": ("Reference", "Link")}
)
"""Within `nav`."""

GROUPS: Final = frozenset({"Document", "Sect", "Div", "L", "TOC", "Table", "BlockQuote"})
"""What holds other tags and no text: a text without an element of its own becomes a paragraph."""

CELLS: Final = frozenset({"TH", "TD"})
"""What stays though it is empty, since the columns are counted by it."""

_LABELS = {"ol": "/Decimal", "ul": "/Disc"}
_SCOPES = {"col": "/Column", "row": "/Row"}


def roles_of(
    element: Element, name: str, roles: Roles, *, parent: Element | None = None
) -> tuple[str, ...]:
    """The tags of an element, or of what the style sheet puts before it: "li::before".

    The first cell of a row is its header: nobody who hears a number far to the right knows else
    of what it is.
    """
    if "aria-label" in element.attrib:
        return ("Span",)
    if name == "td" and parent is not None and parent.tag == "tr" and parent[0] is element:
        return ("TH",)
    for css in element.get("class", "").split():
        if found := roles.get(f"{name}.{css}"):
            return found
    return roles.get(name, ())


def language_of(element: Element) -> str | None:
    """The language of an element, if it is not that of the page."""
    return None if element.tag == "html" else element.get("lang")


def attributes_of(box: Any, role: str) -> dict[str, Any]:
    """What else a reader has to know of a list or a cell: its labels, for what it is a header."""
    if role == "L":
        return {"O": "/List", "ListNumbering": _LABELS[box.element_tag]}
    if role not in CELLS:
        return {}
    attributes: dict[str, Any] = {}
    if role == "TH":
        usual = "col" if box.element_tag == "th" else "row"
        attributes["Scope"] = _SCOPES[box.element.get("scope", usual)]
    spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
    attributes |= {name: count for name, count in spans.items() if count != 1}
    return {"O": "/Table", **attributes} if attributes else {}
