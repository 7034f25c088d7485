"""Formulas and sources: their numbers, and that the text goes through the sources in order."""

import re
from collections.abc import Iterator, Sequence

from tests.unit.editions.pdf.typesetting.pages import CLOSE, Page

_SMALLEST = 10.5  # code has brackets of its own
_SOURCES = "СПИСОК ИСПОЛЬЗОВАННЫХ ИСТОЧНИКОВ"


def departures(pages: Sequence[Page]) -> Iterator[str]:
    yield from _formulas(pages)
    yield from _sources(pages)


def _formulas(pages: Sequence[Page]) -> Iterator[str]:
    """(1) at the right, numbers without gaps; «где» without a colon (6.8)."""
    numbers = []
    for page in pages:
        for line in page.prose:
            if match := re.fullmatch(r"\((\d+)\)", line.text):
                numbers.append(int(match[1]))
                if abs(line.right - (page.width - page.margins.right)) > CLOSE:
                    yield f"page {page.number}: the number {line.text} is not at the right"
            if line.text.startswith("где:"):
                yield f"page {page.number}: a colon in {line.text!r}"
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"the numbers of formulas are {numbers}"


def _sources(pages: Sequence[Page]) -> Iterator[str]:
    """[1] before [2], and as many of them as the list has."""
    lines = [(page, line) for page in pages for line in page.body]
    start = next((n for n, (_, line) in enumerate(lines) if line.text == _SOURCES), len(lines))
    text = " ".join(line.text for _, line in lines[:start] if line.size > _SMALLEST)
    cited = list(
        dict.fromkeys(
            int(number)
            for group in re.findall(r"\[(\d+(?:, ?\d+)*)\]", text)
            for number in re.split(", ?", group)
        )
    )
    if cited != sorted(cited):
        yield f"sources are cited in the order {cited}"
    listed = [
        int(match[1])
        for page, line in lines[start + 1 :]
        if line.left > page.margins.left + 1 and (match := re.match(r"(\d+)\. \S", line.text))
    ]
    if start < len(lines) and listed != sorted(cited):
        yield f"cited are {sorted(cited)}, listed {listed}"
