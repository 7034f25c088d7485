"""A made-up `results.json` whose shares all differ, so that a sentence is right of one alone."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Matrix = Sequence[Sequence[int]]

_CLASSES = [
    {"id": 18, "name": "caterpillar", "title": "гусеница"},
    {"id": 63, "name": "porcupine", "title": "дикобраз"},
    {"id": 28, "name": "cup", "title": "чашка"},
]
_TEST: Matrix = [[81, 12, 7], [20, 67, 13], [9, 13, 78]]
_TRAIN: Matrix = [[498, 1, 1], [1, 497, 2], [4, 3, 493]]
_LOWEST_TEST: Matrix = [[77, 14, 9], [22, 65, 13], [12, 15, 73]]
_LOWEST_TRAIN: Matrix = [[410, 60, 30], [70, 385, 45], [50, 55, 395]]

# What is special to each variant, and its recall of each class, on the test and training images
_VARIANTS: Mapping[str, tuple[dict[str, Any], Sequence[float], Sequence[float]]] = {
    "base": ({"part": "classes"}, (82.6, 68.4, 79.1), (99.3, 99.9, 98.4)),
    "stopped": ({"part": "overfitting", "epochs": 20}, (80.2, 70.6, 72.5), (84.6, 83.1, 85.3)),
    "fewer-units": (
        {"part": "overfitting", "network": "FC(5), FC(3)"},
        (77.3, 66.1, 74.9),
        (95.1, 96.4, 94.2),
    ),
    "quarter": ({"part": "overfitting", "share": 0.25}, (69.5, 56.9, 65.8), (99.8, 99.6, 99.4)),
    "half": ({"part": "overfitting", "share": 0.5}, (75.4, 62.3, 71.7), (98.9, 98.7, 98.2)),
    "batch-32": ({"part": "batch", "batch_size": 32}, (81.4, 73.6, 77.3), (88.2, 87.7, 89.5)),
    "batch-64": ({"part": "batch", "batch_size": 64}, (80.7, 71.2, 74.2), (85.9, 86.6, 86.9)),
    "batch-256": ({"part": "batch", "batch_size": 256}, (73.8, 63.9, 67.1), (78.2, 77.4, 79.8)),
    "rate-2": ({"part": "rate", "lr": 0.0025}, (79.6, 71.8, 76.2), (86.3, 88.6, 87.2)),
    "rate-10": ({"part": "rate", "lr": 0.0005}, (78.7, 73.2, 79.4), (90.4, 91.7, 90.9)),
    "wide": (
        {"part": "network", "network": "FC(256), FC(3)", "lr": 0.06, "batch_size": 16},
        (84.5, 75.9, 80.3),
        (93.4, 92.8, 94.9),
    ),
    "layers-32-16": (
        {"part": "network", "network": "FC(32), FC(16), FC(3)", "lr": 0.2, "batch_size": 16},
        (82.2, 74.7, 81.0),
        (91.1, 90.2, 92.6),
    ),
    "adam-10": (
        {"part": "network", "optimizer": "Adam", "lr": 0.001, "batch_size": 16},
        (81.9, 72.1, 80.6),
        (96.2, 97.3, 95.8),
    ),
    "wide-saturated": (
        {
            "part": "network", "network": "FC(256), FC(3)", "lr": 0.06, "batch_size": 16,
            "saturation": 4.0,
        },
        (88.7, 79.4, 86.6),
        (97.9, 96.1, 97.6),
    ),
}  # fmt: skip
_EPOCHS = 250
_AGAINST = {"batch": "stopped", "rate": "stopped"}


def _scores(matrix: Matrix) -> list[dict[str, Any]]:
    columns = [sum(column) for column in zip(*matrix, strict=True)]
    scores = []
    for place, row in enumerate(matrix):
        precision, recall = row[place] / columns[place], row[place] / sum(row)
        f1 = 2 * precision * recall / (precision + recall)
        scores.append({"precision": precision, "recall": recall, "f1": f1, "support": sum(row)})
    return scores


def _accuracy(matrix: Matrix) -> float:
    return sum(row[place] for place, row in enumerate(matrix)) / sum(map(sum, matrix))


def _mean(percentages: Sequence[float]) -> float:
    return sum(percentages) / len(percentages) / 100


def _variant(id: str) -> dict[str, Any]:
    special, test, train = _VARIANTS[id]
    accuracies = {"train": _mean(train), "test": _mean(test)}
    against = None if id == "base" else _AGAINST.get(special["part"], "base")
    effect = None
    if against is not None:
        effect = {"difference": accuracies["test"] - _mean(_VARIANTS[against][1])}
    return {
        "id": id, "against": against, "network": "FC(10), FC(3)", "optimizer": "SGD",
        "lr": 0.005, "batch_size": 128, "epochs": 250, "share": 1.0, "saturation": 1.0,
        **special,
        **{part: {"mean": share, "sd": 0.01, "n": 5} for part, share in accuracies.items()},
        "gap": accuracies["train"] - accuracies["test"],
        "per_class": [
            {"class_id": one["id"], "test": first / 100, "train": second / 100}
            for one, first, second in zip(_CLASSES, test, train, strict=True)
        ],
        "effect": effect,
    }  # fmt: skip


def _curves() -> dict[str, dict[int, float]]:
    """Some points of the curves, by the number of the epoch."""
    (first, last), ends = (1, _EPOCHS), (20, _EPOCHS)
    trained = dict(zip(ends, map(_accuracy, (_LOWEST_TRAIN, _TRAIN)), strict=True))
    tested = dict(zip(ends, map(_accuracy, (_LOWEST_TEST, _TEST)), strict=True))
    return {
        "test_loss": {first: 1.1, 20: 0.57, last: 0.75},
        "train_accuracy": {first: 0.437, 50: 0.884, 100: 0.953, **trained},
        "test_accuracy": {first: 0.412, 50: 0.728, 100: 0.741, **tested},
    }


def _curve(points: Mapping[int, float]) -> list[float]:
    epochs = range(1, _EPOCHS + 1)
    numbers = sorted(points)
    return np.interp(epochs, numbers, [points[number] for number in numbers]).tolist()


def _cifar() -> dict[str, Any]:
    lowest = {"train": _LOWEST_TRAIN, "test": _LOWEST_TEST}
    return {
        "status": "done",
        "train_accuracy": _accuracy(_TRAIN),
        "test_accuracy": _accuracy(_TEST),
        "epochs": _EPOCHS,
        "lowest_test_loss": {"epoch": 20, "loss": 0.57},
        "curves": {name: _curve(points) for name, points in _curves().items()},
        "confusion": {"train": _TRAIN, "test": _TEST},
        "per_class": {"train": _scores(_TRAIN), "test": _scores(_TEST)},
        "at_lowest_test_loss": {
            part: {"accuracy": _accuracy(matrix), "per_class": _scores(matrix)}
            for part, matrix in lowest.items()
        },
    }


def made_document() -> dict[str, Any]:
    """The parts of `results.json` that words of the student's are compared with."""
    variants = [_variant(id) for id in _VARIANTS]
    by_id = {one["id"]: one for one in variants}
    best = by_id["wide-saturated"]
    gain = best["test"]["mean"] - by_id["base"]["test"]["mean"]
    return {
        "assignment": {"classes": _CLASSES},
        "sections": {
            "regression": {"status": "done"},
            "xor": {"status": "done", "accuracy": 0.975},
            "cifar": _cifar(),
            "series": {
                "status": "done",
                "variants": variants,
                "images": {"nearest_mean": 0.557, "nearest_color": 0.467},
                "batch": {"best": "batch-32"},
                "rate": {"best": "rate-10"},
            },
        },
        "best": {
            "variant": best["id"],
            "validation": {"mean": 0.828},
            "test": best["test"],
            "gain": {"mean": gain},
        },
        "table": [],
        "seed": 0,
        "environment": {},
    }
