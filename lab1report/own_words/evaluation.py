"""Works out what an expression of the student's words prints, in Jinja's sandbox."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.environment import TemplateExpression
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from lab1report.messages import _
from lab1report.own_words.expressions import LARGEST, OF_LANGUAGE, Expression, hidden
from lab1report.own_words.names import within, written
from lab1report.pages.languages import Language, language

_FEW_DIGITS = 4  # of a number that is printed without a filter


def value(
    expression: Expression,
    known: Mapping[str, Any],
    functions: Mapping[str, Callable[..., Markup]],
    code: str,
) -> Markup:
    """What an expression prints, escaped.

    Args:
        known: the numbers, by the `roots` of their names.
        functions: what each of `expressions.REFERENCES` does.

    Raises:
        UserError: it comes to nothing that can be printed.
    """
    try:  # what is constant is computed as it is compiled
        found = _compiled(expression.source, code)(**known, **functions)
    except (TypeError, ValueError, ArithmeticError, MemoryError, RecursionError) as error:
        reason = _reason(expression, error)
        raise expression.wrong(_("cannot be computed ({reason})").format(reason=reason)) from error
    return _printed(found, expression, code)


def _reason(expression: Expression, error: Exception) -> str:
    if isinstance(error, ZeroDivisionError):
        return _("division by zero")
    if isinstance(error, ArithmeticError | MemoryError):
        return _("the number is too large")
    if "|" in expression.source and re.search(r"[-+*/]", expression.source):
        return _(
            "a filter comes before + - * /: put what it is for into brackets, (a - b) | percent"
        )
    if "plural" in expression.source:
        return _("plural takes a whole number and three forms of the noun")
    return _("filters take numbers, and percent, points and number how many decimals")


@lru_cache(maxsize=256)
def _compiled(source: str, code: str) -> TemplateExpression:
    return _environment(code).compile_expression(source, undefined_to_none=False)


@cache
def _environment(code: str) -> SandboxedEnvironment:
    environment = _Numbers(autoescape=True, undefined=StrictUndefined)
    spoken = language(code)
    environment.filters = {name: getattr(spoken, name) for name in OF_LANGUAGE} | {"abs": abs}
    return environment


class _Numbers(SandboxedEnvironment):
    """Calculates with numbers only: a text times a number is a text without end."""

    intercepted_binops = frozenset({"+", "-", "*", "/"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        for operand in (left, right):
            if isinstance(operand, bool) or not isinstance(operand, int | float):
                raise TypeError("no number")
        return super().call_binop(context, operator, left, right)


def _printed(found: Any, expression: Expression, code: str) -> Markup:
    spoken = language(code)
    match found:
        case Markup():
            return found
        case str():
            for character in hidden(found):
                code_point = f"U+{ord(character):04X}"
                raise expression.wrong(
                    _("gives the invisible character {character}").format(character=code_point)
                )
            return Markup.escape(found)
        case bool():
            message = _("is {value}, which is no number")
            raise expression.wrong(message.format(value=str(found).lower()))
        case int() | float() if not abs(found) <= LARGEST:
            message = _("is more than {limit}, which is no number of a report")
            raise expression.wrong(message.format(limit=f"{LARGEST:g}"))
        case int():
            return Markup.escape(spoken.number(found))
        case float():
            return Markup.escape(_rounded(found, spoken))
        case Mapping() | list():
            name = written(expression.names[0])
            message = _("{name} is no single value; it has {parts}")
            raise expression.wrong(message.format(name=name, parts=within(found)))
    raise expression.wrong(_("is neither a number nor a text"))


def _rounded(found: float, spoken: Language) -> str:
    """A number that came without a filter, with its first digits."""
    plain = f"{found:.{_FEW_DIGITS}g}"
    if "e" in plain:
        return spoken.scientific(float(plain))
    return spoken.number(float(plain), len(plain.partition(".")[2]))
