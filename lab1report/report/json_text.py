"""Writes JSON for people and programs: the upper levels indented, the lower ones on one line.

`json.dumps` with an indent puts every number of every curve on a line of its own, and takes ten
times as long, since only the form without one is written in C.
"""

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

_LEVELS = 4  # of indentation: an entry of a list of runs is one line
_PLAIN = frozenset({str, int, bool, type(None)})  # told at once: results have 100 000 values


def plain(value: Any) -> Any:
    """`value` in JSON's own types: records as objects, what is not a finite number as null."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Mapping():
            return {name: plain(item) for name, item in value.items()}
        case str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Iterable():
            return [plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        return fields(value, *(field.name for field in dataclasses.fields(value)))
    return value


def fields(record: object, *names: str) -> dict[str, Any]:
    """What `record` has under each of `names`, in JSON's own types.

    Raises:
        AttributeError: it has no such field or property.
    """
    return {name: plain(getattr(record, name)) for name in names}


def pretty(document: Any, *, levels: int = _LEVELS) -> str:
    """`document` as JSON with a final newline.

    Raises:
        ValueError: it holds a number that JSON does not know.
    """
    return _text(document, levels, "\n") + "\n"


def _text(value: Any, levels: int, newline: str) -> str:
    if levels and value and isinstance(value, dict):
        inner = newline + " "
        items = (
            f"{json.dumps(k, ensure_ascii=False)}: {_text(v, levels - 1, inner)}"
            for k, v in value.items()
        )
        return "{" + inner + f",{inner}".join(items) + newline + "}"
    if levels and value and isinstance(value, list | tuple):
        inner = newline + " "
        return (
            "["
            + inner
            + f",{inner}".join(_text(v, levels - 1, inner) for v in value)
            + newline
            + "]"
        )
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
