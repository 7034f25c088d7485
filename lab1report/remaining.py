"""Estimates the remaining time of a piece of work from a guess, and from how it goes."""

import time
from collections.abc import Callable
from typing import Final

_TRUSTED: Final = 0.2
"""The finished share from which on the guess no longer counts."""


class RemainingTime:
    """How long a piece of work may still take.

    Args:
        guess: seconds that all of it takes, or None if nobody knows.
        clock: gives seconds.

    The pace counts from the first news on: until then processes start and libraries load.
    """

    def __init__(self, guess: float | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._guess, self._clock = guess, clock
        self._started = clock()
        self._first: tuple[float, float] | None = None
        self._last = (self._started, 0.0)

    def update(self, share: float) -> None:
        """The `share` of the work, from 0 to 1, is finished."""
        now = self._clock()
        if self._first is None:
            self._first = now, share
        self._last = now, share

    def seconds(self) -> float | None:
        """The estimate, at least 0; None if there is nothing to estimate from."""
        moment, share = self._last
        since = self._clock() - moment
        measured = self._measured()
        if measured is None or self._guess is None:
            known = measured if measured is not None else self._guess
            return None if known is None else max(known * (1 - share) - since, 0.0)
        trust = min(share / _TRUSTED, 1.0)
        total = trust * measured + (1 - trust) * self._guess
        return max(total * (1 - share) - since, 0.0)

    def _measured(self) -> float | None:
        """The seconds of all of the work at the pace so far."""
        if self._first is None or self._last[1] <= self._first[1]:
            return None
        (then, before), (now, share) = self._first, self._last
        return (now - then) / (share - before)
