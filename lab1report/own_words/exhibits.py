"""Finds what remains of a section whose text the student replaced: figures, tables, formulas."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lab1report.own_words.page_elements import HtmlElement
from lab1report.pages.numbering import KINDS, Kind

ExhibitGroup = Literal["code", "pictures", "tables", "formulas"]

_PROSE: Final = ("p", "ul", "ol", "summary")
_RANGE = 3  # from how many on numbers in a row are written as a range


@dataclass(frozen=True)
class Exhibit:
    """Something with a number and what belongs to it, or a notice, which has none."""

    parts: tuple[HtmlElement, ...]

    @property
    def id(self) -> str:
        """In the page, like "fig-xor-loss"; empty for a notice."""
        return self.parts[0].id

    @property
    def number_of(self) -> tuple[Kind, str] | None:
        """What it is in the numbering."""
        prefix, _, id = self.id.partition("-")
        return (KINDS[prefix], id) if prefix in KINDS else None

    @property
    def group(self) -> ExhibitGroup | None:
        """As what it is mentioned."""
        if self.number_of is None:
            return None
        classes = self.parts[0].classes
        match self.number_of[0]:
            case "figure":
                return "code" if "cell" in classes else "pictures"
            case "table":
                return "tables"
            case "formula":
                return "formulas"


@dataclass(frozen=True)
class Stretch:
    """Exhibits with no text of the program's between them, and the headings right above them."""

    headings: tuple[HtmlElement, ...]
    exhibits: tuple[Exhibit, ...]


def stretches(section: Iterable[HtmlElement], headings: Collection[str]) -> Iterator[Stretch]:
    """What is neither paragraph nor list, parted where the program's text stood.

    Args:
        headings: the ids of those that the contents have.
    """
    above: list[HtmlElement] = []
    exhibits: list[Exhibit] = []
    for part in section:
        if part.tag not in _PROSE and part.id not in headings:
            if "where" in part.classes and exhibits:
                exhibits[-1] = Exhibit((*exhibits[-1].parts, part))
            else:
                exhibits.append(Exhibit((part,)))
            continue
        if exhibits:
            yield Stretch(tuple(above), tuple(exhibits))
            above, exhibits = [], []
        if part.id in headings:
            above.append(part)
    if exhibits:
        yield Stretch(tuple(above), tuple(exhibits))


def runs(numbered: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Ids; where many numbers follow one another, the first and the last of them."""
    found: list[list[str]] = []
    last = 0
    for id, label in numbered:
        number = int(label)
        if found and number == last + 1:
            found[-1].append(id)
        else:
            found.append([id])
        last = number
    return [
        item
        for run in found
        for item in ([[run[0], run[-1]]] if len(run) >= _RANGE else [[id] for id in run])
    ]
