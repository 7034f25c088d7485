"""On-disk memo: small values that take long to compute, keyed by a hash of their inputs.

A file each, so that processes need not wait for each other. What cannot be read is computed
again, and what cannot be written is not stored: the results' store warns of such a folder.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from lab1report.store import sealed
from lab1report.store.environment import cache_folder

T = TypeVar("T")


def memoized(
    kind: str,
    inputs: Sequence[object],
    compute: Callable[[], Any],
    *,
    restore: Callable[[Any], T],
    cache: Path | None = None,
) -> T:
    """The value that `compute` gives, or gave before for the same `inputs`.

    Args:
        kind: the folder in the cache, for values of one form.
        inputs: all that the value follows from, as JSON can write it.
        compute: gives a value that JSON can write; its exceptions pass through.
        restore: makes the value of what JSON reads, which knows no tuples; refuses another form by
            a TypeError, a ValueError or a KeyError, as calls and unpacking do.
        cache: the cache folder, if it is another than the user's.
    """
    own = [kind, *inputs]
    name = hashlib.sha256(json.dumps(own).encode()).hexdigest()[:32]
    path = (cache or cache_folder()) / kind / f"{name}.bin"
    # What another hand sealed may be nested more deeply than JSON is read
    with suppress(sealed.DamagedError, ValueError, TypeError, KeyError, RecursionError):
        if (content := sealed.read(path, own)) is not None:
            return restore(json.loads(content))
    text = json.dumps(compute())
    with suppress(OSError):
        sealed.write(path, own, text.encode())
    return restore(json.loads(text))
