"""Evaluates what stands between `{{` and `}}` in the student's words, a small part of Jinja.

Names, single values, arithmetic, the filters of the report's numbers, and references. Everything
else of Jinja's language is refused by name, and what is left runs in its sandbox.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from lab1report.errors import UserError
from lab1report.own_words.markdown import Expression, hidden
from lab1report.own_words.names import Path, roots, within, written
from lab1report.pages.languages import Language, language
from lab1report.settings import suggestions

Target = Literal["figure", "table", "formula", "source"]

REFERENCES: Final[Mapping[str, Target]] = {
    "fig": "figure",
    "tab": "table",
    "eq": "formula",
    "cite": "source",
}
"""The functions that refer to something, and to what."""

PLACE: Final = "after"
"""The function that says where the text below it is to stand: after(fig("xor-loss"))."""

_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div)
_FEW_DIGITS = 4  # of a number that is printed without a filter


@dataclass(frozen=True)
class Uses:
    """What an expression needs: numbers by their paths, and things referred to by their ids.

    One that `is_place` prints nothing and has one reference.
    """

    names: tuple[Path, ...]
    references: tuple[tuple[Target, str], ...]
    is_place: bool


def uses(expression: Expression, code: str) -> Uses:
    """Read an expression, in a report of the language `code`.

    Raises:
        UserError: it is not an expression, or one that has no place in words; names file and line.
    """
    try:
        reader = _ExpressionReader(_environment(code).filters)
        is_place = reader.read_place(_tree(expression.source, code))
    except TemplateSyntaxError as error:
        raise wrong(expression, f"{error.message}") from None
    except _RefusedError as error:
        raise wrong(expression, str(error)) from None
    return Uses(tuple(reader.names), tuple(reader.references), is_place)


def value(
    expression: Expression,
    known: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Markup]],
    code: str,
) -> Markup:
    """What an expression prints, escaped.

    Args:
        known: the numbers, by `roots`.
        functions: what each of `REFERENCES` does.

    Raises:
        UserError: it comes to nothing that can be printed.
    """
    compiled = _environment(code).compile_expression(expression.source, undefined_to_none=False)
    try:
        found = compiled(**known, **functions)
    except (TypeError, ValueError, ArithmeticError, MemoryError) as error:
        raise wrong(expression, f"can not be worked out ({_reason(expression, error)})") from error
    return _printed(found, expression, code)


def _reason(expression: Expression, error: Exception) -> str:
    if isinstance(error, ArithmeticError | MemoryError):
        return str(error)
    if "|" in expression.source and re.search(r"[-+*/]", expression.source):
        return "a filter comes before + - * /: put what it is for into brackets, (a - b) | percent"
    if "plural" in expression.source:
        return "plural takes a whole number and three forms of the noun"
    return "filters take numbers, and percent, points and number how many decimals"


def wrong(expression: Expression, message: str) -> UserError:
    return UserError(f"{expression.place}: {{{{ {expression.source} }}}}: {message}")


@cache
def _environment(code: str) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    spoken = language(code)
    environment.filters = {
        "number": spoken.number,
        "percent": spoken.percent,
        "points": spoken.points,
        "scientific": spoken.scientific,
        "plural": spoken.plural,
        "abs": abs,
    }
    return environment


def _tree(source: str, code: str) -> nodes.Node:
    """The one expression that `source` is."""
    match _environment(code).parse(f"{{{{ {source} }}}}").body:
        case [nodes.Output(nodes=[nodes.TemplateData()])] | []:
            raise _RefusedError("nothing is named here")
        case [nodes.Output(nodes=[tree])]:
            return tree
    raise _RefusedError("is not one expression")


class _RefusedError(Exception):
    """The rest of the sentence about an expression."""


class _ExpressionReader:
    def __init__(self, filters: Mapping[str, Any]) -> None:
        self._filters = filters
        self.names: list[Path] = []
        self.references: list[tuple[Target, str]] = []

    def read_place(self, tree: nodes.Node) -> bool:
        """Read a whole expression; true if it says where a text belongs."""
        match tree:
            case nodes.Call(
                node=nodes.Name(name=name),
                args=[nodes.Call(node=nodes.Name(name="fig" | "tab"))],
                kwargs=[],
            ) if name == PLACE:
                self.read(tree.args[0])
                return True
            case nodes.Call(node=nodes.Name(name=name)) if name == PLACE:
                raise _RefusedError(f'write {PLACE}(fig("…")) or {PLACE}(tab("…"))')
        self.read(tree)
        return False

    def read(self, node: nodes.Node) -> None:
        match node:
            case nodes.Const():
                pass
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                self._name(tuple(_keys(node)))
            case nodes.Call(node=nodes.Name(name=name)):
                self._reference(name, node)
            case nodes.Filter(node=nodes.Node() as filtered, name=name):
                if name not in self._filters:
                    known = list(self._filters)
                    raise _RefusedError(f"no filter {name!r}; {suggestions.one_of(name, known)}")
                self.read(filtered)
                for argument in (*node.args, *(pair.value for pair in node.kwargs)):
                    self.read(argument)
            case nodes.Neg(node=operand) | nodes.Pos(node=operand):
                self.read(operand)
            case nodes.BinExpr(left=left, right=right) if isinstance(node, _ARITHMETIC):
                self.read(left)
                self.read(right)
            case _:
                raise _RefusedError(
                    "only names of numbers, + - * /, filters and references can stand here"
                )

    def _name(self, path: Path) -> None:
        root = str(path[0])
        if root in REFERENCES:
            raise _RefusedError(f'write {root}("…") with the id of what you refer to')
        if root not in roots():
            raise _RefusedError(f"{root!r} is unknown; {suggestions.one_of(root, roots())}")
        self.names.append(path)

    def _reference(self, name: str, call: nodes.Call) -> None:
        if name not in REFERENCES:
            known = [*REFERENCES, PLACE]
            raise _RefusedError(f"no function {name!r}; {suggestions.one_of(name, known)}")
        ids = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
        plain = len(ids) == len(call.args) and all(isinstance(id, str) for id in ids)
        others = call.kwargs or call.dyn_args or call.dyn_kwargs
        if not ids or not plain or others or (len(ids) > 1 and name != "cite"):
            raise _RefusedError(f'write {name}("…") with the id of what you refer to')
        self.references += [(REFERENCES[name], id) for id in ids]


def _keys(node: nodes.Node) -> Iterator[str | int]:
    """The parts of a name: `a.b[0]` is "a", "b", 0."""
    match node:
        case nodes.Name(name=name):
            yield name
        case nodes.Getattr(node=parent, attr=key):
            yield from _keys(parent)
            yield key
        case nodes.Getitem(node=parent, arg=nodes.Const(value=str() | int() as key)):
            yield from _keys(parent)
            yield key
        case _:
            raise _RefusedError('a name has parts like .test_accuracy, [0] and ["batch-64"] only')


def _printed(found: Any, expression: Expression, code: str) -> Markup:
    spoken = language(code)
    match found:
        case Markup():
            return found
        case str():
            for character in hidden(found):
                raise wrong(expression, f"gives the invisible character U+{ord(character):04X}")
            return Markup.escape(found)
        case bool():
            raise wrong(expression, f"is {str(found).lower()}, which is no number")
        case int():
            return Markup.escape(spoken.number(found))
        case float():
            return Markup.escape(_rounded(found, spoken))
        case Mapping() | list():
            name = written(uses(expression, code).names[0])
            raise wrong(expression, f"{name} is no single value; it has {within(found)}")
    raise wrong(expression, "is no number and no text")


def _rounded(found: float, spoken: Language) -> str:
    """A number that came without a filter, with its first digits."""
    plain = f"{found:.{_FEW_DIGITS}g}"
    if "e" in plain:
        return spoken.scientific(float(plain))
    return spoken.number(float(plain), len(plain.partition(".")[2]))
