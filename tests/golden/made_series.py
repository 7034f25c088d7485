"""A made-up self-study series: a few variants of every kind around the base of part 3."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import numpy as np

from lab1report.model import ImagesSpec, RunResult, RunSpec, Schedule, Search, SeriesPart
from lab1report.plan.series import BASE, PlannedVariant, Series, folds
from tests.golden.made_training import (
    ENVIRONMENT,
    FINISHED,
    SIZES,
    Counts,
    Outcome,
    answers,
    held_out,
    trained,
)

_SEED_MOVES = (0, 2, -1)  # right answers a class, and epochs, more than with the first seed


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a variant comes to.

    `test`: right answers more, in 100 test images of each class, than what it is compared with
    has: the base at its end, or at its lowest loss, where the variant `stopped` stops. `train`:
    share of the base's right training answers; `rise`: of the test loss after its lowest value,
    None is the base's; `best`: right answers more at the lowest loss than at the end.
    """

    test: int = 0
    train: float = 1.0
    rise: float | None = None
    best: int = 1


@dataclass(frozen=True, kw_only=True)
class MadeImages:
    """What the images say, by class: right answers of 100, and distances between the means."""

    nearest_mean: Counts = (70, 42, 55)
    nearest_color: Counts = (48, 40, 52)
    spread: tuple[float, float, float] = (0.81, 1.02, 0.94)
    distances: tuple[float, float, float] = (0.62, 0.58, 0.31)  # of 1st and 2nd, 1st and 3rd, rest


@dataclass(frozen=True, kw_only=True)
class MadeSeries:
    """`effects` and `validation` (mean accuracy of each candidate) by variant.

    `absent` are variants that were not computed, `networks` those of the catalogue that were
    planned, `base_validation` is the base's mean on held-out images. Variants with `longer_shares`
    make up for fewer images by more epochs; `schedule` is that of the networks.
    """

    seeds: int = 3
    effects: Mapping[str, Effect] = field(default_factory=dict)
    validation: Mapping[str, Sequence[float]] = field(default_factory=dict)
    images: MadeImages | None = field(default_factory=MadeImages)
    absent: Sequence[str] = ()
    longer_shares: bool = True
    schedule: Schedule = "linear"
    base_validation: float = 0.725
    networks: Sequence[str] = ("units-20", "momentum-64-32", "saturated-20")


EFFECTS = {
    "stopped": Effect(train=0.84, rise=0.0, best=0),
    "fewer-units": Effect(test=-2, train=0.96, rise=0.15),
    "quarter": Effect(test=-12, rise=0.8),
    "half": Effect(test=-6, rise=0.5),
    "batch-64": Effect(test=2, train=0.83, rise=0.0, best=0),
    "batch-256": Effect(test=-7, train=0.88, rise=0.01, best=0),
    "rate-2": Effect(test=2, train=0.84, rise=0.0, best=0),
    "rate-5": Effect(test=3, train=0.85, rise=0.0, best=0),
    "units-5": Effect(test=-2, train=0.9, rise=0.01, best=0),
    "units-10": Effect(test=1, train=0.9, rise=0.01, best=0),
    "units-20": Effect(test=3, train=0.9, rise=0.01, best=0),
    "units-64": Effect(test=4, train=0.9, rise=0.01, best=0),
    "adam-20": Effect(test=3, train=0.9, rise=0.2),
    "momentum-64-32": Effect(test=8, train=0.93, rise=0.04),
    "step-rate": Effect(test=1, train=0.99, rise=0.3),
    "step-epochs": Effect(test=2, train=0.85, rise=0.0, best=0),
    "step-batch": Effect(test=4, train=0.9, rise=0.01, best=0),
    "step-units": Effect(test=5, train=0.9, rise=0.02),
    "saturated-20": Effect(test=6, train=0.9, rise=0.02),
}
VALIDATION = {
    "units-5": (0.721, 0.719),
    "units-10": (0.728, 0.73),
    "units-20": (0.742, 0.731),
    "units-64": (0.748, 0.75),
    "adam-20": (0.738, 0.744),
    "momentum-64-32": (0.771, 0.786),
    "saturated-20": (0.76, 0.765),
}
_CATALOGUE: dict[str, dict[str, Any]] = {
    "units-5": {"hidden": (5,)},
    "units-10": {"hidden": (10,)},
    "units-20": {"hidden": (20,)},
    "units-64": {"hidden": (64,)},
    "adam-20": {"hidden": (20,), "optimizer": "Adam"},
    "momentum-64-32": {"hidden": (64, 32), "optimizer": "momentum"},
    "saturated-20": {"hidden": (20,), "saturation": 4.0},
}
_STEPS = (
    ("rate", ("optimizer", "lr", "schedule")),
    ("epochs", ("epochs",)),
    ("batch", ("batch_size",)),
    ("units", ("hidden",)),
    ("saturation", ("saturation",)),
)
_RATES = {"SGD": (0.03, 0.06), "Adam": (0.0003, 0.0006), "momentum": (0.003, 0.006)}


def planned(base: RunSpec, made: MadeSeries) -> Series:
    """The plan of the series around `base`."""

    def variant(name: str, part: SeriesPart, **changes: Any) -> PlannedVariant:
        return PlannedVariant(id=name, part=part, spec=replace(base, **changes), against=BASE)

    def scaled(name: str, part: SeriesPart, factor: Fraction, **changes: Any) -> PlannedVariant:
        return replace(variant(name, part, **changes), factor=factor, against="stopped")

    def network(name: str) -> PlannedVariant:
        spec = replace(base, batch_size=64, epochs=6, schedule=made.schedule, **_CATALOGUE[name])
        points = tuple(replace(spec, lr=lr, fold=0, folds=3) for lr in _RATES[spec.optimizer])
        return PlannedVariant(
            id=name,
            part="network",
            spec=replace(spec, lr=points[0].lr),
            against=BASE,
            search=Search(id=name, points=points),
        )

    longer = [factor * base.epochs if made.longer_shares else base.epochs for factor in (4, 2)]
    return Series(
        seeds=made.seeds,
        folds=3,
        variants=(
            PlannedVariant(id=BASE, part="classes", spec=base, against=None),
            replace(variant("stopped", "overfitting"), factor=Fraction(1)),
            variant("fewer-units", "overfitting", hidden=(5,)),
            variant("quarter", "overfitting", share=0.25, epochs=longer[0]),
            variant("half", "overfitting", share=0.5, epochs=longer[1]),
            scaled("batch-64", "batch", Fraction(1, 2), batch_size=64),
            scaled("batch-256", "batch", Fraction(2), batch_size=256),
            scaled("rate-2", "rate", Fraction(2), lr=0.0025),
            scaled("rate-5", "rate", Fraction(5), lr=0.001),
            *(network(name) for name in made.networks),
            *(replace(variant(f"step-{name}", "best"), takes=takes) for name, takes in _STEPS),
        ),
    )


def carried_out(series: Series, base: RunResult, basis: Outcome, made: MadeSeries) -> list[Any]:
    """The results of the series but for the base's first, which is `base` with outcome `basis`."""
    results: dict[RunSpec, RunResult] = {series.base: base}
    for number, spec in enumerate(series.repeated(series.base)[1:], start=1):
        results[spec] = trained(spec, _of_seed(basis, number, series.base.epochs))
    for variant in series.variants[1:]:
        if variant.search is not None and variant.id not in made.absent:
            values = made.validation.get(variant.id, VALIDATION[variant.id])
            for point, mean in zip(variant.search.points, values, strict=True):
                for number, spec in enumerate(folds(point)):
                    results[spec] = held_out(spec, mean + 0.01 * (number - 1))
    if series.base_point is not None and set(made.networks) - set(made.absent):
        for number, spec in enumerate(folds(series.base_point)):
            results[spec] = held_out(spec, made.base_validation + 0.01 * (number - 1))
    for place, variant in enumerate(series.variants[1:], start=1):
        ready = series.variant(variant, results)
        if ready is None or variant.id in made.absent:
            continue
        effect = made.effects.get(variant.id, EFFECTS[variant.id])
        start = basis if variant.factor is None else replace(basis, final=basis.best)
        for number, spec in enumerate(series.repeated(ready.spec)):
            if spec not in results:  # to stop at the last epoch is the base again
                results[spec] = trained(spec, _outcome(start, effect, spec, place, number))
    found = [result for spec, result in results.items() if spec != series.base]
    return [*found, *([_images(series.images, made.images)] if made.images else [])]


def _of_seed(basis: Outcome, number: int, epochs: int) -> Outcome:
    """The base with another seed: a few more or fewer right answers, unless all or none are."""
    move = _SEED_MOVES[number % len(_SEED_MOVES)]
    whole = all(count in (0, SIZES["test"]) for count in (*basis.best, *basis.final))
    moved = basis if whole else replace(basis.moved(move), churn=number)
    return replace(moved, best_epoch=_near(basis.best_epoch, move, epochs))


def _outcome(start: Outcome, effect: Effect, spec: RunSpec, place: int, number: int) -> Outcome:
    move = _SEED_MOVES[number % len(_SEED_MOVES)]
    final = start.moved(effect.test + move + (place + number) % 3 - 1)
    rise = start.rise if effect.rise is None else effect.rise
    first, second, third = (round(effect.train * count) for count in start.train)
    lowest = _near(round(0.3 * spec.epochs), move, spec.epochs) if rise else spec.epochs
    return replace(
        final,
        best=final.moved(effect.best).final,
        train=(first, second, third),
        last=start.lowest * (1 + rise),
        best_epoch=lowest,
        churn=3 * place + number,
    )


def _near(epoch: int, move: int, epochs: int) -> int:
    """An epoch near another, but for the last one."""
    return epoch if epoch == epochs else min(max(epoch + move, 1), epochs)


def _images(spec: ImagesSpec, made: MadeImages) -> RunResult:
    first, second, third = made.distances
    size = SIZES["test"]
    pixels = np.arange(3 * 32 * 32 * 3).reshape(3, 32, 32, 3) % 256
    return RunResult(
        section="series",
        spec=spec,
        values={
            "spread": list(made.spread),
            "color": [[120.4, 110.0, 90.5], [98.0, 101.2, 77.0], [140.0, 131.0, 118.0]],
            "color_sd": [[30.0, 31.0, 32.0]] * 3,
            "color_share": 0.085,
        },
        arrays={
            "mean_images": pixels.astype(np.float32),
            "test_images": np.tile(pixels.astype(np.uint8), (size, 1, 1, 1)),
            "test_labels": np.arange(3).repeat(size),
            "nearest_mean": answers(made.nearest_mean, size),
            "nearest_color": answers(made.nearest_color, size),
            "distances": np.array([[0, first, second], [first, 0, third], [second, third, 0]]),
        },
        stages=(),
        seconds=0.25,
        finished=FINISHED,
        environment=ENVIRONMENT,
    )
