"""Differences of two measured shares, which a sentence may mean by percentage points."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Any, Final

from lab1report.own_words.percentages.meaning import Meaning
from lab1report.own_words.percentages.measures import SCORES, Measure
from lab1report.own_words.percentages.mentions import WHOLE, Reading, traits_of
from lab1report.own_words.percentages.networks import Networks
from lab1report.own_words.percentages.speech import Speech, found


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
        not re.search(r"[:;.()]", before[one.end() :])
        for name in ("noun", "gain")
        for one in found(words[name], before)
    )


_FIELDS: Final = ("network", "part", "metric", "of_class", "state")


@dataclass(frozen=True, kw_only=True)
class _Named:
    """What a sentence names: for each field of a figure all of it, and what is the claim's own."""

    every: Mapping[str, frozenset[Any]]
    own: Mapping[str, frozenset[Any] | None]
    partners: Callable[[str], frozenset[str]]

    def may_differ(self, field: str, values: set[Any]) -> bool:
        """Whether the difference may be between these two values of `field`."""
        named = self.every[field]
        if len(named) > 1:
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


def differences(
    levels: Sequence[Measure],
    meaning: Meaning,
    reading: Reading,
    networks: Networks,
    section: str,
    before: frozenset[str],
) -> Sequence[Measure]:
    """The differences of two of `levels` that the claim may be: they differ in one field.

    `before` are the networks that the passage named last, before the sentence.
    """
    meant = [networks.meant([trait], section) for trait in traits_of(reading.all("network"))]
    classes = [one.value for one in reading.all("class") if one.value != WHOLE]
    metrics = frozenset({str(one.value) for one in reading.all("metric")} & set(SCORES))
    named = _Named(
        every={
            "network": frozenset().union(*meant, before if meant else ()),
            "part": frozenset(one.value for one in reading.all("part")),
            "metric": metrics,
            "of_class": frozenset(classes),
            "state": frozenset(one.value for one in reading.all("state")),
        },
        own={
            "network": meaning.networks,
            "part": meaning.parts,
            "metric": meaning.metrics,
            "of_class": meaning.classes,
            "state": meaning.states,
        },
        partners=lambda network: networks.partners(network, section),
    )
    fitting = [
        one for one in levels if one.part and (meaning.fits_metric(one) or one.metric in metrics)
    ]
    return list(_pairs(fitting, named))


def _pairs(levels: Sequence[Measure], named: _Named) -> Iterator[Measure]:
    for field in _FIELDS:
        others = [one for one in _FIELDS if one != field]
        alike: dict[tuple[Any, ...], list[Measure]] = {}
        for one in levels:
            if all(named.may_be(other, getattr(one, other)) for other in others):
                alike.setdefault(tuple(getattr(one, other) for other in others), []).append(one)
        for first, second in chain.from_iterable(
            combinations(group, 2) for group in alike.values()
        ):
            values = {getattr(first, field), getattr(second, field)}
            if len(values) > 1 and named.may_differ(field, values):
                yield replace(
                    first,
                    name=f"{first.name} - {second.name}",
                    share=first.share - second.share,
                    is_difference=True,
                )
