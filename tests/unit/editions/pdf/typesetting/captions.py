"""Captions of figures and tables: form, numbers, mentions, and what goes over several pages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.unit.editions.pdf.typesetting.pages import CLOSE, Box, Line, Page

CAPTION = re.compile(r"(Рисунок|Таблица) (\d+)( ?[—–.:-].*)")
_CONTINUED = re.compile(r"Продолжение таблицы (\d+)")
_SEVERAL = 3  # if more are mentioned at once, they can not all come soon
_FURTHEST = 2  # pages from the mention: the second of two figures is not always on the next one
_STEMS = {"Рисунок": "рисун", "Таблица": "таблиц"}


@dataclass(frozen=True, kw_only=True)
class Caption:
    word: str
    number: int
    rest: str
    line: Line
    page: Page


def departures(pages: Sequence[Page]) -> Iterator[str]:
    found = list(_captions(pages))
    for caption in found:
        yield from _form(caption)
    for word in _STEMS:
        numbers = [caption.number for caption in found if caption.word == word]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the numbers of {word} are {numbers}"
    yield from _mentions(pages, found)
    yield from _continuations(pages, found)


def _captions(pages: Sequence[Page]) -> Iterator[Caption]:
    for page in pages:
        for line in page.body:
            match = CAPTION.match(line.text)
            if match and line.left > page.margins.left - CLOSE:
                word, number, rest = match.groups()
                yield Caption(word=word, number=int(number), rest=rest, line=line, page=page)


def _form(caption: Caption) -> Iterator[str]:
    """«Рисунок 1 — Название» in the middle, «Таблица 1 — Название» at the left (6.5, 6.6)."""
    line, page = caption.line, caption.page
    if not re.match(r" — \S", caption.rest):
        yield f"page {page.number}: the form of {line.text!r}"
    if caption.word == "Рисунок" and abs(line.middle - page.middle) > 1:
        yield f"page {page.number}: the caption of a figure is not in the middle: {line.text!r}"
    if caption.word == "Таблица" and line.left > page.margins.left + 1:
        yield f"page {page.number}: the caption of a table is not at the left: {line.text!r}"


def _mentions(pages: Sequence[Page], found: Sequence[Caption]) -> Iterator[str]:
    """All are mentioned, and stand after that, on the same page or one of the next (6.5, 6.6)."""
    text, starts, places = _running(pages, found)
    first = {word: _first_mentions(text, stem) for word, stem in _STEMS.items()}
    for caption in found:
        name = f"{caption.word} {caption.number}"
        mention = first[caption.word].get(caption.number)
        if mention is None:
            yield f"{name} is nowhere mentioned"
        elif mention.place > places[id(caption)]:
            yield f"{name} stands before its first mention"
        elif mention.named <= _SEVERAL:
            page = max(number for number, start in starts.items() if start <= mention.place)
            if caption.page.number > page + _FURTHEST:
                yield f"{name} of page {caption.page.number} is mentioned on page {page}"


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Where in the text, and together with how many: «5–7 и 9» can not all be on the next page."""

    place: int
    named: int


def _first_mentions(text: str, stem: str) -> dict[int, Mention]:
    """How each figure or table is first named: «на рисунке 3», «рисунки 5–7 и 9»."""
    found: dict[int, Mention] = {}
    for match in re.finditer(rf"{stem}\w+ (\d+(?:(?:, ?| и |–)\d+)*)", text):
        spans = [span.partition("–") for span in re.split(r", ?| и ", match[1])]
        numbers = [n for first, _, last in spans for n in range(int(first), int(last or first) + 1)]
        for number in numbers:
            found.setdefault(number, Mention(place=match.start(), named=len(numbers)))
    return found


def _running(
    pages: Sequence[Page], found: Sequence[Caption]
) -> tuple[str, dict[int, int], dict[int, int]]:
    """The text without captions, where in it each page begins, and where each caption stands."""
    captions = {id(caption.line): caption for caption in found}
    text = ""
    starts: dict[int, int] = {}
    places: dict[int, int] = {}
    for page in pages:
        starts[page.number] = len(text)
        for line in page.body:
            if id(line) in captions:
                places[id(captions[id(line)])] = len(text)
                continue
            if re.search(r"[а-яё][‐-]$", text) and re.match("[а-яё]", line.text):
                text = text[:-1] + line.text
            else:
                text += f" {line.text}" if text else line.text
    return text, starts, places


def _continuations(pages: Sequence[Page], found: Sequence[Caption]) -> Iterator[str]:
    """«Продолжение таблицы N» over every following page of a table, and nowhere else (6.6)."""
    tables = [caption for caption in found if caption.word == "Таблица"]
    for page in pages:
        announced = [
            (int(match[1]), line)
            for line in page.body
            if (match := _CONTINUED.fullmatch(line.text))
        ]
        before = [caption.number for caption in tables if caption.page.number < page.number]
        for number, line in announced:
            if not before or number != before[-1]:
                yield f"page {page.number}: {line.text!r} after table {before[-1:]}"
            if not any(_is_over(line, table) for table in page.tables):
                yield f"page {page.number}: {line.text!r} over no table"
            if line.left > page.margins.left + 1:
                yield f"page {page.number}: {line.text!r} is not at the left"
        for table in page.tables:
            named = [caption.line for caption in tables if caption.page is page]
            if not any(
                _is_over(line, table) for line in (*named, *(line for _, line in announced))
            ):
                yield f"page {page.number}: nothing says which table stands there"


def _is_over(line: Line, table: Box) -> bool:
    return -CLOSE < table.top - line.bottom < 12  # a caption of two lines
