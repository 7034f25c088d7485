"""Whether two names may be the same person's: with initials or in full, in any order."""

import re
from typing import Final

from lab1report.course.collecting.letters import plain

_PARTS: Final = re.compile(r"[^\W\d_]+")


def parts_of(name: str) -> tuple[str, ...]:
    """The words and initials of a name, as they are compared."""
    return tuple(_PARTS.findall(plain(name)))


def words_in(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are no initials."""
    return tuple(part for part in parts if len(part) > 1)


def agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether each part of the shorter name is in the longer one, a word at least in full."""
    shorter, longer = sorted((one, other), key=len)
    left = list(longer)
    rest: list[str] = []
    for part in shorter:
        if len(part) > 1 and part in left:
            left.remove(part)
        else:
            rest.append(part)
    if len(left) == len(longer):
        return False
    for part in rest:
        initials = (two for two in left if 1 in (len(part), len(two)) and two[0] == part[0])
        found = next(initials, None)
        if found is None:
            return False
        left.remove(found)
    return True
