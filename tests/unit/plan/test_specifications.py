"""Specifications from tables: whatever cannot be is said with its place."""

import math
from typing import Any

import pytest

from lab1report.errors import UserError
from lab1report.model import RegressionSpec, RunSpec, XorSpec
from lab1report.plan.specifications import section_of, specification

RUN: dict[str, Any] = {
    "classes": (0, 1, 2),
    "hidden": [10, 5],
    "optimizer": "SGD",
    "lr": 0.005,
    "batch_size": 128,
    "epochs": 250,
    "seed": 0,
    "order": 0,
}
REGRESSION: dict[str, Any] = {
    "grid": 100, "repeats": 5, "noise": 0.05, "hidden": 64, "lr": 1, "iterations": 9,
    "snapshots": 5, "seed": 0,
}  # fmt: skip
XOR: dict[str, Any] = {
    "sample": "xor", "points": 9, "noise": 0.1, "hidden": 2, "lr": 0.1, "iterations": 3, "seed": 0,
}  # fmt: skip


def test_lists_are_taken_as_tuples_and_defaults_may_be_left_out() -> None:
    spec = specification(RunSpec, RUN, "here:")
    assert spec.hidden == (10, 5)
    assert (spec.schedule, spec.share, spec.fold) == ("constant", 1.0, None)
    rate = specification(RegressionSpec, REGRESSION, "here:").lr
    assert (rate, type(rate)) == (1, float)
    assert specification(XorSpec, XOR, "here:").sample == "xor"


@pytest.mark.parametrize("name", RUN)
def test_what_is_missing(name: str) -> None:
    table = {key: value for key, value in RUN.items() if key != name}
    with pytest.raises(UserError, match=rf"^here: should not have or lacks {name}$"):
        specification(RunSpec, table, "here:")


def test_all_that_is_missing_or_unknown_is_said_at_once() -> None:
    table = {**RUN, "rate": 1}
    del table["lr"]
    with pytest.raises(UserError, match=r"lacks lr, rate$"):
        specification(RunSpec, table, "here:")


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("epochs", [0, -1, 1.5, "9", True, None], "is not a whole number from 1"),
        ("lr", [0, -0.1, math.inf, math.nan, "1", True, None], "is not a positive number"),
        ("hidden", [[], [0], [1.5], [True], ["1"], 10, "10"], "is not a list of whole numbers"),
        ("optimizer", ["sgd", ["SGD"], 1], "is not one of SGD, momentum, Adam"),
        ("schedule", ["cosine"], "is not one of constant, linear"),
    ],
)
def test_values_that_cannot_be(name: str, values: list[Any], words: str) -> None:
    for value in values:
        with pytest.raises(UserError) as error:
            specification(RunSpec, {**RUN, name: value}, "here:")
        assert str(error.value).startswith(f"here: {name} = {value!r} {words}")


def test_a_section_that_is_there() -> None:
    assert section_of({"xor": XOR}, "xor", "file") == XOR


@pytest.mark.parametrize("table", [{}, {"xor": 5}, {"xor": [XOR]}], ids=str)
def test_a_section_that_is_not(table: dict[str, Any]) -> None:
    with pytest.raises(UserError, match=r"^file: the table \[xor\] is missing$"):
        section_of(table, "xor", "file")
