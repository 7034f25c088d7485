"""Captions of figures and tables: form, numbers, mentions, and what goes over several pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.unit.editions.pdf.typesetting.pages import CLOSE, Box, Line, Page

_LABEL = r"(?:[А-Я]\.)?\d+"  # «А.1» in an appendix (6.17)
CAPTION = re.compile(rf"(Рисунок|Таблица) ({_LABEL})( ?[—–.:-].*)")
_CONTINUED = re.compile(r"Продолжение таблицы (\d+)")
CONTINUED_CELL = re.compile(rf"Продолжение рисунка ({_LABEL})")
_SEVERAL = 3  # if more are mentioned at once, they cannot all come soon
_FURTHEST = 2  # pages from the mention: the second of two figures is not always on the next one
_STEMS = {"Рисунок": "рисун", "Таблица": "таблиц"}


@dataclass(frozen=True, kw_only=True)
class Caption:
    word: str
    number: str
    rest: str
    line: Line
    page: Page

    def is_beside(self, other: "Caption") -> bool:
        """Whether both are of figures in one row; true of itself."""
        return (
            self.word == other.word == "Рисунок"
            and self.page is other.page
            and abs(self.line.bottom - other.line.bottom) < CLOSE
        )


def departures(pages: Sequence[Page]) -> Iterator[str]:
    found = list(_captions(pages))
    for caption in found:
        yield from _form(caption, [one for one in found if one.is_beside(caption)])
    for word in _STEMS:
        numbers = [caption.number for caption in found if caption.word == word]
        if numbers != list(_in_order(numbers)):
            yield f"the numbers of {word} are {', '.join(numbers)}"
    yield from _mentions(pages, found)
    yield from _continuations(pages, found)
    yield from _continued_cells(pages, found)


def _captions(pages: Sequence[Page]) -> Iterator[Caption]:
    for page in pages:
        for line in page.body:
            match = CAPTION.match(line.text)
            if match and line.left > page.margins.left - CLOSE:
                word, number, rest = match.groups()
                yield Caption(word=word, number=number, rest=rest, line=line, page=page)


def _in_order(numbers: Sequence[str]) -> Iterator[str]:
    """1, 2, … and then, if there is an appendix, А.1, А.2, … as many as there are of either."""
    counts = Counter(number.rpartition(".")[0] for number in numbers)
    for letter in sorted(counts):
        yield from (f"{letter}.{n}".lstrip(".") for n in range(1, counts[letter] + 1))


def _form(caption: Caption, row: Sequence[Caption]) -> Iterator[str]:
    """«Рисунок 1 — Название» in the middle, «Таблица 1 — Название» at the left (6.5, 6.6).

    Where several figures stand in a `row`, each has the same width, and its caption stands in the
    middle of that.
    """
    line, page = caption.line, caption.page
    if not re.match(r" — \S", caption.rest):
        yield f"page {page.number}: the form of {line.text!r}"
    if caption.word == "Рисунок" and abs(line.middle - _middle(caption, row)) > 1:
        yield f"page {page.number}: the caption of a figure is not in the middle: {line.text!r}"
    if caption.word == "Таблица" and line.left > page.margins.left + 1:
        yield f"page {page.number}: the caption of a table is not at the left: {line.text!r}"


def _middle(caption: Caption, row: Sequence[Caption]) -> float:
    page = caption.page
    width = page.width - page.margins.right - page.margins.left
    place = sorted(one.line.left for one in row).index(caption.line.left)
    return page.margins.left + width * (place + 0.5) / len(row)


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
        elif mention.named <= _SEVERAL and caption.number.isdigit():  # not in an appendix
            page = max(number for number, start in starts.items() if start <= mention.place)
            if caption.page.number > page + _FURTHEST:
                yield f"{name} of page {caption.page.number} is mentioned on page {page}"


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Where in the text, and together with how many: «5–7 и 9» cannot all be on the next page."""

    place: int
    named: int


def _first_mentions(text: str, stem: str) -> dict[str, Mention]:
    """How each figure or table is first named: «на рисунке 3», «рисунки 5–7 и 9»."""
    found: dict[str, Mention] = {}
    for match in re.finditer(rf"{stem}\w+ ({_LABEL}(?:(?:, ?| и |–){_LABEL})*)", text):
        spans = [span.partition("–") for span in re.split(r", ?| и ", match[1])]
        numbers = [number for first, _, last in spans for number in _between(first, last or first)]
        for number in numbers:
            found.setdefault(number, Mention(place=match.start(), named=len(numbers)))
    return found


def _between(first: str, last: str) -> Iterator[str]:
    """Both labels and those between: «А.1» to «А.3»."""
    letter, _, start = first.rpartition(".")
    for number in range(int(start), int(last.rpartition(".")[2]) + 1):
        yield f"{letter}.{number}".lstrip(".")


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
            if re.search(r"[а-яё][\u00ad‐-]$", text) and re.match("[а-яё]", line.text):
                text = text[:-1] + line.text
            else:
                text += f" {line.text}" if text else line.text
    return text, starts, places


def _continuations(pages: Sequence[Page], found: Sequence[Caption]) -> Iterator[str]:
    """«Продолжение таблицы N» over every following page of a table, and nowhere else (6.6)."""
    tables = [caption for caption in found if caption.word == "Таблица"]
    for page in pages:
        announced = [
            (match[1], line) for line in page.body if (match := _CONTINUED.fullmatch(line.text))
        ]
        before = [caption.number for caption in tables if caption.page.number < page.number]
        for number, line in announced:
            if not before or number != before[-1]:
                yield f"page {page.number}: {line.text!r} after table {', '.join(before[-1:])}"
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


def _continued_cells(pages: Sequence[Page], found: Sequence[Caption]) -> Iterator[str]:
    """Over the rest of a cell stands which figure it is: the one whose caption comes next."""
    for page in pages:
        for line in page.body:
            if match := CONTINUED_CELL.fullmatch(line.text):
                coming = [
                    caption.number
                    for caption in found
                    if caption.word == "Рисунок" and caption.page.number >= page.number
                ]
                if coming[:1] != [match[1]]:
                    yield f"page {page.number}: {line.text!r} before figure {', '.join(coming[:1])}"


def _is_over(line: Line, table: Box) -> bool:
    return -CLOSE < table.top - line.bottom < 12  # a caption of two lines
