"""Headings where they belong, and contents and bookmarks that name them with their pages."""

import re
from collections.abc import Iterator, Sequence

from tests.unit.editions.pdf.typesetting.pages import Line, Mark, Page, Rules

_CONTENTS = "СОДЕРЖАНИЕ"
_ENTRY = re.compile(r"(?P<title>.*?) ?\.{4,} ?(?P<page>\d+)")


def departures(pages: Sequence[Page], marks: Sequence[Mark], rules: Rules) -> Iterator[str]:
    for mark in marks:
        for problem in _form(pages[mark.page - 1], mark, rules):
            yield f"page {mark.page}: {problem}: {mark.title!r}"
    yield from _contents(pages, marks)


def _form(page: Page, mark: Mark, rules: Rules) -> Iterator[str]:
    """Capitals in the middle for structural elements, the indent for all others; bold; chapters
    on a new page (6.2)."""
    lines = _lines_of(page, mark.title)
    if not lines:
        yield "a bookmark leads to no heading"
        return
    first = lines[0]
    if mark.title.endswith("."):
        yield "a dot after a heading"
    if not all(line.bold for line in lines):
        yield "a heading is not bold"
    if mark.begins_page(rules) and first is not page.body[0]:
        yield "a chapter does not begin its page"
    if mark.structural:
        if abs(first.middle - page.middle) > 1:
            yield "a structural heading is not in the middle"
    elif abs(first.left - page.margins.left - rules.indent) > 1:
        yield "a heading does not stand at the indent"


def _lines_of(page: Page, title: str) -> list[Line]:
    """The lines on which a heading stands, which may be two or three."""
    for start in range(len(page.body)):
        for count in (1, 2, 3):
            lines = list(page.body[start : start + count])
            if _joined(lines) == title and lines[0].bold:
                return lines
    return [line for line in page.body if line.text == title]


def _joined(lines: Sequence[Line]) -> str:
    return " ".join(line.text for line in lines)


def _contents(pages: Sequence[Page], marks: Sequence[Mark]) -> Iterator[str]:
    """The contents have all headings that follow them, with their pages, and so the bookmarks."""
    first = next((mark for mark in marks if mark.title == _CONTENTS), None)
    if first is None:
        return
    after = [mark for mark in marks if mark is not first]
    listed = list(_entries(pages[first.page - 1 : after[0].page - 1] if after else ()))
    if [title for title, _ in listed] != [mark.title for mark in after]:
        yield f"the contents and the bookmarks differ: {listed}"
    for (title, page), mark in zip(listed, after, strict=False):
        if page != mark.page:
            yield f"the contents have {title!r} on page {page}, it stands on {mark.page}"


def _entries(pages: Sequence[Page]) -> Iterator[tuple[str, int]]:
    start = ""
    for page in pages:
        for line in page.body:
            if match := _ENTRY.fullmatch(line.text):
                yield f"{start} {match['title']}".strip(), int(match["page"])
                start = ""
            elif line.text != _CONTENTS:
                start = f"{start} {line.text}".strip()
