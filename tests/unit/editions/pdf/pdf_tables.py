"""The tables of a finished PDF, put together again from the pages that they go over."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
from pdfplumber.pdf import PDF

from tests.golden.page_reader import Shown

_FIRST = re.compile(r"Таблица (?P<number>\d+) — (?P<caption>.+)", re.DOTALL)
_NEXT = re.compile(r"Продолжение таблицы (?P<number>\d+)")
_STEP = 30  # points between a table and the last line of its caption, at most


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """What one page has of a table, and the text right above it."""

    page: int
    above: str
    rows: list[list[str]]


def read_tables(file: Path | BytesIO) -> dict[int, Shown]:
    """By their numbers.

    Raises:
        ValueError: a piece of a table has no caption or another head, or a caption no table.
    """
    with pdfplumber.open(file) as document:
        return tables_in(document)


def tables_in(document: PDF) -> dict[int, Shown]:
    """Those of a PDF that is open, as `read_tables` does."""
    found: dict[int, Shown] = {}
    announced = [number for page in document.pages for number in _announced(page)]
    pieces = [piece for page in document.pages for piece in _pieces(page)]
    for piece in pieces:
        head, *rows = piece.rows
        if first := _FIRST.fullmatch(piece.above):
            caption = " ".join(first["caption"].split())
            found[int(first["number"])] = Shown(caption=caption, head=head, rows=rows)
        elif later := _NEXT.fullmatch(piece.above):
            begun = found[int(later["number"])]
            if begun.head != head:
                raise ValueError(f"page {piece.page}: the head is not repeated: {head}")
            found[int(later["number"])] = replace(begun, rows=[*begun.rows, *rows])
        elif len(head) > 1:  # else the frame around the code of a stage
            raise ValueError(f"page {piece.page}: a table below {piece.above!r}: {head}")
    if announced != list(found):
        raise ValueError(f"tables {announced} are announced, {list(found)} are there")
    return found


def by_id(tables: Mapping[int, Shown], captions: Mapping[str, str]) -> dict[str, Shown]:
    """The tables by those ids whose captions they have, others by their own captions."""
    ids = {caption: id for id, caption in captions.items()}
    return {ids.get(table.caption, table.caption): table for table in tables.values()}


def _announced(page: Any) -> Iterator[int]:
    for line in page.extract_text_lines(return_chars=False):
        if first := _FIRST.fullmatch(line["text"]):
            yield int(first["number"])


def _pieces(page: Any) -> Iterator[_Piece]:
    lines = page.extract_text_lines(return_chars=False)
    for table in page.find_tables():
        _, top, _, _ = table.bbox
        above: list[str] = []
        for line in reversed([line for line in lines if line["bottom"] <= top + 1]):
            if top - line["bottom"] > _STEP or any(map(_begins, above)):
                break
            above.insert(0, line["text"])
            top = line["top"]
        cells = [[_joined(cell or "") for cell in row] for row in table.extract()]
        yield _Piece(page=page.page_number, above="\n".join(above), rows=cells)


def _begins(line: str) -> bool:
    return bool(_FIRST.match(line) or _NEXT.match(line))


def _joined(cell: str) -> str:
    """A cell's text in one line; the spaces within numbers are plain ones in a PDF."""
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "\u202f", " ".join(cell.split()))
