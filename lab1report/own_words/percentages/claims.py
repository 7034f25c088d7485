"""Finds the percentages that a student typed, sentence by sentence.

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
from lab1report.own_words.percentages.speech import Speech, has

_NEVER_DOUBTED: Final = (0.0, 50.0, 100.0)
_ROUGHLY: Final = 2.5  # points
_LONGEST: Final = 1000  # characters of a sentence, and of what is read before it


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A percentage that is typed in a text, from `start` to `end` of its sentence.

    `value` and `tolerance` are in percent, or in points where `in_points`; `of_range` is whether it
    is the end of a range, `is_alternative` whether it is what something else was said in place of.
    What is not `doubtful` is no claim about a figure, and only parts the words around it.
    """

    text: str
    value: float
    decimals: int
    tolerance: float
    line: int
    start: int
    end: int
    in_points: bool
    of_range: bool
    is_alternative: bool
    doubtful: bool


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence, its claims from left to right, and what its passage says before it."""

    text: str
    before: str
    claims: Sequence[Claim]
    of_interval: bool


def sentences(passage: Passage, speech: Speech) -> Iterator[Sentence]:
    """The sentences of `passage` that have percentages, but for those of no sensible length."""
    of_interval = has(speech.interval, passage.text)
    for start, end in _sentences(passage.text):
        if end - start > _LONGEST:
            continue
        text = passage.text[start:end]
        line = passage.line + passage.text[:start].count("\n")
        if found := list(_claims(text, line, speech, of_interval=of_interval)):
            before = passage.text[max(start - _LONGEST, 0) : start]
            yield Sentence(text=text, before=before, claims=found, of_interval=of_interval)


def _claims(text: str, line: int, speech: Speech, *, of_interval: bool) -> Iterator[Claim]:
    number = r"\d+(?:[.,]\d+)?"
    unit = rf"(?P<points>{speech.points})|(?:{speech.unit})"
    pattern = rf"(?<![\w.,])(?:({number})(?:{speech.range}))?({number})\s*(?P<unit>{unit})"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        before = text[: found.start()]
        bound = _ends_with(speech.bound, before)
        for group in (1, 2):
            if found[group] is None:
                continue
            value, decimals = float(found[group].replace(",", ".")), _decimals(found[group])
            is_level = of_interval and value in speech.levels
            yield Claim(
                text=f"{found[group]} {found['unit']}",
                value=value,
                decimals=decimals,
                tolerance=_ROUGHLY if _ends_with(speech.roughly, before) else 0.5 * 10**-decimals,
                line=line + text[: found.start(group)].count("\n"),
                start=found.start(group),
                end=found.end(group) if group == 1 else found.end(),
                of_range=found[1] is not None or _ends_with(speech.from_to, before),
                is_alternative=_ends_with(speech.alternative, before),
                in_points=found["points"] is not None,
                doubtful=not (bound or value in _NEVER_DOUBTED or is_level),
            )


def _decimals(number: str) -> int:
    return len(re.split("[.,]", number)[1]) if re.search("[.,]", number) else 0


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text` begins and ends."""
    starts = re.finditer(r"[.!?]\s+(?=[^\W\d_])", text)
    ends = [start.end() for start in starts if text[start.end()].isupper()]
    return zip([0, *ends], [*ends, len(text)], strict=True)


def _ends_with(pattern: str, text: str) -> bool:
    return re.search(rf"(?<!\w)(?:{pattern})\s*$", text, re.IGNORECASE) is not None
