"""Optimiser rules for a tensor that holds the same layer of many models (first dimension).

`lr` is broadcast over that dimension. SGD expects gradients that are scaled by it already: scaling
the loss once is cheaper than scaling every gradient.
"""

from typing import Protocol

import torch
from torch import Tensor

from lab1report.model import Optimizer

MOMENTUM = 0.9
_BETAS, _EPSILON = (0.9, 0.999), 1e-8


class Rule(Protocol):
    """Changes a parameter in place by its gradient; holds the state that this needs."""

    def step(self, parameter: Tensor, gradient: Tensor, lr: Tensor) -> None: ...

    def keep(self, models: Tensor) -> None:
        """Drop all but these entries of the first dimension."""


class Sgd:
    """Stochastic gradient descent; the gradient is scaled by the learning rate already."""

    def step(self, parameter: Tensor, gradient: Tensor, lr: Tensor) -> None:
        del lr
        parameter.sub_(gradient)

    def keep(self, models: Tensor) -> None:
        pass


class Momentum:
    """SGD with momentum 0.9 as in PyTorch: v = 0.9 v + g, p = p - lr v."""

    def __init__(self, parameter: Tensor) -> None:
        self._velocity = torch.zeros_like(parameter)

    def step(self, parameter: Tensor, gradient: Tensor, lr: Tensor) -> None:
        self._velocity.mul_(MOMENTUM).add_(gradient)
        parameter.addcmul_(self._velocity, lr, value=-1)

    def keep(self, models: Tensor) -> None:
        self._velocity = self._velocity[models]


class Adam:
    """Adam (Kingma, Ba 2015) with the usual constants and PyTorch's order of operations."""

    def __init__(self, parameter: Tensor) -> None:
        self._first = torch.zeros_like(parameter)
        self._second = torch.zeros_like(parameter)
        self._steps = 0

    def step(self, parameter: Tensor, gradient: Tensor, lr: Tensor) -> None:
        self._steps += 1
        self._first.lerp_(gradient, 1 - _BETAS[0])
        self._second.mul_(_BETAS[1]).addcmul_(gradient, gradient, value=1 - _BETAS[1])
        scale = (1 - _BETAS[1] ** self._steps) ** 0.5
        change = (self._second.sqrt() / scale).add_(_EPSILON).reciprocal_().mul_(self._first)
        parameter.addcmul_(change, lr / (1 - _BETAS[0] ** self._steps), value=-1)

    def keep(self, models: Tensor) -> None:
        self._first, self._second = self._first[models], self._second[models]


def rule(optimizer: Optimizer, parameter: Tensor) -> Rule:
    """A new rule for `parameter`."""
    match optimizer:
        case "SGD":
            return Sgd()
        case "momentum":
            return Momentum(parameter)
        case "Adam":
            return Adam(parameter)
