"""Which column of a roster is which, by its head; experiments/roster.toml has the spellings."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from lab1report import resources
from lab1report.errors import UserError
from lab1report.messages import _
from lab1report.quoting import cut, quoted
from lab1report.settings import suggestions

_FILE: Final = "roster.toml"
_WHO: Final = ("student_id", "student", "last_name", "email")
_GROUP: Final = ("group_code", "group")
_SHOWN: Final = 200  # characters of a head that is not understood


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The columns of a roster in their order.

    `known` has the place of each that means something here, such as "variant"; `further` has the
    names and places of the others; `heads` what stands at the head of each.
    """

    known: Mapping[str, int]
    further: Mapping[str, int]
    heads: tuple[str, ...]

    def called(self, name: str) -> str:
        """What the roster calls the column `name`."""
        return self.heads[self.known[name]] if name in self.known else name


def columns_of(head: Sequence[str]) -> Columns:
    """The columns of a roster with this head.

    Raises:
        UserError: one stands there twice, or those are missing without which there is no report.
    """
    heads = tuple(unicodedata.normalize("NFC", one) for one in head)
    spelled = [_spelling(one) for one in heads]
    known: dict[str, int] = {}
    for name, spellings in _spellings().items():
        there = [place for one in spellings for place, own in enumerate(spelled) if own == one]
        if there:
            known[name] = there[0]
            if spelled.count(spelled[there[0]]) > 1:
                raise UserError(
                    _("the column {column} stands there twice; delete one, or rename it").format(
                        column=quoted(heads[there[0]])
                    )
                )
    columns = Columns(known=known, further=_further(heads, {*known.values()}), heads=heads)
    _require(columns)
    return columns


def _require(columns: Columns) -> None:
    known = columns.known
    if "classes" not in known:
        if "variant" not in known:
            raise UserError(
                _(
                    "no column 'variant' and no column 'classes', one of which is needed; {found}"
                ).format(found=_found(columns, "variant", "classes"))
            )
        if known.keys().isdisjoint(_GROUP):
            raise UserError(
                _(
                    "no column 'group_code' and no column 'group', one of which is needed; {found}"
                ).format(found=_found(columns, *_GROUP))
            )
    if known.keys().isdisjoint(_WHO):
        raise UserError(
            _(
                "no column says who is meant: 'student_id', 'last_name', 'student' or 'email'; "
                "{found}"
            ).format(found=_found(columns, *_WHO))
        )


def _found(columns: Columns, *wanted: str) -> str:
    """What stands there instead, and which of it may have been meant, in either language."""
    spellings = _spellings()
    for head in columns.further:
        if any(suggestions.near(_spelling(head), spellings[name]) for name in wanted):
            return _("is {column} meant for it?").format(column=quoted(head))
    heads = ", ".join(cut(one) for one in columns.heads if one)
    return _("the first line has: {heads}").format(heads=shorten(heads, _SHOWN, placeholder="…"))


def _further(heads: Sequence[str], taken: set[int]) -> dict[str, int]:
    """The other columns, each under a name of its own; one without a head under its number."""
    further: dict[str, int] = {}
    for place, head in enumerate(heads):
        if place in taken:
            continue
        name = head or f"column {place + 1}"
        number = 2
        while name in further or name in _spellings():
            name, number = f"{head or 'column'} ({number})", number + 1
        further[name] = place
    return further


def _spellings() -> Mapping[str, list[str]]:
    table = resources.known_toml(resources.folder("experiments") / _FILE)
    return {name: [_spelling(one) for one in spellings] for name, spellings in table.items()}


def _spelling(head: str) -> str:
    """Letters and digits alone, in small ones; an "e" for what has two dots over it."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", head).casefold())
    return re.sub(r"[\W_]", "", plain.replace("\u0308", ""))
