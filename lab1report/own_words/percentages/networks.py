"""Which networks of the report a sentence may mean by what is special to them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lab1report.own_words.percentages.measures import BASE, PART_3
from lab1report.own_words.percentages.speech import Speech, found, has

Trait = tuple[str, Any]
"""A field of a variant and its value; of some kinds, the kind and True."""

_FIELDS = ("batch_size", "lr", "network", "optimizer", "saturation", "share")
_USUAL: Trait = ("saturation", False)
"""What is said of all networks but those that have something else: it tells two of them apart."""
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

    def meant(self, traits: Sequence[Trait], section: str) -> frozenset[str]:
        """The networks with the first of `traits`, and with all others that one of these has.

        Of several it is those with least special besides what is named.
        """
        meant: frozenset[str] = frozenset()
        used: list[Trait] = []
        for trait in sorted(traits, key=_USUAL.__eq__):
            having = self._having(trait, section)
            if (not used and trait != _USUAL) or having & meant:
                meant = having & meant if used else having
                used.append(trait)
        besides = {id: self._besides(id, used) for id in meant}
        return frozenset(id for id, count in besides.items() if count == min(besides.values()))

    def _having(self, trait: Trait, section: str) -> frozenset[str]:
        """The networks that have `trait`."""
        kind, value = trait
        match kind:
            case "part_3":
                return frozenset({PART_3})
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
        named = {"network" if kind in ("units", "layers") else kind for kind, _ in traits}
        if named & {"base", "best", "stopped", "part_3"} or id not in self._variants:
            return 0
        one, base = self._variants[id], self._variants.get(BASE, {})
        return sum(one.get(field) != base.get(field) for field in _FIELDS if field not in named)

    def traits(self, sentence: str, section: str) -> Iterator[NamedTrait]:
        """What `sentence` names of networks."""
        words = self._words.network
        plain: Sequence[tuple[str, Trait]] = (
            ("base", ("base", True)),
            ("best", ("best", True)),
            ("part_3", ("part_3", True)),
            ("stopped", ("stopped", True)),
            ("two_layers", ("layers", 2)),
            ("widest", ("units", self._extremes[1])),
            ("smallest", ("units", self._extremes[0])),
            ("adam", ("optimizer", "Adam")),
            ("momentum", ("optimizer", "momentum")),
            ("saturated", ("saturation", True)),
            ("unsaturated", ("saturation", False)),
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
        yield from self._numbers(sentence, section)
        yield from self._rates(sentence)

    @cached_property
    def _extremes(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The neurons of the smallest and of the widest network of one hidden layer."""
        single = [_units(one) for one in self._variants.values() if len(_units(one)) == 1]
        return min(single, default=()), max(single, default=())

    def _numbers(self, sentence: str, section: str) -> Iterator[NamedTrait]:
        """Sizes of batches and of layers."""
        words = self._words.network
        sizes = {one.get("batch_size") for one in self._variants.values()}
        units = {_units(one) for one in self._variants.values()}
        of_batches = section == "series.batch" or has(words["batch"], sentence)
        for one in found(words["more_neurons"], sentence):
            yield NamedTrait(("units", (int(one[1]), int(one[2]))), one.start(), one.end())
        for count, pattern in self._words.counts.items():
            for one in found(pattern, sentence):
                yield NamedTrait(("units", (int(count),)), one.start(), one.end())
        for one in _NUMBER.finditer(sentence):
            if not one[0].isdigit() or has(words["more_neurons"], sentence[one.start() :][:25]):
                continue
            number, rest = int(one[0]), sentence[one.end() :]
            if re.match(words["neurons"], rest, re.IGNORECASE):
                if not has(words["more_neurons"], sentence[max(one.start() - 8, 0) :][:30]):
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


def _units(variant: Mapping[str, Any]) -> tuple[int, ...]:
    """The neurons of the hidden layers."""
    return tuple(int(size) for size in re.findall(r"FC\((\d+)\)", variant.get("network", ""))[:-1])
