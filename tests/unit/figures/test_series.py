"""Figures of the self-study series: what is drawn equals the data, whatever its extent."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from itertools import pairwise
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PatchCollection
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray
from PIL import Image

from lab1report.figures.numerals import Labels, Numerals
from lab1report.figures.plots import export, series
from lab1report.figures.plots.series_curves import Curves
from lab1report.figures.plots.series_rows import signed
from lab1report.figures.plots.series_search import SearchPoint
from lab1report.figures.plots.series_trends import Values

Draw = Callable[..., Figure]
Shown = Callable[[Figure], set[str]]
Overhang = Callable[..., float]
Floats = NDArray[np.floating]

NAMES = tuple(series.__all__)
LONG_TITLES = ["аквариумная рыбка", "пикап", "газонокосилка"]
NETWORKS = [
    "FC(5) · SGD",
    "FC(20) · SGD",
    "FC(64) · SGD",
    "FC(32), FC(16) · SGD",
    "FC(64), FC(32) · momentum",
    "FC(64), FC(32), FC(16) · SGD",
    "FC(20) · Adam",
    "FC(1024) · SGD",
]
every_figure = pytest.mark.parametrize("name", NAMES)


def curves(*, seeds: int = 3, epochs: int = 40) -> Curves:
    random = np.random.default_rng(epochs)
    done = np.arange(1, epochs + 1) / epochs
    return {
        "train_loss": np.exp(-2 * done) + random.normal(0, 0.02, (seeds, epochs)),
        "test_loss": 1 - done + done**2 + random.normal(0, 0.02, (seeds, epochs)),
        "train_accuracy": 0.4 + 0.6 * done + random.uniform(-0.02, 0, (seeds, epochs)),
        "test_accuracy": 0.4 + 0.3 * done + random.uniform(-0.02, 0, (seeds, epochs)),
    }


def values(*given: float, compared: int = 1) -> Values:
    difference = np.linspace(-0.01, 0.01, len(given))
    difference[compared] = 0
    return Values(
        values=np.array(given),
        difference=difference,
        low=difference - 0.05,
        high=difference + 0.03,
        compared=compared,
    )


def arrays(*, seeds: int = 3, networks: int = 8) -> dict[str, dict[str, Any]]:
    """Made-up arguments for each figure."""
    random = np.random.default_rng(0)
    base = curves(seeds=seeds)
    names = (NETWORKS * networks)[:networks]
    test = random.uniform(0.6, 0.8, networks)
    return {
        "classes": {
            "train": np.array([0.99, 1.0, 0.97]),
            "test": np.array([0.83, 0.64, 0.78]),
            "low": np.array([0.76, 0.55, 0.7]),
            "high": np.array([0.89, 0.72, 0.84]),
            "nearest_mean": np.array([0.6, 0.41, 0.77]),
            "titles": ["гусеница", "чашка", "дикобраз"],
        },
        "means": {
            "images": random.uniform(0, 255, (3, 32, 32, 3)).astype(np.float32),
            "class_ids": [18, 28, 63],
            "titles": ["гусеница", "чашка", "дикобраз"],
        },
        "mistakes": {
            "images": random.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8),
            "true": ["гусеница", "чашка"] * 3,
            "taken_for": ["чашка", "дикобраз"] * 3,
            "confidence": np.linspace(0.994, 0.9, 6),
        },
        "saturation": {
            "images": random.integers(0, 256, (6, 32, 32, 3), dtype=np.uint8),
            "titles": ["гусеница", "гусеница", "чашка", "чашка", "дикобраз", "дикобраз"],
            "factor": 4.0,
            "color_share": 0.07,
        },
        "overfitting": {
            "curves": base,
            "best_epochs": base["test_loss"].argmin(axis=1) + 1,
        },
        "trends": {"trends": {"batch": values(64, 128, 256), "rate": values(0.001, 0.0025, 0.005)}},
        "search": {
            "names": names,
            "candidates": [
                [
                    SearchPoint(
                        lr, size, 6, 1.0, float(random.uniform(0.6, 0.8)), chosen=size == 64
                    )
                    for lr, size in ((0.0001, 32), (0.0003, 64), (0.001, 128))
                ]
                for _ in names
            ],
        },
        "effects": {
            "names": names,
            "difference": test - 0.7,
            "low": test - 0.73,
            "high": test - 0.67,
            "verdicts": (["better", "worse", "unclear"] * networks)[:networks],
        },
        "ladder": {
            "names": ["базовый вариант", *names, "FC(256), FC(3), SGD"],
            "accuracy": np.linspace(0.652, 0.8, networks + 1),
            "low": np.full(networks, -0.01),
            "high": np.full(networks, 0.05),
            "verdicts": (["better", "worse", "unclear"] * networks)[:networks],
        },
        "best": {
            "best": curves(seeds=seeds, epochs=12),
            "base": base,
            "best_name": "FC(64), FC(32) · momentum",
            "base_name": "исходный вариант",
        },
    }


@pytest.fixture
def draw(labels: Labels) -> Draw:
    """Draws a figure by its name from made-up arrays; keyword arguments replace some of them."""

    def figure(name: str, *, seeds: int = 3, networks: int = 8, **changes: Any) -> Figure:
        given = arrays(seeds=seeds, networks=networks)[name]
        drawn: Figure = getattr(series, name)(**{"labels": labels, **given, **changes})
        return drawn

    return figure


def bars(axes: Axes) -> list[tuple[Floats, Floats]]:
    """Of each set of marks with error bars: the marks (n, 2) and the bars' ends (n, 2, 2)."""
    found = []
    for container in axes.containers:
        assert isinstance(container, ErrorbarContainer)
        marks, _, (ends,) = container.lines
        assert marks is not None
        found.append((np.asarray(marks.get_xydata()), np.array(ends.get_segments())))
    return found


def line(axes: Axes, label: str) -> Line2D:
    return next(each for each in axes.lines if each.get_label() == label)


def x_of(drawn: Line2D) -> Floats:
    return np.asarray(drawn.get_xdata(), dtype=float)


def y_of(drawn: Line2D) -> Floats:
    return np.asarray(drawn.get_ydata(), dtype=float)


def corners_of(collection: Collection) -> list[tuple[int, int]]:
    """The upper left corner of each of the rectangles, to whole units."""
    corners = [np.asarray(path.vertices).min(axis=0) for path in collection.get_paths()]
    return [(round(x), round(y)) for x, y in corners]


def tops_of(collections: Iterable[Collection]) -> list[float]:
    """The greatest y of each path."""
    paths = [path for each in collections for path in each.get_paths()]
    return [float(np.asarray(path.vertices)[:, 1].max()) for path in paths]


def rows(axes: Axes) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


# What holds for every figure


@pytest.mark.slow
@every_figure
@pytest.mark.parametrize("seeds", [1, 2, 20])
def test_any_number_of_seeds(name: str, seeds: int, draw: Draw, overhang: Overhang) -> None:
    figure = draw(name, seeds=seeds)
    image = Image.open(BytesIO(export.png(figure)))
    assert overhang(figure, drawn=True) < 0.1
    width_mm, height_mm = (pixels / 200 * 25.4 for pixels in image.size)
    assert width_mm == pytest.approx(170, abs=0.2)
    assert 25 < height_mm < 130


@pytest.mark.slow
@pytest.mark.parametrize("name", ["search", "effects"])
@pytest.mark.parametrize("networks", [1, 30])
def test_any_number_of_networks(name: str, networks: int, draw: Draw, overhang: Overhang) -> None:
    figure = draw(name, networks=networks)
    assert overhang(figure) < 0.1
    assert figure.get_figheight() * 25.4 < 230
    labels = figure.axes[0].get_yticklabels()
    assert len(labels) == networks
    boxes = sorted((label.get_window_extent() for label in labels), key=lambda box: box.y0)
    assert all(lower.y1 <= upper.y0 + 1 for lower, upper in pairwise(boxes))


@every_figure
def test_words_come_from_the_labels(name: str, draw: Draw, labels: Labels, shown: Shown) -> None:
    """With foreign words and Latin names no Cyrillic letter is left."""
    foreign = {table: dict.fromkeys(words, "word") for table, words in labels.items()}
    latin = {
        key: [f"one {number}" for number in range(len(value))]
        for key, value in arrays()[name].items()
        if key in ("names", "titles", "true", "taken_for")
    }
    base = {"base_name": "base"} if name == "best" else {}
    figure = draw(name, labels={**foreign, "number": labels["number"]}, **latin, **base)
    texts = shown(figure)
    assert "word" in texts
    assert not re.search("[А-Яа-яЁё]", " ".join(texts))


@pytest.mark.slow
@every_figure
def test_png_is_the_same_twice_and_leaves_the_settings_of_the_process_alone(
    name: str, draw: Draw
) -> None:
    with matplotlib.rc_context({"font.size": 31, "axes.grid": False}):
        before = dict(matplotlib.rcParams)
        strange = export.png(draw(name))
        assert dict(matplotlib.rcParams) == before
    assert strange == export.png(draw(name))


@every_figure
def test_numbers_have_a_decimal_comma(name: str, draw: Draw, shown: Shown) -> None:
    assert not [text for text in shown(draw(name)) if re.search(r"\d\.\d", text)]


# The classes


def test_classes_are_drawn_with_their_intervals(draw: Draw, labels: Labels, shown: Shown) -> None:
    figure = draw("classes")
    axes = figure.axes[0]
    words = labels["series-classes"]
    ((marks, ends),) = bars(axes)
    np.testing.assert_allclose(marks[:, 0], [83, 64, 78])
    np.testing.assert_allclose(ends[:, :, 0], [[76, 89], [55, 72], [70, 84]])
    np.testing.assert_allclose(x_of(line(axes, words["train"])), [99, 100, 97])
    np.testing.assert_allclose(x_of(line(axes, words["nearest"])), [60, 41, 77])
    assert rows(axes) == ["гусеница", "чашка", "дикобраз"]
    assert {"83,0", "100,0", "41,0"} <= shown(figure)


def test_classes_without_what_the_images_say(draw: Draw, labels: Labels, shown: Shown) -> None:
    assert labels["series-classes"]["nearest"] in shown(draw("classes"))
    assert labels["series-classes"]["nearest"] not in shown(draw("classes", nearest_mean=None))


def test_all_classes_recognised(draw: Draw, overhang: Overhang) -> None:
    one = np.ones(3)
    figure = draw("classes", train=one, test=one, low=one, high=one, nearest_mean=one)
    assert overhang(figure) < 0.1


@pytest.mark.parametrize("name", ["classes", "means"])
def test_long_titles_stay_on_the_page(name: str, draw: Draw, overhang: Overhang) -> None:
    assert overhang(draw(name, titles=LONG_TITLES)) < 0.1


def test_mean_images_are_rounded_and_exact_squares(draw: Draw) -> None:
    images = np.full((3, 32, 32, 3), 99.6, np.float32)
    images[1] = 300.0
    picture = np.asarray(Image.open(BytesIO(export.png(draw("means", images=images)))))
    middles = picture[128, [picture.shape[1] // 6, picture.shape[1] // 2]]
    assert middles[0].tolist() == [100] * 3
    assert middles[1].tolist() == [255] * 3
    assert (picture[128] == 100).all(axis=1).sum() == 2 * 8 * 32


def test_mistakes_say_what_was_taken_for_what(draw: Draw, shown: Shown) -> None:
    texts = shown(draw("mistakes"))
    assert {"гусеница\n→ чашка\n99 %", "чашка\n→ дикобраз\n90 %"} <= texts


@pytest.mark.parametrize("count", [1, 4, 5, 7, 12])
def test_any_number_of_mistakes(count: int, draw: Draw, overhang: Overhang) -> None:
    figure = draw(
        "mistakes",
        images=np.zeros((count, 32, 32, 3), np.uint8),
        true=[LONG_TITLES[0]] * count,
        taken_for=[LONG_TITLES[2]] * count,
        confidence=[1.0] * count,
    )
    assert overhang(figure) < 0.1
    boxes = [text.get_window_extent() for text in figure.texts]
    assert len(boxes) == count
    assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])


# Curves


def test_overfitting_draws_means_bands_and_the_lowest_losses(draw: Draw, labels: Labels) -> None:
    words = labels["series-overfitting"]
    given = arrays()["overfitting"]
    test = given["curves"]["test_loss"]
    loss, gap = draw("overfitting").axes
    np.testing.assert_allclose(y_of(line(loss, words["test"])), test.mean(axis=0))
    lowest = line(loss, words["best"])
    np.testing.assert_allclose(x_of(lowest), test.argmin(axis=1) + 1)
    np.testing.assert_allclose(y_of(lowest), test.min(axis=1))
    gaps = 100 * (given["curves"]["train_accuracy"] - given["curves"]["test_accuracy"])
    np.testing.assert_allclose(y_of(gap.lines[-1]), gaps.mean(axis=0))
    (top,) = tops_of(gap.collections)
    assert top == pytest.approx((gaps.mean(axis=0) + gaps.std(axis=0, ddof=1)).max())


def test_a_single_seed_has_no_band(draw: Draw, labels: Labels, shown: Shown) -> None:
    word = labels["series-overfitting"]["band"]
    several, single = draw("overfitting"), draw("overfitting", seeds=1)
    assert word in shown(several)
    assert word not in shown(single)
    assert not [each for axes in single.axes for each in axes.collections]


def test_a_band_of_shares_ends_at_100_percent(draw: Draw) -> None:
    nearly = np.ones((3, 12))
    nearly[0] = 0.9
    best = {**curves(epochs=12), "train_accuracy": nearly, "test_accuracy": nearly - 0.3}
    axes = draw("best", best=best).axes[0]
    assert max(tops_of(axes.collections)) == 100


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [1, 3])
def test_accuracies_of_one_and_losses_of_zero(seeds: int, draw: Draw, overhang: Overhang) -> None:
    flat: Curves = {
        "train_loss": np.zeros((seeds, 40)),
        "test_loss": np.zeros((seeds, 40)),
        "train_accuracy": np.ones((seeds, 40)),
        "test_accuracy": np.ones((seeds, 40)),
    }
    one, epochs = np.ones(2), np.ones(seeds, dtype=int)
    level = Values(values=np.array([64.0, 128]), difference=one, low=one, high=one, compared=0)
    assert overhang(draw("overfitting", curves=flat, best_epochs=epochs)) < 0.1
    assert overhang(draw("best", best=flat, base=flat)) < 0.1
    assert overhang(draw("trends", trends={"batch": level})) < 0.1


def test_a_single_epoch(draw: Draw, overhang: Overhang) -> None:
    short = curves(epochs=1)
    figure = draw("overfitting", curves=short, best_epochs=np.array([1, 1, 1]))
    assert overhang(figure) < 0.1
    assert overhang(draw("best", best=short, base=short)) < 0.1


def test_best_stands_beside_the_base(draw: Draw, labels: Labels) -> None:
    given, words = arrays()["best"], labels["series-best"]
    axes = np.reshape(np.array(draw("best").axes, dtype=object), (2, 2))
    for column, name in enumerate(("best", "base")):
        accuracy, loss = axes[:, column]
        for axes_of, key, factor in ((accuracy, "accuracy", 100), (loss, "loss", 1)):
            for part in ("train", "test"):
                np.testing.assert_allclose(
                    y_of(line(axes_of, words[part])),
                    factor * given[name][f"{part}_{key}"].mean(axis=0),
                )
        assert accuracy.get_title() == given[f"{name}_name"]
    assert axes[0, 0].get_ylim() == axes[0, 1].get_ylim()


# Batch size and learning rate


@pytest.mark.parametrize("names", [("batch", "rate"), ("batch",), ("rate",)])
def test_trends_have_a_panel_each_and_draw_each_value(
    names: tuple[str, ...], draw: Draw, labels: Labels, shown: Shown
) -> None:
    words, given = labels["series-trends"], arrays()["trends"]["trends"]
    figure = draw("trends", trends={name: given[name] for name in names})
    for axes, name in zip(figure.axes, names, strict=True):
        found = given[name]
        usual = found.values[1]
        ((others, ends),) = bars(axes)
        np.testing.assert_allclose(others, [[found.values[0], -1], [found.values[2], 1]])
        np.testing.assert_allclose(ends[:, :, 0], [[one] * 2 for one in found.values[[0, 2]]])
        np.testing.assert_allclose(ends[:, :, 1], [[-6, 2], [-4, 4]])
        assert marked(axes, words["compared"]) == [(usual, 0)]
        assert axes.get_xlabel() == words[name]
        assert axes.get_ylim() == figure.axes[0].get_ylim()
    (others_of,) = figure.axes[0].containers
    assert isinstance(others_of, ErrorbarContainer)
    assert others_of.get_label() == words["others"]
    others_look = others_of.lines[0]
    compared_look = next(
        line for line in figure.axes[0].lines if line.get_label() == words["compared"]
    )
    assert others_look is not None
    assert (others_look.get_marker(), compared_look.get_marker()) == ("o", "s")
    assert others_look.get_color() != compared_look.get_color()
    assert {words["difference"], words["others"], words["compared"]} <= shown(figure)


def marked(axes: Axes, label: str) -> list[tuple[float, float]]:
    """The points that the legend calls `label`."""
    (line,) = (line for line in axes.lines if line.get_label() == label)
    across, up = (np.asarray(line.get_data()[axis], dtype=float) for axis in (0, 1))
    return list(zip(across.tolist(), up.tolist(), strict=True))


@pytest.mark.parametrize("compared", [0, 2])
def test_compared_with_an_end(compared: int, draw: Draw, labels: Labels) -> None:
    given = {"batch": values(64, 128, 256, compared=compared)}
    (axes,) = draw("trends", trends=given).axes
    ((others, _),) = bars(axes)
    assert marked(axes, labels["series-trends"]["compared"]) == [((64, 128, 256)[compared], 0)]
    assert len(others) == 2


RATES = (0.00025, 0.0005, 0.00125, 0.0025)


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (values(*RATES, compared=3), ["0,00025", "0,0005", "0,00125", "0,0025"]),
        (values(32, 64, 128, 256, 512), ["32", "64", "128", "256", "512"]),
    ],
)
def test_values_are_written_in_full_at_the_ticks(
    given: Values, texts: list[str], draw: Draw, overhang: Overhang
) -> None:
    for trends in ({"rate": given}, {"batch": values(64, 128), "rate": given}):
        figure = draw("trends", trends=trends)
        assert overhang(figure) < 0.1
        assert upright(figure.axes[-1]) == texts


@pytest.mark.parametrize("compared", [0, 5, 11])
def test_of_very_many_values_the_one_compared_with_is_named_and_no_labels_meet(
    compared: int, draw: Draw, overhang: Overhang
) -> None:
    many = values(*(0.00005 * 2.0**k for k in range(12)), compared=compared)
    figure = draw("trends", trends={"batch": values(64, 128), "rate": many})
    assert overhang(figure) < 0.1
    texts = upright(figure.axes[1])
    assert texts[compared] == f"{0.00005 * 2**compared:.5f}".rstrip("0").replace(".", ",")
    assert len([text for text in texts if text]) >= 6
    assert len(bars(figure.axes[1])[0][0]) == 11, "the values are drawn nevertheless"


def upright(axes: Axes) -> list[str]:
    """The labels of the ticks of x, of which none is slanted and none meet."""
    labels = axes.get_xticklabels()
    boxes = [label.get_window_extent() for label in labels if label.get_text()]
    assert {label.get_rotation() for label in labels} == {0}
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))
    assert {float(label.get_fontsize()) >= 8 for label in labels} == {True}
    return [label.get_text() for label in labels]


# Rows


def test_search_frames_the_chosen_and_shades_by_accuracy(draw: Draw, shown: Shown) -> None:
    given = [
        [
            SearchPoint(0.0001, 32, 6, 1.0, 0.6, chosen=False),
            SearchPoint(0.0003, 64, 6, 1.0, 0.75, chosen=True),
        ],
        [SearchPoint(0.05, 32, 12, 1.0, 0.8, chosen=True)],
    ]
    figure = draw("search", names=["a", "b"], candidates=given)
    cells, frames = figure.axes[0].collections
    assert isinstance(cells, PatchCollection)
    shades = np.asarray(cells.get_facecolor()).mean(axis=1)
    assert shades.argsort().tolist() == [2, 1, 0]  # the better, the darker
    assert corners_of(frames) == [(1, 0), (0, 1)]
    assert {"60,0", "75,0", "80,0", "0,0001 · 32 · 6", "0,05 · 32 · 12"} <= shown(figure)


def test_points_that_differ_by_their_colours_are_named_by_them(draw: Draw, shown: Shown) -> None:
    colours = [SearchPoint(0.06, 16, 6, factor, 0.7, chosen=factor == 4) for factor in (2.0, 4.0)]
    figure = draw("search", names=["a"], candidates=[colours])
    assert {"×2", "×4"} <= shown(figure)


def test_many_candidates_take_another_line(draw: Draw, overhang: Overhang) -> None:
    many = [SearchPoint(0.0001 * k, 32, 6, 1.0, 0.7, chosen=k == 8) for k in range(1, 10)]
    figure = draw("search", names=["a", "b"], candidates=[many, many[:1]])
    assert overhang(figure) < 0.1
    _, frames = figure.axes[0].collections
    (corner,) = corners_of(frames)
    columns = int(figure.axes[0].get_xlim()[1])
    assert corner == (7 % columns, 7 // columns)
    for which in (slice(0, None, 2), slice(1, None, 2)):  # accuracies, hyperparameters
        boxes = [text.get_window_extent() for text in figure.axes[0].texts[which]]
        assert len(boxes) == 10
        assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_effects_stand_in_the_order_given_and_are_told_apart(
    draw: Draw, labels: Labels, shown: Shown
) -> None:
    figure = draw(
        "effects",
        names=["better", "no", "worse"],
        difference=np.array([0.0234, 0.0, -0.05]),
        low=np.array([0.01, -0.01, -0.08]),
        high=np.array([0.04, 0.02, -0.02]),
        verdicts=["better", "unclear", "worse"],
    )
    axes = figure.axes[0]
    assert rows(axes) == ["better", "no", "worse"]
    words = labels["series-effects"]
    drawn = dict(zip((each.get_label() for each in axes.containers), bars(axes), strict=True))
    np.testing.assert_allclose(drawn[words["better"]][0], [[2.34, 0]])
    np.testing.assert_allclose(drawn[words["unclear"]][0], [[0, 1]])
    np.testing.assert_allclose(drawn[words["worse"]][0], [[-5, 2]])
    np.testing.assert_allclose(drawn[words["worse"]][1][0, :, 0], [-8, -2])
    assert {"+2,3", "0,0", "−5,0"} <= shown(figure)


def test_only_verdicts_that_occur_are_explained(draw: Draw, labels: Labels, shown: Shown) -> None:
    texts = shown(draw("effects", verdicts=["unclear"] * 8))
    words = labels["series-effects"]
    assert words["unclear"] in texts
    assert not texts & {words["better"], words["worse"]}


@pytest.mark.parametrize(
    ("value", "text"), [(2.34, "+2,3"), (-0.5, "−0,5"), (0.04, "0,0"), (-0.04, "0,0"), (0, "0,0")]
)
def test_signed(value: float, text: str) -> None:
    assert signed(value, Numerals(decimal=",", group=" ")) == text
