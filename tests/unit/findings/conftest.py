"""A small made-up series, whose trainings come out as a test says."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from lab1report.findings.series.analyze import analyze
from lab1report.findings.series.findings import SeriesFindings
from lab1report.model import ImagesSpec, RunResult, RunSpec, Search
from lab1report.plan.series import PlannedVariant, Series, folds
from tests import specs

CLASSES = (18, 63, 28)  # not in the order of the labels, which is the trap
PER_CLASS = 100
EPOCHS = 8
BASE = replace(specs.BASE, classes=CLASSES, epochs=EPOCHS, seed=7, order=7)

Counts = tuple[int, int, int]
LABELS = np.arange(3).repeat(PER_CLASS)


def answers(counts: Counts, seed: int) -> NDArray[np.int64]:
    """So many right answers of each class, the others taken for the next class.

    Variants with the same counts have the same answers but for two images of each class, which
    are others with every seed.
    """
    places = np.arange(PER_CLASS)
    found = []
    for place, count in enumerate(counts):
        right = places < count
        if 10 < count < PER_CLASS - 10:
            right[count - 1 - seed % 5], right[count + seed % 5] = False, True
        found.append(np.where(right, place, (place + 1) % 3))
    return np.concatenate(found)


def confusion(answer: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bincount(LABELS * 3 + answer, minlength=9).reshape(3, 3)


def probabilities(answer: NDArray[np.int64], confidence: float = 0.8) -> NDArray[np.float64]:
    rest = (1 - confidence) / 2
    return np.full((len(answer), 3), rest) + (confidence - rest) * np.eye(3)[answer]


def result(
    spec: RunSpec,
    *,
    test: Counts,
    best: Counts | None = None,
    train: Counts = (95, 95, 95),
    best_epoch: int = 4,
    rise: float = 0.5,
) -> RunResult:
    """A training whose test loss is lowest, 0.6, at `best_epoch` and rises by `rise` to the end.

    `test` and `train` are how many of 100 images of each class are right after the last epoch,
    `best` of the test images at the lowest loss.
    """
    best_epoch = min(best_epoch, spec.epochs)
    epochs = np.arange(1, spec.epochs + 1)
    after = (epochs - best_epoch) / max(spec.epochs - best_epoch, 1)
    loss = 0.6 * np.where(epochs < best_epoch, 1 + 0.1 * (best_epoch - epochs), 1 + rise * after)
    arrays: dict[str, NDArray[np.generic]] = {
        "train_loss": np.linspace(1, 0.1, spec.epochs),
        "train_accuracy": np.full(spec.epochs, sum(train) / 300),
        "test_loss": loss,
        "test_accuracy": np.full(spec.epochs, 0.5),
        "test_labels": LABELS,
        "train_labels": LABELS,
        "train_final": probabilities(answers(train, 0)),
        "train_confusion_final": confusion(answers(train, 0)),
        "train_confusion_best": confusion(answers(train, 0)),
    }
    for state, counts, epoch in (("best", best or test, best_epoch), ("final", test, spec.epochs)):
        answer = answers(counts, spec.seed)
        arrays[f"test_{state}"] = probabilities(answer)
        arrays[f"test_confusion_{state}"] = confusion(answer)
        arrays["test_accuracy"][epoch - 1] = (answer == LABELS).mean()
    return made(spec, {"best_epoch": best_epoch, "best_loss": float(loss.min())}, arrays)


def held_out(spec: RunSpec, accuracy: float) -> RunResult:
    """A training on a fold that comes to `accuracy` on what was held out."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for part in ("train", "validation"):
        arrays[f"{part}_loss"] = np.linspace(1, 0.5, spec.epochs)
        arrays[f"{part}_accuracy"] = np.linspace(0.3, accuracy, spec.epochs)
    return made(spec, {"best_epoch": spec.epochs, "best_loss": 0.5}, arrays)


def made(
    spec: RunSpec | ImagesSpec, values: dict[str, object], arrays: dict[str, NDArray[np.generic]]
) -> RunResult:
    return RunResult(
        section="series",
        spec=spec,
        values={"parameters": 30763, **values},
        arrays=arrays,
        stages=(),
        seconds=0.25,
        finished="2026-01-01T00:00:00+00:00",
        environment={},
    )


def images() -> RunResult:
    """Class 18 is the easiest and 28 the hardest by all measures but distance."""
    nearest = answers((70, 60, 40), 0)
    distances = np.array([[0, 0.5, 0.6], [0.5, 0, 0.3], [0.6, 0.3, 0]], dtype=np.float32)
    return made(
        ImagesSpec(classes=CLASSES),
        {
            "spread": [1.0, 1.1, 1.3],
            "color": [[120.0, 110.0, 100.0], [90.0, 80.0, 70.0], [100.0, 90.0, 80.0]],
            "color_sd": [[30.0, 31.0, 32.0]] * 3,
            "color_share": 0.085,
        },
        {
            "mean_images": np.zeros((3, 32, 32, 3), dtype=np.float32),
            "test_images": np.zeros((300, 32, 32, 3), dtype=np.uint8),
            "test_labels": LABELS,
            "nearest_mean": nearest,
            "nearest_color": answers((50, 70, 30), 0),
            "distances": distances,
        },
    )


def planned() -> tuple[PlannedVariant, ...]:
    def network(name: str, hidden: tuple[int, ...]) -> PlannedVariant:
        points = tuple(
            replace(BASE, hidden=hidden, lr=lr, epochs=6, schedule="linear", fold=0, folds=3)
            for lr in (0.02, 0.05)
        )
        return PlannedVariant(
            id=name,
            part="network",
            spec=replace(points[0], fold=None, folds=None),
            against="base",
            search=Search(id=name, points=points),
        )

    def scaled(name: str, part: str, factor: Fraction, spec: RunSpec) -> PlannedVariant:
        return PlannedVariant(
            id=name,
            part=part,  # type: ignore[arg-type]
            spec=spec,
            against="base" if name == "stopped" else "stopped",
            factor=factor,
        )

    def overfitting(name: str, spec: RunSpec) -> PlannedVariant:
        return PlannedVariant(id=name, part="overfitting", spec=spec, against="base")

    return (
        PlannedVariant(id="base", part="classes", spec=BASE, against=None),
        scaled("stopped", "overfitting", Fraction(1), BASE),
        overfitting("half", replace(BASE, share=0.5)),
        overfitting("quarter", replace(BASE, share=0.25)),
        scaled("batch-256", "batch", Fraction(2), replace(BASE, batch_size=256)),
        scaled("batch-64", "batch", Fraction(1, 2), replace(BASE, batch_size=64)),
        scaled("rate-2", "rate", Fraction(2), replace(BASE, lr=0.0025)),
        scaled("rate-5", "rate", Fraction(5), replace(BASE, lr=0.001)),
        network("units-20", (20,)),
        network("wide", (64, 32)),
    )


@dataclass
class MadeSeries:
    """The plan and what came out; every training is of 60 % at first, nothing helps or hurts."""

    series: Series = field(default_factory=lambda: Series(variants=planned(), seeds=3))
    results: dict[RunSpec, RunResult] = field(default_factory=dict)
    images: RunResult | None = field(default_factory=images)

    def __post_init__(self) -> None:
        self.let("base")
        for name, validation in (("units-20", (0.6, 0.65)), ("wide", (0.62, 0.61))):
            self.let_search(name, validation)
        for variant in self.series.variants[1:]:
            self.let(variant.id)

    def variant(self, name: str) -> PlannedVariant:
        (found,) = (variant for variant in self.series.variants if variant.id == name)
        return found

    def specs(self, name: str) -> tuple[RunSpec, ...]:
        """The trainings of a variant on all its images, one a seed."""
        variant = self.series.variant(self.variant(name), self.results)
        spec = variant.spec if variant is not None else self.variant(name).spec
        return self.series.repeated(spec)

    def let(
        self,
        name: str,
        *tests: Counts,
        best: Counts | None = None,
        train: Counts = (95, 95, 95),
        best_epochs: Sequence[int] = (4,),
        rises: Sequence[float] = (0.5,),
    ) -> None:
        """Let the trainings of a variant come out so, by seed; one value stands for all seeds.

        A changed epoch of the base changes the plan: do that first, and all others after it.
        """
        for place, spec in enumerate(self.specs(name)):
            self.results[spec] = result(
                spec,
                test=(tests or ((70, 60, 50),))[place % (len(tests) or 1)],
                best=best,
                train=train,
                best_epoch=best_epochs[place % len(best_epochs)],
                rise=rises[place % len(rises)],
            )

    def let_search(self, name: str, validation: Sequence[float]) -> None:
        """Let the candidates come to these mean accuracies; folds differ by .01."""
        search = self.variant(name).search
        assert search is not None
        for point, mean in zip(search.points, validation, strict=True):
            for number, spec in enumerate(folds(point)):
                self.results[spec] = held_out(spec, mean + 0.01 * (number - 1))

    def drop(self, name: str, seed: int = 0) -> None:
        """Let one training be missing."""
        del self.results[self.specs(name)[seed]]

    def found(self) -> SeriesFindings:
        findings = analyze(self.series, self.results, self.images)
        assert findings is not None
        return findings


@pytest.fixture
def series() -> MadeSeries:
    return MadeSeries()
