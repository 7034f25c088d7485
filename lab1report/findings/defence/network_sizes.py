"""Counts the neurons, links, weights and biases of a fully connected network, layer by layer.

They are counted from the specification alone, so that they can be compared with what torch counts
in the trained networks.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lab1report.model import RegressionSpec, RunSpec, XorSpec

Activation = Literal["relu", "sigmoid", "none"]

PIXELS = 32 * 32 * 3


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer of `units` neurons, each of which takes all `inputs`, adds a bias, and activates."""

    inputs: int
    units: int
    activation: Activation

    @property
    def links(self) -> int:
        """Links to the layer before; each has a weight of its own."""
        return self.inputs * self.units

    @property
    def biases(self) -> int:
        return self.units

    @property
    def parameters(self) -> int:
        return self.links + self.biases


@dataclass(frozen=True, kw_only=True)
class Network:
    """The layers that compute; the inputs do not and are no neurons."""

    layers: tuple[Layer, ...]

    @property
    def inputs(self) -> int:
        return self.layers[0].inputs

    @property
    def outputs(self) -> int:
        return self.layers[-1].units

    @property
    def hidden(self) -> tuple[Layer, ...]:
        return self.layers[:-1]

    @property
    def neurons(self) -> int:
        return sum(layer.units for layer in self.layers)

    @property
    def links(self) -> int:
        return sum(layer.links for layer in self.layers)

    @property
    def biases(self) -> int:
        return sum(layer.biases for layer in self.layers)

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)

    @property
    def first_share(self) -> float:
        """Which part of all parameters belongs to the first layer."""
        return self.layers[0].parameters / self.parameters


def network(spec: RegressionSpec | XorSpec | RunSpec) -> Network:
    """The network that a specification asks for; a classifier of images ends in its logits."""
    match spec:
        case RegressionSpec():
            return _network((1, spec.hidden, 1), hidden="relu", output="none")
        case XorSpec():
            return _network((2, spec.hidden, 1), hidden="sigmoid", output="sigmoid")
        case RunSpec():
            sizes = (PIXELS, *spec.hidden, len(spec.classes))
            return _network(sizes, hidden="relu", output="none")


def _network(sizes: tuple[int, ...], *, hidden: Activation, output: Activation) -> Network:
    last = len(sizes) - 2
    return Network(
        layers=tuple(
            Layer(inputs=inputs, units=units, activation=output if place == last else hidden)
            for place, (inputs, units) in enumerate(pairwise(sizes))
        )
    )
