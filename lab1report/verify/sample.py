"""Which trainings are made again, and how likely these find a forgery."""

import hashlib
import hmac
from collections.abc import Collection
from math import comb
from typing import Final

FORGED: Final = 0.1
"""The share of forged trainings for which the probability of finding one is stated."""


def sample(names: Collection[str], count: int, secret: str) -> tuple[str, ...]:
    """`count` of the names of trainings, which nobody can foretell who does not know the secret.

    With the same secret equal trainings of several reports are chosen together, so that they are
    made again once.
    """

    def rank(name: str) -> bytes:
        return hmac.digest(secret.encode(), name.encode(), hashlib.sha256)

    return tuple(sorted(names, key=rank)[:count])


def detection(trainings: int, made_again: int, forged: float = FORGED) -> float:
    """The probability that at least one forged training is among those made again.

    Args:
        trainings: of the report, of which the share `forged` is forged, at least one.

    The trainings are drawn without replacement (hypergeometric distribution).
    """
    bad = min(trainings, max(1, round(forged * trainings)))
    if trainings == 0:
        return 0.0
    return 1 - comb(trainings - bad, made_again) / comb(trainings, made_again)
