"""Findings of task 2: the plateau of the loss, its fall, and how well the classes are separated."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from lab1report.model import RunResult, XorSpec

_PLATEAU = 0.95
_SOLVED = 0.05
_LEARNED = 0.95
_CHANCE = 0.6
_LONG = 0.05  # of the iterations: a plateau worth a word
_START = 0.05


@dataclass(frozen=True, kw_only=True)
class XorFindings:
    """The numbers of task 2 (losses are summed log-loss in nats) and what follows.

    `chance_loss` is n ln 2, that of a network which gives every point the probability 1/2.
    `plateau_end` is the iteration after which the loss stays below 95 % of it, `solved_at` below
    5 %; None if it never does. `steepest` is the iteration of the greatest fall within one step.
    `snapshots` are iterations and losses at every tenth of the way.
    `outcome`: "learned" from an accuracy of .95, "stuck" below .6, else "partly".
    """

    spec: XorSpec
    points: int
    class_sizes: tuple[int, ...]
    parameters: int
    initial_loss: float
    final_loss: float
    chance_loss: float
    plateau_end: int | None
    solved_at: int | None
    steepest: int | None
    monotone: bool
    snapshots: tuple[tuple[int, float], ...]
    accuracy: float
    wrong: int
    least_confidence: float
    surface_share: float
    outcome: Literal["learned", "partly", "stuck"]

    @property
    def hidden_weights(self) -> int:
        """The number of weights of the hidden layer: two inputs for each neuron."""
        return 2 * self.spec.hidden

    @property
    def starts_at_chance(self) -> bool:
        """Whether the loss before training is that of guessing, to 5 %."""
        return abs(self.initial_loss / self.chance_loss - 1) < _START

    @property
    def plateau(self) -> Literal["stuck", "long", "short"]:
        """How long the loss stayed near guessing: to the end, for over 5 % of the way, or less."""
        if self.plateau_end is None:
            return "stuck"
        return "long" if self.plateau_end > _LONG * self.spec.iterations else "short"

    @property
    def descent(self) -> Literal["monotone", "not lower", "level", "falling"]:
        """How the loss moved: it never rose; rose and ended no lower; hardly changed; fell."""
        if self.monotone:
            return "monotone"
        if self.final_loss >= self.initial_loss:
            return "not lower"
        return "level" if self.plateau == "stuck" else "falling"

    @property
    def all_likelier(self) -> bool:
        """Whether every point's own class got a probability of at least one half."""
        return self.least_confidence >= 0.5

    @property
    def loss_per_point(self) -> float:
        return self.final_loss / self.points

    @property
    def last_tenth(self) -> tuple[float, float] | None:
        """The loss before and after the last tenth of the way; None of a shorter way."""
        if len(self.snapshots) < 2:
            return None
        (_, before), (_, after) = self.snapshots[-2:]
        return before, after


def analyze(result: RunResult) -> XorFindings:
    """Findings of task 2 from its result."""
    spec = result.spec
    if not isinstance(spec, XorSpec):
        raise TypeError(f"not a result of task 2: {type(spec).__name__}")
    values, losses = result.values, result.arrays["losses"]
    points = sum(values["class_sizes"])
    chance = points * math.log(2)
    steps = np.diff(losses)
    tenth = max(len(losses) // 10, 1)
    accuracy = values["accuracy"]
    return XorFindings(
        spec=spec,
        points=points,
        class_sizes=tuple(values["class_sizes"]),
        parameters=values["parameters"],
        initial_loss=values["initial_loss"],
        final_loss=values["final_loss"],
        chance_loss=chance,
        plateau_end=_stays_below(losses, _PLATEAU * chance),
        solved_at=_stays_below(losses, _SOLVED * chance),
        steepest=int(steps.argmin()) + 1 if len(steps) and steps.min() < 0 else None,
        monotone=bool((steps <= 0).all()),
        snapshots=tuple(
            (iteration, float(losses[iteration - 1]))
            for iteration in range(tenth, len(losses) + 1, tenth)
        ),
        accuracy=accuracy,
        wrong=values["wrong"],
        least_confidence=values["least_confidence"],
        surface_share=values["surface_share"],
        outcome=(
            "learned" if accuracy >= _LEARNED else "stuck" if accuracy < _CHANCE else "partly"
        ),
    )


def _stays_below(
    losses: "np.ndarray[tuple[int], np.dtype[np.float64]]", bound: float
) -> int | None:
    """The first iteration, from 1, from which on the loss is below `bound`."""
    above = np.flatnonzero(losses >= bound)
    first = int(above[-1]) + 1 if len(above) else 0
    return first + 1 if first < len(losses) else None
