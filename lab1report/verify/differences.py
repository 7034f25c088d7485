"""Finds where two JSON documents differ by more than the rounding of another processor."""

import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from lab1report.quoting import quoted

RELATIVE: Final = 1e-9
"""Sums of the same numbers by other vector instructions differ by some 1e-15 of them."""

_MOST = 5


def differences(found: Any, wanted: Any) -> list[str]:
    """The first places where `found` is not as `wanted`, as "best.test.mean: 0.9, not 0.8"."""
    return list(islice(_differences(found, wanted, ""), _MOST))


def _differences(found: Any, wanted: Any, place: str) -> Iterator[str]:
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key in dict.fromkeys((*wanted, *found)):
            below = f"{place}.{key}" if place else str(key)
            if key not in found:
                yield f"{below}: missing"
            elif key not in wanted:
                yield f"{below}: {quoted(found[key])}, which no such report has"
            else:
                yield from _differences(found[key], wanted[key], below)
    elif isinstance(wanted, list) and isinstance(found, list):
        if len(found) != len(wanted):
            yield f"{place}: {len(found)} entries, not {len(wanted)}"
        for number, (one, other) in enumerate(zip(found, wanted, strict=False)):
            yield from _differences(one, other, f"{place}.{number}")
    elif not _same(found, wanted):
        yield f"{place}: {quoted(found)}, not {quoted(wanted)}"


def _same(found: Any, wanted: Any) -> bool:
    if type(found) is float and type(wanted) is float:
        return math.isclose(found, wanted, rel_tol=RELATIVE, abs_tol=1e-12)
    return type(found) is type(wanted) and bool(found == wanted)
