"""Reads what stands between `{{` and `}}` in the student's words, a small part of Jinja.

Names, single values, arithmetic, the filters of the report's numbers, and references. Everything
else of Jinja's language is refused by name, and what is left is evaluated in its sandbox
(`evaluation`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from jinja2 import Environment, TemplateSyntaxError, nodes

from lab1report.errors import UserError
from lab1report.messages import _, joined, ngettext
from lab1report.own_words.names import Path, roots
from lab1report.pages.numbering import KINDS
from lab1report.quoting import cut, quoted
from lab1report.settings import suggestions

REFERENCES: Final = (*KINDS, "cite")
"""The functions that refer to something, and to what."""

PLACE: Final = "after"
"""The function that says where the text below it is to stand: after(fig("xor-loss"))."""

INSTEAD: Final = "instead"
"""The function that says in place of which sub-section: instead("cifar-training")."""

OF_LANGUAGE: Final = ("number", "percent", "points", "scientific", "plural")
"""The filters that a language of the report has (`pages.languages`)."""

_FILTERS = (*OF_LANGUAGE, "abs")
_ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div)

LARGEST: Final = 1e15
"""The largest number that an expression may have, or come to."""

# What an expression may take: more has no place in a sentence, and would take time or memory
_MOST_CHARACTERS = 300
_MOST_PARTS = 60
_DEEPEST = 12
_MOST_DECIMALS = 12
_PART = re.compile(r"\w+|[^\w\s]")
_OF_PROGRAMMERS = re.compile(r"(?<![\w\"'])0[xobXOB][\da-fA-F]|(?<!\w)\d+_\d")
_SIGNS = re.compile(r"[-+~ ]+")


class Reference(NamedTuple):
    """A call of one of `REFERENCES`."""

    function: str
    id: str

    @property
    def in_page(self) -> str:
        """The id in the page, like "fig-xor-loss"."""
        return f"{self.function}-{self.id}"


@dataclass(frozen=True)
class Expression:
    """What stands between `{{` and `}}`, where ("words/cifar.md:7"), and what it needs.

    One that `is_place` prints nothing, and has one reference or the id of a sub-section, `instead`.
    """

    source: str
    place: str
    names: tuple[Path, ...] = ()
    references: tuple[Reference, ...] = ()
    is_place: bool = False
    instead: str = ""

    def wrong(self, message: str) -> UserError:
        return UserError(joined(": ", (self.place, f"{{{{ {cut(self.source)} }}}}", message)))


def read(source: str, place: str) -> Expression:
    """Read an expression, without knowing the numbers.

    Raises:
        UserError: it is not an expression, or one that has no place in words; names file and line.
    """
    try:
        tree = _tree(source)
        if replaced := _replaced(tree):
            return Expression(source, place, is_place=True, instead=replaced)
        placed = _placed(tree)
        used = list(_used(placed or tree))
    except _RefusedError as error:
        raise Expression(source, place).wrong(str(error)) from None
    except (SyntaxError, TemplateSyntaxError) as error:
        message = _("cannot be read: {reason}").format(reason=error.args[0])
        raise Expression(source, place).wrong(message) from None
    return Expression(
        source,
        place,
        names=tuple(one for one in used if not isinstance(one, Reference)),
        references=tuple(one for one in used if isinstance(one, Reference)),
        is_place=placed is not None,
    )


class _RefusedError(Exception):
    """The rest of the sentence about an expression."""


def _tree(source: str) -> nodes.Node:
    """The one expression that `source` is."""
    if len(source) > _MOST_CHARACTERS:
        message = ngettext(
            "{count} character, and at most {most} are taken",
            "{count} characters, and at most {most} are taken",
            len(source),
        )
        raise _RefusedError(message.format(count=len(source), most=_MOST_CHARACTERS))
    if any(character.isdigit() and not character.isascii() for character in source):
        raise _RefusedError(_("digits are 0 to 9"))
    if _OF_PROGRAMMERS.search(source):
        raise _RefusedError(_("numbers are written with the digits 0 to 9, such as 1000 or 0.5"))
    if len(_PART.findall(source)) > _MOST_PARTS or _depth(source) > _DEEPEST:
        raise _RefusedError(_("is too long for a sentence: split it"))
    match Environment(autoescape=True).parse(f"{{{{ {source} }}}}").body:
        case [nodes.Output(nodes=[nodes.TemplateData()])] | []:
            raise _RefusedError(_("nothing is named here"))
        case [nodes.Output(nodes=[tree])]:
            return tree
    raise _RefusedError(_("is not one expression"))


def _placed(tree: nodes.Node) -> nodes.Node | None:
    """What the text below is to stand after, if the expression says that."""
    match tree:
        case nodes.Call(
            node=nodes.Name(name=name),
            args=[nodes.Call(node=nodes.Name(name="fig" | "tab")) as exhibit],
            kwargs=[],
        ) if name == PLACE:
            return exhibit
        case nodes.Call(node=nodes.Name(name=name)) if name == PLACE:
            raise _RefusedError(
                _('write {function}(fig("…")) or {function}(tab("…"))').format(function=PLACE)
            )
    return None


def _replaced(tree: nodes.Node) -> str | None:
    """The sub-section that the text below is to stand in place of, if the expression says that."""
    match tree:
        case nodes.Call(
            node=nodes.Name(name=name), args=[nodes.Const(value=str(id))], kwargs=[]
        ) if name == INSTEAD:
            return id
        case nodes.Call(node=nodes.Name(name=name)) if name == INSTEAD:
            raise _RefusedError(
                _('write {function}("…") with the id of a sub-section').format(function=INSTEAD)
            )
    return None


def _used(node: nodes.Node) -> Iterator[Path | Reference]:
    """The names of numbers and the references within an expression."""
    match node:
        case nodes.Const(value=constant):
            _require_small(constant)
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            yield _name(node)
        case nodes.Call(node=nodes.Name(name=name)):
            yield from _references(name, node)
        case nodes.Filter(node=nodes.Node() as filtered, name=name):
            if name not in _FILTERS:
                hint = suggestions.one_of(name, _FILTERS)
                raise _RefusedError(
                    _("no filter {name}; {hint}").format(name=quoted(name), hint=hint)
                )
            if node.dyn_args or node.dyn_kwargs:
                raise _RefusedError(_("a filter takes its numbers one by one, without *"))
            yield from _used(filtered)
            for part in (*node.args, *(pair.value for pair in node.kwargs)):
                _require_plain(part, str if name == "plural" else int)
        case nodes.Neg(node=operand) | nodes.Pos(node=operand):
            yield from _used(operand)
        case nodes.BinExpr(left=left, right=right) if isinstance(node, _ARITHMETIC):
            yield from _used(left)
            yield from _used(right)
        case _:
            raise _RefusedError(
                _("only names of numbers, + - * /, filters and references can stand here")
            )


def _require_small(constant: Any) -> None:
    if isinstance(constant, bool) or not isinstance(constant, int | float | str):
        raise _RefusedError(_("{value} is neither a number nor a text").format(value=constant))
    if isinstance(constant, int | float) and not abs(constant) <= LARGEST:
        raise _RefusedError(_("a number is at most {limit}").format(limit=f"{LARGEST:g}"))


def _require_plain(argument: nodes.Node, kind: type) -> None:
    """An argument of a filter: how many decimals (`kind` int), or a form of a noun (str)."""
    value = getattr(argument, "value", None) if isinstance(argument, nodes.Const) else None
    if type(value) is not kind or (isinstance(value, int) and value > _MOST_DECIMALS):
        raise _RefusedError(
            _(
                "a filter takes how many decimals, 0 to {most}, and plural the forms of a noun"
            ).format(most=_MOST_DECIMALS)
        )


def nesting(text: str, opening: str, closing: str) -> int:
    """How deeply brackets stand within one another, at most."""
    deepest = depth = 0
    for character in text:
        depth += (character in opening) - (character in closing)
        deepest = max(deepest, depth)
    return deepest


def _depth(source: str) -> int:
    """How deeply brackets, or signs before one another, stand at most."""
    return max(nesting(source, "([{", ")]}"), *map(len, _SIGNS.findall(source)), 0)


def _name(node: nodes.Node) -> Path:
    path = tuple(_keys(node))
    if any(isinstance(key, str) and key.startswith("_") for key in path):
        raise _RefusedError(_("no name of a number begins with _"))
    root = str(path[0])
    if root in REFERENCES:
        raise _without_id(root)
    if root not in roots():
        hint = suggestions.one_of(root, roots())
        raise _RefusedError(_("{name} is unknown; {hint}").format(name=quoted(root), hint=hint))
    return path


def _references(name: str, call: nodes.Call) -> Iterator[Reference]:
    if name not in REFERENCES:
        hint = suggestions.one_of(name, [*REFERENCES, PLACE, INSTEAD])
        raise _RefusedError(_("no function {name}; {hint}").format(name=quoted(name), hint=hint))
    ids = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
    plain = len(ids) == len(call.args) and all(isinstance(id, str) for id in ids)
    others = call.kwargs or call.dyn_args or call.dyn_kwargs
    if not ids or not plain or others or (len(ids) > 1 and name != "cite"):
        raise _without_id(name)
    yield from (Reference(name, id) for id in ids)


def _without_id(function: str) -> _RefusedError:
    message = _('write {function}("…") with the id of what you refer to')
    return _RefusedError(message.format(function=function))


def _keys(node: nodes.Node) -> Iterator[str | int]:
    """The parts of a name: `a.b[0]` is "a", "b", 0."""
    match node:
        case nodes.Name(name=name):
            yield name
        case nodes.Getattr(node=parent, attr=key):
            yield from _keys(parent)
            yield key
        case nodes.Getitem(node=parent, arg=nodes.Const(value=key)) if type(key) in (str, int):
            yield from _keys(parent)
            yield key
        case _:
            raise _RefusedError(
                _('a name has parts like .test_accuracy, [0] and ["batch-64"] only')
            )


def hidden(text: str) -> Iterator[str]:
    """The control, format (bidi, zero width) and unassigned characters of `text`."""
    return (one for one in text if unicodedata.category(one)[0] == "C" and one not in "\n\t")
