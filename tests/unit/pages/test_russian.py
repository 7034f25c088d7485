import math

import pytest

from lab1report.pages import russian


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 эпох"),
        (1, "1 эпоха"),
        (2, "2 эпохи"),
        (5, "5 эпох"),
        (11, "11 эпох"),
        (14, "14 эпох"),
        (21, "21 эпоха"),
        (47, "47 эпох"),
        (102, "102 эпохи"),
        (111, "111 эпох"),
        (-1, "−1 эпоха"),
        (-22, "−22 эпохи"),
        (50_000, "50\u202f000 эпох"),
    ],
)
def test_plural(count: int, text: str) -> None:
    assert russian.plural(count, "эпоха", "эпохи", "эпох") == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.00236, 4, "0,0024"),
        (-0.5, 1, "−0,5"),
        (-0.04, 1, "0,0"),
        (1000, 0, "1000"),
        (9999.96, 1, "10\u202f000,0"),
        (30763, 0, "30\u202f763"),
        (-1234567.25, 2, "−1\u202f234\u202f567,25"),
        (math.nan, 2, "NaN"),
        (-math.inf, 2, "−∞"),
    ],
)
def test_number(value: float, digits: int, text: str) -> None:
    assert russian.number(value, digits) == text


def test_points_are_of_a_difference() -> None:
    assert russian.points(0.0567) == "5,7 п. п.".replace(" ", "\u00a0")
    assert russian.points(-0.0567, 0) == "−6 п. п.".replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.747, 1, "74,7 %"), (0.7, 0, "70 %"), (-0.0123, 1, "−1,2 %"), (1, 1, "100,0 %")],
)
def test_percent(share: float, digits: int, text: str) -> None:
    assert russian.percent(share, digits) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.005, None, "5·10<sup>−3</sup>"),
        (0.0001, None, "10<sup>−4</sup>"),
        (-2.5e12, None, "−2,5·10<sup>12</sup>"),
        (0.00236, 1, "2,4·10<sup>−3</sup>"),
        (0, None, "0"),
    ],
)
def test_scientific(value: float, digits: int | None, text: str) -> None:
    assert russian.scientific(value, digits) == text
