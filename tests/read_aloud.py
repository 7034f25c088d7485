"""Reads a tagged PDF as a screen reader does: what is said, in which order, and as what.

`python tests/read_aloud.py report.pdf` prints it.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
from pdfplumber.pdf import PDF

Texts = Mapping[tuple[int, int], str]
"""What is printed by each piece of marked content, by its page and its number on that page."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Said:
    """A tag with what it says: `parts` are texts and tags in the order of reading."""

    role: str
    parts: list["str | Said"]
    alternative: str | None
    language: str | None
    attributes: Mapping[str, Any]
    links: list[str] = field(default_factory=list)  # what the annotations say

    def __iter__(self) -> Iterator["Said"]:
        """This tag and those below."""
        yield self
        for part in self.parts:
            if isinstance(part, Said):
                yield from part

    def all(self, *roles: str) -> list["Said"]:
        """The tags with one of these roles, this one included."""
        return [one for one in self if one.role in roles]

    @property
    def kids(self) -> list["Said"]:
        return [part for part in self.parts if isinstance(part, Said)]

    @property
    def text(self) -> str:
        """All that is said, in one line; an alternative is said in place of what it describes."""
        return re.sub(r" (?=[.,;:)])", "", " ".join(self._heard.split()))

    @property
    def _heard(self) -> str:
        if self.alternative is not None:
            return f" {self.alternative} "
        return "".join(part if isinstance(part, str) else part._heard for part in self.parts)


def marked_texts(document: PDF) -> dict[tuple[int, int], str]:
    """The texts of a PDF opened by pdfplumber, by page from 0 and marked content."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for number, page in enumerate(document.pages):
        for char in page.chars:
            if char["mcid"] is not None:
                found[number, char["mcid"]].append(char["text"])
    return {place: "".join(chars) for place, chars in found.items()}


def read_aloud(pdf: pikepdf.Pdf, texts: Texts) -> Said:
    """The tree of tags, with what each says."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    return _read(pdf.Root.StructTreeRoot.K[0], texts, pages)


def _read(element: Any, texts: Texts, pages: Mapping[Any, int]) -> Said:
    page = pages[element.Pg.objgen] if "/Pg" in element else -1
    parts: list[str | Said] = []
    links = []
    for kid in element.get("/K", []):
        if isinstance(kid, int):
            parts.append(texts.get((page, kid), ""))
        elif kid.get("/Type") == "/MCR":
            parts.append(texts.get((pages[kid.Pg.objgen], int(kid.MCID)), ""))
        elif kid.get("/Type") == "/OBJR":
            links.append(str(kid.Obj.Contents))
        else:
            parts.append(_read(kid, texts, pages))
    return Said(
        role=str(element.S).removeprefix("/"),
        parts=parts,
        alternative=str(element.Alt) if "/Alt" in element else None,
        language=str(element.Lang) if "/Lang" in element else None,
        attributes={name[1:]: _python(value) for name, value in element.get("/A", {}).items()},
        links=links,
    )


def _python(value: Any) -> Any:
    if isinstance(value, pikepdf.Array):
        return [str(one) for one in value]
    return value if isinstance(value, int) else str(value)


def transcript(said: Said, depth: int = 0) -> Iterator[str]:
    """What is said, a line for each thing that a reader announces."""
    margin = "  " * depth
    if said.role == "Table":
        yield from (margin + line for line in _table(said))
    elif said.role in ("Document", "Sect", "Div", "L", "TOC", "TOCI", "LI", "BlockQuote"):
        if said.role in ("L", "TOC", "TOCI"):
            yield f"{margin}[{said.role}, {len(said.kids)}]"
        for kid in said.kids:
            yield from transcript(kid, depth + (said.role not in ("Document", "Sect", "Div")))
    else:
        language = f" {said.language}" if said.language else ""
        yield f"{margin}[{said.role}{language}] {_inline(said)}"
        for kid in said.kids:
            if kid.role in ("L", "P", "Table"):
                yield from transcript(kid, depth + 1)


def _inline(said: Said) -> str:
    if said.alternative is not None:
        return f"‹{said.alternative}›"
    pieces = []
    for part in said.parts:
        if isinstance(part, str):
            pieces.append(part)
        elif part.role in ("L", "P", "Table"):
            continue
        elif part.role == "Link":
            pieces.append(f"{{{_inline(part)} → {' | '.join(part.links)}}}")
        elif part.role == "Span" and part.language:
            pieces.append(f"({part.language}: {_inline(part)})")
        else:
            pieces.append(_inline(part))
    return "".join(pieces)


def _table(said: Said) -> Iterator[str]:
    rows = said.all("TR")
    heads = [cell.text for cell in rows[0].all("TH")]
    yield f"[Table, {len(rows)} rows] {' '.join(one.text for one in said.all('Caption'))}"
    for row in rows[1:]:
        cells = [cell for cell in row.kids if cell.role in ("TH", "TD")]
        label = " / ".join(cell.text for cell in cells if cell.role == "TH")
        named = [
            f"{head}: {cell.text}"
            for head, cell in zip(heads, cells, strict=False)
            if cell.role == "TD"
        ]
        yield f"  row {label!r}: {'; '.join(named)}"


if __name__ == "__main__":
    file = Path(sys.argv[1])
    with pdfplumber.open(file) as opened, pikepdf.open(file) as tagged:
        for line in transcript(read_aloud(tagged, marked_texts(opened))):
            print(line)
