"""Finds the pages of a report's figures, tables, formulas and headings in its PDF."""

import io
from collections.abc import Mapping
from typing import Any

from lab1report.pages.numbering import KINDS, MUST_BE_CITED, Numbers


def pages_of(pdf: bytes, numbers: Numbers) -> Mapping[str, int]:
    """The page, counted from 1, of each named place ("fig-xor-loss"), as printed below the page.

    Args:
        numbers: of the report that the PDF should be. Where it has other figures or tables, as
            that of another version of the program may, nothing is known of it.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            pages: dict[Any, int] = {
                page.objgen: number for number, page in enumerate(opened.pages, start=1)
            }
            named = pikepdf.NameTree(opened.Root.Names.Dests)
            found = {str(name): pages[place[0].objgen] for name, place in named.items()}
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError):
        return {}  # a damaged file
    # Only what is referred to has a name, as every figure and table is
    wanted = {
        f"{prefix}-{id}"
        for prefix, kind in KINDS.items()
        if kind in MUST_BE_CITED
        for id in numbers.ids[kind]
    }
    there = {name for name in found if name.startswith(("fig-", "tab-"))}
    return found if wanted == there else {}
