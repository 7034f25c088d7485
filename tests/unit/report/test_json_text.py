"""JSON with its upper levels indented."""

import json
import math
from typing import Any

import pytest

from lab1report.report.json_text import pretty

DOCUMENT = {
    "имя": "ядро",
    "empty": {},
    "none": [],
    "runs": [{"lr": 0.1, "curves": {"loss": [1.5, 1e-07, None]}}, {"lr": 3}],
    "deep": {"a": {"b": {"c": {"d": [1, 2]}}}},
}


@pytest.mark.parametrize("levels", [0, 1, 2, 3, 9])
def test_it_is_the_same_document(levels: int) -> None:
    assert json.loads(pretty(DOCUMENT, levels=levels)) == DOCUMENT


def test_upper_levels_are_indented_and_the_rest_is_one_line() -> None:
    lines = pretty(DOCUMENT, levels=2).splitlines()
    assert lines[:4] == ["{", ' "имя": "ядро",', ' "empty": {},', ' "none": [],']
    assert '  {"lr": 0.1, "curves": {"loss": [1.5, 1e-07, null]}},' in lines
    assert pretty(DOCUMENT).endswith("}\n")


@pytest.mark.parametrize("value", [math.nan, [1, math.inf], {"a": {"b": -math.inf}}])
def test_what_json_does_not_know_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON"):
        pretty(value)
