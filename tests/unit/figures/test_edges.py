"""The ends of what the arrays may hold, and the numbers that the figures write."""

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from PIL import Image

from lab1report.figures import fonts
from lab1report.figures.plots import cifar, export, mosaic, style

pytestmark = pytest.mark.slow

Draw = Callable[..., Figure]
Shown = Callable[[Figure], set[str]]
Overhang = Callable[[Figure], float]

LONG_TITLES = ["аквариумная рыбка", "пикап", "газонокосилка"]


def test_a_single_snapshot(draw: Draw, shown: Shown) -> None:
    figure = draw("regression-fits", outputs=np.zeros((1, 100)), iterations=np.array([50]))
    assert "50 итераций" in shown(figure)


def test_more_snapshots_than_line_styles(draw: Draw, shown: Shown) -> None:
    figure = draw("regression-fits", outputs=np.zeros((9, 100)), iterations=np.arange(1, 10))
    assert {f"{k} итераций" for k in range(1, 10)} <= shown(figure)


def test_a_fit_without_any_deviation(draw: Draw, overhang: Overhang) -> None:
    true = np.linspace(0, 1, 100)
    figure = draw("regression-fits", true=true, outputs=true[None], iterations=np.array([10]))
    assert overhang(figure) < 0.1


def test_the_noise_variance_is_written_in_full(draw: Draw, shown: Shown) -> None:
    assert any("0,0025" in text for text in shown(draw("regression-loss")))


def test_a_flat_regression_loss(draw: Draw, overhang: Overhang) -> None:
    assert overhang(draw("regression-loss", mse=np.full(50, 0.2))) < 0.1


def test_xor_loss_of_50_000_iterations_is_thinned(draw: Draw) -> None:
    figure = draw("xor-loss", losses=np.linspace(700, 3, 50_000), guess=693.147, plateau=2000)
    drawn = np.asarray(figure.axes[0].lines[0].get_xdata())
    assert len(drawn) <= 1000
    assert (drawn[0], drawn[-1]) == (1, 50_000)


@pytest.mark.parametrize("plateau", [None, 1, 50])
def test_plateau(plateau: int | None, draw: Draw, shown: Shown) -> None:
    texts = shown(draw("xor-loss", plateau=plateau))
    assert any(text.startswith("плато") for text in texts) == (plateau is not None)


def test_guessing_costs_ln_2_a_point(draw: Draw, shown: Shown) -> None:
    assert any("693,1" in text for text in shown(draw("xor-loss", guess=693.147)))


def test_misclassified_points_are_counted_and_ringed(draw: Draw, shown: Shown) -> None:
    classes = np.array([0] * 20 + [1] * 20)
    figure = draw("xor-surface", classes=classes, predicted=np.roll(classes, 3))
    assert "ошибки сети: 6" in shown(figure)
    assert 6 in [len(np.asarray(line.get_xdata())) for line in figure.axes[0].lines]


@pytest.mark.parametrize("wrong", [0, 20])
def test_no_rings_without_mistakes_nor_around_half_of_the_points(
    wrong: int, draw: Draw, shown: Shown
) -> None:
    predicted = np.array([0] * wrong + [1] * (40 - wrong))
    figure = draw("xor-surface", classes=np.ones(40, int), predicted=predicted)
    assert not [text for text in shown(figure) if text.startswith("ошибки")]


def test_a_surface_that_never_crosses_one_half(draw: Draw, overhang: Overhang) -> None:
    assert overhang(draw("xor-surface", probability=np.full((20, 20), 0.25))) < 0.1


@pytest.mark.parametrize("best", [1, 3])
def test_best_epoch_at_an_end(best: int, draw: Draw, shown: Shown) -> None:
    figure = draw("cifar-curves", best_epoch=best)
    loss = {1: "1,100", 3: "0,900"}[best]
    assert any(f"эпоха {best}, {loss}" in text for text in shown(figure))


def test_a_single_epoch_and_accuracy_one(draw: Draw, overhang: Overhang) -> None:
    one = np.array([1.0])
    figure = draw(
        "cifar-curves",
        train_loss=one,
        test_loss=one,
        train_accuracy=one,
        test_accuracy=one,
        best_epoch=1,
    )
    assert overhang(figure) < 0.1


def test_epoch_ticks_are_whole(draw: Draw) -> None:
    figure = draw("cifar-curves")
    export.png(figure)
    labels = [label.get_text() for label in figure.axes[0].get_xticklabels()]
    assert labels
    assert not any("," in label for label in labels)


@pytest.mark.parametrize("count", [1, 2, 200])
def test_the_first_epoch_is_no_fraction(count: int, draw: Draw, shown: Shown) -> None:
    flat = np.linspace(1, 0.9, count)
    parts = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
    figure = draw("cifar-curves", **dict.fromkeys(parts, flat), best_epoch=1)
    shown(figure)
    low, high = figure.axes[0].get_xlim()
    places = [tick for tick in figure.axes[0].get_xticks() if low <= tick <= high]
    assert places
    assert all(place == round(place) for place in places)


@pytest.mark.parametrize("name", ["xor-sample", "xor-surface"])
@pytest.mark.parametrize("ends", [(0, 1), (0.04, 0.96), (-1, 1), (-0.6, 0.6), (-1.6, 2.6)])
def test_ticks_of_square_axes_do_not_meet(
    name: str, ends: tuple[float, float], draw: Draw, shown: Shown
) -> None:
    points = np.random.default_rng(0).uniform(*ends, (40, 2))
    extent = {"extent": (*ends, *ends)} if name == "xor-surface" else {}
    figure = draw(name, points=points, **extent)
    shown(figure)
    axes = figure.axes[0]
    boxes = [label.get_window_extent() for label in axes.get_xticklabels()]
    within = [box for box in boxes if axes.bbox.x0 - 1 <= (box.x0 + box.x1) / 2 <= axes.bbox.x1 + 1]
    assert len(within) >= 2
    assert all(left.x1 < right.x0 for left, right in pairwise(within))


def test_confusion_shares_are_of_the_row() -> None:
    shares = cifar.row_shares(np.array([[9, 1, 0], [2, 5, 3], [0, 0, 0]]))
    assert shares.tolist() == [[0.9, 0.1, 0], [0.2, 0.5, 0.3], [0, 0, 0]]


def test_confusion_cells_have_count_and_percentage(draw: Draw, shown: Shown) -> None:
    counts = np.array([[412, 88, 0], [1, 1, 1], [0, 0, 500]])
    texts = shown(draw("cifar-confusion", train=counts))
    assert {"412\n82,4 %", "88\n17,6 %", "1\n33,3 %", "500\n100,0 %"} <= texts


@pytest.mark.parametrize("name", ["cifar-samples", "cifar-confusion"])
def test_long_titles_stay_on_the_page(name: str, draw: Draw, overhang: Overhang) -> None:
    assert overhang(draw(name, titles=LONG_TITLES)) < 0.1


def test_long_titles_do_not_meet_below_the_confusion_matrix(draw: Draw) -> None:
    short = draw("cifar-confusion", titles=["дикобраз"] * 3)
    export.png(short)
    boxes = [label.get_window_extent() for label in short.axes[0].get_xticklabels()]
    assert all(left.x1 + 5 < right.x0 for left, right in pairwise(boxes))
    slanted = draw("cifar-confusion", titles=LONG_TITLES)
    assert {label.get_rotation() for label in slanted.axes[0].get_xticklabels()} == {30}


def test_pixels_of_samples_are_exact_squares(draw: Draw) -> None:
    images = np.random.default_rng(1).integers(0, 256, (3, 8, 32, 32, 3), dtype=np.uint8)
    picture = np.asarray(Image.open(BytesIO(export.png(draw("cifar-samples", images=images)))))
    tile = images[2, 7].repeat(3, axis=0).repeat(3, axis=1)
    # In the middle: 128 pixels at either side of the titles and eight images of 98, 6 apart
    np.testing.assert_array_equal(picture[-97:-1, 128 + 256 + 7 * 104 + 1 :][:, :96], tile)


@pytest.mark.parametrize("count", [1, 3, 12])
def test_another_number_of_samples(count: int, draw: Draw, overhang: Overhang) -> None:
    assert overhang(draw("cifar-samples", images=np.zeros((3, count, 32, 32, 3), np.uint8))) < 0.1


@pytest.mark.parametrize("neurons", [1, 7, 64, 65, 512])
def test_any_number_of_neurons(neurons: int, draw: Draw, overhang: Overhang) -> None:
    weights = np.random.default_rng(0).normal(size=(neurons, 3072)).astype(np.float32)
    figure = draw("cifar-weights", weights=weights)
    assert overhang(figure) < 0.1
    assert len(figure.texts) == neurons
    assert figure.get_figheight() / style.MM < 230


def test_captions_of_many_neurons_do_not_meet(draw: Draw) -> None:
    figure = draw("cifar-weights", weights=np.zeros((512, 3072)))
    export.png(figure)
    boxes = [text.get_window_extent() for text in figure.texts[480:504]]
    assert all(left.x1 < right.x0 for left, right in pairwise(boxes))


def test_stretch_is_the_assignments() -> None:
    weights = np.random.default_rng(3).normal(size=(2, 3072))
    image = weights[1].reshape(32, 32, 3)
    image = image - np.percentile(image, 1, axis=(0, 1))
    image = np.clip(image / np.percentile(image, 99, axis=(0, 1)), 0, 1)
    np.testing.assert_array_equal(cifar.stretch(weights)[1], np.round(image * 255))


def test_stretch_leaves_its_argument_and_bears_constant_weights() -> None:
    weights = np.full((1, 3072), 0.5)
    assert not cifar.stretch(weights).any()
    assert (weights == 0.5).all()


def test_mosaic_has_its_images_where_it_says() -> None:
    images = np.stack([np.full((32, 32, 3), shade, np.uint8) for shade in (10, 20, 30)])
    tiles = mosaic.Mosaic(images, columns=2, scale=2, gap=(4, 6))
    assert (tiles.side, tiles.width, tiles.height) == (66, 136, 138)
    assert tiles.corner(2) == (0, 72)


def test_thin_keeps_both_ends() -> None:
    assert style.thin(3).tolist() == [0, 1, 2]
    assert style.thin(10_000, 5).tolist()[::4] == [0, 9999]
    assert style.thin(1).tolist() == [0]


def test_figures_have_the_font_of_the_text() -> None:
    """The very files, whatever other version of the font the system has."""
    found = {
        (weight, slant): font_manager.findfont(
            font_manager.FontProperties(family=style.font_family(), weight=weight, style=slant)
        )
        for weight in ("normal", "bold")
        for slant in ("normal", "italic")
    }
    assert {Path(file) for file in found.values()} == set(fonts.serif().files.values())
    assert Path(found["bold", "italic"]) == fonts.font_file("serif-bold-italic")
