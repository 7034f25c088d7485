import pytest
from matplotlib.figure import Figure

from lab1report.figures.numerals import Numerals
from lab1report.figures.plots.ticks import linear_ticks, log_ticks

RUSSIAN = Numerals(decimal=",", group="\u00a0")
ENGLISH = Numerals(decimal=".", group=",")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.5, 2, "0,50"),
        (-0.5, 1, "−0,5"),
        (-0.001, 1, "0,0"),
        (1000, 0, "1000"),
        (10_000, 0, "10\u00a0000"),
        (1234567.25, 2, "1\u00a0234\u00a0567,25"),
    ],
)
def test_fixed(value: float, digits: int, text: str) -> None:
    assert RUSSIAN.fixed(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0025, "0,0025"), (0.00001, "0,00001"), (50_000.0, "50\u00a0000")]
)
def test_shortest(value: float, text: str) -> None:
    assert RUSSIAN.shortest(value) == text


def test_another_language_has_other_marks() -> None:
    assert ENGLISH.fixed(12345.5, 1) == "12,345.5"


def test_linear_ticks_have_a_decimal_comma_and_equal_lengths() -> None:
    axis = Figure().add_subplot().xaxis
    axis.set_major_formatter(linear_ticks(RUSSIAN))
    assert axis.get_major_formatter().format_ticks([-0.5, 0.0, 0.25]) == ["−0,50", "0,00", "0,25"]


def test_linear_ticks_do_not_factor_out_large_or_small_numbers() -> None:
    axis = Figure().add_subplot().xaxis
    axis.set_major_formatter(linear_ticks(RUSSIAN))
    formatter = axis.get_major_formatter()
    assert formatter.format_ticks([0, 500_000]) == ["0", "500\u00a0000"]
    assert formatter.format_ticks([0, 0.00001]) == ["0,00000", "0,00001"]


def test_log_ticks_are_written_in_full() -> None:
    assert log_ticks(RUSSIAN)(0.002, 0) == "0,002"
