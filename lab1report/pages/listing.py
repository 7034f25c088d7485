"""Highlights Python source: lines of coloured pieces, for a macro to print."""

from dataclasses import dataclass
from functools import lru_cache

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType

# The first that contains the token wins; what is in none has no colour.
_CLASSES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "comment"),
    (String, "string"),
    (Number, "number"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (Name.Function, "definition"),
    (Name.Class, "definition"),
    (Name.Decorator, "definition"),
    (Name.Builtin, "builtin"),
)


@dataclass(frozen=True)
class Piece:
    """Text of one colour within a line; `css` is empty for plain text."""

    css: str
    text: str


Line = tuple[Piece, ...]


@lru_cache(maxsize=256)
def highlight(source: str) -> tuple[Line, ...]:
    """The lines of a Python source, without blank ones at either end."""
    lines: list[list[Piece]] = [[]]
    for token, text in PythonLexer().get_tokens(source.strip("\n")):
        first, *others = text.split("\n")
        _append(lines[-1], _css(token), first)
        for other in others:
            lines.append([])
            _append(lines[-1], _css(token), other)
    while lines and not lines[-1]:
        lines.pop()
    return tuple(map(tuple, lines))


def _append(line: list[Piece], css: str, text: str) -> None:
    """Add `text` to `line`, joining it with a neighbour of the same colour."""
    if text.isspace() and line:
        css = line[-1].css
    if line and line[-1].css == css:
        text = line.pop().text + text
    if text:
        line.append(Piece(css, text))


def _css(token: _TokenType) -> str:
    return next((css for kind, css in _CLASSES if token in kind), "")
