"""Paths in few letters go where matplotlib drew them."""

import re
from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from lab1report.figures.plots import export
from lab1report.figures.plots.svg_paths import relative

LENGTHS = {"m": 2, "l": 2, "q": 4, "c": 6, "z": 0}


def places(path: str) -> list[tuple[float, float]]:
    """All that a path names, as SVG 1.1, 8.3 has it for letters of either case."""
    found = []
    start = here = (0.0, 0.0)
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", path.replace("e-", "E-")):
        numbers = [float(one) for one in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        step = LENGTHS[command.lower()]
        if not step:
            here = start
        for first in range(0, len(numbers), step or 1):
            pairs = numbers[first : first + step]
            x, y = here if command.islower() else (0, 0)
            own = [(x + pairs[i], y + pairs[i + 1]) for i in range(0, len(pairs), 2)]
            found += own
            here = own[-1]
            if command in "Mm" and not first:
                start = here
    return found


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 2 \nL 1.5 2.004 \nL 1.25 -3 \nz\n", "m1 2 .5 0-.25-5z"),
        ("M 0 0 \nQ 1 1 2 0 \nQ 3 -1 4 0 \nz\nM 7 7\nL 7 7", "m0 0q1 1 2 0 1-1 2 0zm7 7 0 0"),
        ("M 0.004 0\nL 0.008 0\nL 0.012 0\n", "m0 0 .01 0 0 0"),
    ],
)
def test_short_paths(path: str, short: str) -> None:
    assert relative(path) == short


def test_an_unknown_command_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        relative("M 0 0 A 1 1 0 0 0 2 2")


@pytest.mark.parametrize("name", ["xor-surface", "cifar-curves"])
def test_a_drawing_keeps_its_places(draw: Callable[..., Figure], name: str) -> None:
    paths = re.findall(r' d="([^"]*)"', export.svg(draw(name)).decode())
    assert len(paths) > 20
    for path in paths:
        expected, found = places(path), places(relative(path))
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert one == pytest.approx(other, abs=0.0051)
