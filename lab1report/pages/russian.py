"""Numbers as Russian typography writes them.

Decimal comma, U+2212 for minus, groups of three from five digits on.
"""

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from lab1report.pages.spacing import Rule

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
MINUS = "\u2212"

# The nouns that belong into the link with the number that follows, and a short preposition
LINKED = re.compile(r"(?:[ВвКкСсОоУу]\s+)?(?:[Рр]исун\w+|[Тт]аблиц\w*|[Фф]ормул\w*)")

# What stays on one line: a preposition and its word, a dash and the word before it, a number and
# its unit or noun, initials and the surname, a number and its ending (as a span: the serif has no
# no-break hyphen)
BOUND: Sequence[Rule] = (
    (re.compile(r"(?<![\w-])([ВвКкСсОоУуАаИиЯя])\s+(?=\S)"), rf"\1{NBSP}"),
    (re.compile(r"\s+(?=[—–]\s)"), NBSP),
    (re.compile(r"(?<=\d)\s+(?=[а-яё%])"), NBSP),
    (re.compile(r"\b(п)\.\s+(п)\."), rf"\1.{NBSP}\2."),
    (re.compile(r"(?<=[А-ЯЁ]\.[А-ЯЁ]\.)\s+(?=[А-ЯЁ])"), NBSP),
    (re.compile(r"\s+=\s+(?=\S)"), f"{NBSP}={NBSP}"),
    (re.compile(r"\b(\d+-(?:[йяею]|го|му|м|х))(?!\w)"), r'<span class="nowrap">\1</span>'),
)

_UNGROUPED = 10_000  # numbers of four digits stay whole


def number(value: float, digits: int = 0) -> str:
    """-0.5 with one digit is «−0,5», 30763 is «30 763»; what is not finite is «NaN» or «∞»."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    rounded = round(abs(value), digits)
    text = f"{abs(value):,.{digits}f}" if rounded >= _UNGROUPED else f"{abs(value):.{digits}f}"
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    return sign + text.replace(",", NARROW_NBSP).replace(".", ",")


def percent(share: float, digits: int = 1) -> str:
    """0.747 is «74,7 %»."""
    return f"{number(100 * share, digits)}{NBSP}%"


def points(difference: float, digits: int = 1) -> str:
    """A difference of shares, 0.057, is «5,7 п. п.»."""
    return f"{number(100 * difference, digits)}{NBSP}п.{NBSP}п."


def scientific(value: float, digits: int | None = None) -> Markup:
    """0.005 is «5·10⁻³», 0.0001 is «10⁻⁴»; the exponent is set as `<sup>`, since the superscript
    minus is missing from most fonts."""
    if not math.isfinite(value) or value == 0:
        return Markup.escape(number(value))
    decimal = Decimal(repr(value)).normalize()
    if digits is None:
        digits = len(decimal.as_tuple().digits) - 1
    mantissa, exponent = f"{decimal:.{digits}e}".split("e")
    power = Markup("10<sup>{}</sup>").format(number(int(exponent)))
    if float(mantissa) == 1:
        return power
    return Markup("{}·{}").format(number(float(mantissa), digits), power)


def plural(count: int, *forms: str) -> str:
    """47, «эпоха», «эпохи», «эпох» is «47 эпох»; other cases by other words."""
    one, few, many = forms
    tens, ones = divmod(abs(count) % 100, 10)
    if tens == 1 or ones == 0 or ones >= 5:
        form = many
    elif ones == 1:
        form = one
    else:
        form = few
    return f"{number(count)}{NBSP}{form}"
