"""Measures a finished PDF and says where it departs from the rules of typesetting.

The rules are those of ГОСТ 7.32-2017 and of the university's practice, with the clause beside each.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lab1report.model import Length
from tests.unit.editions.pdf.typesetting import captions, headings, layout, references, texts
from tests.unit.editions.pdf.typesetting.pages import (
    RULES,
    Mark,
    Page,
    Rules,
    Style,
    read,
    read_marks,
)

__all__ = ["Style", "departures", "departures_of"]


def departures(document: Any, style: Style, length: Length = "full") -> list[str]:
    """Each departure of a PDF opened by pdfplumber from the rules of `style`, with its page."""
    rules = replace(RULES[style], flowing=style == "bmstu" and length == "short")
    return [
        *departures_of(read(document, rules), read_marks(document), rules),
        *texts.missing_glyphs(document),
    ]


def departures_of(pages: Sequence[Page], marks: Sequence[Mark], rules: Rules) -> list[str]:
    """The same of the pages and bookmarks that were read from a PDF; but for missing glyphs."""
    return [
        *layout.departures(pages, rules),
        *headings.departures(pages, marks, rules),
        *captions.departures(pages),
        *references.departures(pages),
        *texts.departures(pages),
    ]
