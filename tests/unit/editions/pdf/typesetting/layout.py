"""Paper, margins, sizes, indents, and how full the pages are."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from tests.unit.editions.pdf.typesetting.captions import CAPTION, CONTINUED_CELL
from tests.unit.editions.pdf.typesetting.pages import A4, CLOSE, POINT, Line, Page, Rules

_HALF = 0.5
_CAPTION_SPACING = 18.0  # pt from line to line, by templates/report.css
_LIST_SPACING = 20.0
_HOLE = 12.0  # mm; words that cannot be broken make some of 10
_RAGGED = ("СОДЕРЖАНИЕ", "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ")  # lists of titles and addresses

HEADING = 16 / 14  # how much larger than the text a heading may be


def departures(pages: Sequence[Page], rules: Rules) -> Iterator[str]:
    for page in pages:
        if any(
            abs(length - wanted) > CLOSE
            for length, wanted in zip((page.width, page.height), A4, strict=True)
        ):
            yield f"page {page.number} is no A4"
        if page.number > 1:  # the title page has its own form
            checks = (_number(page), _margins(page), _letters(page, rules), _lines(page, rules))
            for problem in chain.from_iterable(checks):
                yield f"page {page.number}: {problem}"
            if page.filled < _HALF and not page.ends_chapter:
                yield f"page {page.number} is filled to {page.filled:.0%} only"
        yield from _last_line(page)


def _number(page: Page) -> Iterator[str]:
    """The page's number in the middle at the bottom (6.3)."""
    if not page.lines or page.lines[-1].text != str(page.number):
        yield "no number at the bottom"
    elif abs(page.lines[-1].middle - page.middle) > 1:
        yield "the number is not in the middle"


def _margins(page: Page) -> Iterator[str]:
    """Nothing stands in the margins (6.1.1) but what numbers a cell of code."""
    for line in page.body:
        if CONTINUED_CELL.fullmatch(line.text):  # in the margin above, as a page's number is below
            continue
        if line.left < page.margins.left - CLOSE and not line.text.startswith("In ["):
            yield f"beyond the margins: {line.text!r}"
        if line.right > page.width - page.margins.right + CLOSE:
            yield f"beyond the margins: {line.text!r}"
        if line.top < page.margins.top - 2 or line.bottom > page.height - page.margins.bottom + 1:
            yield f"above or below the text: {line.text!r}"


def _letters(page: Page, rules: Rules) -> Iterator[str]:
    """The size of the letters, and the indent of paragraphs (6.1.1)."""
    for line in page.body:
        if line.size > rules.text * (HEADING if line.bold else 1) + 0.5:
            yield f"letters of {line.size:g} pt"
    right = page.width - page.margins.right
    full = {line.size for line in page.prose if abs(line.right - right) < 0.3}
    if wrong := {size for size in full if size > 11.5} - {rules.text}:
        yield f"lines of {sorted(wrong)} pt"
    for line in page.prose:
        if "....." in line.text or CAPTION.match(line.text):  # whose places are others
            continue
        if re.match(r"[А-ЯЁ]", line.text) and line.size == rules.text and not line.bold:
            start = line.left - page.margins.left
            if 1 < start < rules.indent - 1 or rules.indent + 1 < start < rules.indent + 4:
                yield f"an indent of {start:.1f} mm: {line.text!r}"


def _lines(page: Page, rules: Rules) -> Iterator[str]:
    """Paragraphs are black, justified without holes, and 1.5 lines apart (6.1.1)."""
    right = page.width - page.margins.right
    for line in page.prose:
        at_margin = abs(line.left - page.margins.left) < 1 or page.chapter in _RAGGED
        if at_margin and line.size == rules.text and line.gap > _HOLE:
            yield f"a hole of {line.gap:.0f} mm: {line.text!r}"
    for line, following in pairwise(page.prose):
        if not _in_one_paragraph(line, following, page, rules):
            continue
        if not line.black:
            yield f"not black: {line.text!r}"
        distance = (following.bottom - line.bottom) / POINT
        if abs(distance - _spacing(line, page, rules)) > 0.6:
            yield f"lines {distance:.1f} pt apart: {line.text!r}"
        end = max((box.right for box in page.drawn if box.is_beside(line)), default=line.right)
        ragged = page.chapter in _RAGGED or CAPTION.match(line.text)
        if not ragged and abs(max(end, line.right) - right) > 1.5:
            yield f"not justified: {line.text!r}"


def _spacing(line: Line, page: Page, rules: Rules) -> float:
    """From this line to the next of the same paragraph: captions and the lists are closer set."""
    if CAPTION.match(line.text):
        return _CAPTION_SPACING
    return _LIST_SPACING if page.chapter in _RAGGED else rules.spacing


def _in_one_paragraph(line: Line, following: Line, page: Page, rules: Rules) -> bool:
    """Whether a line of the text's size goes on in the next, which begins at the margin."""
    starts = page.margins.left, page.margins.left + rules.indent
    return (
        line.size == following.size == rules.text
        and not line.bold
        and any(abs(line.left - start) < 1 for start in starts)
        and abs(following.left - page.margins.left) < 1
        and (following.bottom - line.bottom) / POINT < 1.4 * rules.spacing
        and following.text[0].islower()
        and line.right - line.left > 0.75 * (page.width - page.margins.right - page.margins.left)
    )


def _last_line(page: Page) -> Iterator[str]:
    """No heading and no caption of a table stands alone at the end of a page (6.2)."""
    if page.number == 1 or not page.body:
        return
    last = page.body[-1]
    if last.bold and last.text[0].isupper():
        yield f"page {page.number} ends with the heading {last.text!r}"
    if last.text.startswith("Таблица") and CAPTION.match(last.text) and page.ink - last.bottom < 5:
        yield f"page {page.number} ends with the caption {last.text!r}"
