"""The series as JSON: complete, of JSON's own types, and saying what the findings say."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from lab1report.plan.series import searching
from lab1report.report.series_document import best_document, run_key, to_document

if TYPE_CHECKING:
    from tests.unit.findings.conftest import MadeSeries


def document(series: MadeSeries) -> dict[str, Any]:
    """As somebody reads it who has nothing but the file."""
    found = to_document(series.found(), series.series, series.results)
    text = json.dumps(found, allow_nan=False)
    read: dict[str, Any] = json.loads(text)
    assert read == found, "something is of another type than JSON's"
    return read


def test_every_training_is_there_once(series: MadeSeries) -> None:
    runs = document(series)["runs"]
    searches = [v.search for v in series.series.variants if v.search is not None]
    assert len(runs) == 10 * 3 + sum(len(searching(search)) for search in searches)
    keys = {run["key"] for run in runs}
    assert len(keys) == len(runs)
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in keys)
    assert {name for run in runs for name in run["variants"]} == {
        variant.id for variant in series.series.variants
    }


def test_a_training_carries_its_specification_and_curves(series: MadeSeries) -> None:
    spec = series.specs("rate-5")[1]
    (run,) = (run for run in document(series)["runs"] if run["key"] == run_key(spec))
    written = json.loads(json.dumps(asdict(spec)))
    assert {name: run[name] for name in written} == written
    assert (run["network"], run["variants"]) == ("FC(10), FC(3)", ["rate-5"])
    result = series.results[spec]
    assert run["accuracy"] == {
        "train": pytest.approx(0.95),
        "test": result.arrays["test_accuracy"][-1],
    }
    assert sorted(run["curves"]) == ["test_accuracy", "test_loss", "train_accuracy", "train_loss"]
    for name, curve in run["curves"].items():
        np.testing.assert_allclose(curve, result.arrays[name], rtol=1e-4)
        assert all(len(f"{value:.15g}".lstrip("0.")) <= 6 for value in curve)
    assert (run["best_epoch"], run["seconds"]) == (4, 0.25)


def test_a_training_of_a_search_has_what_was_held_out(series: MadeSeries) -> None:
    search = series.variant("wide").search
    assert search is not None
    spec = replace(search.points[1], fold=2)
    (run,) = (run for run in document(series)["runs"] if run["key"] == run_key(spec))
    assert run["variants"] == ["wide"]
    assert run["accuracy"]["validation"] == pytest.approx(0.62)
    assert "test" not in run["accuracy"]
    assert (run["fold"], run["folds"]) == (2, 3)


def test_a_training_of_two_variants_names_both(series: MadeSeries) -> None:
    """Two variants may come to the same specification, as a factor of 1 may."""
    twin = replace(series.variant("stopped"), id="twin", part="rate")
    series.series = replace(series.series, variants=(*series.series.variants, twin))
    runs = document(series)["runs"]
    assert [r["variants"] for r in runs if "twin" in r["variants"]] == [["stopped", "twin"]] * 3


def test_the_key_is_of_all_that_is_specified(series: MadeSeries) -> None:
    spec = series.series.base
    others = [
        replace(spec, seed=8),
        replace(spec, order=8),
        replace(spec, share=0.5),
        replace(spec, schedule="linear"),
        replace(spec, fold=0, folds=3),
        replace(spec, classes=(63, 18, 28)),
    ]
    assert len({run_key(one) for one in [spec, *others]}) == 7
    assert run_key(replace(spec)) == run_key(spec)


def test_variants_and_ranking(series: MadeSeries) -> None:
    series.let("wide", (90, 80, 70))
    found = document(series)
    assert (found["status"], found["seeds"], found["test_images"]) == ("done", 3, 300)
    variants = {variant["id"]: variant for variant in found["variants"]}
    assert list(variants) == [variant.id for variant in series.series.variants]
    assert variants["base"]["effect"] is None
    wide = variants["wide"]
    assert wide["effect"]["verdict"] == "better"
    assert wide["effect"]["difference"] == pytest.approx(0.2)
    assert wide["test"]["interval"]["low"] < wide["test"]["mean"] < wide["test"]["interval"]["high"]
    assert [one["class_id"] for one in wide["per_class"]] == [18, 63, 28]
    assert variants["batch-64"]["factor"] == 0.5
    first = found["ranking"][0]
    assert (first["variant"], first["verdict"]) == ("wide", "better")
    assert [best["variant"] for best in found["best_per_class"]] == ["wide"] * 3
    assert [search["variant"] for search in found["searches"]] == ["units-20", "wide"]
    assert [one["chosen"] for one in found["searches"][1]["candidates"]] == [True, False]
    assert found["images"]["closest_pair"] == [28, 63]
    assert found["batch"]["verdict"] == "unclear"


def test_what_is_missing_is_null(series: MadeSeries) -> None:
    series.images = None
    for name in ("half", "batch-64", "rate-2", "wide"):
        series.drop(name)
    found = document(series)
    for name in ("images", "overfitting", "batch", "rate"):
        assert found[name] is None
    assert found["searches"] == []
    # The trainings that are there are told all the same
    assert sum(run["variants"] == ["wide"] for run in found["runs"]) == 2 + 6


def test_numbers_that_are_none_are_null(series: MadeSeries) -> None:
    findings = series.found()
    (first, effect), *rest = findings.ranking
    ranking = ((first, replace(effect, p_value=float("nan"))), *rest)
    found = to_document(replace(findings, ranking=ranking), series.series, series.results)
    json.dumps(found, allow_nan=False)
    assert found["ranking"][0]["p_value"] is None


def test_the_best_model(series: MadeSeries) -> None:
    series.let("units-20", (80, 70, 60), (82, 72, 62), (78, 68, 58))
    best = series.found().best
    assert best is not None
    found = json.loads(json.dumps(best_document(best), allow_nan=False))
    assert {
        name: found[name]
        for name in ("network", "optimizer", "schedule", "lr", "batch_size", "epochs")
    } == {
        "network": "FC(20), FC(3)",
        "optimizer": "SGD",
        "schedule": "linear",
        "lr": 0.05,
        "batch_size": 128,
        "epochs": 6,
    }
    assert found["validation"] == {
        "mean": pytest.approx(0.65),
        "sd": pytest.approx(0.01),
        "n": 3,
    }
    assert (found["test"]["mean"], found["test"]["n"]) == (pytest.approx(0.7), 3)
    assert found["test"]["sd"] == pytest.approx(0.02)
    assert found["test"]["interval"]["low"] < 0.7 < found["test"]["interval"]["high"]
    gain = found["gain"]
    assert (gain["mean"], gain["sd"]) == (pytest.approx(0.1), pytest.approx(0.02))
    assert gain["verdict"] == "better"
    assert 0 < gain["interval"]["low"] < 0.1 < gain["interval"]["high"]
