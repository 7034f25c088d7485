"""Splits the student's words into texts by their place, and elements by what they refer to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from markdown_it.token import Token

from lab1report.errors import UserErrors
from lab1report.messages import _
from lab1report.own_words.expressions import PLACE, Expression
from lab1report.own_words.folder import OwnWords

_GOES_ON = (":", ",", ";")  # how a text ends that the next element continues


@dataclass(frozen=True)
class Block:
    """Elements that must stay together, and the ids in the page of what they refer to."""

    tokens: tuple[Token, ...]
    referred: tuple[str, ...]

    @property
    def begins_with_heading(self) -> bool:
        return self.tokens[0].type == "heading_open"


def blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """The elements that stand in no other; one that leads to the next is joined with it."""
    joined: list[Token] = []
    elements = list(_elements(tokens))
    for element, following in zip_longest(elements, elements[1:]):
        joined += element
        if following is None or not _leads_on(element, following):
            referred = (to for one in _expressions(joined) for to in one.references)
            yield Block(tuple(joined), tuple(reference.in_page for reference in referred))
            joined = []


@dataclass(frozen=True)
class PlacedText:
    """Elements that stand together, and where.

    `after` or `instead` are the id in the page of what they stand after or in place of, empty for
    the text that stands at the end of the part, or in place of all of it.
    """

    after: str
    instead: str
    tokens: tuple[Token, ...]


def texts(own: OwnWords) -> Sequence[PlacedText]:
    """What the student wrote for a part, split at the lines that say where a text belongs.

    Raises:
        UserError: such lines have no meaning where they stand; a line for each.
    """
    errors = UserErrors()
    found = list(_texts(own, errors))
    errors.raise_any()
    return found


def _texts(own: OwnWords, errors: UserErrors) -> Iterator[PlacedText]:
    place: Expression | None = None
    replaced: set[str] = set()
    tokens: list[Token] = []
    for element in _elements(own.prose.tokens):
        if (next_place := _place(element)) is None:
            with errors.collected():
                _check(element, place)
            tokens += element
            continue
        with errors.collected():
            if own.replace:
                raise next_place.wrong(_("has no meaning with replace: true"))
            if next_place.instead and next_place.instead in replaced:
                raise next_place.wrong(_("stands twice; write all of it below the first"))
        replaced.add(next_place.instead)
        yield _text(place, tokens)
        place, tokens = next_place, _without_place(element)
        with errors.collected():
            _check(tokens, place)
    yield _text(place, tokens)


def _text(place: Expression | None, tokens: Sequence[Token]) -> PlacedText:
    after = place.references[0].in_page if place is not None and place.references else ""
    instead = place.instead if place is not None else ""
    return PlacedText(after, instead, tuple(tokens))


def _place(element: Sequence[Token]) -> Expression | None:
    """The expression at the beginning of a paragraph that says where the text is to stand."""
    if element[0].type != "paragraph_open" or not element[1].children:
        return None
    expression: Expression | None = element[1].children[0].meta.get("expression")
    return expression if expression is not None and expression.is_place else None


def _without_place(element: Sequence[Token]) -> list[Token]:
    """What follows the place in its paragraph."""
    start, inline, end = element
    rest = (inline.children or [])[1:]
    while rest and (rest[0].type == "softbreak" or rest[0].content.isspace()):
        del rest[0]
    if rest:
        rest[0] = rest[0].copy(content=rest[0].content.lstrip())
    return [start, inline.copy(children=rest), end] if rest else []


def _check(element: Sequence[Token], place: Expression | None) -> None:
    """Refuse places within a text, and headings in a text that has one."""
    for expression in _expressions(element):
        if expression.is_place:
            raise expression.wrong(_("stands at the beginning of a paragraph, not within a text"))
    if (
        place is not None
        and place.references
        and any(token.type == "heading_open" for token in element)
    ):
        raise place.wrong(
            _(
                "a heading stands below, and the program's text would go on under it; "
                "write it above the first {function}(…)"
            ).format(function=PLACE)
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


def _expressions(tokens: Sequence[Token]) -> Iterator[Expression]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "expression" and "expression" in child.meta:
                yield child.meta["expression"]
