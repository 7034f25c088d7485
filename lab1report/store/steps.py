"""Measures how long the steps of a build take, for `--verbose`."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Steps:
    """Seconds by name of step, in the order in which the steps began."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Adds the time of the block to the step `name`, whether or not it ends well."""
        started = time.perf_counter()
        self.seconds.setdefault(name, 0.0)
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - started
