"""A question that a teacher may ask about the results, before it is put into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lab1report.model import SectionId


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of the pool.

    `interest` is how strongly these results raise it, from 0 to 1: what is surprising, what fails
    or contradicts itself comes before what is as expected. `case` names the answer that the
    numbers allow, "" where there is only one; `facts` are the numbers that the answer needs beside
    the findings themselves.
    """

    id: str
    section: SectionId
    interest: float
    case: str = ""
    facts: Mapping[str, float] = field(default_factory=dict)
