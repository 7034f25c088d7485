"""Which figures a series has, and that what they draw is what the findings say."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from lab1report import resources
from lab1report.figures import series_figures as illustrated
from lab1report.figures.numerals import Labels
from lab1report.figures.plots import series as figures
from lab1report.figures.series_names import names_of
from tests.unit.findings.made_ladder import with_steps

if TYPE_CHECKING:
    from tests.unit.findings.conftest import MadeSeries

TITLES = {18: "гусеница", 63: "дикобраз", 28: "чашка"}
ALL = {f"series-{name}" for name in figures.__all__} - {
    "series-saturation",
    "series-ladder",
}

Drawings = Callable[..., dict[str, Callable[[], Figure]]]
Drawn = Callable[[str], dict[str, Any]]


@pytest.fixture
def labels() -> Labels:
    path = resources.folder("templates") / "ru" / "figures.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def drawings(series: MadeSeries, labels: Labels) -> Drawings:
    """The drawings of the made-up series; keyword arguments replace parts of its findings."""

    def made(**changes: Any) -> dict[str, Callable[[], Figure]]:
        report: Any = SimpleNamespace(
            series=replace(series.found(), **changes),
            trainings=series.results,
            images=series.images,
            assignment=SimpleNamespace(
                classes=[SimpleNamespace(id=each, title=title) for each, title in TITLES.items()],
                class_ids=tuple(TITLES),
            ),
        )
        return illustrated.drawings(report, report.series, labels)

    return made


@pytest.fixture
def drawn(drawings: Drawings, monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """What a figure's function is called with."""

    def arguments(name: str) -> dict[str, Any]:
        calls: list[dict[str, Any]] = []
        with monkeypatch.context() as patch:
            patch.setattr(figures, name, lambda **given: calls.append(given))
            drawings()[f"series-{name}"]()
        (given,) = calls
        return given

    return arguments


def test_a_whole_series_has_all_figures(drawings: Drawings) -> None:
    made = drawings()
    assert set(made) == ALL
    assert all(isinstance(draw(), Figure) for draw in made.values())


@pytest.mark.parametrize(
    ("changes", "without"),
    [
        ({"batch": None}, set()),
        ({"rate": None}, set()),
        ({"batch": None, "rate": None}, {"trends"}),
        ({"overfitting": None}, set()),
        ({"networks": None, "best": None}, {"search", "best"}),
        ({"images": None}, {"means", "mistakes"}),
        ({"ranking": ()}, {"effects"}),
    ],
)
def test_what_was_not_computed_has_no_figure(
    changes: dict[str, Any], without: set[str], drawings: Drawings
) -> None:
    assert set(drawings(**changes)) == ALL - {f"series-{name}" for name in without}


def test_changed_colours_are_shown_where_a_network_sees_them(
    series: MadeSeries, drawings: Drawings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert series.images is not None
    pixels = np.random.default_rng(0).integers(0, 256, (300, 32, 32, 3), dtype=np.uint8)
    monkeypatch.setitem(series.images.arrays, "test_images", pixels)
    found = series.found()
    assert found.networks is not None
    plain, other = found.networks
    spec = replace(other.variant.spec, saturation=4.0)
    variant = replace(other.variant.variant, spec=spec)
    networks = (plain, replace(other, variant=replace(other.variant, variant=variant)))
    made = drawings(networks=networks)
    assert set(made) == ALL | {"series-saturation"}
    assert set(drawings(networks=networks, images=None)).isdisjoint({"series-saturation"})
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(figures, "saturation", lambda **given: calls.append(given))
    made["series-saturation"]()
    (given,) = calls
    assert given["titles"] == ["гусеница"] * 2 + ["дикобраз"] * 2 + ["чашка"] * 2
    np.testing.assert_array_equal(given["images"], pixels[[0, 1, 100, 101, 200, 201]])
    assert (given["factor"], given["color_share"]) == (4.0, 0.085)


def test_no_mistakes_no_figure_of_them(series: MadeSeries, drawings: Drawings) -> None:
    found = series.found()
    assert found.images is not None
    made = drawings(images=replace(found.images, mistakes=()))
    assert set(made) == ALL - {"series-mistakes"}


def test_classes_and_their_titles(series: MadeSeries, drawn: Drawn) -> None:
    series.let("base", (90, 60, 30))
    given = drawn("classes")
    assert given["titles"] == ["гусеница", "дикобраз", "чашка"]
    np.testing.assert_allclose(given["test"], [0.9, 0.6, 0.3])
    np.testing.assert_allclose(given["nearest_mean"], [0.7, 0.6, 0.4])
    assert (given["low"] < given["test"]).all()
    assert (given["high"] > given["test"]).all()


def test_mistakes_are_those_of_the_findings(series: MadeSeries, drawn: Drawn) -> None:
    assert series.images is not None
    pictures = (np.arange(300) % 256).astype(np.uint8).reshape(-1, 1, 1, 1)
    arrays = {**series.images.arrays, "test_images": pictures.repeat(32, 1).repeat(32, 2)}
    series.images = replace(series.images, arrays=arrays)
    found = series.found().images
    assert found is not None
    given, mistakes = drawn("mistakes"), found.mistakes
    assert given["images"][:, 0, 0, 0].tolist() == [each.image % 256 for each in mistakes]
    assert given["true"] == [TITLES[each.true_id] for each in mistakes]
    assert given["taken_for"] == [TITLES[each.taken_for_id] for each in mistakes]
    assert given["confidence"] == [each.confidence for each in mistakes]


def test_one_seed_has_one_curve(series: MadeSeries, drawn: Drawn) -> None:
    series.series = replace(series.series, seeds=1)
    assert drawn("overfitting")["curves"]["test_loss"].shape[0] == 1


@pytest.mark.parametrize(
    ("name", "values", "compared"),
    [("batch", [64, 128, 256], 1), ("rate", [0.001, 0.0025, 0.005], 2)],
)
def test_trends_are_in_the_order_of_the_value(
    name: str, values: list[float], compared: int, series: MadeSeries, drawn: Drawn
) -> None:
    series.let("stopped", (80, 80, 80))
    given = drawn("trends")["trends"]
    assert list(given) == ["batch", "rate"]
    found = given[name]
    assert found.values.tolist() == values
    assert found.compared == compared
    ends = found.difference, found.low, found.high
    assert [one[compared] for one in ends] == [0, 0, 0]
    trend = getattr(series.found(), name)
    ordered = trend.in_order("batch_size" if name == "batch" else "lr")
    effects = [one.effect for one in ordered if one is not trend.reference]
    others = [np.delete(one, compared).tolist() for one in ends]
    assert others[0] == [effect.difference for effect in effects]
    assert others[1] == [effect.interval.low for effect in effects]
    assert others[2] == [effect.interval.high for effect in effects]


@pytest.mark.parametrize("gone", ["batch", "rate"])
def test_a_trend_alone_has_the_figure_to_itself(
    gone: str, drawings: Drawings, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[dict[str, Any]] = []
    monkeypatch.setattr(figures, "trends", lambda **given: calls.append(given))
    drawings(**{gone: None})["series-trends"]()
    assert [set(given["trends"]) for given in calls] == [{"batch", "rate"} - {gone}]


def test_networks_are_searched_in_the_order_of_their_validation(drawn: Drawn) -> None:
    given = drawn("search")
    assert given["names"] == ["FC(20), FC(3), SGD", "FC(64), FC(32), FC(3), SGD"]
    chosen = [[point.lr for point in row if point.chosen] for row in given["candidates"]]
    assert chosen == [[0.05], [0.02]]


def test_effects_have_the_verdicts_of_the_findings(series: MadeSeries, drawn: Drawn) -> None:
    series.let("wide", (95, 95, 95))
    series.let("batch-256", (20, 20, 20))
    given = drawn("effects")
    verdicts = dict(zip(given["names"], given["verdicts"], strict=True))
    assert verdicts["М2"] == "better"
    assert verdicts["мини-пакет 256"] == "worse"
    assert verdicts["остановка на 4-й эпохе"] == "unclear"
    assert given["difference"].tolist() == sorted(given["difference"], reverse=True)


def test_variants_of_one_name_differ_by_their_epochs(series: MadeSeries, drawn: Drawn) -> None:
    variants = series.series.variants
    slower = replace(series.variant("half"), id="slower", spec=replace(variants[0].spec, lr=0.001))
    series.series = replace(series.series, variants=(*variants, slower))
    series.let("slower")
    names = drawn("effects")["names"]
    assert {"шаг 0,001, эпох: 8", "шаг 0,001, эпох: 20", "шаг 0,0025"} <= set(names)


def test_the_ladder_goes_from_the_base_to_the_best(series: MadeSeries, drawn: Drawn) -> None:
    with_steps(series)
    series.let("units-20", (90, 90, 90))
    given = drawn("ladder")
    assert given["names"] == [
        "базовый вариант", "шаг 0,05 → 0", "эпох: 6", "FC(20)", "М1",
    ]  # fmt: skip
    np.testing.assert_allclose(given["accuracy"], [0.6, 0.6, 0.6, 0.9])
    np.testing.assert_array_less(given["low"], np.diff(given["accuracy"]))
    np.testing.assert_array_less(np.diff(given["accuracy"]), given["high"])
    assert given["verdicts"] == ["unclear", "unclear", "better"]


def test_the_ladder_is_drawn(series: MadeSeries, drawings: Drawings) -> None:
    with_steps(series)
    series.let("units-20", (90, 90, 90))
    assert isinstance(drawings()["series-ladder"](), Figure)


def test_networks_are_called_by_their_numbers_in_the_order_of_the_plan(
    series: MadeSeries, labels: Labels
) -> None:
    found = series.found()
    named = [
        names_of(found.variants, found.base, labels, in_full=full)[-2:] for full in (False, True)
    ]
    assert named == [
        ["М1", "М2"],
        ["М1: FC(20), FC(3), SGD", "М2: FC(64), FC(32), FC(3), SGD"],
    ]
    assert {one.number for one in found.variants if one.part != "network"} == {None}


def test_best_is_the_one_chosen(series: MadeSeries, drawn: Drawn) -> None:
    given = drawn("best")
    assert given["best_name"] == "FC(20), FC(3), SGD"
    assert given["base_name"] == "базовый вариант"
    assert given["best"]["test_loss"].shape == (3, 6)
    assert given["base"]["train_accuracy"].shape == (3, 8)
