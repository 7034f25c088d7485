"""Whether the comparison of tables with `results.json` would see any number that is wrong."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.golden.expected import Table, agrees, differences, expected
from tests.golden.page_reader import Shown

_NOT_SHOWN = {"curves", "answers", "made_from", "evidence"}
_LEVELS = {95, 0}  # of the intervals, and what a falling rate ends with: no results


def blind_spots(
    shown: Mapping[str, Shown], document: dict[str, Any], *, short: bool = False
) -> list[str]:
    """What could be changed without a difference being reported; the document is left as it was.

    Each number of the document, curves and evidence apart, is made another one in turn, which has
    to be reported if it takes part in a table, and every number of the tables must depend on some
    of them. Then each digit that stands in the tables is made another one in turn.
    """
    usual = expected(document, short=short)
    depend: set[tuple[str, str]] = set()
    spots = []
    for path in _changed(document):
        try:
            now = expected(document, short=short)
        except (LookupError, ValueError):  # a reference leads nowhere: seen as well
            continue
        for name in (name for name in usual.keys() & now.keys() if usual[name] != now[name]):
            cells = zip(usual[name].cells(), now[name].cells(), strict=False)
            depend |= {(name, place) for (place, before), (_, after) in cells if before != after}
            if not differences({name: shown[name]}, {name: now[name]}):
                spots.append(f"{path} of the document in {name}")
    for name, table in usual.items():
        for place, cell in table.cells():
            values = [] if isinstance(cell, str) else [v for v in cell if not isinstance(v, str)]
            if (name, place) not in depend and not _LEVELS.issuperset(values):
                spots.append(f"{name}, {place}: {cell} depends on nothing")
    return spots + list(_unreported(shown, usual))


def _changed(value: Any) -> Iterator[str]:
    """The paths of the document's leaves and lists of numbers, each while it is another one."""
    for key in value if isinstance(value, dict) else range(len(value)):
        usual = value[key]
        if key in _NOT_SHOWN:
            continue
        if isinstance(usual, dict | list):
            for path in _changed(usual):
                yield f"{key}.{path}"
            if isinstance(usual, list) and all(isinstance(one, int | float) for one in usual):
                value[key] = [one + 1000 for one in usual]  # a median depends on all of it
                yield str(key)
                value[key] = usual
        elif usual is not None and not isinstance(usual, bool):
            value[key] = _other(usual) if isinstance(usual, str) else usual + 1000
            yield str(key)
            value[key] = usual


def _other(text: str) -> str:
    other = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text)
    return other if other != text else f"other {text}"


def _unreported(shown: Mapping[str, Shown], known: Mapping[str, Table]) -> Iterator[str]:
    for name, table in shown.items():
        texts = [text for row in table.texts() for text in row]
        for text, (place, cell) in zip(texts, known[name].cells(), strict=True):
            for digit in re.finditer(r"\d", text):
                other = text[: digit.start()] + _other(digit[0]) + text[digit.end() :]
                if agrees(other, cell):
                    yield f"{name}, {place}: {other!r} for {cell}"
