"""Writes numbers as Russian typography does.

Decimal comma, U+2212 for minus, groups of three from five digits on.
"""

import math
import re
from collections.abc import Sequence
from decimal import Decimal

from markupsafe import Markup

from lab1report.figures.numerals import MINUS, Numerals
from lab1report.pages.spacing import Rule

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"

# The nouns that belong into the link with the number that follows, and a short preposition
LINKED = re.compile(r"(?:[ВвКкСсОоУу]\s+)?(?:[Рр]исун\w+|[Тт]аблиц\w*|[Фф]ормул\w*)")

# What stays on one line: a preposition and its word, a dash and the word before it, a number and
# its unit or noun, initials and the surname; a number and its ending, and a name with its number
# like CIFAR-100 (these two as a span: the serif has no no-break hyphen). Beside that, an
# abbreviation that ends a sentence needs no second full stop.
BOUND: Sequence[Rule] = (
    (re.compile(r"(?<![\w-])([ВвКкСсОоУуАаИиЯя])\s+(?=\S)"), rf"\1{NBSP}"),
    (re.compile(r"\s+(?=[—–]\s)"), NBSP),
    (re.compile(r"(?<=\d)\s+(?=[а-яё%])"), NBSP),
    (re.compile(r"\b(п)\.\s+(п)\.(?:\.(?!\.))?"), rf"\1.{NBSP}\2."),
    (re.compile(r"(?<=[А-ЯЁ]\.[А-ЯЁ]\.)\s+(?=[А-ЯЁ])"), NBSP),
    (re.compile(r"\s+=\s+(?=\S)"), f"{NBSP}={NBSP}"),
    (re.compile(r"\b(\d+-(?:[йяею]|го|му|м|х))(?!\w)"), r'<span class="nowrap">\1</span>'),
    (re.compile(r"(?<![\w/.:-])([A-ZА-ЯЁ]\w*-\d[\w-]*)"), r'<span class="nowrap">\1</span>'),
)

_NUMERALS = Numerals(decimal=",", group=NARROW_NBSP)


def number(value: float, digits: int = 0) -> str:
    """-0.5 with one digit is «−0,5», 30763 is «30 763»; what is not finite is «NaN» or «∞»."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    return _NUMERALS.fixed(value, digits)


def percent(share: float, digits: int = 1) -> str:
    """0.747 is «74,7 %»."""
    return f"{number(100 * share, digits)}{NBSP}%"


def in_percent(share: float, digits: int = 1) -> str:
    """0.747 is «74,7», for what says elsewhere that it is in per cent or in percentage points."""
    return number(100 * share, digits)


def signed_points(difference: float) -> str:
    """0.012 is «+1,2», −0.012 «−1,2», 0.0003 «+0,03»: the side of zero is what counts."""
    value = 100 * difference
    digits = 1 if difference == 0 or round(value, 1) != 0 else 2
    return f"{'+' if round(value, digits) > 0 else ''}{number(value, digits)}"


def shortest(value: float) -> str:
    """0.0025 is «0,0025», 4.0 is «4»: as many decimals as it takes."""
    digits = next((count for count in range(12) if round(value, count) == value), 12)
    return number(value, digits)


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
    return f"{number(count)}{NBSP}{form(count, *forms)}"


def form(count: int, *forms: str) -> str:
    """The noun of `plural` without its number."""
    one, few, many = forms
    tens, ones = divmod(abs(count) % 100, 10)
    if tens == 1 or ones == 0 or ones >= 5:
        return many
    return one if ones == 1 else few


def about(value: float, *forms: str) -> str:
    """1.99, «раз», «раза», «раз» is «2 раза», 5.2 is «5,2 раза», 102.4 is «102 раза»."""
    if value >= 100 or round(value, 1) == round(value):
        return plural(round(value), *forms)
    _, few, _ = forms
    return f"{number(value, 1)} {few}"


def singular(count: int) -> bool:
    """Whether a verb stands in the singular: «один вариант», «21 вариант», not «11 вариантов»."""
    return count % 10 == 1 and count % 100 != 11


_ENDING = (
    "(?:[аеёийоуыьюя]|[оеё][йвм]|[ая][мх]|[ая]ми|ью|ь[яе][вмх]?|ьями"
    "|[ыи][йхме]|[ыи]ми|[ое]го|[ое]му|[ау]я|ую|юю)?"
)
_CONSONANT = "[бвгджзклмнпрстфхцчшщ]"


def in_any_case(name: str) -> str:
    """A regular expression of a name in all its cases, singular and plural: «чашка», «чашек»."""
    return r"\s+".join(map(_word_in_any_case, name.split()))


def _word_in_any_case(word: str) -> str:
    stem = re.sub("[аеёийоуыьюя]$|(?<=...)[ыио][йе]$|(?<=...)ая$", "", word)
    pattern = re.escape(stem)
    if word[-1] in "ао" and re.search(f"{_CONSONANT}{_CONSONANT}$", stem):
        pattern = f"{re.escape(stem[:-1])}[оеё]?{stem[-1]}"  # чашка, чашек
    elif word[-1] not in "аеёийоуыюя" and re.search(f"{_CONSONANT}[оеё]{_CONSONANT}$", stem):
        pattern = f"{re.escape(stem[:-2])}[оеёь]?{stem[-1]}"  # замок, замка
    return rf"\b{pattern}{_ENDING}\b"
