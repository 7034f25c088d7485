"""Works out what an expression of the student's words prints, in Jinja's sandbox."""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined
from jinja2.environment import TemplateExpression
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

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
        raise expression.wrong(f"cannot be computed ({_reason(expression, error)})") from error
    return _printed(found, expression, code)


def _reason(expression: Expression, error: Exception) -> str:
    if isinstance(error, ArithmeticError | MemoryError):
        return str(error)
    if "|" in expression.source and re.search(r"[-+*/]", expression.source):
        return "a filter comes before + - * /: put what it is for into brackets, (a - b) | percent"
    if "plural" in expression.source:
        return "plural takes a whole number and three forms of the noun"
    return "filters take numbers, and percent, points and number how many decimals"


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
                raise expression.wrong(f"gives the invisible character U+{ord(character):04X}")
            return Markup.escape(found)
        case bool():
            raise expression.wrong(f"is {str(found).lower()}, which is no number")
        case int() | float() if not abs(found) <= LARGEST:
            raise expression.wrong(f"is more than {LARGEST:g}, which is no number of a report")
        case int():
            return Markup.escape(spoken.number(found))
        case float():
            return Markup.escape(_rounded(found, spoken))
        case Mapping() | list():
            name = written(expression.names[0])
            raise expression.wrong(f"{name} is no single value; it has {within(found)}")
    raise expression.wrong("is neither a number nor a text")


def _rounded(found: float, spoken: Language) -> str:
    """A number that came without a filter, with its first digits."""
    plain = f"{found:.{_FEW_DIGITS}g}"
    if "e" in plain:
        return spoken.scientific(float(plain))
    return spoken.number(float(plain), len(plain.partition(".")[2]))
