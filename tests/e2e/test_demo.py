"""The life of a report on the demo set: built, built again, changed, recomputed."""

import math
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

WHO = ("--group", "3", "--variant", "7", "--stream", "IU5")
DEMO = (*WHO, "--data", "demo")
FIRST = (*DEMO, "--student", "Иванов И.И.", "--group-code", "ИУ5-63Б")  # the first build's

RATIOS = {"class_id": int, "precision": float, "recall": float, "f1": float, "support": int}
ACCURACY = {"mean": float, "sd": (float, type(None)), "n": int}

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
    },
    "table": [
        {
            "network": str,
            "optimizer": str,
            "lr": float,
            "batch_size": int,
            "epochs": int,
            "train": ACCURACY,
            "test": ACCURACY,
            "comment": str,
        }
    ],
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
    assert results["schema"] == 1
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
    regression, xor, cifar = results["sections"].values()
    assert [s["status"] for s in (regression, xor, cifar)] == ["done"] * 3
    assert (regression["iterations"], xor["iterations"], cifar["epochs"]) == (500, 200, 8)
    assert [s["parameters"] for s in (regression, xor, cifar)] == [193, 65, 30763]
    assert cifar["network"] == "FC(10), FC(3)"
    for part, support in (("train", 500), ("test", 100)):
        rows = cifar["per_class"][part]
        assert [row["class_id"] for row in rows] == [18, 63, 28]
        assert [row["support"] for row in rows] == [support] * 3
        right = sum(row["recall"] * row["support"] for row in rows)
        assert cifar[f"{part}_accuracy"] == pytest.approx(right / (3 * support))
    curves = cifar["curves"]
    assert {len(curve) for curve in curves.values()} == {8}
    lowest = cifar["lowest_test_loss"]
    assert lowest["loss"] == min(curves["test_loss"]) == curves["test_loss"][lowest["epoch"] - 1]
    base, stopped = results["table"]
    assert (base["epochs"], stopped["epochs"]) == (8, lowest["epoch"])
    assert base["test"] == {"mean": pytest.approx(cifar["test_accuracy"]), "sd": None, "n": 1}
    assert results["timings"].keys() == results["sections"].keys()
    assert {"python", "torch", "numpy"} <= results["environment"].keys()


def test_nothing_of_the_person_or_the_machine_is_in_the_results(demo: Any) -> None:
    text = (demo.pdf.parent / "results.json").read_text(encoding="utf-8")
    assert "Иванов" not in text
    assert str(Path.home()) not in text
    assert str(demo.desk.folder) not in text


def test_what_a_build_says(demo: Any) -> None:
    assert demo.output.splitlines() == [
        str(Path("lab1-report") / "lab1-demo.pdf"),
        str(Path("lab1-report") / "results.json"),
    ]
    assert demo.errors == ""  # quiet where there is no terminal
    assert sorted(path.name for path in demo.pdf.parent.iterdir()) == [
        "lab1-demo.pdf",
        "results.json",
    ]


def test_a_second_build_computes_nothing(demo: Any, copied: Any) -> None:
    stored = copied.stored()
    done = copied.run("build", *FIRST, "--verbose")
    assert done.returncode == 0, done.stderr
    for step in ("regression", "xor", "cifar", "figures", "page"):
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


def test_another_name_only_renders(
    demo: Any, copied: Any, read_pdf: Callable[[Path], Sequence[str]]
) -> None:
    stored = copied.stored()
    done = copied.run("build", *DEMO, "--student", "Сидорова С.С.", "--verbose")
    assert done.returncode == 0, done.stderr
    steps = re.findall(r" s  (.+)", done.stderr)
    assert {"figures", "page"} <= set(steps)
    assert {"regression", "xor", "cifar"}.isdisjoint(steps)
    assert copied.stored() == stored
    assert copied.results() == demo.results
    pdf = copied.folder / "lab1-report" / "lab1-demo.pdf"
    assert pdf.read_bytes() != demo.pdf.read_bytes()
    assert "Сидорова С.С." in read_pdf(pdf)[0]
    assert "Иванов" not in read_pdf(pdf)[0]


def test_run_computes_one_section_anew(demo: Any, copied: Any) -> None:
    before = copied.stored()
    done = copied.run("run", "xor", *FIRST, "--verbose")
    assert done.returncode == 0, done.stderr
    steps = re.findall(r" s  (.+)", done.stderr)
    assert "xor" in steps
    assert {"regression", "cifar"}.isdisjoint(steps)
    after = copied.stored()
    assert {name for name in after if after[name] != before[name]} == {"xor"}
    assert after["xor"][0] == before["xor"][0]  # the same key: the same inputs
    loss = demo.results["sections"]["xor"]["final_loss"]
    assert re.search(rf"final_loss\s+{loss:.6g}", done.stdout), done.stdout
    assert "final_mse" not in done.stdout
    assert copied.results()["sections"] == demo.results["sections"]


def test_run_of_a_first_section_leaves_the_others_open(desk: Any, read_pdf: Any) -> None:
    done = desk.run("run", "xor", *DEMO)
    assert done.returncode == 0, done.stderr
    assert desk.stored().keys() == {"xor"}
    status = {name: s["status"] for name, s in desk.results()["sections"].items()}
    assert status == {"regression": "missing", "xor": "done", "cifar": "missing"}
    assert desk.results()["table"] == []
    text = "\n".join(read_pdf(desk.folder / "lab1-report" / "lab1-demo.pdf"))
    assert text.count("Раздел ещё не вычислен") == 3  # two parts and the final table


def test_fresh_computes_the_named_section_anew(demo: Any, copied: Any) -> None:
    before = copied.stored()
    done = copied.run("build", *FIRST, "--fresh", "cifar")
    assert done.returncode == 0, done.stderr
    after = copied.stored()
    assert {name for name in after if after[name] != before[name]} == {"cifar"}
    assert copied.results()["sections"] == demo.results["sections"]  # and the same numbers


def test_explain(demo: Any, copied: Any, overlay: Callable[..., Path]) -> None:
    stored = copied.stored()
    lines = copied.run("explain", *DEMO, "--fresh", "xor").stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "regression (seed 0)",
        "xor (seed 0)",
        "cifar (seed 0)",
    ]
    assert all("stored and current" in line for line in lines)
    assert ["--fresh" in line for line in lines] == [False, True, False]

    changed = type(copied)(
        folder=copied.folder,
        cache=copied.cache,
        resources=overlay({"lr = 1e-3": "lr = 2e-3"}),
    )
    done = changed.run("explain", *DEMO, "--classes", "63,18,28", "--seeds", "2")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^regression .*stored and current", done.stdout, re.MULTILINE)
    assert re.search(r"^xor .*to be computed", done.stdout, re.MULTILINE)
    assert "    spec.lr: 0.001 -> 0.002\n" in done.stdout
    assert "    spec.classes: 18,63,28 -> 63,18,28\n" in done.stdout
    assert "cifar (seed 1): " in done.stdout
    assert copied.stored() == stored  # it ran nothing


def test_explain_before_anything_was_computed(desk: Any) -> None:
    done = desk.run("explain", *DEMO)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("not computed yet") == 3
    assert not desk.stored()
    assert not list(desk.folder.iterdir())


@pytest.fixture(scope="module")
def teachers(demo: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A build by lab1.toml: the teacher's classes, two seeds, another sample for task 2."""
    folder = tmp_path_factory.mktemp("teacher")
    cache = shutil.copytree(demo.desk.cache, tmp_path_factory.mktemp("teachers") / "cache")
    desk = type(demo.desk)(folder=folder, cache=cache, resources=demo.desk.resources)
    (folder / "lab1.toml").write_text(
        'classes = [1, 2, 3]\nseeds = 2\nsample = "circles"\ndata = "demo"\nout = "mine"\n',
        encoding="utf-8",
    )
    before = desk.stored()
    done = desk.run("build", "--classes", "63,18,28")  # options win over the file
    assert done.returncode == 0, done.stderr
    assert desk.stored()["regression"] == before["regression"]
    return desk


def test_the_teachers_order_is_kept(teachers: Any, read_pdf: Any) -> None:
    results = teachers.results("mine")
    assert [c["id"] for c in results["assignment"]["classes"]] == [63, 18, 28]
    assert results["assignment"]["group"] is None
    for part in ("train", "test"):
        rows = results["sections"]["cifar"]["per_class"][part]
        assert [row["class_id"] for row in rows] == [63, 18, 28]
    text = "\n".join(read_pdf(teachers.folder / "mine" / "lab1-demo.pdf"))
    assert "CLASSES = [63, 18, 28]" in text


def test_two_seeds_give_a_deviation(teachers: Any) -> None:
    results = teachers.results("mine")
    assert results["sections"]["cifar"]["seeds"]["n"] == 2
    for row in results["table"]:
        for part in ("train", "test"):
            assert row[part]["n"] == 2
            assert math.isfinite(row[part]["sd"])
    # The first seed is shown in full, the mean is of both
    base = results["table"][0]["test"]
    first = results["sections"]["cifar"]["test_accuracy"]
    second = 2 * base["mean"] - first
    assert base["sd"] == pytest.approx(abs(first - second) / math.sqrt(2))


def test_another_sample(teachers: Any) -> None:
    assert teachers.results("mine")["sections"]["xor"]["sample"] == "circles"
