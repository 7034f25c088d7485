"""Finds where two JSON documents differ by more than the rounding of another processor."""

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from lab1report.messages import Message, _, joined, ngettext
from lab1report.quoting import quoted

RELATIVE: Final = 1e-9
"""Sums of the same numbers by other vector instructions differ by some 1e-15 of them."""

_MOST = 5


class Missing:
    """Stands where one of the documents has nothing."""


MISSING: Final = Missing()


class Difference(NamedTuple):
    """Where something is not as it should be ("best.test.mean"), and what ("0.9, not 0.8")."""

    place: str
    what: Message

    @property
    def said(self) -> Message:
        """Both, as "best.test.mean: 0.9, not 0.8"."""
        return joined(": ", self)


def differences(found: Any, wanted: Any) -> list[Difference]:
    """The first places where `found` is not as `wanted`."""
    several = islice(changes(found, wanted), _MOST)
    return [Difference(place, _described(one, other)) for place, one, other in several]


def changes(found: Any, wanted: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Each place where two JSON documents differ, with what stands there in either.

    Of lists of different lengths the lists are given too, before what differs in them; what only
    one object has is `MISSING` of the other.
    """
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in dict.fromkeys((*wanted, *found)):
            below = f"{place}.{key}" if place else str(key)
            if key not in found or key not in wanted:
                yield below, found.get(key, MISSING), wanted.get(key, MISSING)
            else:
                yield from changes(found[key], wanted[key], below)
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(found) != len(wanted):
            yield place, found, wanted
        for number, (one, other) in enumerate(zip(found, wanted, strict=False)):
            yield from changes(one, other, f"{place}.{number}")
    elif not _same(found, wanted):
        yield place, found, wanted


def _described(found: Any, wanted: Any) -> Message:
    if found is MISSING:
        return _("it is missing")
    if wanted is MISSING:
        return _("{value}, which no such report has").format(value=quoted(found))
    if isinstance(found, list) and isinstance(wanted, list):
        count = len(found)
        return ngettext(
            "{count} entry, not {wanted}", "{count} entries, not {wanted}", count
        ).format(count=count, wanted=len(wanted))
    return _("{found}, not {wanted}").format(found=quoted(found), wanted=quoted(wanted))


def _same(found: Any, wanted: Any) -> bool:
    if type(found) is float and type(wanted) is float:
        return math.isclose(found, wanted, rel_tol=RELATIVE, abs_tol=1e-12)
    return type(found) is type(wanted) and bool(found == wanted)
