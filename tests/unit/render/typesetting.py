"""Measures a finished PDF and says where it departs from the rules of typesetting.

The rules are those of ГОСТ 7.32-2017 and of the university's practice, with the clause beside each.
Lengths are in millimetres, sizes of letters in points.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Style = Literal["bmstu", "gost"]

DEMO = "ДЕМО-ДАННЫЕ"  # the stamp, in the margin
_POINT = 25.4 / 72
_CLOSE = 0.6  # what rounding and a letter's own shape may add


@dataclass(frozen=True, kw_only=True)
class Rules:
    left: float
    right: float
    top: float
    bottom: float
    text: float  # size of the body's letters
    indent: float = 12.5


RULES: dict[Style, Rules] = {
    "bmstu": Rules(left=30, right=10, top=20, bottom=20, text=14),
    "gost": Rules(left=30, right=15, top=20, bottom=20, text=12),  # 6.1.1
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of text: where it begins, ends and stands, and its letters' largest size."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool


def lines(page: Any) -> list[Line]:
    """The lines of a pdfplumber page, from the top."""
    found = []
    for line in page.extract_text_lines(return_chars=True, use_text_flow=False):
        chars = [char for char in line["chars"] if not char["text"].isspace()]
        if chars:
            found.append(
                Line(
                    text=re.sub(r"\s+", " ", line["text"]).strip(),
                    left=line["x0"] * _POINT,
                    right=line["x1"] * _POINT,
                    top=line["top"] * _POINT,
                    bottom=line["bottom"] * _POINT,
                    size=round(max(char["size"] for char in chars), 1),
                    bold=all("Bold" in char["fontname"] for char in chars),
                )
            )
    return found


def departures(document: Any, style: Style) -> list[str]:
    """Each departure of an opened PDF from the rules of `style`, with its page."""
    rules = RULES[style]
    pages = [lines(page) for page in document.pages]
    problems: list[str] = []
    for number, (page, own) in enumerate(zip(document.pages, pages, strict=True), start=1):
        size = page.width * _POINT, page.height * _POINT
        if abs(size[0] - 210) > _CLOSE or abs(size[1] - 297) > _CLOSE:
            problems.append(f"page {number} is no A4")
        if number > 1:
            problems += [f"page {number}: {text}" for text in _page(number, own, rules)]
    problems += _captions(pages, rules)
    problems += _headings(pages)
    problems += _texts(pages)
    return problems


def _page(number: int, own: Sequence[Line], rules: Rules) -> Iterator[str]:
    """Margins, the page's number, and the size and indent of paragraphs (6.1.1, 6.3)."""
    if not own or own[-1].text != str(number):
        yield "no number at the bottom"
    elif abs((own[-1].left + own[-1].right) / 2 - _middle(rules)) > 1:
        yield "the number is not in the middle"
    body = [line for line in own[:-1] if line.text != DEMO]
    for line in body:
        if line.left < rules.left - 14 or line.right > 210 - rules.right + _CLOSE:
            yield f"beyond the margins: {line.text!r}"
        if line.top < rules.top - 2 - 7 or line.bottom > 297 - rules.bottom + 1:
            yield f"above or below the text: {line.text!r}"
    if body and max(line.size for line in body) > rules.text + 0.5:
        yield f"letters of {max(line.size for line in body):g} pt"
    sizes = {round(line.size, 1) for line in body if abs(line.right - (210 - rules.right)) < 0.3}
    full = {size for size in sizes if size > 11.5}
    if full - {rules.text, 12.0}:
        yield f"lines of {sorted(full)} pt"
    for line in body:
        if "....." in line.text or _CAPTION.match(line.text):  # whose places are others
            continue
        if re.match(r"[А-ЯЁ]", line.text) and line.size == rules.text and not line.bold:
            start = line.left - rules.left
            if 1 < start < rules.indent - 1 or rules.indent + 1 < start < rules.indent + 4:
                yield f"an indent of {start:.1f} mm: {line.text!r}"


def _middle(rules: Rules) -> float:
    return (rules.left + 210 - rules.right) / 2


_CAPTION = re.compile(r"(Рисунок|Таблица) (\d+)( ?[—–.:-].*)")


def _captions(pages: Sequence[Sequence[Line]], rules: Rules) -> Iterator[str]:
    """Form and numbering of captions, and that all are mentioned (6.5, 6.6)."""
    body = [line.text for own in pages for line in own[:-1] if line.text != DEMO]
    everything = "\n".join(body)
    everything = re.sub(r"[‐-]\n(?=[а-яё])", "", everything).replace("\n", " ")
    everything = re.sub(r"\b(\d+)–(\d+)\b", _every_number, everything)
    numbers: dict[str, list[int]] = {"Рисунок": [], "Таблица": []}
    for page, own in enumerate(pages, start=1):
        for line in own:
            match = _CAPTION.match(line.text)
            if not match or line.left < 30 - _CLOSE:
                continue
            word, number, rest = match.groups()
            if not re.match(r" — \S", rest):
                yield f"page {page}: the form of {line.text!r}"
            if word == "Рисунок" and abs(line.left + line.right - 2 * _middle(rules)) > 2:
                yield f"page {page}: the caption of a figure is not in the middle: {line.text!r}"
            if word == "Таблица" and line.left > 30 + 1:
                yield f"page {page}: the caption of a table is not at the left: {line.text!r}"
            numbers[word].append(int(number))
    for word, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"the numbers of {word} are {found}"
        stem = {"Рисунок": "рисун", "Таблица": "таблиц"}[word]
        for number in found:
            if not re.search(rf"{stem}\w+[^.]{{0,60}}\b{number}\b", everything):
                yield f"{word} {number} is nowhere mentioned"


def _every_number(found: re.Match[str]) -> str:
    """«5–8» as «5, 6, 7, 8», for those within a range are mentioned, too."""
    first, last = map(int, found.groups())
    return ", ".join(map(str, range(first, min(last, first + 100) + 1)))


def _headings(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """No heading stands alone at the end of a page, and none ends with a dot (6.2)."""
    for number, own in enumerate(pages[1:], start=2):
        for line in own:
            if line.bold and line.text[0].isupper() and line.text.endswith("."):
                yield f"page {number}: a dot after {line.text!r}"
        body = own[:-1]
        if body and body[-1].bold and body[-1].text[0].isupper():
            yield f"page {number} ends with the heading {body[-1].text!r}"


_LEFT_OVERS = (r"\{\{|\}\}|\{%", r"\[[А-ЯЁ][^\]]*\]", r"\bNone\b", r"\bnan\b", r"TODO", "\ufffd|□")


def _texts(pages: Sequence[Sequence[Line]]) -> Iterator[str]:
    """No placeholder, no missing glyph."""
    for number, own in enumerate(pages, start=1):
        prose = [line for line in own if line.size > 10.5]
        for line in prose:
            for pattern in _LEFT_OVERS:
                if match := re.search(pattern, line.text):
                    yield f"page {number}: {match[0]!r} in {line.text!r}"
