"""Plotting cells draw whatever a training gave, and are drawn once."""

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lab1report.editions.figures_made import labels
from lab1report.editions.notebook import plots as plots
from lab1report.model import RunResult, RunSpec, SectionId, Spec
from lab1report.plan.section import Task
from lab1report.sections.catalog import TASKS, report_sections
from lab1report.store.results import Store
from tests.unit.tiny_plan import BASE, REGRESSION, XOR


def result(section: SectionId, spec: Spec, arrays: dict[str, Any], **values: Any) -> RunResult:
    return RunResult(
        section=section,
        spec=spec,
        values=values,
        arrays={name: np.asarray(array) for name, array in arrays.items()},
        stages=(),
        seconds=0.0,
        finished="2001-01-01T00:00:00+00:00",
        environment={},
    )


def regression(mse: float = 0.01) -> RunResult:
    x = np.linspace(-0.5, 0.5, 20)
    return result(
        "regression",
        REGRESSION,
        {
            "x": x,
            "truth": x,
            "noisy": np.stack([x, x], axis=1),
            "fit_iterations": [200, 400],
            "fits": [x, x + mse],
            "mse_iterations": [0, 200, 400],
            "mse": [1.0, 0.1, mse],
        },
        noise_variance=0.0025,
    )


def xor(loss: float = 1.0, level: float = 0.7) -> RunResult:
    points = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32)
    surface = np.full((30, 30), level)
    surface[:, 0] = 0.2 if np.isfinite(level) else level
    arrays = {
        "points": points,
        "labels": [0, 1, 1, 0],
        "losses": [2.0, loss],
        "wrong": np.array([False, True, False, False]),
        "surface": surface,
        "extent": [-0.1, 1.1],
    }
    return result("xor", XOR, arrays)


def cifar(spec: RunSpec = BASE, value: float = 0.5, samples: int = 3) -> RunResult:
    classes = len(spec.classes)
    curve = np.full(spec.epochs, value)
    arrays: dict[str, Any] = {
        "weights": np.random.default_rng(0).normal(size=(spec.hidden[0], 3072)) * value,
        "samples": np.zeros((classes, samples, 32, 32, 3), dtype=np.uint8),
    }
    for part in ("train", "test"):
        labels = np.arange(classes * samples) % classes
        arrays |= {f"{part}_labels": labels, f"{part}_final": np.eye(classes)[labels] * value}
        arrays |= {f"{part}_loss": curve, f"{part}_accuracy": curve}
    return result("cifar", spec, arrays, best_epoch=2, best_loss=value)


@pytest.mark.parametrize("section", ["regression", "xor", "cifar"])
def test_cells_have_the_words_of_the_figures(section: SectionId) -> None:
    words = labels()
    for name, source in plots.cells(section).items():
        assert "words" not in source
        assert max(map(len, source.splitlines())) < 80, name
        texts = {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        russian = {text for text in texts if re.search("[а-яё]", text)}
        assert russian <= set(words[name].values()), "one that the report does not have"
        assert bool(russian) == (name != "cifar-weights")


@pytest.mark.slow
@pytest.mark.parametrize(
    "found",
    [
        regression(),
        regression(mse=float("nan")),
        regression(mse=float("inf")),
        xor(),
        xor(loss=float("nan"), level=float("nan")),
        xor(level=0.2),
        cifar(),
        cifar(value=float("nan")),
        cifar(replace(BASE, classes=(2, 0), hidden=(1,)), samples=9),
        cifar(value=0.0),
    ],
)
def test_every_result_can_be_drawn(found: RunResult) -> None:
    pictures = plots._drawn(TASKS[found.section], found)
    assert pictures.keys() == plots.cells(found.section).keys()
    for picture in pictures.values():
        assert picture.startswith(b"\x89PNG")


class Few:
    """Of a report, what is asked for here."""

    def __init__(self, *results: RunResult) -> None:
        self.results = {found.section: found for found in results}
        self.sections = report_sections()


def test_pictures_are_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report: Any = Few(regression(), xor())
    drawn: list[str] = []

    def draw(task: Task, _: RunResult) -> dict[str, bytes]:
        drawn.append(task.id)
        return {name: name.encode() for name in plots.cells(task.id)}

    monkeypatch.setattr(plots, "_drawn", draw)
    store = Store(tmp_path)
    early = plots.draw(Few(xor()), store=store)  # type: ignore[arg-type]
    assert (drawn, len(early)) == (["xor"], 3)
    everything = plots.draw(report, store=store)
    assert (drawn, len(everything)) == (["xor", "regression"], 6)
    assert plots.draw(report, store=store) == everything
    assert early.items() < everything.items()
    plots.draw(Few(xor(loss=0.5)), store=store)  # type: ignore[arg-type]
    assert drawn == ["xor", "regression", "xor"]
