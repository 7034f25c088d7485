"""Compares what two reports state beside their networks: settings, versions, numbers of tasks."""

import hashlib
import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lab1report.differing.difference import Change
from lab1report.differing.naming import MADE_UP, Entries, Value
from lab1report.differing.report_file import ReportFile
from lab1report.editions.origins import without_times
from lab1report.quoting import cut
from lab1report.received.differences import MISSING, changes

_SERIES = "experiments"
_NOT_NUMBERS: Final = ("status", "stage", "message", "answers", "seed")
_MOST: Final = 200  # numbers that are listed
_MOST_REST: Final = 5
_LONGEST: Final = 400


def compare_settings(first: ReportFile, second: ReportFile) -> tuple[Change, ...]:
    """Group, variant, classes, images, seeds, the series' file; of two PDFs also their options."""
    sides = [_settings(one) for one in (first, second)]
    if first.recorded is not None and second.recorded is not None:
        sides = [
            {**side, **_options(one)} for side, one in zip(sides, (first, second), strict=True)
        ]
    return _changes(*sides)


def compare_versions(first: ReportFile, second: ReportFile) -> tuple[Change, ...]:
    """Versions and machine; of two PDFs also all packages and what set the pages."""
    sides = [dict(one.results.environment) for one in (first, second)]
    if first.recorded is not None and second.recorded is not None:
        for side, one in zip(sides, (first.recorded, second.recorded), strict=True):
            for part in ("packages", "rendering"):
                texts = one.environment[part]
                side.update({name: texts[name] for name in texts if name.lower() not in side})
            side.pop(_SERIES, None)
    return _changes(*sides)


def compare_numbers(first: ReportFile, second: ReportFile) -> tuple[Change, ...]:
    """The single numbers of the tasks, the choice of the best model, and sections without any."""
    sides = [_numbers(one.results.document) for one in (first, second)]
    return _changes(*sides)[:_MOST]


def compare_rest(first: ReportFile, second: ReportFile) -> tuple[Change, ...]:
    """The first places of `results.json` that differ, for reports that seem to be the same."""
    left, right = (
        {
            key: value
            for key, value in without_times(one.results.document).items()
            if key not in ("environment", "assignment")
        }
        for one in (first, second)
    )
    found: list[Change] = []
    for place, one, other in changes(left, right):
        if len(found) == _MOST_REST:
            break
        found.append(Change(name=place, first=_value(one), second=_value(other)))
    return tuple(found)


def _settings(report: ReportFile) -> dict[str, Value]:
    results = report.results
    who, series = results.assignment, results.document["sections"]["series"]
    seeds = [variant.seeds for variant in results.variants.values()]
    return {
        "group": who.group,
        "variant": who.variant,
        "stream": who.stream,
        "year": who.year,
        "classes": ", ".join(f"{one.id} {one.name}" for one in who.classes),
        "images": MADE_UP if results.demo else "CIFAR-100",
        "seed": results.seed,
        "seeds": max(seeds, default=None) if series["status"] == "done" else None,
    }


def _options(report: ReportFile) -> dict[str, Value]:
    """What the PDF has attached of what the student chose."""
    recorded = report.recorded
    if recorded is None:
        return {}
    settings, font = recorded.settings, recorded.font
    who = settings.assignment
    return {
        "group_code": who.group_code,
        "student": who.student,
        "teacher": who.teacher,
        "sample": settings.sample,
        "style": settings.style,
        "length": settings.length,
        "year_of_report": recorded.year_of_report,
        "arms": _short(recorded.arms),
        "font": None if font is None else f"{font.family} {font.sha256[:12]}",
        _SERIES: recorded.environment["rendering"].get(_SERIES),
    }


def _short(text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()[:12]


def _numbers(document: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for id, section in document["sections"].items():
        found[id] = {"status": section["status"]}
        if id != "series":
            found[id].update(_single(section))
    best = document["best"]
    found["best"] = {"variant": best["variant"]} if best is not None else {"variant": None}
    return found


def _single(section: Mapping[str, Any]) -> dict[str, Any]:
    """The single values of a section: no curve, no answer, no settings."""
    return {
        name: value
        for name, value in section.items()
        if name not in _NOT_NUMBERS and isinstance(value, str | int | float | None)
    }


def _changes(first: Mapping[str, Any], second: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(_found(first, second))


def _found(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[Change]:
    for name, one, other in changes(dict(first), dict(second)):
        yield Change(name=name, first=_value(one), second=_value(other))


def _value(given: Any) -> Value:
    """A value as it can be shown: a list or object by its size."""
    if given is MISSING:
        return None
    if isinstance(given, str):
        return given if len(given) <= _LONGEST else cut(given)
    if isinstance(given, float) and not math.isfinite(given):
        return str(given)
    if given is None or isinstance(given, bool | int | float):
        return given
    return Entries(f"{len(given)} entries")
