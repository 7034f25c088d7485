"""Changes reports by hand, as somebody would who wants better numbers: every kind, every place."""

import random
from collections.abc import Iterator

from tests.tampering.attached import of_attached
from tests.tampering.common import Tampered
from tests.tampering.printed import of_printed


def tampered(honest: bytes, other: bytes, *, seed: int = 0) -> Iterator[Tampered]:
    """Changed copies of `honest`, some with parts of `other`, the report of another student.

    Each has a name that says what was done, and the place that has to be named when it is found.
    """
    chance = random.Random(seed)  # noqa: S311 - drawn, not secret
    yield from of_printed(honest, other, chance)
    yield from of_attached(honest, other, chance)
