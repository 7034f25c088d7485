"""The life of a report on the demo set: built, built again, changed, recomputed."""

import copy
import math
import re
import shutil
import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from tests.e2e.conftest import without_progress

pytestmark = pytest.mark.slow

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5", "--year", "2024")
DEMO = (*WHO, "--data", "demo")
NO_PDF = ("--format", "html")  # which takes half of the time, where nobody reads it
FIRST = (*DEMO, "--student", "Иванов И.И.", "--group-code", "ИУ5-63Б")  # the first build's

EVERYTHING = ("regression", "xor", "cifar", "series")
RUNS = 1 + 8 * 2 + 2 + 4 + 4  # of the series: images, variants by seeds, base on folds, searches
STAGES = [
    "regression",
    "xor",
    "cifar",
    "series (images)",
    "series (base)",
    "series (search)",
    "series (variants)",
    "series (networks)",
]

RATIOS = {"class_id": int, "precision": float, "recall": float, "f1": float, "support": int}
ACCURACY = {"mean": float, "sd": (float, type(None)), "n": int}
INTERVAL = {"low": float, "high": float}

# What others script against: the names of the contract and their types
CONTRACT: dict[str, Any] = {
    "schema": int,
    "assignment": {
        "group": int,
        "variant": int,
        "stream": str,
        "year": int,
        "classes": [{"id": int, "name": str, "title": str, "rule": str}],
    },
    "data": {"kind": str, "fingerprint": str, "source": str},
    "sections": {
        "regression": {
            "status": str,
            "iterations": int,
            "hidden": int,
            "lr": float,
            "parameters": int,
            "final_mse": float,
        },
        "xor": {
            "status": str,
            "iterations": int,
            "hidden": int,
            "lr": float,
            "parameters": int,
            "final_loss": float,
            "accuracy": float,
        },
        "cifar": {
            "status": str,
            "network": str,
            "lr": float,
            "batch_size": int,
            "epochs": int,
            "parameters": int,
            "train_accuracy": float,
            "test_accuracy": float,
            "lowest_test_loss": {"epoch": int, "loss": float},
            "curves": dict,
            "per_class": {"train": [RATIOS], "test": [RATIOS]},
        },
        "series": {
            "status": str,
            "seeds": int,
            "runs": [
                {
                    "key": str,
                    "variants": list,
                    "network": str,
                    "classes": list,
                    "hidden": list,
                    "optimizer": str,
                    "schedule": str,
                    "lr": float,
                    "batch_size": int,
                    "epochs": int,
                    "seed": int,
                    "order": int,
                    "saturation": float,
                    "share": float,
                    "fold": (int, type(None)),
                    "folds": (int, type(None)),
                    "accuracy": {"train": float},
                    "best_epoch": int,
                    "best_loss": float,
                    "loss": {"train": float},
                    "answers": (dict, type(None)),
                    "seconds": float,
                    "curves": {"train_loss": list, "train_accuracy": list},
                }
            ],
        },
    },
    "best": {
        "network": str,
        "optimizer": str,
        "lr": float,
        "batch_size": int,
        "epochs": int,
        "validation": {"mean": float, "sd": float, "n": int},
        "test": {**ACCURACY, "interval": INTERVAL},
        "gain": {"mean": float, "interval": INTERVAL},
    },
    "table": [
        {
            "variant": str,
            "network": str,
            "optimizer": str,
            "schedule": str,
            "saturation": float,
            "share": float,
            "lr": float,
            "batch_size": int,
            "epochs": int,
            "train": ACCURACY,
            "test": ACCURACY,
            "comment": str,
        }
    ],
    "evidence": {
        "classes": list,
        "labels": {
            "test": {"images": int, "places": str},
            "train": [{"share": float, "images": int, "places": str}],
        },
        "nearest": {"mean": str, "color": str},
        "normalization": {
            "mean": list,
            "std": list,
            "saturation": [{"factor": float, "scale": float}],
        },
        "significance": float,
        "normal_quantile": float,
    },
    "timings": dict,
    "environment": dict,
}


def departures(found: Any, wanted: Any, place: str = "results") -> list[str]:
    """Where `found` does not hold what the contract names."""
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [f"{place} is no object"]
        return [
            problem
            for name, kind in wanted.items()
            for problem in (
                departures(found[name], kind, f"{place}.{name}")
                if name in found
                else [f"{place}.{name} is missing"]
            )
        ]
    if isinstance(wanted, list):
        if not isinstance(found, list) or not found:
            return [f"{place} is no filled list"]
        return [p for item in found for p in departures(item, wanted[0], f"{place}[]")]
    if not isinstance(found, wanted) or isinstance(found, bool):
        return [f"{place} is {found!r}"]
    return []


def test_the_check_sees_departures(demo: Any) -> None:
    results = demo.results
    results["data"]["kind"] = 1
    del results["table"][0]["train"]["sd"]
    assert departures(results, CONTRACT) == [
        "results.data.kind is 1",
        "results.table[].train.sd is missing",
    ]


def test_results_keep_the_contract(demo: Any) -> None:
    results = demo.results
    assert departures(results, CONTRACT) == []
    assert list(results["table"][0]) == list(CONTRACT["table"][0])
    for part in ("train", "test"):
        assert [set(row) for row in results["sections"]["cifar"]["per_class"][part]] == (
            [set(RATIOS)] * 3
        )


def test_results_of_the_quick_tasks(demo: Any) -> None:
    results = demo.results
    assert results["schema"] == 2
    assert results["assignment"] == {
        "group": 3,
        "variant": 7,
        "stream": "IU5",
        "year": 2024,
        "classes": [
            {"id": 18, "name": "caterpillar", "title": "гусеница",
             "rule": "group + 15: 3 + 15 = 18"},
            {"id": 63, "name": "porcupine", "title": "дикобраз",
             "rule": "variant + 56: 7 + 56 = 63"},
            {"id": 28, "name": "cup", "title": "чашка", "rule": "variant + 21: 7 + 21 = 28"},
        ],
    }  # fmt: skip
    assert results["data"]["kind"] == "demo"
    assert re.fullmatch("[0-9a-f]{64}", results["data"]["fingerprint"])
    assert tuple(results["sections"]) == EVERYTHING
    regression, xor, cifar, series = results["sections"].values()
    assert [s["status"] for s in (regression, xor, cifar, series)] == ["done"] * 4
    assert (regression["iterations"], xor["iterations"], cifar["epochs"]) == (500, 200, 9)
    assert [s["parameters"] for s in (regression, xor, cifar)] == [193, 65, 30763]
    assert cifar["network"] == "FC(10), FC(3)"
    for part, support in (("train", 500), ("test", 100)):
        rows = cifar["per_class"][part]
        assert [row["class_id"] for row in rows] == [18, 63, 28]
        assert [row["support"] for row in rows] == [support] * 3
        right = sum(row["recall"] * row["support"] for row in rows)
        assert cifar[f"{part}_accuracy"] == pytest.approx(right / (3 * support))
    curves = cifar["curves"]
    assert {len(curve) for curve in curves.values()} == {9}
    lowest = cifar["lowest_test_loss"]
    assert lowest["loss"] == min(curves["test_loss"]) == curves["test_loss"][lowest["epoch"] - 1]
    assert results["timings"].keys() == results["sections"].keys()
    said = results["environment"]
    assert {"python", "torch", "numpy", "processor", "vector", "series_products"} <= said.keys()
    assert (said["threads"], said["device"]) == ("1", "cpu")


def by_variant(results: Any) -> dict[str, list[Any]]:
    """The trainings on all images, by the variant that they are of, in the order of the seeds."""
    found: dict[str, list[Any]] = {}
    for run in results["sections"]["series"]["runs"]:
        for name in run["variants"]:
            if run["fold"] is None:
                found.setdefault(name, []).append(run)
    return found


def test_every_training_of_the_series_is_an_entry(demo: Any) -> None:
    results = demo.results
    runs = results["sections"]["series"]["runs"]
    assert len(runs) == RUNS - 1  # without what the images say
    assert len({run["key"] for run in runs}) == len(runs)
    for run in runs:
        held = "test" if run["fold"] is None else "validation"
        assert run["accuracy"].keys() == {"train", held}
        curves = run["curves"]
        assert curves.keys() == {f"{p}_{w}" for p in ("train", held) for w in ("loss", "accuracy")}
        assert {len(curve) for curve in curves.values()} == {run["epochs"]}
        for part in ("train", held):
            assert run["accuracy"][part] == pytest.approx(curves[f"{part}_accuracy"][-1], abs=1e-4)
        assert run["best_loss"] == pytest.approx(min(curves[f"{held}_loss"]), rel=1e-4)
        losses = curves[f"{held}_loss"]
        assert losses[run["best_epoch"] - 1] == pytest.approx(run["best_loss"], rel=1e-4)
        assert run["classes"] == [18, 63, 28]
        assert run["order"] == 0
    trained = by_variant(results)
    assert list(trained) == [
        "base", "stopped", "fewer-units", "half", "batch-64", "rate-2", "units-6",
        "adam-8-4",
    ]  # fmt: skip
    assert {tuple(run["seed"] for run in own) for own in trained.values()} == {(0, 1)}
    searched = [run for run in runs if run["fold"] is not None]
    assert len(searched) == 10
    assert {(run["fold"], run["folds"]) for run in searched} == {(0, 2), (1, 2)}


def test_the_factors_of_batch_and_rate(demo: Any) -> None:
    trained = {name: own[0] for name, own in by_variant(demo.results).items()}
    base, stopped = trained["base"], trained["stopped"]
    epochs = sorted(run["best_epoch"] for run in by_variant(demo.results)["base"])
    assert abs(stopped["epochs"] - sum(epochs) / 2) <= 1
    batch, rate = trained["batch-64"], trained["rate-2"]
    assert batch["epochs"] / stopped["epochs"] == batch["batch_size"] / base["batch_size"] == 0.5
    assert rate["epochs"] / stopped["epochs"] == base["lr"] / rate["lr"] == 2


def test_the_first_training_is_that_of_part_3(demo: Any) -> None:
    results = demo.results
    cifar = results["sections"]["cifar"]
    first = by_variant(results)["base"][0]
    assert first["curves"]["test_loss"] == pytest.approx(cifar["curves"]["test_loss"], rel=1e-4)
    assert first["accuracy"]["test"] == cifar["test_accuracy"]
    assert first["best_epoch"] == cifar["lowest_test_loss"]["epoch"]


def test_the_table_has_a_row_a_variant(demo: Any) -> None:
    results = demo.results
    trained = by_variant(results)
    assert len(results["table"]) == len(trained)
    for row, own in zip(results["table"], trained.values(), strict=True):
        for name in ("network", "optimizer", "schedule", "lr", "batch_size", "epochs"):
            assert {run[name] for run in own} == {row[name]}
        for part in ("train", "test"):
            accuracies = [run["accuracy"][part] for run in own]
            assert row[part] == {
                "mean": pytest.approx(statistics.fmean(accuracies)),
                "sd": pytest.approx(statistics.stdev(accuracies)),
                "n": 2,
            }
    comments = [row["comment"] for row in results["table"]]
    assert len(set(comments)) == len(comments)
    assert all(len(comment) > 10 for comment in comments)


def test_the_best_model_is_that_of_the_highest_validation(demo: Any) -> None:
    results = demo.results
    best = results["best"]
    held_out: dict[tuple[Any, ...], list[float]] = {}
    for run in results["sections"]["series"]["runs"]:
        if run["fold"] is not None and "base" not in run["variants"]:  # that is no candidate
            key = run["network"], run["optimizer"], run["lr"], run["batch_size"], run["epochs"]
            held_out.setdefault(key, []).append(run["accuracy"]["validation"])
    means = {key: statistics.fmean(accuracies) for key, accuracies in held_out.items()}
    chosen = max(means, key=lambda key: means[key])
    names = ("network", "optimizer", "lr", "batch_size", "epochs")
    assert tuple(best[name] for name in names) == chosen
    assert best["validation"]["mean"] == pytest.approx(means[chosen])
    assert best["validation"]["n"] == 2
    rows = {tuple(row[name] for name in names): row["test"]["mean"] for row in results["table"]}
    assert best["test"]["mean"] == rows[chosen]
    base = results["table"][0]["test"]["mean"]
    assert best["gain"]["mean"] == pytest.approx(best["test"]["mean"] - base)
    for figures in (best["test"], best["gain"]):
        assert figures["interval"]["low"] < figures["mean"] < figures["interval"]["high"]


def test_nothing_of_the_person_or_the_machine_is_in_the_results(demo: Any) -> None:
    text = (demo.pdf.parent / "results.json").read_text(encoding="utf-8")
    assert "Иванов" not in text
    assert str(Path.home()) not in text
    assert str(demo.desk.folder) not in text


def test_what_a_build_says(demo: Any) -> None:
    *summary, pdf, results, following = demo.output.splitlines()
    assert [pdf, results] == [
        str(Path("lab1-report") / "lab1-demo.pdf"),
        str(Path("lab1-report") / "results.json"),
    ]
    assert following == "Next: lab1report init (words of your own), or --open to look at it"
    labels = [line.split()[0] for line in summary if not line.startswith(" ")]
    assert labels == ["Classes", "Base", "Best", "Overfitting", "Helped", *labels[5:-1], "Made"]
    base = demo.results["sections"]["series"]["variants"][0]
    assert f"{100 * base['test']['mean']:.1f} %" in summary[1]
    with pdfplumber.open(demo.pdf) as document:
        assert f" {len(document.pages)} pages, " in summary[-1]
    assert demo.errors == ""
    assert sorted(path.name for path in demo.pdf.parent.iterdir()) == [
        "lab1-demo.pdf",
        "results.json",
    ]


def test_a_second_build_computes_nothing(demo: Any, copied: Any) -> None:
    stored = copied.stored()
    done = copied.run("build", *FIRST, "--verbose")
    assert done.returncode == 0, done.stderr
    for step in ("notebook", "figures", "page"):
        assert not re.search(rf"\b{step}\b", done.stderr), done.stderr
    assert copied.stored() == stored
    out = copied.folder / "lab1-report"
    assert (out / "lab1-demo.pdf").read_bytes() == demo.pdf.read_bytes()
    assert (out / "results.json").read_bytes() == (demo.pdf.parent / "results.json").read_bytes()


def test_the_demo_set_serves_where_there_is_no_other(demo: Any, copied: Any) -> None:
    done = copied.run("build", *(word for word in FIRST if word not in ("--data", "demo")))
    assert done.returncode == 0, done.stderr
    (warning,) = done.stderr.splitlines()
    assert re.search(r"^lab1report: warning: .*demo", warning)
    assert (copied.folder / "lab1-report" / "lab1-demo.pdf").read_bytes() == demo.pdf.read_bytes()


def test_another_name_only_renders(demo: Any, copied: Any) -> None:
    stored = copied.stored()
    done = copied.run("build", *DEMO, "--student", "Сидорова С.С.", "--verbose")
    assert done.returncode == 0, done.stderr
    steps = re.findall(r" s  (.+)", done.stderr)
    assert {"figures", "page"} <= set(steps)
    assert copied.stored() == stored
    assert copied.results() == demo.results
    pdf = copied.folder / "lab1-report" / "lab1-demo.pdf"
    assert pdf.read_bytes() != demo.pdf.read_bytes()
    with pdfplumber.open(pdf) as document:
        title = document.pages[0].extract_text()
    assert "Сидорова С.С." in title
    assert "Иванов" not in title


def renewed(before: dict[str, int], after: dict[str, int]) -> Counter[str]:
    """How many entries of each section were written anew; all keys are the same."""
    assert after.keys() == before.keys()
    return Counter(name.partition("/")[0] for name in after if after[name] != before[name])


def without_times(results: Any) -> Any:
    """Results without how long they took, which differs when they are computed again."""
    results = copy.deepcopy(results)
    del results["timings"]
    for run in results["sections"]["series"]["runs"]:
        del run["seconds"]
    return results


def test_run_computes_one_section_anew(demo: Any, copied: Any) -> None:
    before = copied.stored()
    done = copied.run("run", "xor", *FIRST, *NO_PDF)
    assert done.returncode == 0, done.stderr
    assert renewed(before, copied.stored()) == {"xor": 1}
    loss = demo.results["sections"]["xor"]["final_loss"]
    assert f" to {loss:.2f} in " in done.stdout, done.stdout
    assert "squared error" not in done.stdout
    assert copied.results()["sections"] == demo.results["sections"]


def test_run_computes_a_sub_section_anew(demo: Any, copied: Any) -> None:
    before = copied.stored()
    done = copied.run("run", "series.rate", *FIRST, *NO_PDF)
    assert done.returncode == 0, done.stderr
    assert renewed(before, copied.stored()) == {"series": 2}  # the seeds of one variant
    lines = done.stdout.splitlines()
    assert lines[0].startswith("The base with learning rate 0.0025, ")
    assert "(rate-2): " in lines[0]
    rate = next(v for v in demo.results["sections"]["series"]["variants"] if v["id"] == "rate-2")
    assert f"{rate['epochs']} epochs (rate-2): {100 * rate['test']['mean']:.1f} ±" in lines[0]
    against = f"{100 * rate['effect']['difference']:+.1f} points against the base with "
    assert against in lines[0]
    assert len(lines) == 4  # and what was written, and what comes next
    assert without_times(copied.results()) == without_times(demo.results)


def test_run_of_the_best_alone(demo: Any, copied: Any) -> None:
    """The searches belong to the choice of the best model, which its figures end with."""
    before = copied.stored()
    done = copied.run("run", "series.best", *FIRST, *NO_PDF)
    assert done.returncode == 0, done.stderr
    assert renewed(before, copied.stored()) == {"series": 10}
    lines = done.stdout.splitlines()
    for line, variant in zip(lines, ("units-6", "adam-8-4"), strict=False):
        assert f"({variant}): " in line
    best = demo.results["best"]
    assert best["variant"] == "adam-8-4"
    assert lines[2].startswith("The best by cross-validation is FC(8), FC(4), FC(3), Adam, ")
    assert f"{100 * best['validation']['mean']:.1f} ±" in lines[2]
    assert without_times(copied.results()) == without_times(demo.results)


def test_run_of_a_first_sub_section(desk: Any) -> None:
    """It computes what it builds on, and leaves all else open."""
    done = desk.run("run", "series.batch", *DEMO, *NO_PDF)
    assert done.returncode == 0, done.stderr
    assert desk.sections() == {"cifar": 1, "series": 1 + 1 + 2 + 2}
    results = desk.results()
    status = {name: s["status"] for name, s in results["sections"].items()}
    assert status == {"regression": "missing", "xor": "missing", "cifar": "done", "series": "done"}
    assert list(by_variant(results)) == ["base", "stopped", "batch-64"]
    assert results["best"] is None
    assert len(results["table"]) == 3


def test_run_of_a_first_section_leaves_the_others_open(desk: Any, read_pdf: Any) -> None:
    done = desk.run("run", "xor", *DEMO)
    assert done.returncode == 0, done.stderr
    assert desk.sections() == {"xor": 1}
    results = desk.results()
    status = {name: s["status"] for name, s in results["sections"].items()}
    assert status == {name: "done" if name == "xor" else "missing" for name in EVERYTHING}
    assert (results["table"], results["best"]) == ([], None)
    text = "\n".join(read_pdf(desk.folder / "lab1-report" / "lab1-demo.pdf"))
    assert text.count("Раздел ещё не вычислен") == 4  # two parts, the series, the final table


def test_fresh_computes_the_named_section_anew(demo: Any, copied: Any) -> None:
    before = copied.stored()
    done = copied.run("build", *FIRST, "--fresh", "cifar", "--fresh", "series.batch", *NO_PDF)
    assert done.returncode == 0, done.stderr
    assert renewed(before, copied.stored()) == {"cifar": 1, "series": 2}
    assert without_times(copied.results()) == without_times(demo.results)


def test_explain(demo: Any, copied: Any, overlay: Callable[..., Path]) -> None:
    stored = copied.stored()
    fresh = ("--fresh", "xor", "--fresh", "series.rate")
    lines = copied.run("explain", *DEMO, *fresh).stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == STAGES
    assert all("stored and current" in line for line in lines)
    forced = [name for name, line in zip(STAGES, lines, strict=True) if "--fresh" in line]
    assert forced == ["xor", "series (variants)"]

    changed = type(copied)(
        folder=copied.folder,
        cache=copied.cache,
        resources=overlay({"lr = 1e-3": "lr = 2e-3"}, {"epochs = 18": "epochs = 16"}),
    )
    done = changed.run("explain", *DEMO, "--seeds", "3")
    assert done.returncode == 0, done.stderr
    told = dict(line.split(": ", 1) for line in done.stdout.splitlines() if line[0] != " ")
    assert list(told) == STAGES
    for name in ("regression", "cifar", "series (images)", "series (search)"):
        assert "stored and current" in told[name]
    assert told["xor"].startswith("to be computed; since the result of ")
    assert "    learning rate: 0.001 -> 0.002\n" in done.stdout
    assert told["series (base)"].startswith("1 of 2 ")
    assert told["series (variants)"].startswith("follows when")  # a seed of the base is missing
    assert told["series (networks)"].startswith("4 of 6 ")

    again = changed.run("explain", *DEMO)
    told = dict(line.split(": ", 1) for line in again.stdout.splitlines() if line[0] != " ")
    assert told["series (variants)"].startswith("8 of 10 stored, the rest to be computed; since")
    assert "    epochs: 18 -> 16\n" in again.stdout

    other = copied.run("explain", *DEMO, "--classes", "63,18,28")
    assert "    classes: 18,63,28 -> 63,18,28\n" in other.stdout
    assert copied.stored() == stored  # they ran nothing


def test_explain_before_anything_was_computed(desk: Any) -> None:
    done = desk.run("explain", *DEMO)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == STAGES
    assert ["computed yet" in line for line in lines] == [True] * 6 + [False] * 2
    assert [line for line in lines if "follows when" in line] == lines[6:]
    assert not desk.stored()
    assert not list(desk.folder.iterdir())


@pytest.fixture(scope="module")
def teachers(demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A build by lab1.toml: the teacher's classes, three seeds, another sample for task 2."""
    folder = tmp_path_factory.mktemp("teacher")
    cache = shutil.copytree(demo.desk.cache, tmp_path_factory.mktemp("teachers") / "cache")
    desk = type(demo.desk)(folder=folder, cache=cache, resources=demo.desk.resources)
    (folder / "lab1.toml").write_text(
        'classes = [1, 2, 3]\nseeds = 3\nsample = "circles"\ndata = "demo"\nout = "mine"\n'
        'format = ["html"]\n',
        encoding="utf-8",
    )
    before = desk.stored()
    done = desk.run("build", "--classes", "63,18,28")  # options win over the file
    assert done.returncode == 0, done.stderr
    assert desk.stored().items() >= before.items()
    assert desk.sections()["regression"] == 1
    return desk


@pytest.mark.xdist_group("teachers")
def test_the_teachers_order_is_kept(teachers: Any) -> None:
    results = teachers.results("mine")
    assert [c["id"] for c in results["assignment"]["classes"]] == [63, 18, 28]
    assert results["assignment"]["group"] is None
    for part in ("train", "test"):
        rows = results["sections"]["cifar"]["per_class"][part]
        assert [row["class_id"] for row in rows] == [63, 18, 28]
    text = (teachers.folder / "mine" / "lab1-demo.html").read_text(encoding="utf-8")
    assert re.search(r"по классам: \{63: \d+, 18: \d+, 28: \d+\}", text)


@pytest.mark.xdist_group("teachers")
def test_three_seeds(teachers: Any) -> None:
    results = teachers.results("mine")
    assert results["sections"]["series"]["seeds"] == 3
    for row in results["table"]:
        for part in ("train", "test"):
            assert row[part]["n"] == 3
            assert math.isfinite(row[part]["sd"])
    for own in by_variant(results).values():
        assert [run["seed"] for run in own] == [0, 1, 2]
    # The first seed is shown in full
    assert results["sections"]["cifar"]["seed"] == 0


@pytest.mark.xdist_group("teachers")
def test_another_sample(teachers: Any) -> None:
    assert teachers.results("mine")["sections"]["xor"]["sample"] == "circles"


def test_the_plan_is_listed_before_anything_runs(demo: Any, desk: Any) -> None:
    """What it counts is what a build makes."""
    done = desk.run("plan", *DEMO)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["regression", "xor", "cifar"]
    variants = [line.split()[0] for line in lines[4:-2]]
    assert variants == list(by_variant(demo.results))
    counted = re.match(r"(\d+) runs, of which (\d+) trainings on images with 2 seeds", lines[-2])
    assert counted is not None
    assert re.fullmatch(r"About \d+ s on this machine, less what is stored .*", lines[-1])
    assert int(counted[1]) == sum(demo.desk.sections().values())
    assert int(counted[2]) == len(demo.results["sections"]["series"]["runs"])
    (batch,) = (line for line in lines if line.startswith("batch-64"))
    assert "1/2 x best" in batch
    (searched,) = (line for line in lines if line.startswith("units-6"))
    assert re.search(r"0\.03, 0\.01 .* 4 \+ 2$", searched)
    assert not desk.stored()
    assert not list(desk.folder.iterdir())


def test_the_plan_as_shipped(bare: Any) -> None:
    done = bare.run("plan", *WHO)
    assert done.returncode == 0, done.stderr
    counted = re.search(r"of which (\d+) trainings on images with 5 seeds", done.stdout)
    assert counted is not None
    assert int(counted[1]) >= 100
    one = bare.run("plan", *WHO, "--seeds", "1").stdout
    assert re.search(r"trainings on images with 1 seed;", one)


def test_one_process_gives_the_numbers_of_two(demo: Any, desk: Any) -> None:
    done = desk.run("build", *FIRST, "--workers", "1", *NO_PDF)
    assert done.returncode == 0, done.stderr
    assert desk.stored().keys() == demo.desk.stored().keys()
    assert without_times(desk.results()) == without_times(demo.results)


def test_two_builds_at_once_train_nothing_twice(demo: Any, desk: Any, tmp_path: Path) -> None:
    """Each puts what it has computed into the store once; together that is each run once."""
    other = type(desk)(folder=tmp_path / "other", cache=desk.cache, resources=desk.resources)
    other.folder.mkdir()
    logs = [tmp_path / "first.log", tmp_path / "second.log"]
    pair = [
        one.start(str(log), "build", *FIRST, *NO_PDF, "--workers", "1", code=LOGGING)
        for one, log in zip((desk, other), logs, strict=True)
    ]
    try:
        errors = [process.communicate(timeout=300)[1] for process in pair]
    finally:
        for process in pair:
            process.kill()
    assert [process.returncode for process in pair] == [0, 0], errors
    assert [*map(without_progress, errors)] == ["", ""]
    computed = [key for log in logs if log.exists() for key in log.read_text().splitlines()]
    assert sorted(computed) == sorted(name.partition("/")[2] for name in demo.desk.stored())
    assert desk.results() == other.results()
    assert without_times(desk.results()) == without_times(demo.results)


# The program, which writes the key of each result that it has computed into a file
LOGGING = """
import sys
from lab1report.store import results as store
log, put = sys.argv.pop(1), store.Store.put

def logged(self, inputs, result):
    with open(log, "a", encoding="utf-8") as file:
        print(store.key_of(inputs), file=file)
    put(self, inputs, result)

store.Store.put = logged
from lab1report.cli.entry import main
main()
"""
