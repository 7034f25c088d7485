"""How fast this machine is, beside the one that the guesses of `costs.py` are of.

Measured where a build has run the tasks here, whose results say how long they took; else by a probe
of a hundredth of a second. Both are seconds of one thread, as every process has.
"""

import time
from typing import Final

from lab1report.plan.plan import Plan
from lab1report.runs.compute import inputs_of
from lab1report.runs.costs import START, seconds_of, seconds_of_plan
from lab1report.store.results import Store

_PROBE: Final = 0.005
"""Seconds of the probe on the machine of the guesses."""

_EDITIONS: Final = 9.0
"""Seconds in which the figures, the notebook and the PDF of a report are made there."""


def seconds_of_build(plan: Plan, store: Store, *, workers: int) -> float:
    """A guess of how long a build takes here if nothing of it is stored."""
    training = seconds_of_plan(plan, {}) / workers
    return pace(plan, store) * (START + training + _EDITIONS)


def pace(plan: Plan, store: Store) -> float:
    """How many times as long as there computations take here."""
    took = guessed = 0.0
    for run in plan.tasks:
        if run.task is None or run.task.reads_images:
            continue  # which images, is not known until they are opened
        result = store.get(run.section, inputs_of(run, ""), run.spec)
        if result is not None:
            took += result.seconds
            guessed += seconds_of(run)
    return took / guessed if guessed else _probe() / _PROBE


def _probe() -> float:
    """Seconds of processor time for a loop of Python, of whose calls a training is mostly made."""
    tries = []
    for _ in range(5):
        started = time.process_time()
        total = 0
        for number in range(200_000):
            total += abs(number - total)
        tries.append(time.process_time() - started)
    return min(tries)
