"""The student's words taken apart into elements, and what each refers to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from lab1report.render.expressions import REFERENCES, uses

_PREFIXES = {target: f"{function}-" for function, target in REFERENCES.items()}
_GOES_ON = (":", ",", ";")  # how a text ends that the next element continues


@dataclass(frozen=True)
class Block:
    """Elements that must not be parted, and the ids in the page of what they refer to."""

    tokens: tuple[Token, ...]
    referred: tuple[str, ...]

    @property
    def begins_with_heading(self) -> bool:
        return self.tokens[0].type == "heading_open"


def blocks(tokens: Sequence[Token], language: str) -> Iterator[Block]:
    """The elements that stand in no other; one that leads to the next is joined with it."""
    joined: list[Token] = []
    for element in _elements(tokens):
        joined += element
        if not _leads_on(element):
            yield Block(tuple(joined), tuple(_referred(joined, language)))
            joined = []
    if joined:
        yield Block(tuple(joined), tuple(_referred(joined, language)))


def _elements(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    element: list[Token] = []
    depth = 0
    for token in tokens:
        element.append(token)
        depth += token.nesting
        if depth == 0:
            yield element
            element = []


def _leads_on(element: Sequence[Token]) -> bool:
    match element[0].type:
        case "heading_open":
            return True
        case "paragraph_open":
            return element[1].content.rstrip().endswith(_GOES_ON)
    return False


def _referred(tokens: Sequence[Token], language: str) -> Iterator[str]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "expression":
                for target, id in uses(child.meta["expression"], language).references:
                    yield f"{_PREFIXES[target]}{id}"
