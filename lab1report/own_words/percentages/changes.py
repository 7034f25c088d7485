"""What a sentence says of a change: from where to where, and whether up or down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lab1report.own_words.percentages.mentions import Reading
from lab1report.own_words.percentages.speech import Speech, ends, found

Side = Literal["origin", "result"]

_NEXT: Final = 3  # characters between a percentage and the word of a change that is of it alone
_NEAR: Final = 25  # characters in which such a word may follow


@dataclass(frozen=True)
class Direction:
    """Up (1) or down (-1), and the word that says so."""

    sign: int
    word: str


def side(reading: Reading, speech: Speech) -> Side | None:
    """Whether the claim is what something changed from, or to; None if the sentence says no such.

    It is where one percentage is called that from which, and the next that to which it changed.
    """
    claims, text = reading.sentence.claims, reading.sentence.text
    sides: Sequence[tuple[int, Side]] = ((reading.place, "origin"), (reading.place - 1, "result"))
    for first, name in sides:
        if 0 <= first < len(claims) - 1:
            start, end = claims[first].start, claims[first + 1].start
            from_to = ends(speech.origin, text[:start]) and ends(speech.result, text[:end])
            if from_to and not re.search("[;:]", text[start:end]):
                return name
    return None


def direction(reading: Reading, speech: Speech) -> Direction | None:
    """Whether the claim is of a rise or a fall, by its sign or the nearest word.

    It is None where nothing says so, and where the share of wrong answers or a loss is spoken of.
    """
    claim, text = reading.claim, reading.sentence.text
    if any(one.value in ("wrong", "loss") for one in reading.mentions):
        return None
    before = text[reading.begin : claim.start]
    if sign := re.search(r"\+$|(?:^|[\s(])[-−]$", before):
        return Direction(1 if "+" in sign[0] else -1, sign[0].strip())
    after = re.split(speech.separator, text[claim.end :], maxsplit=1)[0][:_NEAR]
    following = _words(after, speech)
    if following and following[0][0] <= _NEXT:
        return following[0][1]
    leading = _words(before, speech)
    if leading:
        return leading[-1][1]
    return following[0][1] if following else None


def _words(text: str, speech: Speech) -> list[tuple[int, Direction]]:
    """The words of a change in `text`, each with its place."""
    signs = {"up": 1, "down": -1}
    words = [
        (one.start(), Direction(signs[name], one[0]))
        for name, pattern in speech.direction.items()
        for one in found(pattern, text)
        if not ends(speech.negated, text[: one.start()])
    ]
    return sorted(words, key=lambda one: one[0])
