"""Writes numbers as one language does, whatever the locale of the process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

Labels = Mapping[str, Mapping[str, str]]

MINUS = "\N{MINUS SIGN}"
_GROUPED_FROM = 5  # digits: 10 000, but 1000


@dataclass(frozen=True)
class Numerals:
    """The decimal mark and the separator of thousands of one language."""

    decimal: str
    group: str

    @classmethod
    def of(cls, labels: Labels) -> Numerals:
        """The numerals that a word file asks for in its table `number`."""
        return cls(decimal=labels["number"]["decimal"], group=labels["number"]["group"])

    def fixed(self, value: float, digits: int = 0) -> str:
        """`value` rounded to `digits` decimals: "0,50"."""
        return self.localize(f"{value:.{digits}f}")

    def shortest(self, value: float) -> str:
        """`value` in full without trailing zeros: "0,0025", "10 000"."""
        written = f"{Decimal(repr(float(value))):.12f}"
        return self.localize(written.rstrip("0").rstrip("."))

    def localize(self, text: str) -> str:
        """A number as Python or matplotlib writes it, rewritten: "-1234567.5", "−0.5"."""
        unsigned = text.lstrip("-" + MINUS)
        sign = MINUS if unsigned != text and float(unsigned) != 0 else ""
        integer, point, fraction = unsigned.partition(".")
        if len(integer) >= _GROUPED_FROM:
            integer = f"{int(integer):,}".replace(",", self.group)
        return sign + integer + (self.decimal if point else "") + fraction
