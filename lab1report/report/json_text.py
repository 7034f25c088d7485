"""JSON for people and programs alike: the upper levels indented, what lies below on one line.

`json.dumps` with an indent puts every number of every curve on a line of its own, and takes ten
times as long, since only the form without one is written in C.
"""

import json
from typing import Any

_LEVELS = 4  # of indentation: an entry of a list of runs is one line


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
