"""Finds the percentages that a student typed, and what the sentence says around them.

0, 50 and 100 % are never questioned: they are used for certainty, halves and chance. Levels of
confidence (95 %) are not where the passage speaks of an interval or of significance, nor bounds
("more than 70 %"); a figure that is called approximate may be off by 2.5 points. Of a range both
ends are claims. The words for all this are of the language: `templates/<language>/own-words.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lab1report.own_words.markdown import Passage

_NEVER_DOUBTED: Final = (0.0, 50.0, 100.0)
_ROUGHLY: Final = 2.5  # points


@dataclass(frozen=True, kw_only=True)
class Speech:
    """How a language phrases percentages, as regular expressions.

    `unit` follows the number; `roughly` and `bound` stand right before it; a passage in which
    `interval` is found may name one of `levels` without meaning a figure, and one in which neither
    `of_class` nor the name of a class is found means no figure of a class. A sentence in which
    `of_test` or `of_train` is found speaks of that part of the data. `range` stands between the two
    ends of one. One in which `of_others` is found may speak of other networks than its section's.
    """

    unit: str
    of_class: str
    roughly: str
    bound: str
    interval: str
    of_test: str
    of_train: str
    of_others: str
    range: str
    levels: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A percentage that is typed in a text.

    `value` and `tolerance` are in percent; `parts` of the data its sentence speaks of, `part`
    the last of these before it, or else the only one.
    """

    text: str
    value: float
    decimals: int
    tolerance: float
    line: int
    sentence: str
    parts: frozenset[str]
    part: str | None
    of_interval: bool
    of_others: bool


def claims(passage: Passage, speech: Speech) -> Iterator[Claim]:
    """The percentages in `passage` that measured figures must support."""
    number = r"\d+(?:[.,]\d+)?"
    pattern = rf"(?<![\w.,])(?:({number})(?:{speech.range}))?({number})\s*({speech.unit})"
    speaks_of_interval = re.search(speech.interval, passage.text, re.IGNORECASE)
    for found in re.finditer(pattern, passage.text, re.IGNORECASE):
        before = passage.text[: found.start()]
        if _ends_with(speech.bound, before):
            continue
        start, end = _sentence(passage.text, found.start())
        parts = _parts(passage.text[start:end], speech)
        for group in (1, 2):
            if found[group] is None:
                continue
            value, decimals = float(found[group].replace(",", ".")), _decimals(found[group])
            if value in _NEVER_DOUBTED or (speaks_of_interval and value in speech.levels):
                continue
            yield Claim(
                text=f"{found[group]} {found[3]}",
                value=value,
                decimals=decimals,
                tolerance=_ROUGHLY if _ends_with(speech.roughly, before) else 0.5 * 10**-decimals,
                line=passage.line + passage.text[: found.start(group)].count("\n"),
                sentence=passage.text[start:end],
                parts=parts,
                part=_last_part(passage.text[start : found.start()], speech) or _only(parts),
                of_interval=speaks_of_interval is not None,
                of_others=re.search(speech.of_others, passage.text[start:end], re.IGNORECASE)
                is not None,
            )


def _decimals(number: str) -> int:
    return len(re.split("[.,]", number)[1]) if re.search("[.,]", number) else 0


def _sentence(text: str, place: int) -> tuple[int, int]:
    """Where the sentence of `text` in which `place` is begins and ends."""
    starts = re.finditer(r"[.!?]\s+(?=[^\W\d_])", text)
    ends = [start.end() for start in starts if text[start.end()].isupper()]
    start = max((end for end in ends if end <= place), default=0)
    return start, min((end for end in ends if end > place), default=len(text))


def _parts(sentence: str, speech: Speech) -> frozenset[str]:
    patterns = {"test": speech.of_test, "train": speech.of_train}
    return frozenset(
        part for part, words in patterns.items() if re.search(words, sentence, re.IGNORECASE)
    )


def _last_part(text: str, speech: Speech) -> str | None:
    """The part of the data that `text` names last."""
    pattern = rf"(?P<test>{speech.of_test})|(?P<train>{speech.of_train})"
    last = None
    for found in re.finditer(pattern, text, re.IGNORECASE):
        last = "test" if found["test"] is not None else "train"
    return last


def _only(parts: frozenset[str]) -> str | None:
    return next(iter(parts)) if len(parts) == 1 else None


def _ends_with(pattern: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{pattern})\s*$", text, re.IGNORECASE) is not None
