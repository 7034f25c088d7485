"""Measures a finished PDF and says where it departs from the rules of typesetting.

The rules are those of ГОСТ 7.32-2017 and of the university's practice, with the clause beside each.
"""

from typing import Any

from tests.unit.editions.pdf.typesetting import captions, headings, layout, references, texts
from tests.unit.editions.pdf.typesetting.pages import RULES, Style, read, read_marks

__all__ = ["Style", "departures"]


def departures(document: Any, style: Style) -> list[str]:
    """Each departure of a PDF opened by pdfplumber from the rules of `style`, with its page."""
    rules = RULES[style]
    pages = read(document, rules)
    return [
        *layout.departures(pages, rules),
        *headings.departures(pages, read_marks(document), rules),
        *captions.departures(pages),
        *references.departures(pages),
        *texts.departures(pages),
        *texts.missing_glyphs(document),
    ]
