"""The gains of the students by variant, for the script of the teacher's page that draws them.

A page with every line of every variant drawn would be several megabytes: the script has the numbers
and draws those of the variant that the reader chooses, as page_strips.py does the best model's.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from lab1report.course.page_effects import Effect, Pooled, StudentGain
from lab1report.course.page_strips import MARGIN, of_gains
from lab1report.course.page_titles import Titles
from lab1report.findings.statistics.proportions import Interval, Verdict
from lab1report.pages.languages import Language

SCALE: Final = 100_000
"""Gains are whole numbers of this share: three decimals of a percentage point."""

_VERDICTS: Final[Mapping[Verdict, int]] = {"worse": -1, "unclear": 0, "better": 1}


def document(effects: Sequence[Effect], language: Language, titles: Titles) -> dict[str, object]:
    """Of JSON's own types.

    `gains` of a variant are five whole numbers a student: place of the row, gain, the ends of its
    interval, and -1, 0 or 1 for worse, unclear and better.
    """
    return {
        "margin": MARGIN,
        "scale": SCALE,
        "variants": [_variant(one, language, titles) for one in effects],
    }


def _variant(effect: Effect, language: Language, titles: Titles) -> dict[str, object]:
    plot = of_gains(effect.gains, effect.pooled)
    if plot is None:
        raise ValueError(f"{effect.variant}: nobody has it")
    return {
        "key": effect.variant,
        "title": titles.of_effect(effect),
        "low": plot.axis.low,
        "high": plot.axis.high,
        "ticks": [[at, language.in_percent(value, 0)] for at, value in plot.axis.ticks],
        "better": effect.better,
        "worse": effect.worse,
        "count": effect.count,
        "pooled": None if effect.pooled is None else _pooled(effect.pooled),
        "gains": [*chain.from_iterable(map(_line, effect.gains))],
    }


def _pooled(mean: Pooled) -> list[int]:
    return [_scaled(mean.mean), *_ends(mean.interval)]


def _line(one: StudentGain) -> list[int]:
    gain = one.gain
    return [
        one.row.place,
        _scaled(gain.difference),
        *_ends(gain.interval),
        _VERDICTS[gain.verdict],
    ]


def _ends(interval: Interval) -> list[int]:
    return [_scaled(interval.low), _scaled(interval.high)]


def _scaled(share: float) -> int:
    return round(share * SCALE)
