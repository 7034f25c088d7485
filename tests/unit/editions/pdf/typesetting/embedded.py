"""Reads which fonts a PDF embeds."""

from collections.abc import Iterator
from typing import NamedTuple

import pikepdf


class EmbeddedFont(NamedTuple):
    """A font by its name, as "ABCDEF+Name"; `parts` are the names that its other parts have."""

    name: str
    family: str
    parts: set[str]


def embedded_fonts(document: pikepdf.Pdf) -> Iterator[EmbeddedFont]:
    for one in document.objects:
        if not isinstance(one, pikepdf.Dictionary) or one.get("/Subtype") != "/Type0":
            continue
        (descendant,) = one.DescendantFonts
        description = descendant.FontDescriptor
        assert "/FontFile2" in description, "it is not embedded"
        parts = {str(part)[1:] for part in (one.BaseFont, descendant.BaseFont)}
        yield EmbeddedFont(str(description.FontName)[1:], str(description.FontFamily), parts)
