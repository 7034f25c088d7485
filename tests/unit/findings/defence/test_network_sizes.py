"""Neurons, links and weights, against torch's own count."""

from dataclasses import replace
from itertools import pairwise

import pytest
from torch import nn

from lab1report.findings.defence.network_sizes import network
from lab1report.model import RegressionSpec, RunSpec, XorSpec
from tests import specs

REGRESSION = RegressionSpec(
    grid=100, repeats=5, noise=0.05, hidden=64, lr=1e-4, iterations=1, snapshots=1, seed=0
)
XOR = XorSpec(sample="xor", points=10, noise=0.1, hidden=16, lr=1e-3, iterations=1, seed=0)
BASE = replace(specs.BASE, epochs=1)


@pytest.mark.parametrize(
    ("spec", "neurons", "links", "biases", "parameters"),
    [
        (REGRESSION, 65, 128, 65, 193),
        (XOR, 17, 48, 17, 65),
        (BASE, 13, 30750, 13, 30763),
        (replace(BASE, hidden=(64, 32)), 99, 198752, 99, 198851),
    ],
)
def test_counts(
    spec: RegressionSpec | XorSpec | RunSpec, neurons: int, links: int, biases: int, parameters: int
) -> None:
    found = network(spec)
    assert (found.neurons, found.links, found.biases) == (neurons, links, biases)
    assert found.parameters == parameters == found.links + found.biases


@pytest.mark.parametrize("spec", [REGRESSION, XOR, BASE, replace(BASE, hidden=(7, 5, 4))])
def test_torch_counts_the_same(spec: RegressionSpec | XorSpec | RunSpec) -> None:
    found = network(spec)
    sizes = [found.inputs, *(layer.units for layer in found.layers)]
    model = nn.Sequential(*(nn.Linear(a, b) for a, b in pairwise(sizes)))
    assert found.parameters == sum(p.numel() for p in model.parameters())


def test_layers_and_their_activations() -> None:
    assert [layer.activation for layer in network(REGRESSION).layers] == ["relu", "none"]
    assert [layer.activation for layer in network(XOR).layers] == ["sigmoid", "sigmoid"]
    deep = network(replace(BASE, hidden=(64, 32)))
    assert [layer.activation for layer in deep.layers] == ["relu", "relu", "none"]
    assert [layer.units for layer in deep.hidden] == [64, 32]
    assert (deep.inputs, deep.outputs) == (3072, 3)
