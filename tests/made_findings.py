"""Findings of a made-up series, as if its trainings had been analysed."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lab1report.findings.series.class_evidence import (
    ClassImages,
    Evidence,
    ImagesFindings,
    MeanConfusion,
    Mistake,
)
from lab1report.findings.series.findings import (
    BestFindings,
    Candidate,
    ClassBest,
    NetworkFindings,
    Pair,
    SeriesFindings,
    Trend,
    batch_direction,
    direction,
)
from lab1report.findings.series.overfitting import MeasureChange, OverfittingChange
from lab1report.findings.series.pairs import choose
from lab1report.findings.series.variants import ClassAccuracy, VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.findings.statistics.proportions import Interval
from lab1report.model import Accuracy, SeriesPart, Variant
from tests import specs

CLASSES = (18, 63, 28)
BASE = replace(specs.BASE, classes=CLASSES, seed=1, order=1)
UNCLEAR, CLEAR = 0.03, 0.01  # half widths of intervals, for differences of a point or two


def effect(difference: float, half: float = CLEAR) -> Comparison:
    return Comparison(
        difference=difference,
        interval=Interval(low=difference - half, high=difference + half),
        seed_sd=0.011,
        image_error=0.009,
        p_value=0.5 if abs(difference) <= half else 1e-5,
    )


def variant(
    name: str,
    part: SeriesPart,
    gained: Comparison | None,
    *,
    train: float = 0.8,
    test: float | None = None,
    seeds: int = 5,
    number: int | None = None,
    **changes: Any,
) -> VariantFindings:
    spec = replace(BASE, **changes)
    mean = test if test is not None else 0.65 + (gained.difference if gained else 0)
    sd = 0.015 if seeds > 1 else None
    epochs = tuple(min(spec.epochs, 40 + 5 * number) for number in range(seeds))
    return VariantFindings(
        variant=Variant(id=name, part=part, spec=spec, against=None if name == "base" else "base"),
        seeds=seeds,
        parameters=3073 * sum(spec.hidden[:1]) + 33,
        train=Accuracy(mean=train, sd=sd, n=seeds),
        train_interval=Interval(low=train - 0.02, high=min(train + 0.02, 1.0)),
        test=Accuracy(mean=mean, sd=sd, n=seeds),
        interval=Interval(low=mean - 0.05, high=mean + 0.05),
        train_loss=0.5,
        test_loss=0.81 if spec.epochs < BASE.epochs else 1.2,
        best_epochs=epochs,
        best_epoch=epochs[len(epochs) // 2],
        best_loss=0.8,
        best_test=Accuracy(mean=mean + 0.01, sd=sd, n=seeds),
        per_class=tuple(
            ClassAccuracy(
                class_id=class_id,
                train=train,
                train_interval=Interval(low=train - 0.03, high=min(train + 0.03, 1.0)),
                test=mean + shift,
                interval=Interval(low=mean + shift - 0.08, high=mean + shift + 0.08),
            )
            for class_id, shift in zip(CLASSES, (0.15, -0.15, 0.0), strict=True)
        ),
        effect=gained,
        number=number,
    )


def trend(
    part: SeriesPart,
    reference: VariantFindings,
    variants: Sequence[VariantFindings],
    ends: Comparison | None = None,
) -> Trend:
    of_batches = part == "batch"
    return Trend(
        variants=tuple(variants),
        verdict=(batch_direction(variants, reference, ends) if of_batches else direction(variants)),
        best=max(variants, key=lambda one: one.test.mean),
        reference=reference,
        ends=ends,
    )


def images() -> ImagesFindings:
    recalls, means, spreads = (0.8, 0.5, 0.65), (0.7, 0.4, 0.55), (0.8, 1.1, 0.9)
    return ImagesFindings(
        per_class=tuple(
            ClassImages(
                class_id=class_id,
                nearest_mean=by_mean,
                nearest_color=0.45,
                spread=spread,
                distance=0.3,
                nearest_id=nearest,
                color=(120.4, 110.0, 90.0),
                recall=recall,
            )
            for class_id, recall, by_mean, spread, nearest in zip(
                CLASSES, recalls, means, spreads, (28, 28, 63), strict=True
            )
        ),
        nearest_mean=0.55,
        nearest_color=0.45,
        mistakes=(
            Mistake(image=3, true_id=63, taken_for_id=18, confidence=0.99),
            Mistake(image=9, true_id=28, taken_for_id=18, confidence=0.95),
        ),
        evidence=(
            Evidence(name="nearest_mean", easiest=(18,), hardest=(63,), agrees="both"),
            Evidence(name="spread", easiest=(18,), hardest=(63,), agrees="both"),
        ),
        confusions=(
            MeanConfusion(true_id=63, taken_for_id=28, share=0.31),
            MeanConfusion(true_id=18, taken_for_id=28, share=0.1),
        ),
    )


NOTHING = effect(0.0, UNCLEAR)
GAIN, STOP = effect(0.04), effect(0.012, UNCLEAR)
SHARES = (effect(-0.06), effect(-0.02))


def findings(
    *,
    seeds: int = 5,
    batch: Sequence[Comparison] = (NOTHING,) * 4,
    batch_train: Sequence[float] = (0.8, 0.8, 0.8, 0.8),
    rate: Sequence[Comparison] = (NOTHING,) * 3,
    gain: Comparison = GAIN,
    stop: Comparison = STOP,
    shares: Sequence[Comparison] = SHARES,
) -> SeriesFindings:
    """A made-up series: effects of batch sizes 32, 64, 256, 512 and of the rate by 2, 5, 10."""
    base = variant("base", "classes", None, train=0.98, seeds=seeds)
    stopped = variant("stopped", "overfitting", stop, epochs=48, seeds=seeds)
    measures = (
        stopped,
        variant(
            "fewer-units",
            "overfitting",
            effect(-0.003, UNCLEAR),
            train=0.9,
            hidden=(5,),
            seeds=seeds,
        ),
        variant("quarter", "overfitting", shares[0], train=1.0, share=0.25, seeds=seeds),
        variant("half", "overfitting", shares[1], train=0.99, share=0.5, seeds=seeds),
    )
    batches = [
        variant(
            f"batch-{size}",
            "batch",
            gained,
            train=train,
            batch_size=size,
            epochs=48 * size // 128,
            seeds=seeds,
        )
        for size, gained, train in zip((32, 64, 256, 512), batch, batch_train, strict=True)
    ]
    rates = [
        variant(
            f"rate-{factor}", "rate", gained, lr=0.005 / factor, epochs=48 * factor, seeds=seeds
        )
        for factor, gained in zip((2, 5, 10), rate, strict=True)
    ]
    searched: tuple[tuple[str, Comparison, float, dict[str, Any]], ...] = (
        ("units-20", effect(0.01, UNCLEAR), 0.66, {"hidden": (20,)}),
        ("adam-20", effect(0.02), 0.67, {"hidden": (20,), "optimizer": "Adam", "lr": 1e-4}),
        ("momentum-64-32", gain, 0.70, {"hidden": (64, 32), "optimizer": "momentum"}),
    )
    networks = tuple(
        network(name, gained, validation, number=number, seeds=seeds, **changes)
        for number, (name, gained, validation, changes) in enumerate(searched, start=1)
    )
    everything = (base, *measures, *batches, *rates, *(one.variant for one in networks))
    best = networks[-1]
    return SeriesFindings(
        seeds=seeds,
        base=base,
        images=images(),
        overfitting=measures,
        batch=trend("batch", stopped, batches),
        rate=trend("rate", stopped, rates),
        networks=networks,
        best=BestFindings(network=best, gain=gain, by_test=best.variant, over_stopped=gain),
        ranking=tuple(
            sorted(
                ((one, one.effect) for one in everything if one.effect),
                key=lambda pair: -pair[1].difference,
            )
        ),
        stopped=stopped,
        variants=everything,
        tested=300,
        class_gap=effect(0.3, 0.1),
        pairs=pairs(networks),
        overfitting_changes=tuple(
            OverfittingChange(
                variant=one,
                gap=change(one.gap - base.gap),
                loss_rise=change(one.loss_rise - base.loss_rise),
            )
            for one in measures
        ),
        best_per_class=tuple(
            ClassBest(
                class_id=accuracy.class_id,
                variant=best.variant,
                accuracy=accuracy,
                base=base.per_class[place],
                gain=gain,
            )
            for place, accuracy in enumerate(best.variant.per_class)
        ),
    )


def pairs(networks: Sequence[NetworkFindings], **known: Comparison) -> tuple[Pair, ...]:
    """The differences of the means, one of a point or less being unclear, or those `known`."""
    return tuple(
        Pair(
            kind=kind,
            first=first,
            second=second,
            change=known.get(kind, effect(second.test.mean - first.test.mean)),
        )
        for kind, first, second in choose(networks, (), BASE)
    )


def change(difference: float) -> MeasureChange:
    return MeasureChange(
        difference=difference,
        interval=Interval(low=difference - 0.02, high=difference + 0.02),
        sd=0.01,
    )


def network(
    name: str,
    gained: Comparison,
    validation: float,
    *,
    number: int,
    seeds: int,
    **changes: Any,
) -> NetworkFindings:
    values = {"epochs": 12, "batch_size": 32, "lr": 0.02, "schedule": "linear", **changes}
    found = variant(name, "network", gained, number=number, seeds=seeds, **values)
    folds = Accuracy(mean=validation, sd=0.02, n=3)
    other = Accuracy(mean=validation - 0.02, sd=0.02, n=3)
    return NetworkFindings(
        variant=found,
        candidates=(
            Candidate(spec=found.spec, validation=folds, chosen=True),
            Candidate(spec=replace(found.spec, lr=0.05), validation=other, chosen=False),
        ),
        validation=folds,
    )
