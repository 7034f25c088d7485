"""Runs of three words that follow each other ("shingles"), by which sentences are compared.

Neither numbers nor signs are words: what is copied and then given other figures has the same runs.
"""

import hashlib
import re
from itertools import pairwise
from typing import Final

from lab1report.course.collecting.letters import plain

Run = int
"""A hash of the three words, in 64 bits: it takes a quarter of their memory."""

_WORD: Final = re.compile(r"[^\W\d_]+")


def words_of(text: str) -> list[str]:
    """The words of `text` as they are compared."""
    return _WORD.findall(plain(text))


def runs_of(text: str) -> list[Run]:
    """The runs of `text` in their order; they are the same in every process."""
    pairs = pairwise(words_of(text))
    return [_hash(f"{first} {second} {third}") for (first, second), (_, third) in pairwise(pairs)]


def _hash(text: str) -> Run:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
