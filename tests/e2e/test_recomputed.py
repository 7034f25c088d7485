"""What a build claims follows from its `results.json` alone, with the answers of real trainings."""

from typing import Any

import pytest

from tests.recomputed import departures

pytestmark = pytest.mark.slow


def test_all_claims_of_a_build_follow_from_the_file(build: Any) -> None:
    results = build.results
    assert departures(results) == []
    final = [run for run in results["sections"]["series"]["runs"] if run["fold"] is None]
    assert all(run["answers"] for run in final)
