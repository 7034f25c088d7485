"""Findings of task 1: how close the fit is to the true curve and to the noise."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from lab1report.model import RegressionSpec, RunResult

_NEAR = 0.05
_LEVEL = 0.02
_AT_NOISE = 1.02
_ROUNDING = 1e-10
_EDGE = 0.4  # of the segment from −0.5 to 0.5


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The mean squared error after so many iterations."""

    iteration: int
    mse: float


@dataclass(frozen=True, kw_only=True)
class RegressionFindings:
    """The numbers of task 1 (errors are squares of y, without units) and what follows.

    `fit`: "noise" if the error lies within 5 % of the noise variance in this sample, which is
    the error of the true curve; else "above" or "below" it.
    `trend`: "level" if the last interval between snapshots changed the error by less than 2 %,
    else "falling" or "rising"; "unknown" with a single snapshot.
    """

    spec: RegressionSpec
    points: int
    parameters: int
    noise_variance: float
    gradient_error: float
    initial_mse: float
    final_mse: float
    snapshots: tuple[Snapshot, ...]
    monotone: bool
    rms_deviation: float
    worst_deviation: float
    worst_x: float
    fit: Literal["noise", "above", "below"]
    trend: Literal["level", "falling", "rising", "unknown"]

    @property
    def noise_ratio(self) -> float:
        """The final error as a multiple of the noise variance in this sample."""
        return self.final_mse / self.noise_variance

    @property
    def fell(self) -> bool:
        """Whether training lowered the error."""
        return self.final_mse < self.initial_mse

    @property
    def last_change(self) -> float:
        """The relative change of the error over the last interval between snapshots."""
        return self.last.mse / self.before_last.mse - 1

    @property
    def last(self) -> Snapshot:
        return self.snapshots[-1]

    @property
    def before_last(self) -> Snapshot:
        """The last but one of at least two snapshots."""
        return self.snapshots[-2]

    @property
    def step(self) -> float:
        """The distance between neighbouring x."""
        return 1 / self.spec.grid

    @property
    def initial_times(self) -> int:
        """The error before training as a multiple of the noise variance, rounded."""
        return round(self.initial_mse / self.noise_variance)

    @property
    def gradients(self) -> Literal["exact", "rounding", "off"]:
        """How the gradients derived by hand compare with automatic ones.

        "rounding": by less than 1e-10 of them, which double precision explains; "off": by more.
        """
        if self.gradient_error == 0:
            return "exact"
        return "rounding" if self.gradient_error < _ROUNDING else "off"

    @property
    def at_noise(self) -> bool:
        """Whether the error is at most 2 % above the noise variance."""
        return self.noise_ratio <= _AT_NOISE

    @property
    def below_noise(self) -> bool:
        return self.noise_ratio < 1

    @property
    def worst_at_edge(self) -> bool:
        """Whether the worst x lies in the outer fifth of the segment."""
        return abs(self.worst_x) >= _EDGE

    @property
    def noise_times(self) -> float:
        """The standard deviation of the noise as a multiple of the distance to the curve."""
        return self.spec.noise / self.rms_deviation

    @property
    def beats_a_measurement(self) -> bool:
        """Whether the network is closer to the curve than one noisy measurement."""
        return self.rms_deviation < self.spec.noise


def analyze(result: RunResult) -> RegressionFindings:
    """Findings of task 1 from its result."""
    spec = result.spec
    if not isinstance(spec, RegressionSpec):
        raise TypeError(f"not a result of task 1: {type(spec).__name__}")
    values, arrays = result.values, result.arrays
    by_iteration = dict(zip(arrays["mse_iterations"].tolist(), arrays["mse"].tolist(), strict=True))
    snapshots = tuple(
        Snapshot(iteration=iteration, mse=by_iteration[iteration])
        for iteration in arrays["fit_iterations"].tolist()
    )
    errors = [values["initial_mse"], *(snapshot.mse for snapshot in snapshots)]
    ratio = values["final_mse"] / values["noise_variance"]
    return RegressionFindings(
        spec=spec,
        points=values["points"],
        parameters=values["parameters"],
        noise_variance=values["noise_variance"],
        gradient_error=values["gradient_error"],
        initial_mse=values["initial_mse"],
        final_mse=values["final_mse"],
        snapshots=snapshots,
        monotone=all(later < earlier for earlier, later in pairwise(errors)),
        rms_deviation=values["rms_deviation"],
        worst_deviation=values["worst_deviation"],
        worst_x=values["worst_x"],
        fit="noise" if abs(ratio - 1) <= _NEAR else "above" if ratio > 1 else "below",
        trend=_trend(snapshots),
    )


def _trend(snapshots: tuple[Snapshot, ...]) -> Literal["level", "falling", "rising", "unknown"]:
    if len(snapshots) < 2:
        return "unknown"
    *_, before, last = snapshots
    change = last.mse / before.mse - 1
    if abs(change) < _LEVEL:
        return "level"
    return "falling" if change < 0 else "rising"
