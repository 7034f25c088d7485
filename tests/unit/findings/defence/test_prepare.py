"""Which questions are asked: the most interesting ones, spread over the sections."""

from collections import Counter
from typing import Any

import pytest

from lab1report.findings.defence.prepare import choose, prepare
from lab1report.findings.defence.question import Question
from lab1report.findings.defence.task_questions import of_regression
from lab1report.findings.regression import RegressionFindings, Snapshot
from lab1report.model import RegressionSpec, SectionId, SectionMissing


def question(id: str, section: SectionId, interest: float) -> Question:
    return Question(id=id, section=section, interest=interest)


def test_the_most_interesting_are_asked_in_the_order_of_the_pool() -> None:
    pool = [question(f"q{n}", "cifar", interest) for n, interest in enumerate((0.3, 0.9, 0.1, 0.5))]
    assert [found.id for found in choose(pool, 2)] == ["q1", "q3"]
    assert [found.id for found in choose(pool, 3)] == ["q0", "q1", "q3"]


def test_a_section_does_not_take_all_questions() -> None:
    series = [question(f"series-{n}", "series", 0.8) for n in range(10)]
    tasks = [
        question(f"{section}-{n}", section, 0.6) for section in ("xor", "cifar") for n in (1, 2)
    ]
    found = Counter(one.section for one in choose([*tasks, *series], 10))
    assert found == {"xor": 2, "cifar": 2, "series": 6}


def test_among_equals_the_first_is_asked() -> None:
    pool = [question(id, "xor", 0.5) for id in ("a", "b", "c")]
    assert [found.id for found in choose(pool, 1)] == ["a"]


def test_fewer_questions_than_asked_for_are_all() -> None:
    pool = [question("a", "xor", 0.5)]
    assert choose(pool, 10) == tuple(pool)
    assert choose([], 10) == ()


def test_without_results_there_is_nothing_to_ask() -> None:
    absent = [
        SectionMissing(section=section) for section in ("regression", "xor", "cifar", "series")
    ]
    found = prepare(*absent)
    assert (found.schemes, found.questions) == ((), ())


def regression(**changes: Any) -> RegressionFindings:
    spec = RegressionSpec(
        grid=100, repeats=5, noise=0.05, hidden=64, lr=1e-4, iterations=10, snapshots=2, seed=0
    )
    usual: dict[str, Any] = {
        "points": 500,
        "parameters": 193,
        "noise_variance": 0.0025,
        "gradient_error": 1e-16,
        "initial_mse": 0.4,
        "final_mse": 0.0025,
        "snapshots": (Snapshot(iteration=5, mse=0.0026), Snapshot(iteration=10, mse=0.0025)),
        "monotone": True,
        "rms_deviation": 0.01,
        "worst_deviation": 0.02,
        "worst_x": 0.0,
        "fit": "noise",
        "trend": "falling",
    }
    return RegressionFindings(spec=spec, **{**usual, **changes})


def cases(found: RegressionFindings) -> dict[str, str]:
    return {one.id: one.case for one in of_regression(found)}


@pytest.mark.parametrize(
    ("x", "case"),
    [(0.0, ""), (0.04, ""), (0.05, "bend"), (-0.2, "bend"), (0.3, ""), (-0.5, "edge")],
)
def test_where_the_fit_is_worst(x: float, case: str) -> None:
    assert cases(regression(worst_x=x))["worst-point"] == case


@pytest.mark.parametrize(("error", "case"), [(0.0, "exact"), (1e-12, "rounding"), (1e-3, "off")])
def test_the_gradients(error: float, case: str) -> None:
    assert cases(regression(gradient_error=error))["by-hand"] == case


def test_a_single_snapshot_says_nothing_of_more_iterations() -> None:
    assert "more-iterations" in cases(regression())
    assert "more-iterations" not in cases(regression(trend="unknown"))


def test_what_is_wrong_interests_more() -> None:
    def interest(**changes: Any) -> float:
        return next(q.interest for q in of_regression(regression(**changes)) if q.id == "by-hand")

    assert interest(gradient_error=0.1) > interest(gradient_error=0.0)
