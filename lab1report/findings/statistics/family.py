"""Judges the comparisons that answer one question together, by Holm's procedure.

Holm (1979, Scand. J. Stat. 6:65): by p-value, the smallest first, the k-th of m comparisons is
tested at 5 % / (m - k + 1), until one is not told from chance. Then the chance that any difference
that there is not is told is at most 5 %, however many are compared.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from lab1report.findings.statistics.comparison import Answers, Comparison, compare


class Judged(Protocol):
    """What is compared with zero."""

    @property
    def p_value(self) -> float: ...

    @property
    def told(self) -> bool: ...


J = TypeVar("J", bound=Judged)


def holm(judges: Sequence[Callable[[int], J]]) -> tuple[J, ...]:
    """What each of `judges` says at the level at which the procedure tests it, in their order.

    A judge is given among how many comparisons its 5 % are shared out. Those after the first that
    is not told are judged at its level, at which they are not told either; so an interval has zero
    exactly where the procedure tells no difference.
    """
    alone = [judge(1).p_value for judge in judges]
    found: dict[int, J] = {}
    among = len(judges)
    for place in sorted(range(len(judges)), key=alone.__getitem__):
        found[place] = judges[place](among)
        among -= found[place].told and among > 1
    return tuple(found[place] for place in range(len(judges)))


def compare_family(pairs: Sequence[tuple[Answers, Answers]]) -> tuple[Comparison, ...]:
    """Compare the answers of each pair, shapes (seeds, images), all together.

    Raises:
        ValueError: as `compare`.
    """
    return holm([_judge(first, second) for first, second in pairs])


def _judge(first: Answers, second: Answers) -> Callable[[int], Comparison]:
    return lambda among: compare(first, second, among=among)
