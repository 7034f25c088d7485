"""Which networks are set beside each other, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from lab1report.findings.series.pairs import choose
from lab1report.model import RunSpec


@dataclass(frozen=True)
class Network:
    """As much of a network's findings as is asked for."""

    id: str
    hidden: tuple[int, ...]
    optimizer: str = "SGD"
    saturation: float = 1.0
    validation: float = 0.7

    @property
    def variant(self) -> Any:
        spec = SimpleNamespace(
            hidden=self.hidden, optimizer=self.optimizer, saturation=self.saturation
        )
        return SimpleNamespace(id=self.id, spec=spec, parameters=3072 * self.hidden[0])


def chosen(*networks: Network, overfitting: tuple[Network, ...] = ()) -> list[tuple[str, str, str]]:
    base: RunSpec = Network("base", (10,)).variant.spec
    wrapped: Any = [
        SimpleNamespace(variant=one.variant, validation=SimpleNamespace(mean=one.validation))
        for one in networks
    ]
    others: Any = [one.variant for one in overfitting]
    return [(kind, a.id, b.id) for kind, a, b in choose(wrapped, others, base)]


SMALL, MIDDLE, LARGE = Network("5", (5,)), Network("20", (20,)), Network("512", (512,))
DEEP = Network("deep", (64, 32), validation=0.65)
DEEPER = Network("deeper", (64, 32, 16))
ADAM = Network("adam", (20,), "Adam")
MOMENTUM = Network("momentum", (20,), "momentum")
COLOURS = Network("colours", (512,), saturation=4.0)


@pytest.mark.parametrize(
    ("networks", "pairs"),
    [
        ((), []),
        ((SMALL,), []),
        ((LARGE, SMALL), [("units", "5", "512")]),
        ((MIDDLE, LARGE, SMALL), [("units", "5", "512"), ("more units", "20", "512")]),
        ((SMALL, DEEP, DEEPER), [("layers", "5", "deeper")]),
        ((DEEP, DEEPER), []),
        ((ADAM, MIDDLE), [("optimizer", "20", "adam")]),
        ((MOMENTUM, ADAM), [("optimizer", "momentum", "adam")]),
        ((MOMENTUM, MIDDLE), [("momentum", "20", "momentum")]),
        ((COLOURS, LARGE), [("saturation", "512", "colours")]),
        ((COLOURS, MIDDLE), []),
        ((SMALL, COLOURS), []),
        ((Network("adam-colours", (20,), "Adam", 4.0), MIDDLE, ADAM), [
            ("optimizer", "20", "adam"), ("saturation", "adam", "adam-colours"),
        ]),
    ],
)  # fmt: skip
def test_networks_that_differ_in_one_thing(
    networks: tuple[Network, ...], pairs: list[tuple[str, str, str]]
) -> None:
    assert chosen(*networks) == pairs


def test_the_layers_are_chosen_by_validation_and_the_first_wins() -> None:
    better = Network("better", (64, 32), validation=0.71)
    assert ("layers", "5", "better") in chosen(SMALL, DEEPER, better)
    assert ("layers", "5", "deeper") in chosen(SMALL, DEEPER, Network("other", (9, 9)))
    assert ("layers", "20", "deeper") in chosen(SMALL, Network("20", (20,), validation=0.8), DEEPER)


def test_a_network_with_the_bases_hyperparameters() -> None:
    fewer, stopped = Network("fewer", (5,)), Network("stopped", (10,))
    ten = Network("ten", (10,))
    assert chosen(SMALL, overfitting=(fewer, stopped)) == [("search", "fewer", "5")]
    assert chosen(ten, overfitting=(stopped,)) == []
    assert chosen(ADAM, overfitting=(Network("twenty", (20,)),)) == []
