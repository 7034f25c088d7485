"""Compares the sentences of two texts, section by section."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final, Literal

from lab1report.differing.difference import SentenceChange
from lab1report.differing.texts import Sentence

_NUMBER = re.compile(r"[+\u2212-]?\d[\d\u202f\u00a0,.]*\d|[+\u2212-]?\d")
_ALIKE: Final = 0.5  # share of the words: two sentences with fewer in common are two
_MOST_TRIED: Final = 20  # sentences that one is compared with


def compare_sentences(
    first: Sequence[Sentence], second: Sequence[Sentence], *, own: bool
) -> Iterator[SentenceChange]:
    """The sentences that are not the same, in the order of the second text.

    Args:
        own: whether they are the student's.
    """
    ours, theirs = _by_section(first), _by_section(second)
    for section in dict.fromkeys((*theirs, *ours)):
        for kind, one, other in _paired(ours.get(section, []), theirs.get(section, [])):
            yield SentenceChange(section=section, own=own, kind=kind, first=one, second=other)


def _by_section(sentences: Sequence[Sentence]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sentence in sentences:
        found.setdefault(sentence.section, []).append(sentence.text)
    return found


Found = tuple[Literal["added", "removed", "words", "numbers"], str, str]


def _paired(first: Sequence[str], second: Sequence[str]) -> Iterator[Found]:
    """Sentences whose words are the same go together, then those that are alike."""
    matcher = difflib.SequenceMatcher(
        None, [_words(one) for one in first], [_words(one) for one in second], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            for one, other in zip(first[a:b], second[c:d], strict=True):
                if one != other:
                    yield "numbers", one, other
        else:
            yield from _replaced(first[a:b], list(second[c:d]))


def _replaced(first: Sequence[str], second: list[str]) -> Iterator[Found]:
    for one in first:
        alike = max(second[:_MOST_TRIED], key=lambda other: _likeness(one, other), default="")
        if alike and _likeness(one, alike) >= _ALIKE:
            for other in second[: second.index(alike)]:
                yield "added", "", other
            del second[: second.index(alike) + 1]
            yield "words", one, alike
        else:
            yield "removed", one, ""
    for other in second:
        yield "added", "", other


@cache
def _likeness(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _words(sentence: str) -> str:
    """The sentence without its numbers, which another training changes everywhere."""
    return _NUMBER.sub("0", sentence)
