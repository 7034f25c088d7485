"""Writes files atomically: to a temporary name in the same folder, then moved into place.

Several files that speak of the same run are replaced together or not at all.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

_OLD_SECONDS = 24 * 3600


def drop_unfinished(parts: Iterable[Path]) -> None:
    """Delete those of `parts` that a process began to write a day ago: it was killed."""
    oldest = time.time() - _OLD_SECONDS
    for part in parts:
        with suppress(OSError):  # another process may drop it too
            if part.is_file() and part.stat().st_mtime < oldest:
                part.unlink()


@contextmanager
def writing(target: Path, *, keep: bool = True) -> Iterator[Path]:
    """Yield a path beside `target` to write to, and move it there if the block succeeds.

    With `keep` false nothing is moved: this only tests whether it could be.

    Folders are made as needed. Whoever reads `target` meanwhile sees the old file or the new one.

    Raises:
        OSError: the folder cannot be made or written.
    """
    part = _beside(target)
    try:
        yield part
        if keep:
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write all files, or leave all as they were.

    Raises:
        OSError: one of them cannot be written or replaced.
    """
    parts: dict[Path, Path] = {}
    earlier: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for target, content in contents.items():
            parts[target] = _beside(target)
            parts[target].write_bytes(content)
        for target in contents:
            if target.is_file():
                earlier[target] = _beside(target)
                shutil.copy2(target, earlier[target])
        for target, part in parts.items():
            part.replace(target)
            replaced.append(target)
    except BaseException:  # Ctrl-C too
        for target in replaced:
            if target in earlier:
                earlier[target].replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        for part in (*parts.values(), *earlier.values()):
            part.unlink(missing_ok=True)


def _beside(target: Path) -> Path:
    """A new, empty file beside `target`, with the rights that a plain open would give it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    os.close(handle)
    part = Path(name)
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)
    return part
