"""Writes the self-study series as JSON: every training, and the findings from all of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from numpy.typing import NDArray

from lab1report.findings.series.class_evidence import ImagesFindings
from lab1report.findings.series.findings import (
    BestFindings,
    ClassBest,
    NetworkFindings,
    SeriesFindings,
    Trend,
)
from lab1report.findings.series.ladder import LadderStep
from lab1report.findings.series.overfitting import MeasureChange, OverfittingChange
from lab1report.findings.series.variants import VariantFindings
from lab1report.findings.statistics.comparison import Comparison
from lab1report.model import RunResult, RunSpec
from lab1report.plan.series import BASE, STOPPED, Series, folds, searching
from lab1report.report.evidence import Method, answers, made_from, side
from lab1report.report.json_text import fields, plain

_DIGITS = 5  # of a curve's values: more than a figure shows, a third of the file

Document = dict[str, Any]


def to_document(
    findings: SeriesFindings, series: Series, results: Mapping[RunSpec, RunResult]
) -> Document:
    """The section `series` of `results.json`, of JSON's own types only.

    Accuracies and shares are in [0, 1], losses in nats; what was not computed is null. An entry
    of `runs` is one training; `variants` of it are the ids of those that it is a training of, and
    for one on a fold those that it searches for.
    """
    base = findings.base
    found: Document = plain(
        {
            "status": "done",
            "seeds": findings.seeds,
            "test_images": findings.tested,
            "sampling_error": findings.sampling_error,
            "runs": [
                _run(results[spec], spec, names) for spec, names in _used(series, results).items()
            ],
            "variants": [_variant(variant) for variant in findings.variants],
            "classes": _classes(findings),
            "images": _images(findings.images) if findings.images else None,
            "overfitting": (
                [_overfitting(change) for change in findings.overfitting_changes]
                if findings.overfitting is not None
                else None
            ),
            "batch": _trend(findings.batch) if findings.batch else None,
            "rate": _trend(findings.rate) if findings.rate else None,
            "pairs": [
                {
                    "kind": pair.kind,
                    "first": pair.first.id,
                    "second": pair.second.id,
                    **_comparison_of(pair.change, side(pair.first.id), side(pair.second.id)),
                }
                for pair in findings.pairs
            ],
            "ladder": (
                [_step(step) for step in findings.ladder] if findings.ladder is not None else None
            ),
            "base_validation": findings.base_validation,
            "searches": [_search(network) for network in findings.networks or ()],
            "best_per_class": [_class_best(best, base) for best in findings.best_per_class],
            "ranking": [
                {
                    "variant": variant.id,
                    **_comparison_of(effect, side(base.id), side(variant.id)),
                }
                for variant, effect in findings.ranking
            ],
        }
    )
    return found


def _classes(findings: SeriesFindings) -> Document:
    base = findings.base
    worst, best = base.worst_class.class_id, base.best_class.class_id
    sides = side(base.id, worst), side(base.id, best)
    gap = _comparison(findings.class_gap, *sides, method="groups")
    return {"gap": gap, "best": best, "worst": worst}


def _class_best(best: ClassBest, base: VariantFindings) -> Document:
    sides = side(base.id, best.class_id), side(best.variant.id, best.class_id)
    return {
        "class_id": best.class_id,
        "variant": best.variant.id,
        **asdict(best.accuracy),
        "gain": _comparison(best.gain, *sides),
    }


def best_document(findings: BestFindings) -> Document:
    """The part `best` of `results.json`: the model chosen without the test images."""
    network = findings.network
    spec, test = network.variant.spec, network.variant.test
    found: Document = plain(
        {
            "variant": network.variant.id,
            **training_document(spec),
            "validation": network.validation,
            "test": {**asdict(test), "interval": network.variant.interval},
            "gain": {
                "mean": findings.gain.difference,
                "interval": findings.gain.interval,
                "sd": findings.gain.seed_sd,
                **fields(findings.gain, "verdict", "p_value", "among"),
                **made_from("paired", side(BASE), side(network.variant.id)),
            },
            "over_stopped": _comparison(
                findings.over_stopped, side(STOPPED), side(network.variant.id)
            ),
            "by_test": {
                "variant": findings.by_test.id,
                "test_at_lowest_loss": findings.by_test.best_test,
            },
        }
    )
    return found


def training_document(spec: RunSpec) -> Document:
    """The network and its hyperparameters, as a table shows them."""
    names = ("network", "optimizer", "schedule", "saturation", "lr", "batch_size", "epochs")
    return fields(spec, *names)


def run_key(spec: RunSpec) -> str:
    """What names a training: SHA-256 of its specification as canonical JSON, shortened."""
    text = json.dumps(asdict(spec), sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _used(series: Series, results: Mapping[RunSpec, RunResult]) -> dict[RunSpec, list[str]]:
    """The trainings that are there, in the order of the plan, with the variants that use them."""
    used: dict[RunSpec, list[str]] = {}
    for planned in series.variants:
        search = series.search(planned, results)
        specs = searching(search) if search is not None else ()
        variant = series.variant(planned, results)
        if variant is not None:
            specs += series.repeated(variant.spec)
        for spec in specs:
            if spec in results:
                used.setdefault(spec, []).append(planned.id)
    held_out = folds(series.base_point) if series.base_point is not None else ()
    return used | {spec: [BASE] for spec in held_out if spec in results}


def _run(result: RunResult, spec: RunSpec, variants: list[str]) -> Document:
    parts = ("train", spec.held_part)
    arrays = result.arrays
    return {
        "key": run_key(spec),
        "variants": variants,
        "network": spec.network,
        **asdict(spec),
        "parameters": result.values["parameters"],
        "accuracy": {part: float(arrays[f"{part}_accuracy"][-1]) for part in parts},
        "loss": {part: float(arrays[f"{part}_loss"][-1]) for part in parts},
        "best_epoch": result.values["best_epoch"],
        "best_loss": result.values["best_loss"],
        "answers": answers(result) if spec.fold is None else None,
        "seconds": result.seconds,
        "curves": {
            f"{part}_{what}": _rounded(arrays[f"{part}_{what}"])
            for what in ("loss", "accuracy")
            for part in parts
        },
    }


def _rounded(curve: NDArray[Any]) -> list[float]:
    return [float(f"{value:.{_DIGITS}g}") for value in curve.tolist()]


def _variant(found: VariantFindings) -> Document:
    spec = found.spec
    return {
        "id": found.id,
        "part": found.part,
        "against": found.against,
        "factor": float(found.factor) if found.factor is not None else None,
        **training_document(spec),
        "share": spec.share,
        **fields(found, "seeds", "parameters"),
        "train": {**asdict(found.train), "interval": found.train_interval},
        "test": {**asdict(found.test), "interval": found.interval},
        **fields(found, "train_loss", "test_loss", "gap", "loss_rise"),
        "lowest_test_loss": {
            "epochs": found.best_epochs,
            "epoch": found.best_epoch,
            "loss": found.best_loss,
            "test": found.best_test,
        },
        "per_class": found.per_class,
        "effect": _comparison(found.effect, side(found.against), side(found.id)),
    }


def _comparison(
    comparison: Comparison | None, first: Document, second: Document, method: Method = "paired"
) -> Document | None:
    return None if comparison is None else _comparison_of(comparison, first, second, method)


def _comparison_of(
    comparison: Comparison, first: Document, second: Document, method: Method = "paired"
) -> Document:
    return {
        **asdict(comparison),
        "verdict": comparison.verdict,
        **made_from(method, first, second),
    }


def _change(change: MeasureChange, variant: str, method: Method) -> Document:
    return {
        **asdict(change),
        "verdict": change.verdict,
        **made_from(method, side(BASE), side(variant)),
    }


def _overfitting(change: OverfittingChange) -> Document:
    return {
        "variant": change.variant.id,
        "verdict": change.verdict,
        "gap": _change(change.gap, change.variant.id, "gaps"),
        "loss_rise": _change(change.loss_rise, change.variant.id, "rises"),
    }


def _trend(trend: Trend) -> Document:
    return {
        "variants": [found.id for found in trend.variants],
        "verdict": trend.verdict,
        "best": trend.best.id,
        "reference": trend.reference.id,
        "ends": _comparison(trend.ends, side(trend.variants[0].id), side(trend.variants[-1].id)),
    }


def _step(step: LadderStep) -> Document:
    first, second = step.first.id, step.second.id
    return {
        "changed": step.changed,
        "first": first,
        "second": second,
        **_comparison_of(step.change, side(first), side(second)),
    }


def _search(network: NetworkFindings) -> Document:
    return {
        "variant": network.variant.id,
        **fields(network.variant.spec, "network", "optimizer", "saturation"),
        **fields(network, "validation", "at_edge"),
        "candidates": [
            {
                **fields(candidate.spec, "lr", "batch_size", "epochs", "saturation"),
                **fields(candidate, "validation", "chosen"),
            }
            for candidate in network.candidates
        ],
    }


def _images(found: ImagesFindings) -> Document:
    return {
        **fields(found, "nearest_mean", "nearest_color", "color_share", "per_class"),
        **fields(found, "evidence", "confusions"),
        "closest_pair": found.closest_pair,
        "confused_pair": found.confused_pair,
        "mistakes": found.mistakes,
    }
