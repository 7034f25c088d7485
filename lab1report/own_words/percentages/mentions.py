"""What a sentence names, and which of that is meant by each of its percentages."""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Final, Literal

from lab1report.own_words.percentages.claims import Claim, Sentence
from lab1report.own_words.percentages.measures import PART_3
from lab1report.own_words.percentages.networks import Networks, Trait
from lab1report.own_words.percentages.speech import Speech, ends, epochs, found
from lab1report.pages.languages import language
from lab1report.settings.section_names import SERIES

Kind = Literal["network", "part", "metric", "deed", "class", "state"]

WHOLE: Final = "whole"
"""Named in place of a class where all of them are meant."""
_REMEMBERED: Final = 16  # sentences, and what stands before them, of which all percentages ask
_CLOSE = 8  # characters between what is only compared with and the percentage that is its own


@dataclass(frozen=True)
class Mention:
    """Something that is named in a sentence, from `start` to `end`.

    `compared` is whether the sentence only compares with it, `taken_for` whether it is a class that
    images were taken for, `since` whether it is a state from which something changes.
    """

    kind: Kind
    value: Hashable
    start: int
    end: int
    compared: bool = False
    taken_for: bool = False
    since: bool = False


def traits_of(mentions: Iterable[Mention]) -> list[Trait]:
    """What is named of networks."""
    return [one.value for one in mentions if isinstance(one.value, tuple)]


class Finder:
    """Finds what sentences name of the things in `results.json`."""

    def __init__(
        self, document: Mapping[str, Any], networks: Networks, speech: Speech, code: str
    ) -> None:
        self._speech = speech
        self._networks = networks
        self.mentions = lru_cache(_REMEMBERED)(self._found)
        cifar = document["sections"][PART_3]
        self._lowest = cifar.get("lowest_test_loss", {}).get("epoch")
        self._epochs = len(cifar.get("curves", {}).get("train_accuracy", ()))
        self._classes = [
            rf"{language(code).in_any_case(one['title'])}"
            rf"|{speech.of_class}\s+(?:\w+\s+)?{one['id']}\b"
            + (rf"|\b{one['name']}\b" if "name" in one else "")
            for one in document["assignment"]["classes"]
        ]

    def _found(self, sentence: str, section: str) -> Sequence[Mention]:
        """All that is named, from left to right."""
        every = [self._marked(one, sentence) for one in self._mentions(sentence, section)]
        within = [
            one
            for one in every
            if not any(
                other.start <= one.start
                and one.end <= other.end
                and (other.kind != one.kind or (other.start, other.end) != (one.start, one.end))
                for other in every
                if (other.kind, one.kind) in _HIDES
            )
        ]
        return sorted(within, key=lambda one: (one.start, one.end))

    def _mentions(self, sentence: str, section: str) -> Iterator[Mention]:
        groups: Sequence[tuple[Kind, Mapping[str, str]]] = (
            ("part", self._speech.part),
            ("metric", self._speech.metric),
            ("deed", self._speech.deed),
            ("state", self._speech.state),
            ("class", {WHOLE: self._speech.whole}),
        )
        for kind, patterns in groups:
            for value, pattern in patterns.items():
                for one in found(pattern, sentence):
                    yield Mention(kind, value, one.start(), one.end())
        if not section.startswith(SERIES):
            yield from self._states(sentence)
        for place, pattern in enumerate(self._classes):
            for one in found(pattern, sentence):
                yield Mention("class", place, one.start(), one.end())
        for named in self._networks.traits(sentence, section):
            yield Mention("network", named.trait, named.start, named.end)

    def _states(self, sentence: str) -> Iterator[Mention]:
        """Epochs of part 3 by their numbers."""
        for number, start, end in epochs(sentence, self._speech):
            if number == self._lowest:
                yield Mention("state", "lowest", start, end)
            elif number == self._epochs:
                yield Mention("state", "final", start, end)
            elif 0 < number < self._epochs:
                yield Mention("state", str(number), start, end)

    def _marked(self, mention: Mention, sentence: str) -> Mention:
        before, value = sentence[: mention.start], mention.value
        of_network = mention.kind == "network"
        if of_network and ends(self._speech.without, before):
            value = value if _is_lacking(value) else ("without", value)
        return Mention(
            mention.kind,
            value,
            mention.start,
            mention.end,
            compared=ends(self._speech.compared, before)
            or ends(self._speech.reference, before)
            or (of_network and ends(self._speech.changing, before)),
            taken_for=mention.kind == "class" and ends(self._speech.taken_for, before),
            since=mention.kind == "state" and ends(self._speech.since, before),
        )


_HIDES = {
    ("state", "metric"), ("state", "network"), ("metric", "deed"), ("deed", "deed"),
    ("part", "part"), ("network", "part"), ("network", "class"),
}  # fmt: skip
"""Kinds of which the first, where it is the longer, hides the second."""


def _is_lacking(value: Hashable) -> bool:
    """Whether it says already what a network lacks."""
    return isinstance(value, tuple) and value[0] == "without"


def _is_in_row(between: str) -> bool:
    """Whether no more than a comma or an "and" stands between two in a row."""
    return re.fullmatch(r",?\s?(?:\w{1,9}\s)?(?:\w{1,9}\s)?", between) is not None


@dataclass(frozen=True)
class Reading:
    """A sentence with what it names, and the place of one of its claims."""

    sentence: Sentence
    mentions: Sequence[Mention]
    place: int
    separator: str

    @property
    def claim(self) -> Claim:
        return self.sentence.claims[self.place]

    def all(self, kind: Kind) -> Sequence[Mention]:
        """Whatever the sentence names of this kind."""
        return [one for one in self.mentions if one.kind == kind]

    def own(self, kind: Kind) -> Sequence[Mention]:
        """What the claim is about of this kind, the nearest first.

        What stands before the percentage and belongs to no other; else what stands after it; else
        what the sentence has said before; else, of the last percentage, what it says in the end.
        """
        if listed := self._listed(kind):
            return listed
        every = [one for one in self.all(kind) if self._counts(one)]
        left, right = self._zone
        start, end = self.claim.start, self.claim.end
        before = [one for one in reversed(every) if left <= one.start and one.end <= start]
        after = [one for one in every if end <= one.start and one.end <= right]
        parted = before and self._is_parted(before[0].end, start)
        if parted and after and not self._is_parted(end, after[0].start):
            return after
        if before or after:
            return before or after
        compared = [one for one in self.all(kind) if one.compared and one.end <= start]
        if compared and (self.claim.is_alternative or compared[-1].start >= left > 0):
            return compared[-1:]
        if self._is_new(kind):
            return []
        elsewhere = [one for one in reversed(every) if one.end <= start]
        is_last = self.place + 1 == len(self.sentence.claims)
        last = [one for one in every if end <= one.start] if is_last or kind == "part" else []
        return elsewhere or last

    def _listed(self, kind: Kind) -> Sequence[Mention]:
        """The mention for the claim, where as many stand in a row as percentages after them."""
        claims, text = self.sentence.claims, self.sentence.text
        every = self.all(kind)
        if len(claims) < 2 or len({one.value for one in every}) != len(claims):
            return []
        rows: Sequence[Sequence[Mention | Claim]] = (every, claims)
        gaps = [text[one.end : other.start] for row in rows for one, other in pairwise(row)]
        in_rows = len(every) == len(claims) and every[-1].end <= claims[0].start
        return [every[self.place]] if in_rows and all(map(_is_in_row, gaps)) else []

    def _is_new(self, kind: Kind) -> bool:
        """Whether the claim is of something else than what the sentence spoke of before.

        That is so of a percentage in place of which another one was said, if nothing says of what
        it is.
        """
        if not self.claim.is_alternative or kind in ("metric", "deed", "class"):
            return False
        left, right = self._zone
        return not any(
            left <= one.start and one.end <= right and one.kind not in ("metric", "deed")
            for one in self.mentions
        )

    def is_nearer(self, first: Mention, second: Mention) -> bool:
        """Whether `first` stands at least as near to the claim as `second`."""
        return self._distance(first) <= self._distance(second)

    def _distance(self, mention: Mention) -> int:
        return max(self.claim.start - mention.end, mention.start - self.claim.end)

    def _counts(self, mention: Mention) -> bool:
        between = self.sentence.text[mention.end : self.claim.start]
        close = mention.end <= self.claim.start and len(between) < _CLOSE
        return not mention.compared or (close and not re.search("[:—–]", between))

    def _is_parted(self, start: int, end: int) -> bool:
        return any(start <= place < end for place in self._breaks)

    @cached_property
    def _breaks(self) -> Sequence[int]:
        return [one.start() for one in found(self.separator, self.sentence.text)]

    @property
    def begin(self) -> int:
        """Where what the sentence says of this claim alone begins."""
        return self._zone[0]

    @property
    def end(self) -> int:
        """Where what the sentence says of this claim alone ends."""
        return self._zone[1]

    @property
    def _zone(self) -> tuple[int, int]:
        """From where to where the sentence says what this claim is about."""
        left = self._border(self.place - 1)
        right = self._border(self.place)
        return left, right

    def _border(self, place: int) -> int:
        """Where what belongs to the claim at `place` ends, and to the next begins."""
        claims, text = self.sentence.claims, self.sentence.text
        if place < 0:
            return 0
        end = claims[place].end
        start = claims[place + 1].start if place + 1 < len(claims) else len(text)
        if bracket := re.match(r"\s*(?:\w+\s+)?\([^)]*\)", text[end:start]):
            return end + bracket.end()
        border = start if place + 1 == len(claims) else end
        return next((one for one in self._breaks if end <= one < start), border)
