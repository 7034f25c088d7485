"""Remembers which result each run of a plan had last, by the run's role, for each three classes.

An entry of the store says what it was computed from, not what for: after a change of a plan nobody
could tell which stored training was the base's before. One file has the keys of entries by role.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from lab1report.store import sealed
from lab1report.store.results import key_of

_FOLDER = "roles"


def record(root: Path, classes: Sequence[int], keys: Mapping[str, str]) -> None:
    """Remember the `keys` of entries by role; those of other roles stay as they were.

    A cache that cannot be written remembers nothing, which who stores the results says.
    """
    known = recorded(root, classes)
    if known.items() >= keys.items():
        return
    content = json.dumps({**known, **keys}, sort_keys=True).encode()
    with suppress(OSError):
        sealed.write(_file(root, classes), _inputs(classes), content)


def recorded(root: Path, classes: Sequence[int]) -> Mapping[str, str]:
    """The keys by role, as they were remembered last; none where that cannot be read."""
    try:
        content = sealed.read(_file(root, classes), _inputs(classes))
        found = json.loads(content or b"{}")
    except (sealed.DamagedError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _inputs(classes: Sequence[int]) -> Mapping[str, str]:
    return {"classes": ",".join(map(str, sorted(classes)))}


def _file(root: Path, classes: Sequence[int]) -> Path:
    return root / _FOLDER / f"{key_of(_inputs(classes))}.bin"
