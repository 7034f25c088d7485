"""The pages of a PDF as the rules look at them. Lengths are in millimetres, letters in points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Literal

Style = Literal["bmstu", "gost"]

DEMO = "ДЕМО-ДАННЫЕ"  # the stamp, in the margin
CLOSE = 0.6  # what rounding and a letter's own shape may add
A4 = (210.0, 297.0)
POINT = 25.4 / 72
_BESIDE = re.compile(r"Рисунок \S+ —")


@dataclass(frozen=True, kw_only=True)
class Margins:
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, kw_only=True)
class Rules:
    """`flowing`: a part of the report goes on where the former ended, on the same page."""

    margins: Margins
    text: float  # size of the body's letters
    spacing: float  # from line to line, Word's «1.5» for this size
    indent: float = 12.5
    flowing: bool = False


RULES: dict[Style, Rules] = {  # ГОСТ 7.32-2017, 6.1.1
    "bmstu": Rules(margins=Margins(left=30, right=10, top=20, bottom=20), text=14, spacing=24.0),
    "gost": Rules(
        margins=Margins(left=30, right=15, top=20, bottom=20), text=12, spacing=20.7
    ),  # 6.1.1
}


@dataclass(frozen=True, kw_only=True)
class Box:
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def is_beside(self, other: "Box") -> bool:
        """Whether a line across the page would meet both."""
        return self.top < other.bottom and self.bottom > other.top

    def holds(self, other: "Box") -> bool:
        return (
            self.left - CLOSE <= other.left
            and other.right <= self.right + CLOSE
            and self.top - CLOSE <= other.top
            and other.bottom <= self.bottom + CLOSE
        )


@dataclass(frozen=True, kw_only=True)
class Line(Box):
    """A line of text: where it begins, ends and stands, and its letters' largest size.

    `gap` is the widest space in it where nothing is drawn.
    """

    text: str
    size: float
    bold: bool
    black: bool
    gap: float


@dataclass(frozen=True, kw_only=True)
class Page:
    """`lines` from the top, without the demo stamp; `tables` are those with rules around,
    `drawn` what is no letter, such as formulas, `ink`
    how far down something is printed above the bottom margin. `chapter` is the title of the one
    that the page belongs to; where one ends, the rest may be empty."""

    number: int
    width: float
    height: float
    margins: Margins
    lines: tuple[Line, ...]
    tables: tuple[Box, ...]
    drawn: tuple[Box, ...]
    ink: float
    ends_chapter: bool
    chapter: str

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines without the page's number."""
        return self.lines[:-1]

    @property
    def prose(self) -> tuple[Line, ...]:
        """The lines of the body that stand in no table."""
        return tuple(line for line in self.body if not any(t.holds(line) for t in self.tables))

    @property
    def middle(self) -> float:
        return (self.margins.left + self.width - self.margins.right) / 2

    @property
    def filled(self) -> float:
        """The share of the text's height that is used."""
        return (self.ink - self.margins.top) / (
            self.height - self.margins.top - self.margins.bottom
        )


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A bookmark: level 1 is a chapter."""

    level: int
    title: str
    page: int

    @property
    def structural(self) -> bool:
        """Whether it is one of the report's own elements, like its contents (6.2.1)."""
        return self.title.isupper() or self.title.startswith("ПРИЛОЖЕНИЕ ")

    def begins_page(self, rules: Rules) -> bool:
        return self.level == 1 and (self.structural or not rules.flowing)


def read(document: Any, rules: Rules) -> list[Page]:
    """The pages of a PDF opened by pdfplumber."""
    marks = read_marks(document)
    chapters = {mark.page: mark.title for mark in marks if mark.level == 1}
    begun = {mark.page for mark in marks if mark.begins_page(rules)}
    pages: list[Page] = []
    chapter = ""
    for number, page in enumerate(document.pages, start=1):
        chapter = chapters.get(number, chapter)
        ends = number == len(document.pages) or number + 1 in begun
        pages.append(_page(number, page, rules, ends_chapter=ends, chapter=chapter))
    return pages


def _page(number: int, page: Any, rules: Rules, *, ends_chapter: bool, chapter: str) -> Page:
    width, height = page.width * POINT, page.height * POINT
    margins = rules.margins
    floor = height - margins.bottom + 1
    printed = [
        item["bottom"] * POINT
        for item in (*page.chars, *page.images, *page.rects)
        if item["bottom"] * POINT < floor
    ]
    drawn = tuple(_box(c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.curves)
    framed = [_box(*table.bbox) for table in page.find_tables()]  # cells of code are further in
    return Page(
        number=number,
        width=width,
        height=height,
        margins=margins,
        lines=tuple(line for line in _lines(page, drawn) if line.text != DEMO),
        tables=tuple(box for box in framed if abs(box.left - margins.left) < 1),
        drawn=drawn,
        ink=max(printed, default=0.0),
        ends_chapter=ends_chapter,
        chapter=chapter,
    )


def _lines(page: Any, drawn: Sequence[Box]) -> Iterator[Line]:
    for line in page.extract_text_lines(return_chars=True, use_text_flow=False):
        letters = [char for char in line["chars"] if not char["text"].isspace()]
        for text, chars in _apart(re.sub(r"\s+", " ", line["text"]).strip(), letters):
            ends = min(char["x0"] for char in chars), max(char["x1"] for char in chars)
            box = _box(ends[0], line["top"], ends[1], line["bottom"])
            yield Line(
                **vars(box),
                text=text,
                size=round(max(char["size"] for char in chars), 1),
                black=all(set(char["non_stroking_color"] or (0,)) == {0} for char in chars),
                bold=all("Bold" in char["fontname"] for char in chars),
                gap=_widest(box, chars, drawn),
            )


def _apart(text: str, letters: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    """A line, or the captions of figures that stand side by side, with their letters."""
    starts = [match.start() for match in _BESIDE.finditer(text)]
    bounds = sorted({0, *starts, len(text)})
    for start, end in pairwise(bounds):
        before, own = (len(part.replace(" ", "")) for part in (text[:start], text[start:end]))
        yield text[start:end].strip(), letters[before : before + own]


def _widest(line: Box, chars: Sequence[Any], drawn: Sequence[Box]) -> float:
    ends = sorted(
        [(char["x0"] * POINT, char["x1"] * POINT) for char in chars]
        + [(box.left, box.right) for box in drawn if box.is_beside(line)]
    )
    reached = accumulate((end for _, end in ends[:-1]), max)
    gaps = (start - end for end, (start, _) in zip(reached, ends[1:], strict=True))
    return max(gaps, default=0.0)


def _box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left=left * POINT, right=right * POINT, top=top * POINT, bottom=bottom * POINT)


def read_marks(document: Any) -> list[Mark]:
    """The bookmarks of a PDF opened by pdfplumber; none if it has none."""
    numbers = {page.page_obj.pageid: page.page_number for page in document.pages}
    try:
        found = list(document.doc.get_outlines())
    except Exception as error:  # pdfminer raises one of its own where there are none
        if type(error).__name__ != "PDFNoOutlines":
            raise
        return []
    return [
        Mark(
            level=level,
            title=" ".join(title.split()),
            page=numbers[target[0].objid],
        )
        for level, title, target, *_ in found
    ]
