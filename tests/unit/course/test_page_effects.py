"""What variants gain over the base, by student and over the whole course."""

import json
import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bs4 import BeautifulSoup
from numpy.typing import NDArray
from scipy.special import ndtr

from lab1report.course import page as pages
from lab1report.course import page_forest, result_file
from lab1report.course.page_effects import best_gains, effects, pooled, without_effects
from lab1report.course.page_numbers import Numbers, OfVariant
from lab1report.course.page_rows import CourseRow, measurements, rows_of
from lab1report.course.page_titles import Titles
from lab1report.course.result_file import StudentResult
from lab1report.findings.statistics.comparison import (
    Estimate,
    compare,
    estimate,
    with_added_answers,
)
from lab1report.findings.statistics.proportions import Interval, Verdict
from lab1report.pages import russian
from lab1report.pages.templates import load_toml, make_environment
from lab1report.report.headlines import Gain, Trained
from tests import made_course

COUNT = 40
SEEDS, IMAGES = 5, 100


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Mapping[str, Any]]:
    students = made_course.made_roster(tmp_path_factory.mktemp("roster"), COUNT)
    return made_course.expected(students)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    students = made_course.made_roster(tmp_path_factory.mktemp("roster"), COUNT)
    return made_course.made_results(students)


def test_what_helped_is_counted_once_a_measurement(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    reports = [one.report for one in results.values() if one.report]
    found = effects(rows_of(expected, results))
    assert {one.variant for one in found} >= {"quarter", "wide-saturated"}
    for one in found:
        own = [v for r in reports for v in r["effects"] if v["variant"] == one.variant]
        assert one.count == len(own) == len(one.gains)
        for told, count in (("better", one.better), ("worse", one.worse)):
            assert count == sum(v["gain"]["verdict"] == told for v in own)
    most = next(one for one in found if one.variant == "wide-saturated")
    assert most == found[0]
    assert most.settings == {"network": ("FC(256), FC(3)",), "saturation": (2, 4)}


def test_variants_that_helped_as_often_stand_by_their_mean_gain() -> None:
    verdicts: dict[str, tuple[Any, Any]] = {
        "once": ("better", "unclear"),
        "a": ("better", "better"),
        "b": ("better", "better"),
        "harmed": ("better", "worse"),
        "c": ("unclear", "unclear"),
        "d": ("unclear", "unclear"),
    }
    gains = {"once": 0.3, "a": 0.05, "b": 0.1, "harmed": 0.4, "c": -0.02, "d": 0.02}
    rows = [
        with_effects(place, [of(name, gains[name], told[place]) for name, told in verdicts.items()])
        for place in (0, 1)
    ]
    assert [one.variant for one in effects(rows)] == ["b", "a", "once", "harmed", "d", "c"]
    alone = effects(rows[:1])
    assert [one.variant for one in alone][:4] == ["harmed", "once", "b", "a"]
    assert {one.pooled for one in alone} == {None}


def of(
    variant: str, gain: float, verdict: Verdict = "unclear", number: int | None = None, **other: Any
) -> OfVariant:
    return OfVariant(
        variant=variant,
        network=other.pop("network", "FC(10), FC(3)"),
        settings=other,
        gain=Gain(difference=gain, interval=Interval(low=-1, high=1), verdict=verdict),
        estimate=Estimate(mean=gain, error=0.02, df=100.0),
        number=number,
    )


def with_effects(place: int, found: Sequence[OfVariant]) -> CourseRow:
    """Somebody whose base is FC(10), FC(3), trained for 250 epochs."""
    base = Trained(
        variant="base", network="FC(10), FC(3)", settings={}, seeds=5, accuracy=place / 10,
        interval=Interval(low=0, high=1), gain=None,
    )  # fmt: skip
    numbers = Numbers(
        demo=False, base=base, best=None, lowest_loss=None, epochs=250, overfits=None, per_class=(),
        effects=tuple(found),
    )  # fmt: skip
    result = StudentResult(folder=str(place), key="", state="done", student={})
    (row,) = rows_of([], {result.folder: result})
    return replace(row, place=place, numbers=numbers)


def titled(*students: Sequence[OfVariant]) -> list[str]:
    rows = [with_effects(place, found) for place, found in enumerate(students)]
    found = effects(rows)
    titles = Titles(words(), russian, found, rows)
    return [titles.of_effect(one) for one in sorted(found, key=lambda one: one.variant)]


def words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = load_toml(make_environment("ru"), "ru/course.toml")["variants"]
    return found


def test_variants_are_called_by_what_sets_them_apart() -> None:
    first = [of("a", 0, epochs=17), of("b", 0, number=2, saturation=2), of("c", 0, lr=0.01)]
    second = [of("a", 0, epochs=31), of("b", 0, number=2, saturation=6), of("c", 0, lr=0.01)]
    assert titled(first, second) == [
        "остановка на эпохе 17…31", "М2: FC(10), FC(3), насыщенность ×2…6", "шаг 0,01",
    ]  # fmt: skip
    assert titled([of("a", 0, epochs=500), of("b", 0, network="FC(5)", epochs=9)]) == [
        "число эпох 500", "FC(5), число эпох 9",
    ]  # fmt: skip


def test_no_two_variants_look_alike() -> None:
    """As those of earlier versions, which did not say which networks were searched for."""
    wide: dict[str, Any] = {"network": "FC(256), FC(3)"}
    assert titled([of("units-10", 0), of("wide", 0, **wide), of("wider", 0, **wide)]) == [
        "(units-10)", "FC(256), FC(3) (wide)", "FC(256), FC(3) (wider)",
    ]  # fmt: skip


def test_settings_that_no_report_has_cost_nothing() -> None:
    odd: dict[str, Any] = {"lr": [1], "{x}": {"a": 1}, "epochs": "many", "share": None}
    (title,) = titled([of("odd", 0, **odd)], [of("odd", 0, **{**odd, "lr": 2, "epochs": 3})])
    assert title.startswith("шаг 2…[1], {x} {'a': 1}, число эпох 3…many")


def test_the_pooled_interval_holds_however_reports_depend(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    """Errors that are the same in all reports leave the mean as unsure as each of them."""
    drawn = random.Random(3)  # noqa: S311
    held = 0
    rows = [one.row for one in best_gains(rows_of(expected, results))][:4]
    for _ in range(200):
        error = drawn.gauss(0, 0.02)
        truths = [drawn.uniform(0.0, 0.2) for _ in rows]
        moved = []
        for row, truth in zip(rows, truths, strict=True):
            numbers = row.numbers
            assert numbers is not None
            assert numbers.best is not None
            assert numbers.best.gain is not None
            value, half = truth + error, 1.96 * 0.02
            ends = replace(numbers.best.gain.interval, low=value - half, high=value + half)
            gain = replace(numbers.best.gain, difference=value, interval=ends)
            best = replace(numbers.best, gain=gain)
            moved.append(replace(row, numbers=replace(numbers, best=best)))
        found = pooled(moved)
        assert found is not None
        assert found.mean == pytest.approx(statistics.fmean(truths) + error)
        held += found.interval.low <= statistics.fmean(truths) <= found.interval.high
    assert held >= 184  # of 200 at 95 %: fewer in one of 10,000 courses


def test_one_report_is_not_pooled(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    rows = rows_of(expected, results)
    whole = pooled(rows)
    assert whole is not None
    found = best_gains(measurements(rows))
    assert whole.count == len(found)
    assert whole.better == sum(one.gain.verdict == "better" for one in found)
    alone = [found[0].row, replace(found[0].row, place=99)]  # the same trainings
    assert pooled(alone) is None


def test_the_means_of_the_variants_are_one_family(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    """By Holm: each told one is tested among the fewer that are left, the others among the rest."""
    found = [one.pooled for one in effects(rows_of(expected, results)) if one.pooled]
    told = sum(one.told for one in found)
    assert 0 < told < len(found) == len(made_course.VARIANTS)
    assert sorted(one.among for one in found if one.told) == [
        *range(len(found) - told + 1, len(found) + 1)
    ]
    assert {one.among for one in found if not one.told} == {len(found) - told}
    for one in found:
        assert one.told == (one.p_value < 0.05)
        assert (one.verdict == "unclear") != one.told


def test_the_p_value_is_the_level_at_which_the_interval_ends_at_zero(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    stopped = next(one for one in effects(rows_of(expected, results)) if one.variant == "stopped")
    mean = stopped.pooled
    assert mean is not None
    # As the made-up results have one standard error, at about 200 degrees of freedom
    exact = 2 * ndtr(-abs(mean.mean) / 0.0255)
    assert mean.p_value == pytest.approx(min(1, mean.among * exact), rel=0.05)


def test_old_results_are_read_and_said_to_have_no_gains_of_variants(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any], tmp_path: Path
) -> None:
    folder, one = next((name, one) for name, one in results.items() if one.report)
    report = {name: value for name, value in one.report.items() if name != "effects"}
    result_file.write(tmp_path, replace(one, report={**report, "helped": [], "harmed": []}))
    file = tmp_path / folder / result_file.RESULT_FILE
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["format"] == 3
    file.write_text(json.dumps({**document, "format": 1}), encoding="utf-8")
    old = result_file.read(tmp_path / folder)
    assert old is not None
    rows = rows_of(expected, {**results, folder: old})
    assert without_effects(rows) == 1
    counts = {one.variant: one.count for one in effects(rows)}
    assert set(counts.values()) == {len(measurements(rows)) - 1}
    text = pages.page(pages.course_of(expected, {**results, folder: old}))
    assert "Приростов по вариантам нет у 1 из тех" in text
    file.write_text(json.dumps({**document, "format": 4}), encoding="utf-8")
    assert result_file.read(tmp_path / folder) is None


def test_the_script_has_each_line_of_each_variant(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    rows = rows_of(expected, results)
    found = effects(rows)
    page = BeautifulSoup(pages.page(pages.course_of(expected, results)), "html.parser")
    given = json.loads(page.find(id="effects-data").get_text())  # type: ignore[union-attr]
    assert [one["key"] for one in given["variants"]] == [one.variant for one in found]
    assert given["variants"][0]["title"] == "М3: FC(256), FC(3), насыщенность ×2…4"
    by_row = {row.place: row.numbers.effects for row in rows if row.numbers}
    for variant in given["variants"]:
        lines = np.array(variant["gains"]).reshape(-1, 5)
        assert len(lines) == len(by_row)
        for place, *numbers, verdict in lines.tolist():
            (own,) = [one for one in by_row[place] or () if one.variant == variant["key"]]
            ends = (own.gain.difference, own.gain.interval.low, own.gain.interval.high)
            shares = [whole / given["scale"] for whole in numbers]
            assert shares == pytest.approx(ends, abs=1e-5)
            assert {-1: "worse", 0: "unclear", 1: "better"}[verdict] == own.gain.verdict
    whole = page_forest.document([], russian, Titles({}, russian, [], []))
    assert whole["variants"] == []


def _answers(
    random: np.random.Generator, level: float, shared: NDArray[Any], gain: float
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Of the base and of a variant on images of a class: right where a sum is above zero."""
    ease, change, luck = shared
    chance = random.normal(0, 1, (2, SEEDS, IMAGES))
    return level + ease + chance[0] > 0, level + gain + ease + change + luck + chance[1] > 0


def _course(random: np.random.Generator, gains: NDArray[np.float64]) -> list[OfVariant]:
    """Students with three of five classes each, so that they share images; the seeds as well."""
    levels = np.linspace(0.2, 1.4, 5)
    shared = random.normal(0, (1.0, 0.8, 0.1), (5, SEEDS, IMAGES, 3))
    shared[..., :2] = shared[:, :1, :, :2]  # an image is as easy with every seed
    shared[..., 2] = random.normal(0, 0.1, (1, SEEDS, 1))  # a seed as lucky with every image
    found = []
    for number, gain in enumerate(gains):
        own = [(number + step) % 5 for step in (0, 1, 2)]
        pairs = [_answers(random, levels[c], np.moveaxis(shared[c], -1, 0), gain) for c in own]
        base, variant = (np.concatenate(side, axis=1) for side in zip(*pairs, strict=True))
        alone = compare(base, variant)
        gained = Gain(difference=alone.difference, interval=alone.interval, verdict=alone.verdict)
        change = variant.astype(float) - base
        found.append(
            OfVariant(
                variant="v",
                network="",
                settings={},
                gain=gained,
                estimate=estimate(with_added_answers(change)),
            )
        )
    return found


def _truth(gains: NDArray[np.float64]) -> float:
    """What they gain on average over all images and seeds there could be."""
    levels = np.linspace(0.2, 1.4, 5)
    base, variant = np.sqrt(1 + 1.0**2), np.sqrt(1 + 1.0**2 + 0.8**2 + 0.1**2)
    return statistics.fmean(
        float(ndtr((levels[c] + gain) / variant) - ndtr(levels[c] / base))
        for number, gain in enumerate(gains)
        for c in ((number + step) % 5 for step in (0, 1, 2))
    )


def test_the_pooled_interval_covers_the_mean_of_a_course_whose_reports_share_images_and_seeds(
    expected: Sequence[Mapping[str, Any]], results: dict[str, Any]
) -> None:
    """On whole answers, which are not normal: the gains differ from triple to triple."""
    random = np.random.default_rng(11)
    gains = np.linspace(0.0, 0.5, 5)
    truth = _truth(gains)
    rows = [row for row in measurements(rows_of(expected, results)) if row.numbers][: len(gains)]
    held, widths = 0, []
    for _ in range(300):
        (effect,) = effects(_with(rows, _course(random, gains)))
        assert effect.pooled is not None
        held += effect.pooled.interval.low <= truth <= effect.pooled.interval.high
        widths.append(effect.pooled.interval.high - effect.pooled.interval.low)
    assert held >= 274  # of 300 at 95 %: fewer in one of 200 courses
    assert statistics.fmean(widths) < 0.2  # and it says something


def _with(rows: Sequence[CourseRow], found: Sequence[OfVariant]) -> list[CourseRow]:
    return [
        replace(row, numbers=replace(row.numbers, effects=(one,)))  # type: ignore[type-var]
        for row, one in zip(rows, found, strict=True)
    ]
