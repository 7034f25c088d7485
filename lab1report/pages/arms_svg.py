"""Checks an SVG before it is drawn: nothing outside it, and nothing that takes minutes to draw."""

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from lab1report.messages import _

_MOST_ELEMENTS = 20_000
_MOST_DRAWN = 50_000  # with what <use> repeats
_DEEPEST = 50
_WITHIN = r"#|data:image/(?:png|jpeg);"
_REFERENCE = re.compile(
    rf"@import|\b(?:image-set|src)\s*\(|url\((?!\s*['\"]?\s*(?:{_WITHIN}))", re.IGNORECASE
)
_LINK = re.compile(_WITHIN, re.IGNORECASE)
_ADDRESS = re.compile(r"#|https?:", re.IGNORECASE)  # of <a>, which a picture does not follow
_STYLE_SHEET = re.compile(rb"<\?\s*xml-stylesheet", re.IGNORECASE)
_REFUSED = frozenset(
    {
        *("script", "foreignobject", "iframe"),
        *("animate", "animatemotion", "animatetransform", "set"),
        "marker",  # is drawn at every point of a path
    }
)
_SIZE = re.compile(r"\s*\+?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*(?:[a-z]{2}|%)?\s*", re.ASCII)
_NUMBERS = re.compile(r"\s*-?[\d.]+(?:[\s,]+-?[\d.]+){3}\s*", re.ASCII)


class WrongSvgError(Exception):
    """What is wrong with a picture: the end of a sentence."""


def check_svg(content: bytes) -> None:
    """Raise a WrongSvgError unless `content` is an SVG that can be drawn at once, by itself."""
    try:
        # expat fetches nothing, and since 2.4.1 it limits what entities may grow to
        root = ElementTree.fromstring(content)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise WrongSvgError(_("not an SVG that can be read; give another file")) from error
    if _STYLE_SHEET.search(content):
        raise WrongSvgError(_("it takes its style from another file; save it as PNG"))
    if local(root.tag) != "svg":
        raise WrongSvgError(_("this is not an SVG picture; give a PNG, JPEG or SVG file"))
    elements = _elements(root)
    for element in elements:
        if not _is_by_itself(element):
            raise WrongSvgError(
                _(
                    "the SVG refers to other files, or moves, or has markers; save it with "
                    "everything embedded, or as PNG"
                )
            )
    box = root.get("viewBox")
    if box is not None and not (_NUMBERS.fullmatch(box) and _has_room(box)):
        raise WrongSvgError(_("its viewBox is not four numbers of a picture; save it anew"))
    if not all(_SIZE.fullmatch(root.get(name, "1")) for name in ("width", "height")):
        raise WrongSvgError(_("its width or height is no size; save it anew"))
    named = {name: one for one in elements if (name := one.get("id")) is not None}
    if _drawn(root, named, {}, ()) > _MOST_DRAWN:
        raise WrongSvgError(_("it repeats its parts too often to be drawn; save it as PNG"))


def _has_room(box: str) -> bool:
    try:
        width, height = map(float, re.split(r"[\s,]+", box.strip())[2:])
    except ValueError:
        return False
    return width > 0 and height > 0


def local(name: object) -> str:
    """A tag or attribute without its namespace; comments have no name."""
    return name.rpartition("}")[2].lower() if isinstance(name, str) else ""


def _elements(root: Element) -> list[Element]:
    found: list[Element] = []
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        found.append(element)
        if depth > _DEEPEST or len(found) > _MOST_ELEMENTS:
            raise WrongSvgError(
                _("it has too many parts, or too deeply nested ones; save it as PNG")
            )
        waiting += [(child, depth + 1) for child in element]
    return found


def _is_by_itself(element: Element) -> bool:
    if local(element.tag) in _REFUSED:
        return False
    texts = [element.text or "", element.tail or "", *element.attrib.values()]
    styles = [element.text or ""] * (local(element.tag) == "style") + [
        value for name, value in element.attrib.items() if local(name) not in ("id", "class", "d")
    ]
    if any(map(_REFERENCE.search, texts)) or any("\\" in style for style in styles):
        return False  # CSS would read a name written in escapes as the name itself
    for name, value in element.attrib.items():
        if local(name) == "base" or local(name).startswith("on"):
            return False
        if local(name) == "href":
            known = _ADDRESS if local(element.tag) == "a" else _LINK
            if not known.match(value.strip()):
                return False
    return True


def _drawn(
    element: Element,
    named: Mapping[str, Element],
    known: dict[Element, int],
    above: tuple[Element, ...],
) -> int:
    """How many elements are drawn for `element`; a part in itself is one that never ends."""
    if element in above:
        raise WrongSvgError(_("a part of it contains itself; save it anew, or as PNG"))
    if element not in known:
        above = (*above, element)
        count = 1 + sum(_drawn(child, named, known, above) for child in element)
        for name, value in element.attrib.items():
            used = named.get(value.strip()[1:]) if local(name) == "href" else None
            if used is not None:
                count += _drawn(used, named, known, above)
        known[element] = min(count, _MOST_DRAWN + 1)
    return known[element]
