"""Names of numbers: where they lead, and what is said of those that lead nowhere."""

import re
from typing import Any

import pytest

from lab1report.own_words.names import (
    NoValueError,
    Path,
    UnknownNameError,
    look_up,
    names,
    roots,
    written,
)

DOCUMENT: dict[str, Any] = {
    "assignment": {"classes": [{"id": 18, "title": "гусеница"}]},
    "sections": {
        "regression": {"status": "missing"},
        "xor": {"status": "failed", "stage": "a", "message": "b"},
        "cifar": {
            "status": "done",
            "test_accuracy": 0.8,
            "train_accuracy": 0.9,
            "per_class": {"test": [{"f1": 0.7}]},
            "solved_at": None,
        },
        "series": {"status": "done", "rate": None, "variants": [{"id": "batch-64", "lr": 0.1}]},
    },
    "best": None,
    "table": [],
    "seed": 0,
    "environment": {"torch": "2"},
}
KNOWN = names(DOCUMENT)


def test_every_root_stands_for_something() -> None:
    assert set(KNOWN) == set(roots())


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        (("cifar", "test_accuracy"), "cifar.test_accuracy", 0.8),
        (("cifar", "per_class", "test", 0, "f1"), "cifar.per_class.test[0].f1", 0.7),
        (("classes", 0, "title"), "classes[0].title", "гусеница"),
        (("variants", "batch-64", "lr"), 'variants["batch-64"].lr', 0.1),
        (("seed",), "seed", 0),
    ],
)
def test_a_name_leads_to_its_value(path: Path, name: str, value: Any) -> None:
    assert written(path) == name
    assert look_up(path, KNOWN) == value


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            ("cifar", "test_acuracy"),
            "did you mean 'cifar.test_accuracy' or 'cifar.train_accuracy'",
        ),
        (("cifar", "per_class", "tset", 0, "f1"), r"did you mean 'cifar.per_class.test\[0\].f1'"),
        (("cifar", "per_class", "test", 7, "f1"), r"did you mean 'cifar.per_class.test\[0\].f1'"),
        (("variants", "batch-65", "lr"), r"did you mean 'variants\[\"batch-64\"\].lr'"),
        (("cifar", "зыбь"), "in cifar, known are status, test_accuracy, train_accuracy, per_class"),
        (("seed", "зыбь", "зыбь"), "seed is a single value"),
        (("cifar", "__class__", "__mro__"), "is no number"),
        (("cifar", "items"), "is no number"),
        (("cifar", 0), "is no number"),
    ],
)
def test_unknown_names(path: Path, words: str) -> None:
    with pytest.raises(UnknownNameError, match=words):
        look_up(path, KNOWN)


def test_of_many_names_the_nearest_are_said_and_what_lists_all() -> None:
    many = dict.fromkeys([*"abcdefgh", "weight_norms"], 1)
    known = names({**DOCUMENT, "sections": {**DOCUMENT["sections"], "cifar": many}})
    with pytest.raises(UnknownNameError) as caught:
        look_up(("cifar", "y"), known)
    hint, command = str(caught.value).split("; ")[1:]
    assert re.fullmatch(r"in cifar, of 9 known, the nearest are \w+, \w+, \w+", hint)
    assert command == "'lab1report names cifar' lists all"


def test_names_are_suggested_by_the_structure() -> None:
    """What lies below the part that is right, and what ends alike, by the names of variants."""
    variants = [{"id": "batch-64", "batch_size": 64}]
    batch = {"best": "batch-64", "ends": {"seed_sd": 0.1}}
    series = {"status": "done", "variants": variants, "batch": batch}
    known = names({**DOCUMENT, "sections": {**DOCUMENT["sections"], "series": series}})
    with pytest.raises(UnknownNameError) as caught:
        look_up(("series", "batch", "best", "size"), known)
    named = """'series.batch.best' or 'variants["batch-64"].batch_size'"""
    assert str(caught.value).endswith(f"did you mean {named}?")


@pytest.mark.parametrize(
    "path",
    [
        ("regression", "final_mse"),
        ("xor", "accuracy"),
        ("best", "test", "mean"),
        ("series", "rate", "best"),
        ("cifar", "solved_at"),
    ],
)
def test_what_this_run_has_not(path: Path) -> None:
    with pytest.raises(NoValueError):
        look_up(path, KNOWN)
