"""Says where a report shows a thing: «рис. 12, с. 9», for texts beside the report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from lab1report.pages.numbering import Kind, Numbers

MOST = 3
"""So many places are named, of those that a text asks for."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place in a report: `label` is a number or a heading, `page` None where it is not known."""

    anchor: str
    kind: Kind | Literal["heading"]
    label: str
    page: int | None


def places(
    numbers: Numbers, anchors: Iterable[str], pages: Mapping[str, int] | None = None
) -> tuple[Place, ...]:
    """The first of `anchors` that the report has; a heading only where it has nothing else.

    Args:
        numbers: of the report, after a pass over it.
        anchors: as in the page: "fig-xor-loss", "tab-results", "eq-xor-loss", "xor-check".
        pages: by anchor, of the typeset report.
    """
    known = [(anchor, labelled) for anchor in anchors if (labelled := numbers.at(anchor))]
    found = [
        Place(anchor=anchor, kind=kind, label=label, page=(pages or {}).get(anchor))
        for anchor, (kind, label) in known
    ]
    exhibits = [place for place in found if place.kind != "heading"]
    return tuple(exhibits[:MOST] or found[:1])
