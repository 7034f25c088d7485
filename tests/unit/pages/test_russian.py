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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1~раз"),
        (1.99, "2~раза"),
        (5.0, "5~раз"),
        (5.2, "5,2 раза"),
        (12.4, "12,4 раза"),
        (102.4, "102~раза"),
    ],
)
def test_about(value: float, text: str) -> None:
    assert russian.about(value, "раз", "раза", "раз") == text.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (0.012, "+1,2"),
        (-0.012, "−1,2"),
        (0.0003, "+0,03"),
        (-0.0003, "−0,03"),
        (0.0, "0,0"),
        (0.00001, "0,00"),
        (1.0, "+100,0"),
    ],
)
def test_signed_points(difference: float, text: str) -> None:
    assert russian.signed_points(difference) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0025, "0,0025"), (4.0, "4"), (47.5, "47,5"), (0.06, "0,06"), (1e-4, "0,0001")],
)
def test_shortest(value: float, text: str) -> None:
    assert russian.shortest(value) == text


def test_in_percent() -> None:
    assert russian.in_percent(0.747) == "74,7"
    assert russian.in_percent(-0.5, 0) == "−50"


@pytest.mark.parametrize(
    ("count", "single"), [(1, True), (21, True), (101, True), (11, False), (111, False), (2, False)]
)
def test_singular(count: int, single: bool) -> None:
    assert russian.singular(count) == single
