"""The `results.json` of a build is as its JSON Schema says."""

import copy
from typing import Any

import pytest

from tests.results_schema import faults

pytestmark = pytest.mark.slow


def test_a_build_writes_what_is_described(build: Any) -> None:
    results = build.results
    assert faults(results) == []
    wrong = copy.deepcopy(results)
    wrong["sections"]["series"]["runs"][-1]["new"] = 1
    (told,) = faults(wrong)
    assert told.startswith(
        f"$.sections.series.runs[{len(results['sections']['series']['runs']) - 1}]"
    )
    assert "'new'" in told
