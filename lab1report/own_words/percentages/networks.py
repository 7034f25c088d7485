"""Which networks of the report a sentence may mean by what is special to them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from lab1report.own_words.percentages.measures import BASE, PART_3, XOR
from lab1report.own_words.percentages.speech import Speech, ends, epochs, found, has

Trait = tuple[str, Any]
"""A field of a variant and its value; of some kinds, the kind and True; "without" and a trait."""

_FIELDS = ("batch_size", "lr", "network", "optimizer", "saturation", "share")
_OF_BASE = ("series.classes", "series.overfitting")
"""The sections in which nothing but stopping changes the number of epochs."""
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
_NUMBER = re.compile(r"(?<![\d.,])(?<!FC\()\d+(?:[.,]\d+)?(?![\d%]|[.,]\d|\s*%)")
_POWER = re.compile(r"(\d+(?:[.,]\d+)?)\s*[·*×]\s*10\s*\^?\s*([-⁻−][\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_LAYERS = re.compile(r"FC\(\d+\)(?:,\s*FC\(\d+\))*")


@dataclass(frozen=True)
class NamedTrait:
    """What is named of a network, and where."""

    trait: Trait
    start: int
    end: int


class Networks:
    """The networks of `results.json`: the variants of the series, and the training of part 3."""

    def __init__(self, document: Mapping[str, Any], speech: Speech) -> None:
        series = document["sections"]["series"]
        self._words = speech
        self._variants = {one["id"]: one for one in series.get("variants") or ()}
        self._best = (document["best"] or {}).get("variant", "best")
        self._leaders = {
            f"series.{part}": series[part]["best"]
            for part in ("batch", "rate")
            if series.get(part) and "best" in series[part]
        }

    @property
    def ids(self) -> frozenset[str]:
        """All of the series."""
        return frozenset((*self._variants, self._best))

    @property
    def shares(self) -> frozenset[float]:
        """The shares of the training images that networks learn from."""
        return frozenset(one["share"] for one in self._variants.values() if "share" in one)

    def partners(self, network: str, section: str) -> frozenset[str]:
        """What a difference is from that names this network alone."""
        against = self._variants.get(network, {}).get("against")
        found = {BASE, "stopped", against}
        if network == BASE:
            part = section.partition(".")[2]
            found |= {id for id, one in self._variants.items() if one.get("part") == part}
            found |= {self._best} if part in ("", "best") else set()
        return frozenset(found & self.ids)

    @property
    def main(self) -> frozenset[str]:
        """Those that a text means which names none and is of no single task."""
        return frozenset({PART_3, *({BASE, self._best} & self.ids)})

    def meant(self, traits: Sequence[Trait], section: str) -> frozenset[str]:
        """The networks with the first of `traits`, and with all others that one of these has.

        Of several it is those with least special besides what is named.
        """
        meant: frozenset[str] = frozenset()
        used: list[Trait] = []
        for trait in (one for one in traits if one[0] != "without"):
            having = self._having(trait, section)
            if not used or having & meant:
                meant = having & meant if used else having
                used.append(trait)
        for kind, lacked in traits:
            if kind == "without":
                having = self._having(lacked, section)
                rest = meant - having if used else frozenset()
                meant = rest or self._lacking(meant & having or having, lacked, section)
                used.append((lacked[0], None))
        return self._plainest(meant, used)

    def together(self, traits: Sequence[Trait], section: str) -> frozenset[str]:
        """The networks that have all of `traits`, with least special besides."""
        every = [self._having(one, section) for one in traits if one[0] != "without"]
        return self._plainest(frozenset.intersection(*every), traits) if every else frozenset()

    def _plainest(self, ids: frozenset[str], traits: Sequence[Trait]) -> frozenset[str]:
        besides = {id: self._besides(id, traits) for id in ids}
        return frozenset(id for id, count in besides.items() if count == min(besides.values()))

    def _lacking(self, ids: frozenset[str], lacked: Trait, section: str) -> frozenset[str]:
        """What `ids` would be but for one trait: the networks most alike without it.

        With them goes what they are held against, if it has the same layers. Those that stand for
        themselves (the base, part 3) lack nothing.
        """
        fields = [field for field in _FIELDS if field != _field(lacked[0])]
        others = [
            self._variants[id] for id in self._variants.keys() - self._having(lacked, section)
        ]
        found: set[str] = set()
        for one in (self._variants[id] for id in ids if id in self._variants):
            unlike = {
                other["id"]: (
                    "network" in fields and other.get("network") != one.get("network"),
                    sum(other.get(field) != one.get(field) for field in fields),
                )
                for other in others
            }
            least = min(unlike.values(), default=None)
            found |= {id for id, count in unlike.items() if count == least}
            against = one.get("against")
            if against in unlike and not unlike[against][0]:
                found.add(against)
        in_part_3 = BASE in found and not section.startswith("series")
        return frozenset(found | ({PART_3} if in_part_3 else set())) or ids

    def _having(self, trait: Trait, section: str) -> frozenset[str]:
        """The networks that have `trait`."""
        kind, value = trait
        match kind:
            case "part_3":
                return frozenset({PART_3})
            case "xor":
                return frozenset({XOR})
            case "best":
                return frozenset({self._best, self._leaders.get(section, self._best)})
            case "stopped":
                return frozenset({"stopped"})
            case "base":
                return frozenset({BASE} if section.startswith("series") else {BASE, PART_3})
        having = {id for id, one in self._variants.items() if _has(one, kind, value)}
        in_part_3 = BASE in having and not section.startswith("series")
        return frozenset(having | ({PART_3} if in_part_3 else set()))

    def _besides(self, id: str, traits: Sequence[Trait]) -> int:
        """In how many fields that are not named the network differs from the base."""
        named = {_field(kind) for kind, _ in traits}
        if named & {"base", "best", "stopped", "part_3"} or id not in self._variants:
            return 0
        one, base = self._variants[id], self._variants.get(BASE, {})
        return sum(one.get(field) != base.get(field) for field in _FIELDS if field not in named)

    def traits(self, sentence: str, section: str) -> Iterator[NamedTrait]:
        """What `sentence` names of networks, from left to right."""
        named = sorted(self._traits(sentence, section), key=lambda one: one.start)
        yield from named
        for word in ("with_it", "without_it"):
            for one in found(self._words.network[word], sentence):
                if last := [it.trait for it in named if it.end <= one.start()][-1:]:
                    trait = last[0] if word == "with_it" else ("without", last[0])
                    yield NamedTrait(trait, one.start(), one.end())

    def _traits(self, sentence: str, section: str) -> Iterator[NamedTrait]:
        words = self._words.network
        plain: Sequence[tuple[str, Trait]] = (
            ("base", ("base", True)),
            ("best", ("best", True)),
            ("part_3", ("part_3", True)),
            ("xor", ("xor", True)),
            ("stopped", ("stopped", True)),
            ("unstopped", ("without", ("stopped", True))),
            ("two_layers", ("layers", 2)),
            ("widest", ("units", self._extremes[1])),
            ("smallest", ("units", self._extremes[0])),
            ("adam", ("optimizer", "Adam")),
            ("momentum", ("optimizer", "momentum")),
            ("saturated", ("saturation", True)),
            ("unsaturated", ("without", ("saturation", True))),
            ("quarter", ("share", 0.25)),
            ("half", ("share", 0.5)),
        )
        for name, trait in plain:
            for one in found(words[name], sentence):
                yield NamedTrait(trait, one.start(), one.end())
        for one in _LAYERS.finditer(sentence):
            layers = re.sub(r",\s*", ", ", one[0])
            yield NamedTrait(("network", layers), one.start(), one.end())
        for one in found(rf"(\d+)\s*%{self._words.setting}", sentence):
            if int(one[1]) / 100 in self.shares:
                yield NamedTrait(("share", int(one[1]) / 100), one.start(), one.end())
        if section in _OF_BASE:
            yield from self._epochs(sentence)
        yield from self._numbers(sentence, section)
        yield from self._rates(sentence)

    @cached_property
    def _extremes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The neurons of the smallest and of the widest network of one hidden layer."""
        single = [_units(one) for one in self._variants.values() if len(_units(one)) == 1]
        return min(single, default=()), max(single, default=())

    def _epochs(self, sentence: str) -> Iterator[NamedTrait]:
        """Numbers of epochs that tell the stopped training from that of the base."""
        known = {
            self._variants.get("stopped", {}).get("epochs"): ("stopped", True),
            self._variants.get(BASE, {}).get("epochs"): ("without", ("stopped", True)),
        }
        for number, start, end in epochs(sentence, self._words):
            if number in known:
                yield NamedTrait(known[number], start, end)

    def _numbers(self, sentence: str, section: str) -> Iterator[NamedTrait]:
        """Sizes of batches and of layers."""
        words = self._words.network
        sizes = {one.get("batch_size") for one in self._variants.values()}
        units = {_units(one) for one in self._variants.values()}
        of_batches = section == "series.batch" or has(words["batch"], sentence)
        pairs = found(words["more_neurons"], sentence)
        pairs += [] if of_batches else found(words["layer_sizes"], sentence)
        pairs = [one for one in pairs if (int(one[1]), int(one[2])) in units]
        for one in pairs:
            yield NamedTrait(("units", (int(one[1]), int(one[2]))), one.start(), one.end())
        for count, pattern in self._words.counts.items():
            for one in found(pattern, sentence):
                yield NamedTrait(("units", (int(count),)), one.start(), one.end())
        for one in _NUMBER.finditer(sentence):
            in_pair = any(pair.start() <= one.start() < pair.end() for pair in pairs)
            if in_pair or not one[0].isdigit():
                continue
            number, before, rest = int(one[0]), sentence[: one.start()], sentence[one.end() :]
            of_neurons = re.match(words["neurons"], rest, re.IGNORECASE)
            if of_neurons or ends(words["of_neurons"], before):
                yield NamedTrait(("units", (number,)), one.start(), one.end())
            elif of_batches and number in sizes:
                yield NamedTrait(("batch_size", number), one.start(), one.end())
            elif section == "series.network" and (number,) in units:
                yield NamedTrait(("units", (number,)), one.start(), one.end())

    def _rates(self, sentence: str) -> Iterator[NamedTrait]:
        rates = {one.get("lr") for one in self._variants.values()} - {None}
        for one in _NUMBER.finditer(sentence):
            value = float(one[0].replace(",", "."))
            if value in rates and not one[0].isdigit():
                yield NamedTrait(("lr", value), one.start(), one.end())
        for one in _POWER.finditer(sentence):
            power = int(one[2].translate(_SUPERSCRIPTS))
            value = float(f"{one[1].replace(',', '.')}e{power}")
            if value in rates:
                yield NamedTrait(("lr", value), one.start(), one.end())
        usual = self._variants.get(BASE, {}).get("lr")
        if usual is None or not has(self._words.network["rate"], sentence):
            return
        for times, pattern in self._words.times.items():
            value = round(usual / int(times), 10)
            for one in found(pattern, sentence):
                if value in rates:
                    yield NamedTrait(("lr", value), one.start(), one.end())


def _has(variant: Mapping[str, Any], kind: str, value: Any) -> bool:
    match kind:
        case "units":
            return bool(_units(variant) == value)
        case "layers":
            return bool(len(_units(variant)) == value)
        case "saturation":
            return bool((variant.get("saturation", 1) > 1) == value)
    return bool(variant.get(kind) == value)


def _field(kind: str) -> str:
    """The field of a variant that traits of this kind are about."""
    return "network" if kind in ("units", "layers") else kind


def _units(variant: Mapping[str, Any]) -> tuple[int, ...]:
    """The neurons of the hidden layers."""
    return _layer_sizes(variant.get("network", ""))[:-1]


@cache
def _layer_sizes(network: str) -> tuple[int, ...]:
    return tuple(int(size) for size in re.findall(r"FC\((\d+)\)", network))
