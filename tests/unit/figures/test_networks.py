"""Schemes of networks: what is drawn, what is only counted."""

from collections.abc import Callable

import pytest
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure

Draw = Callable[..., Figure]
Shown = Callable[[Figure], set[str]]
Overhang = Callable[[Figure], float]


def lines(figure: Figure) -> list[int]:
    """How many lines each bundle of links has."""
    found = figure.axes[0].collections
    return [len(one.get_segments()) for one in found if isinstance(one, LineCollection)]


def test_every_link_of_a_small_network_is_drawn(draw: Draw) -> None:
    figure = draw("network", sizes=(2, 4, 3), activations=("relu", "none"))
    assert lines(figure) == [8, 4, 12, 3]  # each with the links of its bias after it


def test_a_long_column_is_abridged_and_counted_in_full(draw: Draw, shown: Shown) -> None:
    figure = draw("network")
    assert lines(figure) == [6 * 10, 10, 10 * 3, 3]
    texts = " ".join(shown(figure)).replace("\u00a0", " ").replace("\n", " ")
    assert "входов: 3072" in texts
    assert "нейронов: 10" in texts
    assert "весов: 3072 · 10 = 30 720, смещений: 10" in texts
    assert "весов: 10 · 3 = 30, смещений: 3" in texts
    assert "$x_{3072}$" in texts
    assert "$x_{6}$" not in texts


def test_a_single_input_has_no_number(draw: Draw, shown: Shown) -> None:
    texts = shown(draw("network", sizes=(1, 64, 1), outputs=[r"$\hat{y}$"]))
    assert {"$x$", r"$\hat{y}$"} <= texts


@pytest.mark.parametrize("hidden", [(1,), (512,), (64, 32, 16), (4096, 2048, 1024, 512, 256)])
def test_words_stay_within_the_figure_and_off_each_other(
    hidden: tuple[int, ...], draw: Draw, overhang: Overhang
) -> None:
    figure = draw(
        "network",
        sizes=(3072, *hidden, 3),
        activations=[*("relu" for _ in hidden), "none"],
        outputs=["аквариумная рыбка", "газонокосилка", "пикап"],
    )
    assert overhang(figure) < 0.1
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    touching = [
        (a, b)
        for place, a in enumerate(boxes)
        for b in boxes[place + 1 :]
        if a.overlaps(b) and min(a.x1, b.x1) - max(a.x0, b.x0) > 1
    ]
    assert not touching


def test_neurons_are_no_inputs(draw: Draw) -> None:
    figure = draw("network", sizes=(2, 4, 3), activations=("relu", "none"))
    patches = [c for c in figure.axes[0].collections if isinstance(c, PatchCollection)]
    counts = sorted(len(one.get_paths()) for one in patches)
    assert counts == [1, 1, 2, 3, 4]  # two biases, inputs, outputs, hidden neurons
