"""Findings of task 3: accuracy by class, confusion, and when the network begins to overfit.

Confusion matrices have the true classes in rows; all class-wise figures are in the order of the
specification's classes and carry the class they belong to.
"""

import math
from dataclasses import dataclass
from typing import Literal

from lab1report.findings.cifar_details import BestF1, Norm, better_f1, largest, smallest, smoothness
from lab1report.findings.part_figures import PartFigures, figures_of
from lab1report.findings.statistics.differences import Ratio
from lab1report.findings.statistics.proportions import (
    Interval,
    PairedDifference,
    compare_paired,
)
from lab1report.model import PARTS, Part, RunResult, RunSpec

_RISE = 0.05
_MEMORIZED = 0.95
_SAME_EPOCHS = 0.005
_SMOOTH = 0.1


@dataclass(frozen=True, kw_only=True)
class CifarFindings:
    """The numbers of task 3 and the verdicts that follow from them.

    `normalized` are mean and standard deviation of the inputs, `weight_norms` the Euclidean norms
    of the first layer's rows after the last epoch, `weight_smoothness` how alike neighbouring
    weights are (cifar_details.smoothness).
    `outcome` compares the test loss after the last epoch with its lowest value: "overfitted" if
    it rose by more than 5 %, "level" if it stayed near, "unfinished" if the lowest is
    that of the last epoch.
    `stopping` compares the network of the lowest test loss with the last one on the test images.
    """

    spec: RunSpec
    parameters: int
    batches: int
    iterations: int
    normalized: dict[Part, dict[str, float]]
    initial_loss: dict[Part, float]
    initial_accuracy: dict[Part, float]
    final: dict[Part, PartFigures]
    best: dict[Part, PartFigures]
    best_epoch: int
    outcome: Literal["overfitted", "level", "unfinished"]
    stopping: PairedDifference
    weight_norms: tuple[float, ...]
    weight_range: Interval
    weight_smoothness: float

    @property
    def chance_loss(self) -> float:
        """The cross-entropy of equal probabilities for all classes, ln K in nats."""
        return math.log(len(self.spec.classes))

    @property
    def gap(self) -> float:
        """Training accuracy minus test accuracy after the last epoch."""
        return self.final["train"].accuracy - self.final["test"].accuracy

    @property
    def loss_rise(self) -> float:
        """How much the test loss rose from its lowest value to the end, relative to it."""
        return self.final["test"].loss / self.best["test"].loss - 1

    @property
    def memorized(self) -> bool:
        """Whether at least 95 % of the training images are recognised at the end."""
        return self.final["train"].accuracy >= _MEMORIZED

    @property
    def class_count(self) -> int:
        return len(self.spec.classes)

    @property
    def classes_ascend(self) -> bool:
        """Whether the classes are in the order of their labels."""
        return list(self.spec.classes) == sorted(self.spec.classes)

    @property
    def equal_classes(self) -> bool:
        """Whether all classes have as many images, in each part."""
        return all(part.class_size is not None for part in self.final.values())

    @property
    def inputs_vary_more(self) -> bool:
        """Whether the training inputs vary more than the constants of their normalization say."""
        return self.normalized["train"]["std"] > 1

    @property
    def exact_batches(self) -> float:
        """Training images divided by the batch size, not rounded."""
        return self.final["train"].n / self.spec.batch_size

    @property
    def full_batches(self) -> int:
        return self.final["train"].n // self.spec.batch_size

    @property
    def last_batch(self) -> int:
        """The size of an epoch's smaller last batch; 0 if all batches are equal."""
        return self.final["train"].n % self.spec.batch_size

    @property
    def parameters_per_image(self) -> float:
        return self.parameters / self.final["train"].n

    @property
    def more_parameters(self) -> bool:
        """Whether the network has more parameters than there are training images."""
        return self.parameters_per_image > 1

    @property
    def initial_excess(self) -> float:
        """By what share the test loss before training exceeds that of equal probabilities."""
        return self.initial_loss["test"] / self.chance_loss - 1

    @property
    def train_loss_fell(self) -> bool:
        """Whether the training loss went on falling after the epoch of the lowest test loss."""
        return self.final["train"].loss < self.best["train"].loss

    @property
    def smooth_weights(self) -> bool:
        """Whether training has left more in the weights than the noise that they began as."""
        return self.weight_smoothness > _SMOOTH

    @property
    def largest_norm(self) -> Norm:
        """The first layer's neuron with the largest weights; among equals the first."""
        return largest(self.weight_norms)

    @property
    def smallest_norm(self) -> Norm:
        return smallest(self.weight_norms)

    @property
    def first_units(self) -> int:
        """How many neurons the first layer has."""
        return len(self.weight_norms)

    @property
    def stopping_ratio(self) -> Ratio:
        """All epochs divided by those up to the lowest test loss."""
        return Ratio(value=self.spec.epochs / self.best_epoch, tolerance=_SAME_EPOCHS)

    @property
    def best_f1(self) -> tuple[BestF1, ...]:
        """By class, whether F1 is better at the lowest test loss or after the last epoch."""
        states = zip(self.final["test"].per_class, self.best["test"].per_class, strict=True)
        return tuple(better_f1(last.class_id, last.f1, best.f1) for last, best in states)


def analyze(result: RunResult) -> CifarFindings:
    """Findings of task 3 from one training of the base network."""
    spec = result.spec
    if not isinstance(spec, RunSpec):
        raise TypeError(f"not a result of task 3: {type(spec).__name__}")
    arrays, values = result.arrays, result.values
    best_epoch = values["best_epoch"]
    final = {part: figures_of(arrays, spec, part, "final", spec.epochs) for part in PARTS}
    best = {part: figures_of(arrays, spec, part, "best", best_epoch) for part in PARTS}
    right = {
        state: arrays[f"test_{state}"].argmax(axis=1) == arrays["test_labels"]
        for state in ("best", "final")
    }
    rise = final["test"].loss / best["test"].loss - 1
    return CifarFindings(
        spec=spec,
        parameters=values["parameters"],
        batches=values["batches"],
        iterations=values["iterations"],
        normalized=values["normalized"],
        initial_loss={part: values["initial"][part]["loss"] for part in PARTS},
        initial_accuracy={part: values["initial"][part]["accuracy"] for part in PARTS},
        final=final,
        best=best,
        best_epoch=best_epoch,
        outcome=(
            "unfinished" if best_epoch == spec.epochs else "overfitted" if rise > _RISE else "level"
        ),
        stopping=compare_paired(right["final"], right["best"]),
        weight_norms=tuple(values["weight_norms"]),
        weight_range=Interval(
            low=float(arrays["weights"].min()), high=float(arrays["weights"].max())
        ),
        weight_smoothness=smoothness(arrays["weights"]),
    )
