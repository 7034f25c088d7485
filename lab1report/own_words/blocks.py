"""Splits the student's words into texts by their place, and elements by what they refer to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from lab1report.own_words.expressions import PLACE, REFERENCES, uses, wrong
from lab1report.own_words.folder import OwnWords
from lab1report.own_words.markdown import Expression

_PREFIXES = {target: f"{function}-" for function, target in REFERENCES.items()}
_GOES_ON = (":", ",", ";")  # how a text ends that the next element continues


@dataclass(frozen=True)
class Block:
    """Elements that must stay together, and the ids in the page of what they refer to."""

    tokens: tuple[Token, ...]
    referred: tuple[str, ...]

    @property
    def begins_with_heading(self) -> bool:
        return self.tokens[0].type == "heading_open"


def blocks(tokens: Sequence[Token], language: str) -> Iterator[Block]:
    """The elements that stand in no other; one that leads to the next is joined with it."""
    joined: list[Token] = []
    elements = list(_elements(tokens))
    for element, following in zip(elements, [*elements[1:], None], strict=True):
        joined += element
        if following is None or not _leads_on(element, following):
            yield Block(tuple(joined), tuple(_referred(joined, language)))
            joined = []


@dataclass(frozen=True)
class PlacedText:
    """Elements that stand together, and the id in the page of what they stand after.

    It is empty for the text that stands at the end of the part, or in place of the program's.
    """

    after: str
    tokens: tuple[Token, ...]


def texts(own: OwnWords, language: str) -> Iterator[PlacedText]:
    """What the student wrote for a part, split at the lines that say where a text belongs.

    Raises:
        UserError: such a line has no meaning where it stands.
    """
    place: Expression | None = None
    tokens: list[Token] = []
    for element in _elements(own.prose.tokens):
        if (next_place := _place(element, language)) is None:
            _check(element, place, language)
            tokens += element
            continue
        if own.replace:
            raise wrong(
                next_place,
                'has no meaning with replace: true; write fig("…") where the figure is to be',
            )
        yield _text(place, tokens, language)
        place, tokens = next_place, _without_place(element)
        _check(tokens, place, language)
    yield _text(place, tokens, language)


def _text(place: Expression | None, tokens: Sequence[Token], language: str) -> PlacedText:
    after = next(_ids(place, language)) if place is not None else ""
    return PlacedText(after, tuple(tokens))


def _place(element: Sequence[Token], language: str) -> Expression | None:
    """The expression at the beginning of a paragraph that says where the text is to stand."""
    if element[0].type != "paragraph_open" or not element[1].children:
        return None
    first = element[1].children[0]
    if first.type != "expression":
        return None
    expression: Expression = first.meta["expression"]
    return expression if uses(expression, language).is_place else None


def _without_place(element: Sequence[Token]) -> list[Token]:
    """What follows the place in its paragraph."""
    start, inline, end = element
    rest = (inline.children or [])[1:]
    while rest and (rest[0].type == "softbreak" or rest[0].content.isspace()):
        del rest[0]
    if rest:
        rest[0] = rest[0].copy(content=rest[0].content.lstrip())
    return [start, inline.copy(children=rest), end] if rest else []


def _check(element: Sequence[Token], place: Expression | None, language: str) -> None:
    """Refuse places within a text, and headings in a text that has one."""
    for token in element:
        for expression in _expressions(token):
            if uses(expression, language).is_place:
                raise wrong(expression, "stands at the beginning of a paragraph, not within a text")
        if token.type == "heading_open" and place is not None:
            raise wrong(
                place,
                "a heading stands below, and the program's text would go on under it; "
                f"write it above the first {PLACE}(…)",
            )


def _elements(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    element: list[Token] = []
    depth = 0
    for token in tokens:
        element.append(token)
        depth += token.nesting
        if depth == 0:
            yield element
            element = []


def _leads_on(element: Sequence[Token], following: Sequence[Token]) -> bool:
    if following[0].type == "math_block":
        return True
    match element[0].type:
        case "heading_open":
            return True
        case "paragraph_open":
            return element[1].content.rstrip().endswith(_GOES_ON)
        case "math_block":
            return goes_on(following)
    return False


def goes_on(element: Sequence[Token]) -> bool:
    """Whether a paragraph continues a sentence, as "where x is …" does below a formula."""
    return element[0].type == "paragraph_open" and element[1].content[:1].islower()


def _referred(tokens: Sequence[Token], language: str) -> Iterator[str]:
    for token in tokens:
        for expression in _expressions(token):
            yield from _ids(expression, language)


def _expressions(token: Token) -> Iterator[Expression]:
    for child in token.children or ():
        if child.type == "expression":
            yield child.meta["expression"]


def _ids(expression: Expression, language: str) -> Iterator[str]:
    """In the page, like "fig-xor-loss"."""
    for target, id in uses(expression, language).references:
        yield f"{_PREFIXES[target]}{id}"
