"""The remaining time comes from a guess at first, then from how the work goes."""

import pytest

from lab1report.remaining import RemainingTime


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_nothing_is_known_of_work_without_a_guess_that_has_not_begun(clock: Clock) -> None:
    remaining = RemainingTime(None, clock=clock)
    assert remaining.seconds() is None
    remaining.update(0)
    assert remaining.seconds() is None


def test_the_guess_counts_down_until_there_is_news(clock: Clock) -> None:
    remaining = RemainingTime(20, clock=clock)
    assert remaining.seconds() == 20
    clock.now = 5
    assert remaining.seconds() == 15
    clock.now = 50
    assert remaining.seconds() == 0


def test_the_pace_counts_from_the_first_news_on(clock: Clock) -> None:
    """Five seconds until the first news, then a hundredth a second."""
    remaining = RemainingTime(None, clock=clock)
    for clock.now, share in ((5, 0.0), (15, 0.1), (25, 0.2)):
        remaining.update(share)
    assert remaining.seconds() == pytest.approx(80)
    clock.now += 3  # without news
    assert remaining.seconds() == pytest.approx(77)


@pytest.mark.parametrize("guess", [1, 20, 1_000])
def test_a_wrong_guess_is_forgotten_after_a_quarter(clock: Clock, guess: float) -> None:
    remaining = RemainingTime(guess, clock=clock)
    for clock.now in range(2, 28):
        remaining.update((clock.now - 2) / 100)
    assert remaining.seconds() == pytest.approx(75)


def test_a_share_that_stands_still_does_not_end_in_zero_at_once(clock: Clock) -> None:
    remaining = RemainingTime(30, clock=clock)
    for clock.now in range(1, 10):
        remaining.update(0.0)
    assert remaining.seconds() == 30
