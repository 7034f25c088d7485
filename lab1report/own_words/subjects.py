"""Guesses what a sentence of the student's is about: a class, or a variant of the series.

It serves to guess which figure a wrong percentage means, never to find one wrong.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lab1report.own_words.names import written

STEM: Final = 5  # letters of a class's name that stay in all its cases


@dataclass(frozen=True)
class Subject:
    """Regular expressions: how a sentence names it, and how figures of it are called."""

    spoken: re.Pattern[str]
    figures: re.Pattern[str]

    def is_of(self, sentence: str) -> bool:
        return self.spoken.search(sentence) is not None

    def has(self, figure: str) -> bool:
        return self.figures.search(figure) is not None


def subjects(document: Mapping[str, Any]) -> Sequence[Subject]:
    """The classes and the variants of `results.json`."""
    return [*_classes(document), *_variants(document["sections"]["series"].get("variants") or ())]


def _classes(document: Mapping[str, Any]) -> Iterator[Subject]:
    for place, one in enumerate(document["assignment"]["classes"]):
        spoken = re.compile(rf"\b{re.escape(one['title'][:STEM])}", re.IGNORECASE)
        yield Subject(spoken, re.compile(rf"(per_class|confusion)(\.\w+)?\[{place}\]"))


def _variants(variants: Sequence[Mapping[str, Any]]) -> Iterator[Subject]:
    """Each by what is special to it: the size of its batch, its rate, or its network."""
    for one in variants:
        match one.get("part"):
            case "batch":
                spoken = _number(one["batch_size"])
            case "rate":
                spoken = _number(one["lr"])
            case "network":
                spoken = rf"(?<!, ){re.escape(one['network'])}"
            case _:
                continue
        name = re.escape(written(("variants", one["id"])))
        yield Subject(re.compile(spoken), re.compile(rf"^{name}\."))


def _number(value: float) -> str:
    """A number with a point or a comma, that is no percentage and no size of a layer."""
    digits = re.escape(f"{value:f}".rstrip("0").rstrip(".")).replace(r"\.", "[.,]")
    return rf"(?<![\d.,])(?<!FC\(){digits}(?![.,]?\d|\s*%)"
