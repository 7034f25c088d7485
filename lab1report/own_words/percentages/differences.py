"""Differences of two measured shares, which a sentence may mean by percentage points."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, permutations
from typing import Any, Final

from lab1report.own_words.percentages.meaning import Meaning
from lab1report.own_words.percentages.measures import SCORES, Measure
from lab1report.own_words.percentages.mentions import WHOLE, Kind, Mention, Reading, traits_of
from lab1report.own_words.percentages.networks import Networks
from lab1report.own_words.percentages.speech import Speech, ends, found, has


def is_difference(reading: Reading, speech: Speech) -> bool:
    """Whether the claim is a difference: by its unit, or by the words around it."""
    claim, text = reading.claim, reading.sentence.text
    if claim.in_points:
        return True
    words = speech.difference
    before = text[reading.begin : claim.start]
    if re.search(words["level"], before, re.IGNORECASE):
        return False
    after = re.split(speech.separator, text[claim.end :], maxsplit=1)[0][:25]
    if re.search(words["by"], before, re.IGNORECASE):
        return bool(found(words["change"], before) or found(words["change"], after))
    if found(words["noun"], after) or re.search(r"\+$", before):
        return True
    return any(
        not has(rf"[:;.()]|{words['shown']}", before[one.end() :])
        for name in ("noun", "gain")
        for one in found(words[name], before)
    )


_FIELDS: Final = ("network", "part", "metric", "of_class", "state")
_BEHIND: Final = 3  # characters between a percentage and what is said right behind it
_OF_GAPS: Final = ("network", "state")


@dataclass(frozen=True, kw_only=True)
class _Named:
    """What a sentence names for each field of a figure.

    `subjects` is what it speaks of, `references` what it compares that with, `groups` what each of
    its words for a network means, and `own` what the claim is of. Differences are only in `fields`.
    """

    subjects: Mapping[str, frozenset[Any]]
    references: Mapping[str, frozenset[Any]]
    groups: Sequence[frozenset[str]]
    own: Mapping[str, frozenset[Any] | None]
    fields: Sequence[str]
    partners: Callable[[str], frozenset[str]]

    def may_differ(self, field: str, values: set[Any]) -> bool:
        """Whether the difference may be between these two values of `field`."""
        named = self.subjects[field] | self.references[field]
        if field == "network" and len(self.groups) > 1:
            first, second = values
            apart = [(first in one, second in one) for one in self.groups]
            return any(one[0] and other[1] for one, other in permutations(apart, 2))
        if field != "network" and len(named) > 1:
            return values <= named
        if field == "network":
            usual = self.own[field]
            if not named and usual is not None and not values <= usual:
                return False
            first, second = values
            sides = [(first, second), (second, first)]
            return any(
                (not named or one in named) and other in self.partners(one) for one, other in sides
            )
        if not named:
            return field == "part" and values == {"train", "test"}
        return bool(values & named) and "validation" not in values

    def may_be(self, field: str, value: Any) -> bool:
        """Whether both sides of the difference may have this value of `field`."""
        own = self.own[field]
        return own is None or value in own

    def order(self, field: str, first: Any, second: Any) -> int:
        """1 if the sentence speaks of `first` against `second`, -1 if the reverse, else 0."""
        subjects, references = self.subjects[field], self.references[field]
        return (first in subjects - references or second in references - subjects) - (
            second in subjects - references or first in references - subjects
        )


def differences(
    levels: Sequence[Measure],
    meaning: Meaning,
    reading: Reading,
    networks: Networks,
    speech: Speech,
    section: str,
    before: frozenset[str],
) -> Sequence[Measure]:
    """The differences of two of `levels` that the claim may be: they differ in one field.

    `before` are the networks that the passage named last, before the sentence.
    """
    named = _named(meaning, reading, networks, speech, section, before)
    metrics = named.subjects["metric"] | named.references["metric"]
    fitting = [
        one for one in levels if one.part and (meaning.fits_metric(one) or one.metric in metrics)
    ]
    if named.fields == _OF_GAPS:
        fitting = list(_gaps(fitting))
    return list(_pairs(fitting, named))


def comparisons(
    levels: Sequence[Measure],
    meaning: Meaning,
    reading: Reading,
    networks: Networks,
    speech: Speech,
    section: str,
) -> Sequence[Measure]:
    """Between what a sentence speaks of and what it compares that with, or is held against."""
    named = _named(meaning, reading, networks, speech, section, frozenset())
    fields = [field for field in _FIELDS if named.references[field]] or ["network"]
    fitting = [one for one in levels if one.part and meaning.fits_metric(one)]
    every = _pairs(fitting, replace(named, fields=fields))
    return [one for one in every if one.is_oriented]


def _named(
    meaning: Meaning,
    reading: Reading,
    networks: Networks,
    speech: Speech,
    section: str,
    before: frozenset[str],
) -> _Named:
    subjects, references = _sides(reading)
    compared = [networks.meant([trait], section) for trait in traits_of(references["network"])]
    spoken_of = traits_of(subjects["network"])
    together = networks.together(spoken_of, section) if len(spoken_of) > 1 else None
    apart = [networks.meant([trait], section) for trait in spoken_of]
    after_before = before if apart or compared else frozenset()
    subjects_meant = [together] if together else apart
    return _Named(
        subjects={**_values(subjects), "network": frozenset().union(*subjects_meant)},
        references={
            **_values(references),
            "network": frozenset().union(*compared, after_before),
        },
        groups=list(
            dict.fromkeys(one for one in (*subjects_meant, *compared, after_before) if one)
        ),
        own={
            "network": meaning.networks,
            "part": None if _of_gaps(reading, speech) else meaning.parts,
            "metric": meaning.metrics,
            "of_class": meaning.classes,
            "state": meaning.states,
        },
        fields=_fields(reading, speech),
        partners=lambda network: networks.partners(network, section),
    )


_KINDS: Final[Mapping[str, Kind]] = {
    "network": "network", "part": "part", "metric": "metric", "of_class": "class", "state": "state"
}  # fmt: skip


def _sides(reading: Reading) -> tuple[dict[str, list[Mention]], dict[str, list[Mention]]]:
    """What the sentence speaks of, and what it compares that with, for each field."""
    subjects: dict[str, list[Mention]] = {}
    references: dict[str, list[Mention]] = {}
    for field, kind in _KINDS.items():
        every = [one for one in reading.all(kind) if one.value != WHOLE]
        if field == "metric":
            every = [one for one in every if one.value in SCORES]
        references[field] = [one for one in every if _is_reference(one, reading)]
        subjects[field] = [one for one in every if one not in references[field]]
    return subjects, references


def _is_reference(mention: Mention, reading: Reading) -> bool:
    """Whether the sentence compares with it, as with what it says right behind "against 76 %"."""
    behind_other = any(
        one.is_alternative and 0 <= mention.start - one.end <= _BEHIND
        for one in reading.sentence.claims
    )
    return mention.compared or mention.since or behind_other


def _values(mentions: Mapping[str, Sequence[Mention]]) -> dict[str, frozenset[Any]]:
    return {field: frozenset(one.value for one in those) for field, those in mentions.items()}


def _of_gaps(reading: Reading, speech: Speech) -> bool:
    """Whether the claim is by how much one gap between training and test is less than another."""
    before = reading.sentence.text[reading.begin : reading.claim.start]
    return has(speech.gap, before) and ends(speech.difference["by"], before)


def _fields(reading: Reading, speech: Speech) -> Sequence[str]:
    """In which fields the two sides may differ."""
    if _of_gaps(reading, speech):
        return _OF_GAPS
    subjects, references = map(_values, _sides(reading))
    if compared := [field for field in _FIELDS if references[field] - subjects[field]]:
        return compared
    text = reading.sentence.text
    parts = {one.value for one in reading.own("part")}
    networks = reading.all("network")
    of_networks = not reading.all("part") and len(networks) > 1
    named_gap = has(speech.gap, text[reading.begin : reading.end])
    return ("part",) if {"train", "test"} <= parts or (named_gap and not of_networks) else _FIELDS


def _gaps(levels: Sequence[Measure]) -> Iterator[Measure]:
    """The differences between training and test."""
    tests = {replace(one, name="", share=0, part=None): one for one in levels if one.part == "test"}
    for one in levels:
        test = tests.get(replace(one, name="", share=0, part=None))
        if one.part == "train" and test:
            name, share = f"({one.name} - {test.name})", one.share - test.share
            yield replace(one, name=name, share=share, part=None)


def _pairs(levels: Sequence[Measure], named: _Named) -> Iterator[Measure]:
    for field in named.fields:
        others = [one for one in _FIELDS if one != field]
        alike: dict[tuple[Any, ...], list[Measure]] = {}
        for one in levels:
            if all(named.may_be(other, getattr(one, other)) for other in others):
                alike.setdefault(tuple(getattr(one, other) for other in others), []).append(one)
        for pair in chain.from_iterable(combinations(group, 2) for group in alike.values()):
            values = [getattr(one, field) for one in pair]
            if len(set(values)) > 1 and named.may_differ(field, set(values)):
                order = named.order(field, *values)
                first, second = pair if order >= 0 else pair[::-1]
                yield replace(
                    first,
                    name=f"{first.name} - {second.name}",
                    share=first.share - second.share,
                    is_difference=True,
                    is_oriented=order != 0,
                )
