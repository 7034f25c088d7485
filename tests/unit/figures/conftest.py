"""Small, made-up arrays of the right shapes."""

import tomllib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from lab1report import resources
from lab1report.figures.numerals import Labels
from lab1report.figures.plots import cifar, networks, regression, style, xor

_FUNCTIONS: dict[str, Callable[..., Figure]] = {
    "regression-sample": regression.sample,
    "regression-fits": regression.fits,
    "regression-loss": regression.loss,
    "xor-sample": xor.sample,
    "xor-loss": xor.loss,
    "xor-surface": xor.surface,
    "cifar-samples": cifar.samples,
    "cifar-curves": cifar.curves,
    "cifar-confusion": cifar.confusion,
    "cifar-weights": cifar.weights,
    "network": networks.scheme,
}


@pytest.fixture(scope="session")
def labels() -> Labels:
    path = resources.folder("templates") / "ru" / "figures.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def draw(labels: Labels) -> Callable[..., Figure]:
    """Draws a figure by its name from made-up arrays; keyword arguments replace some of them."""

    def figure(name: str, **changes: Any) -> Figure:
        return _FUNCTIONS[name](**{"labels": labels, **_arrays()[name], **changes})

    return figure


@pytest.fixture
def shown() -> Callable[[Figure], set[str]]:
    """The texts of a figure."""

    def texts(figure: Figure) -> set[str]:
        _lay_out(figure)
        return {text.get_text() for text in figure.findobj(Text) if isinstance(text, Text)}

    return texts


@pytest.fixture
def overhang() -> Callable[..., float]:
    """By how many millimetres what is drawn reaches over the edge of the figure.

    `drawn=True` is for a figure that has been exported: the labels of its ticks exist.
    """

    def millimetres(figure: Figure, *, drawn: bool = False) -> float:
        if not drawn:
            _lay_out(figure)
        box = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        beyond = max(-box.x0, -box.y0, box.x1 - width, box.y1 - height)
        return float(beyond / style.MM)

    return millimetres


@style.sheet()
def _lay_out(figure: Figure) -> None:
    """Everything in its place, as for a PNG; the labels of ticks exist only then."""
    figure.set_dpi(style.DPI)
    figure.draw_without_rendering()


def _arrays() -> dict[str, dict[str, Any]]:
    random = np.random.default_rng(0)
    x = np.arange(100) / 100 - 0.5
    true = 1 / (1 + np.exp(-10 * x))
    noisy = true.repeat(5) + random.normal(0, 0.05, 500)
    points = random.uniform(0, 1, (40, 2))
    classes = (points.sum(axis=1) > 1).astype(int)
    grid = np.linspace(0, 1, 20)
    titles = ["гусеница", "чашка", "дикобраз"]
    counts = np.array([[9, 1, 0], [2, 5, 3], [0, 0, 10]])
    return {
        "regression-sample": {"x": x, "noisy": noisy, "true": true},
        "regression-fits": {
            "x": x,
            "noisy": noisy,
            "true": true,
            "outputs": np.stack([true + 0.01 * k for k in range(5)]),
            "iterations": np.arange(1, 6) * 10_000,
        },
        "regression-loss": {
            "iterations": np.arange(1, 51),
            "mse": 0.3 / np.arange(1, 51),
            "noise_variance": 0.0025,
            "snapshots": np.arange(1, 6) * 10,
        },
        "xor-sample": {"points": points, "classes": classes},
        "xor-loss": {"losses": np.linspace(28, 1, 50), "guess": 27.7, "plateau": 10},
        "xor-surface": {
            "probability": np.add.outer(grid, grid) / 2,
            "extent": (0.0, 1.0, 0.0, 1.0),
            "points": points,
            "classes": classes,
            "predicted": np.zeros(40, dtype=int),
        },
        "cifar-samples": {
            "images": random.integers(0, 256, (3, 8, 32, 32, 3), dtype=np.uint8),
            "class_ids": [18, 28, 63],
            "titles": titles,
        },
        "cifar-curves": {
            "train_loss": np.array([1.0, 0.7, 0.4]),
            "test_loss": np.array([1.1, 0.8, 0.9]),
            "train_accuracy": np.array([0.4, 0.7, 1.0]),
            "test_accuracy": np.array([0.4, 0.6, 0.6]),
            "best_epoch": 2,
        },
        "cifar-confusion": {"train": counts, "test": counts, "titles": titles},
        "cifar-weights": {"weights": random.normal(0, 0.02, (10, 3072))},
        "network": {
            "sizes": (3072, 10, 3),
            "activations": ("relu", "none"),
            "inputs": "$x{number}$",
            "outputs": titles,
        },
    }
