"""Small things that take long to work out, kept in the cache folder by what they follow from.

A file each, so that processes need not wait for each other. What can not be read is worked out
again, and what can not be written is not kept: the store warns of such a folder.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from lab1report.store.atomic_write import writing
from lab1report.store.environment import cache_folder

T = TypeVar("T")


def kept(kind: str, key: Sequence[str], make: Callable[[Any], T], compute: Callable[[], Any]) -> T:
    """What `make` makes of the value that `compute` gives, or gave once for the same `key`.

    Args:
        kind: a folder name, for values of one form.
        key: all that the value follows from.
        make: takes the value as JSON knows it, without tuples; refuses another's form by a
            TypeError, a ValueError or a KeyError, as calls and unpacking do.
    """
    name = hashlib.sha256(json.dumps(list(key)).encode()).hexdigest()[:32]
    path = cache_folder() / kind / f"{name}.json"
    with suppress(OSError, ValueError, TypeError, KeyError):
        return make(json.loads(path.read_text(encoding="utf-8")))
    text = json.dumps(compute())
    with suppress(OSError), writing(path) as part:
        part.write_text(text, encoding="utf-8")
    return make(json.loads(text))
