"""One variant of the self-study series over its seeds."""

import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lab1report.findings.extremes import Extremes, extremes
from lab1report.findings.statistics.comparison import Answers, Comparison, mean_interval
from lab1report.findings.statistics.differences import Difference
from lab1report.findings.statistics.proportions import Interval, Verdict, summarize
from lab1report.model import Accuracy, Part, RunResult, RunSpec, SeriesPart, Variant
from lab1report.plan.series import PlannedVariant, Series

_RISE = 0.05


@dataclass(frozen=True, kw_only=True)
class ClassAccuracy:
    """Share of a class's images that are recognised (recall), mean over seeds.

    `interval` (95 %) covers other seeds and other images of the class, `train_interval` too.
    """

    class_id: int
    train: float
    train_interval: Interval
    test: float
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class VariantFindings:
    """One variant over its seeds.

    `train`, `test`: accuracies after the last epoch; losses likewise, means over seeds, nats.
    `interval` (95 %) of the mean test accuracy covers other seeds and other test images,
    `train_interval` of the training accuracy likewise.
    `best_epochs`: of the lowest test loss, by seed, `best_epoch` their median, `best_loss` the
    mean of those losses; `best_test`: test accuracies at those epochs (the course's way of
    choosing, optimistic since the test images chose).
    `effect` compares `test` with that of the variant `against` (None for the base).
    `number`: of a network among those searched, from 1; None of any other variant.
    `factor`: how many times batch size or epochs grew over the variant compared with; None where
    neither is compensated.
    """

    variant: Variant
    seeds: int
    parameters: int
    train: Accuracy
    train_interval: Interval
    test: Accuracy
    interval: Interval
    train_loss: float
    test_loss: float
    best_epochs: tuple[int, ...]
    best_epoch: int
    best_loss: float
    best_test: Accuracy
    per_class: tuple[ClassAccuracy, ...]
    effect: Comparison | None
    number: int | None = None
    factor: Fraction | None = None

    @property
    def part(self) -> SeriesPart:
        """The sub-section to which the variant belongs."""
        return self.variant.part

    @property
    def against(self) -> str | None:
        """The id of the variant with which it is compared."""
        return self.variant.against

    @property
    def id(self) -> str:
        return self.variant.id

    @property
    def spec(self) -> RunSpec:
        return self.variant.spec

    @property
    def gain(self) -> float:
        """The difference of `effect`; 0 without one."""
        return self.effect.difference if self.effect is not None else 0.0

    @property
    def gap(self) -> float:
        """Training accuracy minus test accuracy after the last epoch."""
        return self.train.mean - self.test.mean

    @property
    def loss_rise(self) -> float:
        """How much the test loss rose from its lowest value to the end, relative to it."""
        return self.test_loss / self.best_loss - 1

    @property
    def overfitted(self) -> bool:
        """Whether the test loss rose by more than 5 % from its lowest value to the end."""
        return self.loss_rise > _RISE

    @property
    def best_epoch_range(self) -> tuple[int, int]:
        """The earliest and the latest epoch of the lowest test loss among the seeds."""
        return min(self.best_epochs), max(self.best_epochs)

    @property
    def same_best_epoch(self) -> bool:
        """Whether the lowest test loss came at the same epoch with every seed."""
        first, last = self.best_epoch_range
        return first == last

    @property
    def unfinished(self) -> bool:
        """Whether it came at the last epoch with every seed: longer training may lower it."""
        return min(self.best_epochs) == self.spec.epochs

    @property
    def median_best_epoch(self) -> float:
        """The median of `best_epochs`, not rounded."""
        return float(statistics.median(self.best_epochs))

    def apart_from(self, other: "VariantFindings") -> Difference:
        """What sets the variant apart from another one."""
        return Difference(
            spec=self.spec,
            other=other.spec,
            part=self.part,
            same=self.id == other.id,
        )

    @property
    def best_class(self) -> ClassAccuracy:
        """The class recognised best on the test images."""
        return max(self.per_class, key=lambda found: found.test)

    @property
    def worst_class(self) -> ClassAccuracy:
        """The class recognised worst on the test images."""
        return min(self.per_class, key=lambda found: found.test)

    @property
    def extremes(self) -> Extremes:
        """Which classes are recognised best and worst on the test images."""
        return extremes({one.class_id: one.test for one in self.per_class})


def with_verdict(
    variants: Iterable[VariantFindings], verdict: Verdict
) -> tuple[VariantFindings, ...]:
    """The variants whose effect has that verdict."""
    return tuple(one for one in variants if one.effect and one.effect.verdict == verdict)


@dataclass(frozen=True, kw_only=True)
class TrainedVariant:
    """A variant with its trainings, one for each seed, and the images that they got right."""

    planned: PlannedVariant
    variant: Variant
    runs: tuple[RunResult, ...]
    right: Answers
    labels: NDArray[np.int64]
    learnt_right: Answers
    learnt_labels: NDArray[np.int64]


def read_trained(
    series: Series, planned: PlannedVariant, results: Mapping[RunSpec, RunResult]
) -> TrainedVariant | None:
    """The variant's trainings, or None as long as one of them is missing.

    Raises:
        ValueError: they were judged by different test images.
    """
    variant = series.variant(planned, results)
    if variant is None:
        return None
    specs = series.repeated(variant.spec)
    if any(spec not in results for spec in specs):
        return None
    runs = tuple(results[spec] for spec in specs)
    labels = runs[0].arrays["test_labels"]
    if any(not np.array_equal(run.arrays["test_labels"], labels) for run in runs):
        raise ValueError(f"trainings of {planned.id} were judged by different test images")
    return TrainedVariant(
        planned=planned,
        variant=variant,
        runs=runs,
        right=np.stack([recognised(run, "test") for run in runs]),
        labels=labels,
        learnt_right=np.stack([recognised(run, "train") for run in runs]),
        learnt_labels=runs[0].arrays["train_labels"],
    )


def recognised(run: RunResult, part: Part) -> NDArray[np.bool_]:
    """Which images of a part a training of the series got right after its last epoch, (n,)."""
    right: NDArray[np.bool_] = (
        run.arrays[f"{part}_final"].argmax(axis=1) == run.arrays[f"{part}_labels"]
    )
    return right


def analyze(
    ready: TrainedVariant, effect: Comparison | None, *, number: int | None = None
) -> VariantFindings:
    """Findings of one variant; `effect` and `number` as in `VariantFindings`."""
    runs, spec = ready.runs, ready.variant.spec
    epochs = tuple(int(run.values["best_epoch"]) for run in runs)
    learnt = [ready.learnt_labels == place for place in range(len(spec.classes))]
    return VariantFindings(
        variant=ready.variant,
        seeds=len(runs),
        parameters=int(runs[0].values["parameters"]),
        train=summarize([float(run.arrays["train_accuracy"][-1]) for run in runs]),
        train_interval=mean_interval(ready.learnt_right),
        test=summarize(ready.right.mean(axis=1).tolist()),
        interval=mean_interval(ready.right),
        train_loss=statistics.fmean(float(run.arrays["train_loss"][-1]) for run in runs),
        test_loss=statistics.fmean(float(run.arrays["test_loss"][-1]) for run in runs),
        best_epochs=epochs,
        best_epoch=round(statistics.median(epochs)),
        best_loss=statistics.fmean(float(run.arrays["test_loss"].min()) for run in runs),
        best_test=summarize(
            [
                float(run.arrays["test_accuracy"][epoch - 1])
                for run, epoch in zip(runs, epochs, strict=True)
            ]
        ),
        per_class=tuple(
            ClassAccuracy(
                class_id=class_id,
                train=float(ready.learnt_right[:, learnt[place]].mean()),
                train_interval=mean_interval(ready.learnt_right[:, learnt[place]]),
                test=float(ready.right[:, ready.labels == place].mean()),
                interval=mean_interval(ready.right[:, ready.labels == place]),
            )
            for place, class_id in enumerate(spec.classes)
        ),
        effect=effect,
        number=number,
        factor=ready.planned.factor,
    )


def loss_rises(ready: TrainedVariant) -> list[float]:
    """The rise of the test loss from its lowest value to the end, relative to it, of each."""
    losses = [run.arrays["test_loss"] for run in ready.runs]
    return [float(loss[-1] / loss.min()) - 1 for loss in losses]
