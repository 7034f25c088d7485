"""Says which files have changed, by looking again and again.

Some ten files are looked at in less than a millisecond, on every system and file system alike,
those of networks and containers included, which send no notices.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lab1report.own_words.folder import is_passed_over

_PAUSE: Final = 0.2  # seconds between two looks
_SETTLED: Final = 0.05  # after which a file that is being written may have changed again

Seen = Mapping[Path, tuple[int, ...]]


def look(folder: Path, files: Iterable[Path]) -> Seen:
    """What can be seen of `files` and of those in `folder`; what is not there is left out."""
    try:
        within = [path for path in folder.iterdir() if not is_passed_over(path)]
    except OSError:
        within = []
    seen: dict[Path, tuple[int, ...]] = {}
    for path in (folder, *within, *files):
        try:
            found = path.stat()
        except OSError:  # it is being replaced, or never was there
            continue
        # Editors leave files of their own in a folder, which then has another time
        seen[path] = () if path == folder else (found.st_mtime_ns, found.st_size, found.st_ino)
    return seen


def changes(look: Callable[[], Seen], known: Seen) -> Iterator[frozenset[Path]]:
    """Wait for changes; what changes while the receiver is at work is seen afterwards.

    Args:
        known: an earlier look, since which something may have changed already.

    Yields:
        the files that were changed, made or deleted.
    """
    while True:
        seen = _after(_PAUSE, look)
        if seen == known:
            continue
        while (settled := _after(_SETTLED, look)) != seen:
            seen = settled
        changed = {path for path, _ in known.items() ^ seen.items()}
        known = seen
        yield frozenset(changed)


def _after(seconds: float, look: Callable[[], Seen]) -> Seen:
    time.sleep(seconds)
    return look()
