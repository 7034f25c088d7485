"""Where two reports differ, the reason is told apart: a fault, another choice, or a close call."""

from typing import Any

import pytest

from tests.said_alike import CLOSE, chosen_otherwise, unlike, verdicts


def comparison(verdict: str, low: float, high: float, **more: object) -> dict[str, Any]:
    interval = {"low": low, "high": high}
    return {**more, "verdict": verdict, "difference": (low + high) / 2, "interval": interval}


def variant(name: str, effect: dict[str, Any] | None, **more: object) -> dict[str, Any]:
    settings = {"lr": 0.1, "batch_size": 8, "epochs": 5, "saturation": 1.0, **more}
    return {"id": name, "effect": effect, **settings}


def report(
    effect: dict[str, Any], *, best: str = "wide", second: str | None = "wide", **settings: object
) -> dict[str, Any]:
    gap = comparison("higher", 0.1, 0.2)
    ladder = [comparison("better", 0.1, 0.2, first="base", second=second)] if second else []
    return {
        "sections": {
            "series": {
                "variants": [variant("base", None), variant("wide", effect, **settings)],
                "overfitting": [{"variant": "wide", "verdict": "worsens", "gap": gap}],
                "ladder": ladder,
                "classes": {"worst": 18, "best": 63, "gap": comparison("unclear", -0.1, 0.1)},
                "best_per_class": [
                    {"class_id": 18, "variant": "wide", "gain": comparison("unclear", -0.1, 0.1)}
                ],
                "searches": [{"variant": "wide"}],
                "runs": [{"verdict": "none of ours"}],
            }
        },
        "best": {"variant": best, "gain": comparison("better", 0.1, 0.2)},
    }


BETTER = report(comparison("better", 0.05, 0.09))
PLACE = "variants wide effect"


def why(other: dict[str, Any]) -> dict[str, str]:
    return {one.place: one.why for one in unlike(BETTER, other)}


def test_all_verdicts_are_found() -> None:
    assert set(verdicts(BETTER)) == {
        PLACE, "overfitting wide gap", "ladder base wide", "classes gap",
        "best_per_class class-18 gain", "best gain",
    }  # fmt: skip
    assert verdicts(BETTER)[PLACE].interval == (0.05, 0.09)


def test_the_same_is_not_told() -> None:
    assert why(BETTER) == {}
    assert why(report(comparison("better", 0.01, 0.2))) == {}
    assert chosen_otherwise(BETTER, BETTER) == {}


def test_the_contrary_is_a_fault_whatever_was_chosen() -> None:
    worse = comparison("worse", -0.09, -0.001)
    assert why(report(worse)) == {PLACE: "contrary"}
    assert why(report(worse, lr=0.2)) == {PLACE: "contrary"}


def test_another_choice_explains() -> None:
    other = report(comparison("unclear", -0.2, 0.3), epochs=6)
    assert why(other) == {PLACE: "choice"}
    first, second = chosen_otherwise(BETTER, other)["wide"]
    assert first is not None
    assert second is not None
    assert (first.says, second.says) == (
        "lr 0.1, batch_size 8, epochs 5, saturation 1",
        "lr 0.1, batch_size 8, epochs 6, saturation 1",
    )


@pytest.mark.parametrize(("second", "explained"), [(CLOSE / 2, "close"), (CLOSE * 2, "far")])
def test_a_close_call_is_near_to_zero_on_both(second: float, explained: str) -> None:
    near = report(comparison("better", CLOSE / 2, 0.09))
    (found,) = unlike(near, report(comparison("unclear", -second, 0.3)))
    assert (found.place, found.why) == (PLACE, explained)


def test_what_one_does_not_say_needs_another_choice() -> None:
    assert why(report(comparison("better", 0.05, 0.09), second=None)) == {"ladder base wide": "far"}
    chosen = report(comparison("better", 0.05, 0.09), second=None, best="base")
    assert why(chosen) == {"ladder base wide": "choice"}
