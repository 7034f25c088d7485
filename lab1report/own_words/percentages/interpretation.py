"""What each percentage of a sentence is of, as far as the sentence says."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from lab1report.messages import _, marked
from lab1report.own_words.percentages import changes
from lab1report.own_words.percentages.claims import Sentence
from lab1report.own_words.percentages.meaning import Meaning
from lab1report.own_words.percentages.measures import BASE, PART_3, SCORES, XOR
from lab1report.own_words.percentages.mentions import WHOLE, Finder, Kind, Reading, traits_of
from lab1report.own_words.percentages.networks import Networks
from lab1report.own_words.percentages.speech import Speech, has

_NAMED: Final = {
    "exact": ("accuracy", "precision"),
    "right": ("accuracy", "recall"),
    "wrong": ("accuracy", "recall"),
    "accuracy": ("accuracy", "recall"),
}


_PARTS: Final = {"checked": {"validation", "test"}}


_WORDS: Final = {
    "train": marked("train"),
    "test": marked("test"),
    "validation": marked("validation"),
    "checked": marked("checked"),
    "accuracy": marked("accuracy"),
    "precision": marked("precision"),
    "recall": marked("recall"),
    "f1": marked("f1"),
    "confused": marked("confused"),
    "loss": marked("loss"),
    "nearest": marked("nearest"),
    "confidence": marked("confidence"),
    "chance": marked("chance"),
    "other": marked("other"),
}
"""How a part of the data or a metric is called in a warning."""

_WHOLE: Final[frozenset[int | None]] = frozenset({None})


class Interpreter:
    """Finds the meanings of percentages, given the things in a `results.json`."""

    def __init__(
        self, document: Mapping[str, Any], networks: Networks, speech: Speech, code: str
    ) -> None:
        self._speech = speech
        self._networks = networks
        self._finder = Finder(document, networks, speech, code)

    def readings(self, sentence: Sentence, section: str) -> Iterator[Reading]:
        """The claims of `sentence` with what that names."""
        mentions = self._finder.mentions(sentence.text, section)
        for place in range(len(sentence.claims)):
            yield Reading(sentence, mentions, place, self._speech.separator)

    def meaning(self, reading: Reading, section: str) -> Meaning:
        """What the claim is about, as far as its sentence says."""
        networks = self._of_change(reading, section)
        if networks is None:
            networks = self._networks.meant(traits_of(reading.own("network")), section)
        usual = self.usual(reading, section)
        parts = reading.own("part")
        if networks == {XOR} and parts:
            # Its points are not parted: one of the two is said of another percentage
            of_claim = reading.begin <= parts[0].start < reading.end
            networks, parts = (frozenset(), parts) if of_claim else (networks, [])
        classes, taken_for = self._classes(reading, section)
        metrics, wrong = self._metrics(reading, classes)
        states = self._states(reading, networks, section)
        single = sorted(one for one in classes or () if one is not None)
        named = (
            *sorted(networks),
            *(_said(str(one.value)) for one in parts[:1]),
            *map(_said, sorted(metrics or ())),
            *(_("class {place}").format(place=place) for place in single),
        )
        return Meaning(
            networks=usual if reading.claim.of_range else networks or usual,
            parts=frozenset(_PARTS.get(str(parts[0].value), {str(parts[0].value)}))
            if parts
            else None,
            metrics=metrics,
            classes=classes,
            taken_for=taken_for,
            states=states,
            wrong=wrong,
            named=named,
        )

    def _classes(
        self, reading: Reading, section: str
    ) -> tuple[frozenset[int | None] | None, int | None]:
        """The classes that may be meant, and that which images were taken for."""
        every = reading.own("class")
        taken = [one for one in reading.all("class") if one.taken_for]
        confused = any(one.value == "confused" for one in reading.all("metric"))
        if confused and taken:
            every = [one for one in reading.all("class") if not one.taken_for]
        if not every:
            before = self._before(reading, "class", section)
            return (None if self._speaks_of_classes(reading) else frozenset({None, *before})), None
        value = every[0].value
        of_class = frozenset({None if value == WHOLE else int(str(value))})
        return of_class, int(str(taken[0].value)) if confused and taken else None

    def _speaks_of_classes(self, reading: Reading) -> bool:
        """Whether the claim may be of any class; for an accuracy its sentence must say so."""
        text = reading.sentence.text
        metrics = {one.value for one in reading.own("metric")}
        if not metrics & {"exact", "accuracy"}:
            text = reading.sentence.before + text
        return has(self._speech.of_class, text)

    def networks_before(self, reading: Reading, section: str) -> frozenset[str]:
        """Those that the passage named last, before this sentence."""
        mentions = self._finder.mentions(reading.sentence.before, section)
        return self._networks.meant(traits_of(reversed(mentions)), section)

    def _before(self, reading: Reading, kind: Kind, section: str) -> list[Any]:
        """What the passage named last, before this sentence."""
        found = [
            one
            for one in self._finder.mentions(reading.sentence.before, section)
            if one.kind == kind and one.value != WHOLE
        ]
        return [found[-1].value] if found else []

    def _metrics(
        self, reading: Reading, classes: frozenset[int | None] | None
    ) -> tuple[frozenset[str] | None, bool]:
        """The metrics that may be meant, and whether it is the share of the wrong answers."""
        named = reading.own("metric") or reading.own("deed")
        done = reading.own("deed")
        if done and done[0].value == "wrong" and reading.is_nearer(done[0], named[0]):
            named = done
        if not named:
            return None, False
        value = str(named[0].value)
        metrics = set(_NAMED.get(value, (value,)))
        if value == "exact":
            others = {str(one.value) for one in reading.all("metric")} & set(SCORES)
            if classes == _WHOLE:
                metrics = {"accuracy", *(["precision"] if others else [])}
            elif not others:
                metrics |= {"recall"}
        if value in ("accuracy", "right", "wrong") and classes == _WHOLE:
            metrics = {"accuracy"}
        return frozenset(metrics), value == "wrong"

    def _of_change(self, reading: Reading, section: str) -> frozenset[str] | None:
        """The networks of the claim, where it is one side of a change from one share to another.

        What is said right behind it is its own. Else what something changed to is of the network
        that the sentence speaks of, and what it changed from of any other that it names, or of
        those which that is held against.
        """
        side = changes.side(reading, self._speech)
        every = reading.all("network")
        if side is None or not every:
            return None
        claims, place = reading.sentence.claims, reading.place
        first = place if side == "origin" else place - 1
        leading = [one for one in reversed(every) if one.end <= claims[first].start]
        of_origin = [
            one for one in every if claims[first].end <= one.start < claims[first + 1].start
        ]
        of_result = [one for one in every if claims[first + 1].end <= one.start]
        own, other = (of_origin, of_result) if side == "origin" else (of_result, of_origin)
        if own:
            return self._networks.meant(traits_of(own), section)
        subjects = [one for one in leading if not one.compared] or leading
        subject = self._networks.meant(traits_of(subjects), section)
        if side == "result" and subject:
            return subject
        subject = subject or self._networks.meant(traits_of(other), section)
        named = [self._networks.meant([trait], section) for trait in traits_of([*leading, *other])]
        partners = [self._networks.partners(one, section) for one in sorted(subject)]
        return frozenset().union(*named) - subject or frozenset().union(*partners) - subject

    def _states(
        self, reading: Reading, networks: frozenset[str], section: str
    ) -> frozenset[str] | None:
        side = changes.side(reading, self._speech)
        since = [str(one.value) for one in reading.all("state") if one.since]
        if since and side == "origin":
            return frozenset(since[:1])
        if since and side == "result":
            rest = [str(one.value) for one in reading.all("state") if not one.since]
            return frozenset(rest[:1] or {"final"})
        if side == "origin" and not reading.all("network"):
            return None
        if named := reading.own("state"):
            states = {str(named[0].value)}
            return frozenset(states | ({"final"} if networks == {"stopped"} else set()))
        if self._before(reading, "state", section):
            return None
        return frozenset({"final"})

    def usual(self, reading: Reading, section: str) -> frozenset[str] | None:
        """The networks that a section is about unless a sentence names another."""
        if has(self._speech.of_others, reading.sentence.text):
            return None
        chapter = section.partition(".")[0]
        if section == "series.classes":
            return frozenset({BASE}) & self._networks.ids or self._networks.ids
        if chapter == "series":
            return self._networks.ids
        if chapter in (PART_3, XOR):
            return frozenset({chapter})
        return self._networks.main | self.networks_before(reading, section)


def _said(name: str) -> str:
    return _(_WORDS[name]) if name in _WORDS else name
